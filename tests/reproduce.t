#!/usr/bin/env bash
# Two builds in two directories, at another time, in another language and
# under another umask, are the same to the byte; and every protection that the
# Makefile asks for is in the programs.
. "${0%/*}/lib.sh"
plain_only "the flags of other builds are other flags"
needs gcc make msgfmt readelf cmp

# Nothing of the make that runs the tests, and the compilers themselves.
unset MAKEFLAGS MAKELEVEL MFLAGS

# tree DIR: the sources, as far as two programs need them.
tree()
{
	mkdir -p "$1/tests" "$1/cmd"
	cp "$TOP/Makefile" "$1"
	cp -r "$TOP/common" "$1"
	cp "$TOP"/cmd/iv-member.c "$1/cmd"
}

# build DIR: one program, its archive and the Dutch messages; -O0, for half
# the time: what the flags do to names and orders is the same.
build()
{
	make -C "$1" -s -j"$(nproc)" CFLAGS='-O0 -g' all >"$1.log" 2>&1 ||
	    tail -n 20 "$1.log" | sed 's/^/# /'
}

second=a-second-directory-with-a-longer-name
tree one
tree "$second"
(umask 022 && build one)
(umask 077 && export TZ=Asia/Tokyo LC_ALL=C LANG=nl_NL.UTF-8 &&
    build "$second")
same=0
for f in bin/iv-member libiv.a share/locale/nl/LC_MESSAGES/iv.mo; do
	ok "$f is the same from two directories" cmp "one/build/$f" \
	    "$second/build/$f"
	same=$((same + 1))
done
for f in one/build/bin/iv-member one/build/libiv.a; do
	ok "no directory is named in $f" \
	    sh -c '! grep -qa "$1" "$2"' sh "$T" "$f"
done
echo "# $same files the same from two directories"

# --- what is hardened -------------------------------------------------------

# has NAME PATTERN PROGRAM ARG ...: readelf ARG of the program shows it.
has()
{
	local name=$1 pattern=$2 program=$3
	shift 3

	if readelf -W "$@" "$program" 2>/dev/null | grep -Eq "$pattern"; then
		protections=$((protections + 1))
	else
		ok "${program##*/}: $name" false
	fi
}

# machine: what the processor itself checks.
case $(uname -m) in
x86_64) machine='x86 feature: .*IBT.*SHSTK' ;;
aarch64) machine='AArch64 feature: .*BTI' ;;
*) machine= ;;
esac
protections=0
programs=0
for p in "$IV_BIN"/iv-*; do
	programs=$((programs + 1))
	has "is position-independent" 'Type: *DYN' "$p" -h
	has "and an executable" 'FLAGS_1.*PIE' "$p" -d
	has "relocations are read-only" GNU_RELRO "$p" -l
	has "and done at start" 'FLAGS_1.*NOW' "$p" -d
	has "the stack is not executable" 'GNU_STACK.* RW +0x' "$p" -l
	has "buffers are guarded" __stack_chk_fail "$p" --dyn-syms
	has "copies know how much fits" '__(memcpy|memmove|strcpy)_chk' "$p" \
	    --dyn-syms
	has "prints too" '__(v?snprintf|v?fprintf|printf)_chk' "$p" --dyn-syms
	ok "${p##*/}: nothing is both written and run" \
	    sh -c '! readelf -lW "$1" | grep -q "LOAD.*RWE"' sh "$p"
	ok "${p##*/}: no directory is searched for libraries" \
	    sh -c '! readelf -dW "$1" | grep -Eq "RPATH|RUNPATH"' sh "$p"
	# Each library more is felt at every start; only iv-eval makes codes.
	is "$(readelf -dW "$p" | sed -n 's/.*NEEDED.*\[\(.*\)]/\1/p' |
	    grep -v -e '^ld-linux' -e '^libcrypt' | sort | tr '\n' ' ')" \
	    "libc.so.6 libcjson.so.1 " "${p##*/}: loads cJSON and nothing else"
	case $p in
	*/iv-eval) ;;
	*) not_ok "${p##*/}: no libcrypt either" \
	    sh -c 'readelf -dW "$1" | grep NEEDED.*libcrypt' sh "$p" ;;
	esac
	ok "${p##*/}: no network" \
	    sh -c '! readelf -W --dyn-syms "$1" |
	    grep -Eq " (connect|getaddrinfo|socket)(@|$)"' sh "$p"
done
is "$protections" $((8 * programs)) "eight protections in every program"

# The processor's own, in every object of ours: the linker drops the mark for
# a whole program when one archive of the system comes without.
if [ -n "$machine" ]; then
	mkdir objects
	(cd objects && ar x "$IV_BIN/../libiv.a")
	objects=0
	marked=0
	for o in objects/*.o; do
		objects=$((objects + 1))
		readelf -nW "$o" 2>/dev/null | grep -Eq "$machine" &&
		    marked=$((marked + 1))
	done
	is "$marked" "$objects" "jumps and returns are checked in every object"
fi
echo "# $programs programs, eight protections each, $objects objects marked"
done_testing
