#!/usr/bin/env bash
# The cases of tests/json.cases through a program: what is refused says where,
# as the reader does, and what is read comes out of a record as it went in.
. "${0%/*}/lib.sh"
plain_only "the reader itself is tested in every build"
needs git

iv-group init groep --name Cases --language en >/dev/null
cd groep || exit 1
who=$(iv-member add --name 'Noëlle Dijkstra')
mkdir "$T/cases"
"$IV_TESTS/unit_jsoncases" "$TOP/tests/json.cases" "$T/cases" || exit 1

# Refused: with its place and the line under it.  Where the first line is a
# value of its own, it is a stream, and the text another one.
refused=0
streams=0
for f in "$T"/cases/*.bad; do
	read -r place words <"${f%.bad}.want"
	iv-case add --json --dry-run <"$f" >"$T/out" 2>"$T/err"
	status=$?
	case $(cat "$T/err") in
	*"standard input:$place: "*"$words"*)
		if [ "$status" = 5 ] && [ ! -s "$T/out" ]; then
			refused=$((refused + 1))
			continue
		fi ;;
	*'an object is needed'*|*'is missing: give'*)
		streams=$((streams + 1))
		continue ;;
	esac
	ok "$(basename "$f"): $status, $(cat "$T/err")" false
done
all=$(find "$T/cases" -name '*.bad' | wc -l)
is "$((refused + streams))" "$all" "every text that is not JSON is refused"
ok "nearly all of them where the reader does" test "$streams" -le 5
is "$(iv-case list -o id | wc -l)" 0 "and nothing was added"

# Read: each in a record, under a key of its own, all of them in one change.
# The largest do not fit in a record beside the rest, nor the deepest; null
# stands for a field that is not there.
{
	echo '['
	comma=
	for f in "$T"/cases/*.good; do
		[ "$(wc -c <"$f")" -lt 100000 ] || continue
		grep -q '\[\[\[\[\[\|":{"a":{"a":{' "$f" && continue
		[ "$(cat "${f%.good}.want")" != null ] || continue
		printf '%s{"presenter": "%s", "title": "%s", "x": ' "$comma" \
		    "$who" "$(basename "$f" .good)"
		cat "$f"
		printf ', "question": "Hoe dan?"}\n'
		comma=,
	done
	echo ']'
} >"$T/all"
run iv-case add --json <"$T/all"
status_is 0 "what is read is added"
added=$(wc -l <"$T/out")
ok "nearly all of them" test "$added" -ge 135
iv-case list -o ndjson >"$T/rows"
same=0
while IFS= read -r row; do
	n=${row#*\"title\":\"}
	n=${n%%\"*}
	case $row in
	*",\"x\":$(cat "$T/cases/$n.want")}") same=$((same + 1)) ;;
	*) ok "$n: ${row##*,\"x\":}" false ;;
	esac
done <"$T/rows"
is "$same" "$added" "and comes out of its record as it went in"
is "$(git status --porcelain)" "" "in one change that is clean"
iv-case list -o ndjson | sed 's/"id":"[^"]*",//' >"$T/again"
run iv-case add --json <"$T/again"
status_is 0 "once more from what list printed"
is "$(iv-case list -o ndjson | sed 's/"id":"[^"]*",//' | sort -u |
    wc -l)" "$added" "it is the same"
echo "# through iv-case: $refused refused at their place, $same read and kept"
done_testing
