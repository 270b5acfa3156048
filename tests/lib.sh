# Shell tests that speak TAP.  A test is a bash script:
#
#	. "${0%/*}/lib.sh"
#	run iv-group --version
#	status_is 0 "prints its version"
#	out_like '^iv-group [0-9]' "with its name in front"
#	done_testing
#
# It runs in an empty directory of its own, $T/work, removed at the end, with
# an environment in which nothing of the user's is left.  run keeps what a
# command did in $out, $err and $status (bytes in $T/out and $T/err); the
# checks that follow look there.  A failed check shows all three.
#
# $TOP is the source tree, $IV_BIN the programs under test, $IV_TESTS those
# made of tests/*.c for the tests' own use, $IV_VARIANT empty or the kind of
# build (sanitize, shared, coverage).

set -u
shopt -s lastpipe	# printf ... | run CMD keeps $out in this shell

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
IV_BIN=${IV_BIN:-$TOP/build/bin}
IV_TESTS=${IV_BIN%/bin}/tests
IV_VARIANT=${IV_VARIANT:-}
T=$(mktemp -d "${TMPDIR:-/tmp}/iv-test.XXXXXX") || exit 1
T=$(cd "$T" && pwd -P)

tap_count=0
tap_failed=0
out=''
err=''
status=''

tap_cleanup()
{
	local code=$?

	cd / && chmod -R u+rwx "$T" 2>/dev/null
	rm -rf "$T"
	exit "$code"
}
trap tap_cleanup EXIT
trap 'exit 1' INT TERM HUP

tap_environment()
{
	local name

	for name in $(compgen -e); do
		case $name in
		IV_BIN|IV_VARIANT|PATH|ASAN_OPTIONS|UBSAN_OPTIONS) ;;
		LSAN_OPTIONS|USER|LOGNAME|UPDATE) ;;
		*) unset "$name" 2>/dev/null ;;
		esac
	done
	export IV_BIN IV_TESTS IV_VARIANT PATH=$IV_BIN:$PATH
	export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
	export HOME=$T/home XDG_DATA_HOME=$T/data TMPDIR=$T/tmp
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
	export IV_NOW=2026-03-12T09:30 IV_SEED=test
	# script(1) runs it; after Ctrl-C in a program, dash ends too.
	export SHELL=$BASH
	# Newer versions of jsonschema say on every run that it will go.
	export PYTHONWARNINGS=ignore
	mkdir "$T/home" "$T/data" "$T/tmp" "$T/work"
	cd "$T/work" || exit 1
	exec </dev/null
}
tap_environment

# run CMD ...: never fails itself.
run()
{
	"$@" >"$T/out" 2>"$T/err"
	status=$?
	# The shell cannot hold a NUL; $T/out can.
	out=$(tr -d '\0' <"$T/out")
	err=$(tr -d '\0' <"$T/err")
}

# wait_for CMD ...: until it succeeds; five minutes are for a machine that is
# busy with other things, not for what we wait for.
wait_for()
{
	local n

	for ((n = 0; n < 3000; n++)); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.1
	done
	return 1
}

# at DIR CMD ...: run CMD in a directory of this test.
at()
{
	(cd "$T/work/$1" && shift && "$@")
}

# commits [DIR]: how many a group has.
commits()
{
	git -C "${1:-.}" rev-list --count HEAD
}

# clean [DIR]: nothing in a group waits for one.
clean()
{
	[ -z "$(git -C "${1:-.}" status --porcelain)" ]
}

# at_terminal CMD STEP ...: run CMD on a terminal of its own, typing the steps.
# A step "@PATTERN" types nothing: it waits until all that was shown so far fits
# the pattern, for what must not be typed before something was read (Ctrl-C
# throws away what is waiting, and so does git when it has read a password).
at_terminal()
{
	local cmd=$1
	shift

	: >"$T/out"
	run timeout --foreground -k 5 600 \
	    script -qec "$cmd" /dev/null < <(tap_type "$@")
}

tap_type()
{
	local step

	for step; do
		case $step in
		@*) wait_for tap_shown "${step#@}" || return ;;
		*) printf '%s' "$step" ;;
		esac
	done
}

tap_shown()
{
	[[ $(tr -d '\0' <"$T/out") == $1 ]]
}

# note TEXT: lines for the reader of the output, such as counts.
note()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

pass()
{
	tap_count=$((tap_count + 1))
	printf 'ok %d - %s\n' "$tap_count" "${1//#/\\#}"
}

# fail NAME [TEXT]: TEXT says why.
fail()
{
	local frame=1

	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	printf 'not ok %d - %s\n' "$tap_count" "${1//#/\\#}"
	while [[ ${BASH_SOURCE[frame]:-} == */lib.sh ]]; do
		frame=$((frame + 1))
	done
	note "  at ${BASH_SOURCE[frame]:-?}:${BASH_LINENO[frame - 1]:-?}"
	[ -z "${2:-}" ] || note "$2"
	return 0
}

# tap_saw NAME WANT: a failure that shows what the last run did.
tap_saw()
{
	fail "$1" "$2
status $status
stdout:
$(head -n 60 "$T/out" | tr -d '\0')
stderr:
$(head -n 60 "$T/err" | tr -d '\0')"
}

# ok NAME CMD ...: CMD must succeed.
ok()
{
	local name=$1
	shift

	if "$@" >"$T/ok" 2>&1; then
		pass "$name"
	else
		fail "$name" "failed: $*
$(head -n 40 "$T/ok" | tr -d '\0')"
	fi
}

# not_ok NAME CMD ...: CMD must fail, but not for being unknown or killed.
not_ok()
{
	local name=$1 code
	shift

	"$@" >"$T/ok" 2>&1
	code=$?
	if [ "$code" -ne 0 ] && [ "$code" -lt 126 ]; then
		pass "$name"
	else
		fail "$name" "status $code: $*"
	fi
}

# is GOT WANT NAME
is()
{
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		fail "$3" "got:
$1
want:
$2"
	fi
}

status_is()
{
	if [ "$status" = "$1" ]; then
		pass "${2:-status $1}"
	else
		tap_saw "${2:-status $1}" "want status $1"
	fi
}

# out_is TEXT NAME: all of stdout, newlines at the end aside.
out_is()
{
	if [ "$out" = "$1" ]; then
		pass "$2"
	else
		tap_saw "$2" "want on stdout:
$1"
	fi
}

err_is()
{
	if [ "$err" = "$1" ]; then
		pass "$2"
	else
		tap_saw "$2" "want on stderr:
$1"
	fi
}

# out_like REGEX NAME: an extended expression that fits a line of stdout.
out_like()
{
	if grep -Eq -e "$1" "$T/out"; then
		pass "$2"
	else
		tap_saw "$2" "want a line of stdout like: $1"
	fi
}

out_unlike()
{
	if grep -Eq -e "$1" "$T/out"; then
		tap_saw "$2" "want no line of stdout like: $1"
	else
		pass "$2"
	fi
}

err_like()
{
	if grep -Eq -e "$1" "$T/err"; then
		pass "$2"
	else
		tap_saw "$2" "want a line of stderr like: $1"
	fi
}

out_empty()
{
	if [ -s "$T/out" ]; then
		tap_saw "${1:-nothing on stdout}" "want nothing on stdout"
	else
		pass "${1:-nothing on stdout}"
	fi
}

err_empty()
{
	if [ -s "$T/err" ]; then
		tap_saw "${1:-nothing on stderr}" "want nothing on stderr"
	else
		pass "${1:-nothing on stderr}"
	fi
}

# golden FILE NAME: stdout to the byte; UPDATE=1 writes tests/golden/FILE.
golden()
{
	local want=$TOP/tests/golden/$1

	if [ -n "${UPDATE:-}" ]; then
		mkdir -p "$(dirname "$want")" && cp "$T/out" "$want"
	fi
	if cmp -s "$want" "$T/out"; then
		pass "$2"
	else
		fail "$2" "differs from tests/golden/$1 (UPDATE=1 rewrites it):
$(diff -u "$want" "$T/out" 2>&1 | head -n 60)
$(cat "$T/err")"
	fi
}

# skip REASON [N]: N checks (1) that cannot be made here.
skip()
{
	local n=${2:-1}

	while [ "$n" -gt 0 ]; do
		tap_count=$((tap_count + 1))
		printf 'ok %d # SKIP %s\n' "$tap_count" "$1"
		n=$((n - 1))
	done
}

# skip_all REASON: the whole file; before its first check.
skip_all()
{
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

# plain_only REASON: the file says nothing new about another build.
plain_only()
{
	[ -z "$IV_VARIANT" ] || skip_all "$1"
}

# needs CMD ...: skips the whole file where one is missing.
needs()
{
	local cmd

	for cmd; do
		command -v "$cmd" >/dev/null || skip_all "no $cmd here"
	done
}

# done_testing: the plan, last; without it the file counts as broken.
done_testing()
{
	printf '1..%d\n' "$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}
