#!/usr/bin/env bash
# Texts that are meant for the terminal, the spreadsheet or the page that
# shows them: on a terminal no control character comes through, a CSV cell
# runs nothing and stays one cell, a Markdown row and an HTML page keep their
# shape, and machines get back what was stored.
. "${0%/*}/lib.sh"
plain_only "texts are shown alike in every build"
needs git jq perl script

iv-group init groep --name Noord >/dev/null
export IV_GROUP=$T/work/groep
noelle=$(iv-member add --name 'Noëlle Dijkstra')

# One JSON text a line.
perl -CO -e '
	sub put { print "\"", join("", map { sprintf "\\u%04x", ord } split //,
	    shift), "\"\n" }
	# The terminal.
	put($_) for "a\e[2Jb", "\e]0;title\a", "\e]8;;http://x\e\\link",
	    "\e]52;c;eA==\a", "\e[31mred\e[0m", "\ePq\e\\", "\e_x\e\\",
	    "a\rb", "a\bb", "a\x7fb", "a\x9b31mb", "a\x9d0;x\x9c", "\x84x",
	    "a\ab", "a\x0bb", "a\x0cb", "a\x0eb", "a\x1bcb", "\x18x", "\x1ax",
	    "a\x{202e}b", "a\x{2066}b\x{2069}", "a\x{200f}b", "a\x{200b}b",
	    "a\x{feff}b", "a\x{ad}b", "e" . "\x{301}" x 40, "a\x{2028}b",
	    "a\x{85}b", "\e[6n", "\e[?1049h", "\e]1337;File=:AA==\a";
	put("a" . chr($_) . "b") for 1 .. 8, 11, 12, 14 .. 31, 127 .. 159;
	# The spreadsheet.
	put($_) for "=1+1", "+1+1", "-1+1", "\@SUM(A1)", "=cmd|x!A0",
	    "\t=1", "\r=1", " =1", "\x27=1", "\"=1", "\x{ff1d}1", "\x{a0}=1",
	    "\x{200b}=1", "=HYPERLINK(\"http://x\")", "a,b", "a\"b", "a;b",
	    "%0A=1", "\x{feff}=1", "-5", "+31612345678";
	# The page.
	put($_) for "a|b", "`x`", "**b**", "[x](javascript:y)", "![x](y)",
	    "<script>alert(1)</script>", "<img src=x onerror=y>", "&lt;b&gt;",
	    "</td><td>x", "# kop", "1. een", "- een", "> cite", "---", "~~~",
	    "\\|", "\$x\$", "http://x.nl", "\@iedereen", "#1", ":smile:",
	    "<!-- x -->", "]]>", "{{7*7}}", "\x{27}\"><svg onload=x>",
	    "a" x 150, "\x{6f22}" x 40, "\x{1f600}" x 20;
' >strings
n=$(wc -l <strings)

# Every one stands in a title, a situation and a name.
jq -c --arg m "$noelle" '(gsub("[\r\n]"; "")) as $line | {presenter: $m,
    title: $line, pitch: $line, question: ., situation: .}' strings >cases
iv-case add --identifiable --json <cases >ids 2>err
is "$(wc -l <ids)" "$n" "$n texts are stored" || head err
[ -s ids ] || { head -3 err | note "$(cat)"; done_testing; }
jq -c 'gsub("[\r\n]"; "") | {name: .[0:25], job: ., employer: .}' strings \
    >people
iv-member add --json <people >>ids.people 2>>err
is "$(wc -l <ids.people)" "$n" 'also as names'
iv-session add --json <<<"$(jq -nc --arg m "$(sed -n 3p ids.people)" '
    {start: "2026-04-02T09:30", place: "\u001b]0;x\u0007", roles: {chair: $m}}')" >/dev/null

# What a terminal would obey, but for the line ends that it adds itself.
controls()
{
	perl -0777 -ne 's/\r\n/\n/g; print "at ", pos() - 1, ": ",
	    unpack("H*", substr($_, pos() - 1, 12)), "\n"
	    while /[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]/g' |
	    head -n 3
}

seen=0
# shows NAME CMD ...: on a terminal, colours aside.
shows()
{
	local name=$1 found
	shift

	script -qec "$(printf '%q ' "$@")" /dev/null </dev/null >"$T/pty"
	seen=$((seen + $(wc -l <"$T/pty")))
	found=$(controls <"$T/pty")
	if [ -n "$found" ]; then
		fail "$name" "$found"
	else
		pass "$name"
	fi
}
mapfile -t all <ids
for format in table id csv json ndjson md; do
	shows "cases on a terminal: $format" \
	    iv-case list -o "$format" -f id,title,pitch,situation,presenter
	shows "people on a terminal: $format" \
	    iv-member list -o "$format" -f id,name,job,employer
done
shows 'a case, whole' iv-case show "${all[@]}"
shows 'a person, whole' iv-member show "$(sed -n 2p ids.people)"
shows 'a meeting, whole' iv-session show next
shows 'the search for a text' iv-case list --match $'\e'
shows 'a candidate in an error' iv-member show a
shows 'what is not found' iv-member show $'\e]0;x\a\u9b31mx'
shows 'an unknown option' iv-case list $'--\e[2J'
shows 'an unknown command' iv-case $'\e[2J'
shows 'a directory that is not there' iv-case -C $'\e[2J' list
shows 'a value that is refused' iv-case set "${all[0]}" urgency=$'\e[2J'
shows 'what would change' iv-case set -n "${all[0]}" title=$'x\e[2J'
shows 'hints on a question' iv-case check "${all[0]}"
shows 'the sheet' iv-case sheet "${all[1]}"
shows 'the history' iv-group log
shows 'what is undone' iv-group undo -n
printf '{"schema": "iv.case/1", "a\\u001b[2J": \e[2J' \
    >"groep/cases/2026/zzzzzzzzzz.json"
shows 'a broken file' iv-group check
rm groep/cases/2026/zzzzzzzzzz.json
touch $'groep/cases/2026/\e[2J.json'
shows 'a file with a hostile name' iv-group check
rm groep/cases/2026/*2J.json
for report in actions agenda attendance cases hours minutes overview roles \
    signals signsheet year; do
	iv-report "$report" --help >/dev/null 2>&1 || continue
	shows "report $report" iv-report "$report"
done

# --- files -----------------------------------------------------------------
iv-case list -o json -f id,situation >list.json
ok 'json gives back what was stored' jq -e --slurpfile want strings \
    '[.items[].situation] | sort == ($want | sort)' list.json
iv-case list -o ndjson -f situation >list.ndjson
is "$(jq -c .situation list.ndjson | sort | md5sum)" \
    "$(jq -c . strings | sort | md5sum)" 'and so does ndjson'
iv-case list -o csv -f id,title,situation >list.csv
ok 'csv: three cells a row, none that runs' perl -0777 -CS -ne '
	my ($rows, @row) = 0;
	while (/\G(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/gc) {
		my ($v, $end) = ($1 // $2, $3);
		$v =~ s/""/"/g;
		die "runs: $v\n" if $v =~ /^[\s"\x27\x{a0}\x{200b}\x{feff}]*[=+\@\t\r\x{ff1d}-]/
		    && $v !~ /^\x27/ && $v !~ /^[+-]?[\d.,]+$/;
		push @row, $v;
		next if $end eq ",";
		die "cells: @row\n" if @row != 3;
		@row = ();
		$rows++;
	}
	die "stops at ", pos, "\n" if (pos // 0) != length;
	die "$rows rows\n" if $rows != '"$n"' + 1' list.csv
iv-case list -o tsv -f id,title,situation >list.tsv
is "$(awk -F'\t' 'NF != 3' list.tsv; wc -l <list.tsv)" "$((n + 1))" \
    'tsv: three cells a row'
iv-case list -o md -f id,title,situation >list.md
ok 'md: three cells a row, no mark-up' perl -ne '
	s/\\.//g;
	die "cells: $_" if tr/|// != 4;
	next if $. == 2;
	die "mark-up: $_" if /[<`*\[\]]|:\/\/|www\./' list.md
for report in overview year minutes; do
	iv-report "$report" -o html >"$report.html" 2>/dev/null || continue
	is "$(grep -ciE '<script>alert|<img src=x|<svg onload|(href|src)="?javascript' \
	    "$report.html")" 0 "$report as a page runs nothing"
done
is "$(git -C groep log --format='%an%cn%B' | LC_ALL=C grep -cE \
    'alert|SUM|http|kop|'$'\e')" 0 'no text stands in the history of changes'
is "$(find groep -path groep/.git -prune -o -print | LC_ALL=C \
    grep -vcE '^groep(/[a-z.]+(/[0-9]{4})?(/[0-9a-z]+\.json)?)?$')" 0 \
    'nor in the name of a file'
ok 'and there was something to see' [ "$seen" -gt 2000 ]
note "$n texts, $seen lines on a terminal"
done_testing
