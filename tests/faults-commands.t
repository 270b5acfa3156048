#!/usr/bin/env bash
# Every command that changes something, under faults: kill -9 at a system call,
# a full or failing disk, no descriptors, a read-only disk, memory that is not
# there, writes that come short.  Of each command's points a sample, drawn by
# the month; FULL=1 takes all of them, SEED=N another sample, ONLY=PATTERN
# those commands.
full=${FULL:-} seed=${SEED:-$(date +%Y%m)} only=${ONLY:-.}
. "${0%/*}/lib.sh"
plain_only "the system calls are the same in every build"
needs strace git jq
. "$TOP/tests/faults.sh"
. "$TOP/tests/faults/group"
preload=$IV_TESTS/fault.so
[ -e "$preload" ] || skip_all "no $preload"

make_group "$T/group" || exit 1
slip=$(tail -n 1 "$T/group/.git/codes")
draft=$(cat "$T/group/.git/draft")
round=$(cat "$T/group/.git/round")
export IV_SEED=faults	# ids that the group does not have

# --- what is compared --------------------------------------------------------
# "r NAME CONTENT" of every record of DIR (that HEAD has the same is for git
# diff to say), and "b ..." of what lies beside the repository, with the two
# settings that decide; not an editor's draft, which may be kept, and not what
# the next look at the private area wipes.  Where the group lies and ids that
# its base does not have are left out: under a fault a new record may get
# another id.
base_ids=$(cd "$T/group" && find . -name '*.json' | sed 's|.*/||; s|[.]json$||')
contents()
{
	(cd "$1" && find * .git/iv/me .git/answer .git/data .git/config \
	    -type f ! -path '*/edit/*' ! -path '.git/*/.iv-*' -print0 \
	    2>/dev/null) | perl -0 -e '
	my ($dir, %known) = (shift, map { $_ => 1 } split /\n/, shift);
	sub plain {
		my $s = shift;
		$s =~ s/\Q$dir\E/GROUP/g;
		$s =~ s/[^ -~]/sprintf "\\x%02x", ord $&/ge;
		$s =~ s/\b([a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{9})\b/
		    $known{$1} ? $1 : "NEW"/ge;
		return $s;
	}
	my @lines;
	while (<STDIN>) {
		chomp;
		local $/;
		open my $f, "<", "$dir/$_" or next;
		my $has = <$f> // "";
		next if $has =~ /^\0+\z/;	# overwritten, then killed
		if ($_ eq ".git/config") {
			$has = join " ", $has =~
			    /^\s+(?:url|driver) = .*$/mg;
		}
		push @lines, (m{^[.]git/} ? "b " : "r ") . plain($_) . " " .
		    plain($has) . "\n";
	}
	print sort @lines' "$1" "$base_ids"
}

# held DIR RECORDS BESIDE: the two parts, into variables of those names.
held()
{
	local all

	all=$(contents "$1")
	printf -v "$2" %s "${all#*$'\n'r }"
	printf -v "$3" %s "${all%%$'\n'r *}"
}

# fault_state DIR: old, new, or what else.  What lies beside may be old when
# the records are new, and the other way round: two places, no one commit.
fault_state()
{
	local r b

	held "$1" r b
	if [ "$b" != "$old_beside" ] && [ "$b" != "$new_beside" ]; then
		echo "beside: $(diff <(echo "$new_beside") <(echo "$b") |
		    grep '^[<>]' | tr '\n' ' ')"
	elif [ "$r" = "$new_records" ] && [ "$r" != "$old_records" ]; then
		echo new
	elif [ "$r" != "$old_records" ]; then
		echo "records: $(diff <(echo "$new_records") <(echo "$r") |
		    grep '^[<>]' | tr '\n' ' ')"
	elif [ "$r" = "$new_records" ] && [ "$b" = "$new_beside" ]; then
		echo new
	else
		echo old
	fi
}

# in_group DIR WORD ...: runs there, with the row's standard input.
in_group()
{
	local group=$1
	shift

	[ -d "$group" ] || return 125

	(cd "$group" && export XDG_DATA_HOME=$group/.git/data &&
	    printf "${input//\$slip/$slip}" | {
		eval "$* $words"
	    })
}
# Any write recovers; this one changes nothing.
next=(env XDG_DATA_HOME=@/.git/data iv-member -C @ set manna12345 role=member)

# --- one point each ----------------------------------------------------------
# point KIND A B: one fault; prints "ok" or what went wrong.
point()
{
	local dir=$fault_dir/slot.$fault_slot status want=any state

	fault_fresh "$dir"
	case $1 in
	kill)
		in_group "$dir" strace -f -qq -o /dev/null -e "trace=$2" \
		    -e "inject=$2:signal=KILL:when=$3" ;;
	alloc|write)
		in_group "$dir" env "LD_PRELOAD=$preload" \
		    "IV_FAULT_${1^^}=$3" ;;
	*)
		in_group "$dir" strace -f -qq -o /dev/null -e "trace=$2" \
		    -e "inject=$2:error=$1:when=$3" ;;
	esac >"$dir.cmd" 2>&1
	status=$?
	case $1:$status in
	kill:*) ;;
	*:0|*:10) want=new ;;
	*:127) ;;	# it was not even loaded
	*:[1-9]) want=$refused ;;
	*)	echo "bad $*: it dies with $status"
		return ;;
	esac
	[ "$want" = new ] || [ "$status" -eq 0 ] || ! fault_same "$dir" || {
		echo "old $*"
		return
	}
	if [ "$status" -eq 0 ]; then
		state=$(fault_state "$dir" && git -C "$dir" diff --stat HEAD)
		[ "$state" = new ] || {
			echo "bad $*: ends with 0, but $state"
			return
		}
	fi
	fault_after "$dir" "$*" "$want"
}


# The points of the command whose base stands in $fault_dir.
points()
{
	local call

	fault_list_row | awk '{ print "kill", $0 }'
	for call in ENOSPC:write,openat,openat2,fsync,syncfs,renameat,renameat2,linkat,mkdirat \
	    EIO:read,pread64,write,openat,fsync,syncfs,renameat,renameat2,unlinkat \
	    EMFILE:openat,openat2 \
	    EROFS:openat,openat2,mkdirat,renameat,linkat,unlinkat; do
		fault_list_row | awk -v calls=",${call#*:}," \
		    -v error="${call%%:*}" 'index(calls, "," $1 ",") {
			print error, $1, $2
			print error, $1, $2 "+"
		    }'
	done
	in_group "$fault_dir/trace" env "LD_PRELOAD=$preload" \
	    "IV_FAULT_COUNT=$fault_dir/count" >/dev/null 2>&1
	awk '{
		for (i = 1; i <= $1; i++) print "alloc malloc", i
		for (i = 1; i <= $2; i++) print "write write", i
	}' "$fault_dir/count"
}
fault_list_row()
{
	[ -e "$fault_dir/calls" ] || {
		in_group "$fault_dir/trace" strace -f -qq \
		    -o "$fault_dir/log" >/dev/null 2>&1
		fault_calls "$fault_dir/log" >"$fault_dir/calls"
		rm -rf "$fault_dir/trace"
		cp -a "$fault_dir/base" "$fault_dir/trace"
	}
	cat "$fault_dir/calls"
}

# Of each kind of fault a few, the same all month.
sample()
{
	if [ -n "$full" ]; then
		cat
	else
		awk -v seed="$seed$row" '
		BEGIN { srand(seed); n["kill"] = 4; n["alloc"] = 4 }
		{ at[$1, ++all[$1]] = $0 }
		END {
			for (k in all)
				for (i = k in n ? n[k] : 1; i > 0; i--)
					print at[k, 1 + int(rand() * all[k])]
		}'
	fi
}

# --- every row ---------------------------------------------------------------
row=0 total=0 kinds=''
while IFS=$'\t' read -r input words <&3; do
	row=$((row + 1))
	case $input in '#'*|''|'!') continue ;; esac
	grep -Eq -e "$only" <<<"$words" || continue
	fault_next=("${next[@]}") refused=old
	[ "$input" != + ] || fault_next=(in_group @ '')
	[ "$input" != [-+] ] || input=''
	fault_dir=$T/fault.$row
	mkdir "$fault_dir"
	cp -a "$T/group" "$fault_dir/base"
	cp -a "$T/group" "$fault_dir/trace"
	cp -a "$T/group" "$fault_dir/after"
	held "$fault_dir/base" old_records old_beside
	in_group "$fault_dir/after" '' >"$fault_dir/said" 2>&1 ||
	    fail "$words" "$(cat "$fault_dir/said")"
	held "$fault_dir/after" new_records new_beside
	name=$(cut -d' ' -f1,2 <<<"$words")
	isnt=$([ "$old_records$old_beside" != "$new_records$new_beside" ] &&
	    echo changes)
	is "$isnt" changes "$name changes something"
	# Of two changes, a record's and one beside it, the first may stand.
	[ "$old_beside" = "$new_beside" ] || refused=any
	fault_unhurt "$name"
	points | sample | fault_sweep point
	ok "$name was counted" test -s "$fault_dir/count"
	bad=$(grep -c '^bad' "$fault_dir/result")
	count=$(wc -l <"$fault_dir/result")
	total=$((total + count))
	kinds+=$(cut -d' ' -f2 "$fault_dir/result")$'\n'
	if [ "$bad" -gt 0 ]; then
		fail "$name: $count faults" \
		    "$(grep "^bad" "$fault_dir/result" | head -n 8 | cut -c1-300)"
	else
		pass "$name: $count faults"
	fi
	rm -rf "$fault_dir"
done 3<"$TOP/tests/faults/rows"
[ -n "$full" ] && drawn=' (all of them)' || drawn=", sample $seed"
note "$total faults$drawn:" \
    "$(sort <<<"$kinds" | grep . | uniq -c | awk '{
	printf "%s%s %s", sep, $1, $2; sep = ", " }')"

# --- and every command has one ----------------------------------------------
for tool in "$IV_BIN"/iv-*; do
	tool=${tool##*/}
	for c in $("$tool" --help | awk '/^  [a-z-]+( |$)/ { print $1 }'); do
		"$tool" "$c" --help | grep -q -- --dry-run || continue
		grep -Eq "	$tool $c( |:|$)" "$TOP/tests/faults/rows" ||
		    missing+=" $tool $c"
	done
done
is "${missing:-}" '' 'every command that changes something is there'
done_testing
