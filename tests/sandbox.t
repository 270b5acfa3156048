#!/usr/bin/env bash
# What a command may do outside its group: with Landlock nothing but reading,
# without it everything works all the same.  A preloaded library tries to get
# out when each command ends; every command of tests/faults/rows is one.
. "${0%/*}/lib.sh"
plain_only "the system calls are the same in every build"
needs strace git
. "$TOP/tests/faults/group"
preload=$IV_TESTS/escape.so
[ -e "$preload" ] || skip_all "no $preload"

make_group "$T/group" || exit 1
slip=$(tail -n 1 "$T/group/.git/codes")
draft=$(cat "$T/group/.git/draft")
round=$(cat "$T/group/.git/round")
export IV_SEED=sandbox

# try INPUT WORDS: runs on a copy; $escaped is the line of the library.
try()
{
	rm -rf "$T/copy" && cp -a "$T/group" "$T/copy" && cd "$T/copy" || exit
	group=$T/copy
	export XDG_DATA_HOME=$T/copy/.git/data
	: >"$T/escape"
	printf "${1//\$slip/$slip}" | run eval "env LD_PRELOAD=$preload \
	    IV_ESCAPE=$T/escape ${wrap:-} $2"
	escaped=$(tail -n 1 "$T/escape")
}

# The kernel is asked, not a program of ours: one that forgets to would pass.
needs perl
version=$(perl -e 'print syscall(444, 0, 0, 1)')
[ "$version" -ge 2 ] || skip_all "no Landlock in this kernel ($version)"
wrap=''
try '' 'iv-member list'
# The first version knows of files only; the fourth of the network as well.
confined=$escaped
is "${confined/!connect/connect}" 'write connect exec' 'list is confined'

# Who starts git or an editor, or writes where it is told, is not.
n=0 bad=''
while IFS=$'\t' read -r input words <&3; do
	case $input in '#'*|''|'!') continue ;; esac
	[ "$input" != [-+] ] || input=''
	n=$((n + 1))
	try "$input" "$words"
	[ "$status" -eq 0 ] || bad+="$words: $status $err"$'\n'
	if grep -Eq "^iv-(group|member|case|session) edit|^iv-eval answer|^iv-session close|^iv-member leave|^iv-sync (remote|setup)" \
	    <<<"$words"; then
		[ "$escaped" = '!write !connect !exec' ] ||
		    bad+="$words: $escaped"$'\n'
	elif [ "$escaped" != "$confined" ]; then
		bad+="$words: $escaped"$'\n'
	fi
done 3<"$TOP/tests/faults/rows"
is "$bad" '' "$n commands that change something work, and get no further"

bad='' n=0
for words in 'iv-case list' 'iv-case show caseready1' 'iv-session list' \
    'iv-session show next' 'iv-group show' 'iv-group log' 'iv-group check' \
    'iv-rotate show' 'iv-eval rounds' 'iv-eval list' 'iv-report overview' \
    'iv-report hours' 'iv-report year -o html' 'iv-report hours --at HEAD'; do
	n=$((n + 1))
	try '' "$words"
	{ [ "$status" -le 1 ] && [ "$escaped" = "$confined" ]; } ||
	    bad+="$words: $status $escaped $err"$'\n'
done
is "$bad" '' "$n commands that read as well"

# A first draft makes the private area of somebody who has none.
try '' 'env XDG_DATA_HOME=$T/none iv-case add --draft --presenter Anna \
    --title x --question "Hoe begin ik?"'
status_is 0 'a private area is made'
ok 'where it belongs' test -d "$T/none/iv"

# A kernel without it, or one whose version is too old.
wrap="strace -f -qq -o /dev/null -e trace=landlock_create_ruleset \
    -e inject=landlock_create_ruleset:error=ENOSYS"
try '' "iv-case set caseready1 urgency=5"
status_is 0 'a kernel without Landlock'
is "$escaped" '!write !connect !exec' 'is no wall'
err_empty 'and no reason to complain'
wrap="strace -f -qq -o /dev/null -e trace=landlock_create_ruleset \
    -e inject=landlock_create_ruleset:retval=1"
try '' "iv-case set caseready1 urgency=5"
status_is 0 'the first version'
err_empty 'is left alone'
done_testing
