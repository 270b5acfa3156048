#!/usr/bin/env bash
# Every command under valgrind: no memory read that is not ours or was never
# written, none lost, no descriptor left open.
. "${0%/*}/lib.sh"
plain_only "valgrind and the sanitizers do not go together"
needs valgrind git
. "$TOP/tests/faults/group"

make_group "$T/group" || exit 1
slip=$(tail -n 1 "$T/group/.git/codes")
draft=$(cat "$T/group/.git/draft")
round=$(cat "$T/group/.git/round")
export IV_SEED=valgrind

# A new kernel's calls are foreign to an old valgrind (lines with --), and
# what we were given is not ours to close.
cat >"$T/under" <<END
#!/bin/sh
exec valgrind -q --track-fds=yes --leak-check=full --show-leak-kinds=definite \\
    --log-file=$T/log.%p "\$@"
END
chmod +x "$T/under"
complaints()
{
	cat "$T"/log.* | awk '
	/^--/ || /FILE DESCRIPTORS:/ || /^==[0-9]+== *$/ { next }
	/Open file descriptor/ { held = $0; next }
	/inherited from parent/ { held = ""; next }
	held { print held; held = "" }
	{ print }
	END { if (held) print held }'
	rm -f "$T"/log.*
}

# try INPUT WORDS: on a copy; adds to $bad.
n=0 bad=''
try()
{
	local found

	rm -rf "$T/copy" && cp -a "$T/group" "$T/copy" && cd "$T/copy" || exit
	group=$T/copy
	export XDG_DATA_HOME=$T/copy/.git/data
	n=$((n + 1))
	printf "${1//\$slip/$slip}" | run eval "$T/under $2"
	found=$(complaints)
	[ "$status" -le 1 ] && [ -z "$found" ] ||
	    bad+="$2: $status $err $found"$'\n'
}

LD_PRELOAD=$IV_TESTS/leak.so "$T/under" iv-member --version >/dev/null 2>&1
found=$(complaints)
ok 'a block that is lost is seen' grep -q '123 bytes' <<<"$found"
ok 'and a descriptor' grep -q 'Open file descriptor' <<<"$found"

while IFS=$'\t' read -r input words <&3; do
	case $input in '#'*|''|'!') continue ;; esac
	[ "$input" != [-+] ] || input=''
	try "$input" "$words"
done 3<"$TOP/tests/faults/rows"
is "$bad" '' "$n commands that change something"

n=0 bad=''
for words in 'iv-group show' 'iv-group agreements' 'iv-group log' \
    'iv-group check' 'iv-group schema case' 'iv-member list' \
    'iv-member show anna' 'iv-member sheet' 'iv-case list -o json' \
    'iv-case show caseready1' 'iv-case check caseready1' 'iv-case suggest' \
    'iv-session list' 'iv-session list -o ics' 'iv-session show next' \
    'iv-session methods' 'iv-session method troika' \
    'iv-session advise caseready1' 'iv-rotate show --fairness' \
    'iv-rotate propose snext12345' 'iv-eval rounds' 'iv-eval list' \
    'iv-eval trend -q meeting' 'iv-sync conflicts' \
    'iv-case complete show case' 'iv-case list --stat x' 'iv-case frobnicate'
do
	case $words in *' x'|*frob*) words+=' || [ $? -eq 2 ]' ;; esac
	try '' "$words"
done
for report in $(iv-report --help | awk '/^  [a-z-]+( |$)/ { print $1 }'); do
	for format in table md html; do
		try '' "iv-report $report -o $format || [ \$? -eq 2 ]"
	done
done
is "$bad" '' "$n commands that read"
done_testing
