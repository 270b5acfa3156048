# Sweeps of faults over one command, for tests that have sourced lib.sh.
#
#	fault_setup DIR		a function: makes the group (once; every
#				point works on a copy of it)
#	fault_state DIR		a function: prints old or new, or what else
#				it found; looks at files and at HEAD
#	fault_cmd=(PROG ... @)	the command under test; @ is the directory
#	fault_next=(PROG ... @)	the next command, which must recover by itself
#
#	fault_kill NAME		kill -9 before every system call of fault_cmd
#	fault_kill_next NAME CALL TEXT
#				the same over fault_next, after fault_cmd was
#				killed before its first CALL with that TEXT
#	fault_error NAME ERRNO CALLS
#				each of the CALLS (a,b,c) fails: once, and
#				from then on
#
# A point passes when fault_next ends with 0 and after it everything is old
# or everything new, git fsck and git status find nothing, and no lock and no
# temporary file is left.  fault_error also holds the exit status against the
# state: 0 and 10 are new, everything else is old.
#
# A copy in which the command has not touched a single file is the base, of
# which the next command is tried once: it passes without more, and is taken
# again.
#
# fault_every=N takes each Nth point only (kills); fault_jobs work at once.

fault_every=${fault_every:-1}
fault_jobs=${fault_jobs:-$(nproc)}

fault_base()
{
	fault_dir=$T/fault.$1
	mkdir -p "$fault_dir/base" && fault_setup "$fault_dir/base"
	cp -a "$fault_dir/base" "$fault_dir/trace"
	fault_unhurt "$1"
}

# fault_unhurt NAME: the next command on a base to which nothing happened.
fault_unhurt()
{
	local said

	cp -a "$fault_dir/base" "$fault_dir/unhurt"
	said=$(fault_after "$fault_dir/unhurt" unhurt any)
	rm -rf "$fault_dir"/unhurt*
	[[ $said == @(old|new)' unhurt' ]] || fail "$1: unhurt, then" "$said"
}

# fault_run DIR WORD ... : the words with @ replaced.
fault_run()
{
	local dir=$1
	shift

	"${@//@/$dir}"
}

# fault_fresh DIR: a copy of the base, or what another point left as it was.
# fault_same DIR: no file in it has been touched since, as times tell that
# cannot be set, and the lock holds what it held; then it is left for the next.
fault_fresh()
{
	local left=''

	fault_kept=''
	read -r left fault_known 2>/dev/null <"$fault_left"
	[ -n "$left" ] && mv "$left" "$1" 2>/dev/null && return
	fault_known=$1.files
	rm -rf "$1" && cp -a "$fault_dir/base" "$1"
	fault_files "$1" >"$fault_known"
}
fault_files()
{
	find "$1" -mindepth 1 ! -path '*/.git/iv.lock' \
	    -printf '%i %s %m %C@ %P\n'
}
fault_same()
{
	fault_files "$1" | cmp -s - "$fault_known" || return
	diff -q -N "$fault_dir/base/.git/iv.lock" "$1/.git/iv.lock" \
	    >/dev/null || return
	fault_kept=1
	echo "$1 $fault_known" >"$fault_left"
}

# fault_calls LOG: "CALL N" for each system call in a log of strace, in order.
# It counts them by process when it injects.
fault_calls()
{
	awk '{ pid = $1; sub(/^[0-9]+ +/, "") }
	    /^[a-z_0-9]+\(/ {
		sub(/\(.*/, "")
		if ($0 != "execve" && $0 != "exit_group" &&
		    ++n[pid, $0] > most[$0])
			print $0, ++most[$0]
	    }' "$1"
}

# fault_list WORDS ...: those of the command, on a copy of the base.
fault_list()
{
	fault_run "$fault_dir/trace" strace -f -qq -o "$fault_dir/log" "$@" \
	    >/dev/null 2>&1
	fault_calls "$fault_dir/log"
}

# What a dead program left is old enough to be known as such: the test does
# not sit out the two seconds.
fault_age()
{
	find "$1/.git" \( -name '*.lock' -o -name 'tmp_object*' \) \
	    ! -name iv.lock -exec touch -h -d '1 minute ago' {} + 2>/dev/null
}

fault_leftover()
{
	find "$1" \( -path '*/.git/*' ! -name iv.lock \
	    \( -name '*.lock' -o -name 'tmp_*' \) -print \) -o \
	    \( -path '*/.git/iv/tmp/*' -type f -print \) -o \
	    \( ! -path '*/.git/*' -name '.iv-*' -print \)
}

# fault_whole DIR: prints what is wrong.
fault_whole()
{
	git -C "$1" fsck --strict --no-dangling 2>&1
	git -C "$1" status --porcelain 2>&1
	fault_leftover "$1"
}

# fault_after DIR POINT STATUS: the next command, and one line of result:
# "STATE POINT" or "bad POINT: why".
fault_after()
{
	local dir=$1 point=$2 want=$3 wrong state code

	fault_age "$dir"
	fault_run "$dir" "${fault_next[@]}" >"$dir.out" 2>&1
	code=$?
	wrong=$(fault_whole "$dir")
	state=$(fault_state "$dir")
	if [ "$code" -ne 0 ]; then
		echo "bad $point: the next command ends with $code:" \
		    "$(tr '\n' ' ' <"$dir.out")"
	elif [ -n "$wrong" ]; then
		echo "bad $point: $(tr '\n' ' ' <<<"$wrong")"
	elif [ "$state" != old ] && [ "$state" != new ]; then
		echo "bad $point: $state"
	elif [ "$want" != any ] && [ "$want" != "$state" ]; then
		echo "bad $point: $state, not $want"
	else
		echo "$state $point"
	fi
}

fault_inject()
{
	local dir=$1 call=$2 how=$3
	shift 3

	fault_run "$dir" strace -f -qq -o /dev/null -e "trace=$call" \
	    -e "inject=$call:$how" "$@" >"$dir.cmd" 2>&1
}

fault_kill_point()
{
	local call=$1 n=$2 dir
	shift 2

	dir=$fault_dir/slot.$fault_slot
	fault_fresh "$dir"
	fault_inject "$dir" "$call" "signal=KILL:when=$n" "$@"
	if [ $? -ne 137 ]; then
		echo "missed $call $n"
		return
	fi
	fault_same "$dir" && echo "old $call $n" && return
	fault_after "$dir" "$call $n" any
}

# What the status promises, before anything recovers.
fault_error_point()
{
	local call=$1 n=$2 error=$3 dir code want=old

	dir=$fault_dir/slot.$fault_slot
	fault_fresh "$dir"
	fault_inject "$dir" "$call" "error=$error:when=$n" "${fault_cmd[@]}"
	code=$?
	echo "status $code"
	if [ "$code" -eq 0 ] || [ "$code" -eq 10 ]; then
		want=new
	fi
	if [ "$code" -ge 128 ]; then
		echo "bad $call $n: it dies with $code"
	elif [ "$code" -eq 0 ] && [ "$(fault_state "$dir")" != new ]; then
		echo "bad $call $n: a silent failure"
	elif [ "$want" = old ] && fault_same "$dir"; then
		echo "old $call $n"
	else
		fault_after "$dir" "$call $n" "$want"
	fi
}

# fault_share K CMD ...: each fault_jobs-th line of stdin, from the Kth.  Each
# in a shell and a directory of its own: a shell that starts thousands of
# programs takes the status of an old one for that of a new one with the same
# process id, and then goes on while the point is still being tried.
fault_share()
{
	local share=$1 fault_slot i=0 line fault_known fault_left fault_kept
	shift

	fault_left=$fault_dir/left.$share
	while read -r -a line; do
		[ $((i++ % fault_jobs)) -eq "$share" ] || continue
		fault_slot=$share.$i
		("$@" "${line[@]}"
		[ -n "$fault_kept" ] ||
		    rm -rf "$fault_dir/slot.$fault_slot"{,.out,.cmd} \
			"$fault_known")
	done
}

# fault_sweep POINT-FUNCTION: the points on stdin, their results in
# $fault_dir/result.
fault_sweep()
{
	local k

	cat >"$fault_dir/points"
	for ((k = 0; k < fault_jobs; k++)); do
		(fault_share "$k" "$@" <"$fault_dir/points" \
		    >"$fault_dir/result.$k" 2>/dev/null) &
	done
	wait
	cat "$fault_dir"/result.[0-9]* >"$fault_dir/result"
}

fault_count()
{
	grep -c "^$1 " "$fault_dir/result"
}

# The order of strace's injection is CALL N CMD, that of a sweep CMD CALL N.
fault_kill_cmd()
{
	fault_kill_point "$1" "$2" "${fault_cmd[@]}"
}

fault_kill_again()
{
	fault_kill_point "$1" "$2" "${fault_next[@]}"
}

# fault_report NAME: the counts as a comment, and one check.
fault_report()
{
	local old new bad missed
	old=$(fault_count old) new=$(fault_count new)
	bad=$(fault_count bad) missed=$(fault_count missed)
	note "$1: $((old + new + bad)) points, $((old + new)) recovered" \
	    "($old old, $new new), $missed not reached"
	if [ "$bad" -gt 0 ]; then
		fail "$1" "$(grep '^bad' "$fault_dir/result" | head -n 20)"
	elif [ $((old + new)) -eq 0 ] || [ "$missed" -gt $((old + new)) ]; then
		fail "$1" "only $((old + new)) points were reached"
	else
		pass "$1: $((old + new)) points"
	fi
	rm -rf "$fault_dir"
}

fault_kill()
{
	fault_base "$1"
	fault_list "${fault_cmd[@]}" | awk "NR % $fault_every == 0" |
	    fault_sweep fault_kill_cmd
	fault_report "$1"
}

fault_kill_next()
{
	local nth

	fault_base "$1"
	fault_list "${fault_cmd[@]}" >/dev/null
	nth=$(awk -v call="$2(" -v text="$3" '{ sub(/^[0-9]+ +/, "") }
	    index($0, call) == 1 { n++; if (index($0, text)) { print n; exit } }
	    ' "$fault_dir/log")
	fault_inject "$fault_dir/base" "$2" "signal=KILL:when=${nth:-65535}" \
	    "${fault_cmd[@]}"
	is "$?" 137 "$1: the first is killed"
	fault_age "$fault_dir/base"
	rm -rf "$fault_dir/trace"
	cp -a "$fault_dir/base" "$fault_dir/trace"
	fault_list "${fault_next[@]}" | awk "NR % $fault_every == 0" |
	    fault_sweep fault_kill_again
	fault_report "$1"
}

fault_error()
{
	local statuses

	fault_base "$1"
	fault_list "${fault_cmd[@]}" | awk -v calls=",$3," -v error="$2" '
	    index(calls, "," $1 ",") {
		print $1, $2, error
		print $1, $2 "+", error
	    }' | fault_sweep fault_error_point
	statuses=$(grep '^status' "$fault_dir/result" | sort | uniq -c |
	    awk '{ printf "%s%d with %s", sep, $1, $3; sep = ", " }')
	note "$1: exit statuses: $statuses"
	fault_report "$1"
}
