#!/usr/bin/env bash
# iv-report: pages of HTML, hostile texts in every format, who reads what.
. "${0%/*}/lib.sh"
needs git jq perl xmllint

reports='actions agenda attendance cases evaluation hours minutes overview
    roles signals signsheet year'
formats='table tsv csv json ndjson md html'

elements='html head meta title style body main header footer div section h1'
elements="$elements h2 p dl dt dd figure figcaption span svg g text line circle"
elements="$elements rect path details summary table thead tbody tr th td"

# in_html FILE XPATH
in_html()
{
	xmllint --nonet --xpath "$2" "$1" 2>&1
}

# well_formed NAME: what the last run printed is XML too, and only of what
# pages are made of.
well_formed()
{
	ok "$1: parsed by libxml2" xmllint --nonet --noout "$T/out"
	is "$(in_html "$T/out" "count(//*[not(contains(' $elements ',
	    concat(' ', local-name(), ' ')))])")" 0 "$1: no element but ours"
	is "$(in_html "$T/out" 'count(//@*[contains(" href src srcset action
	    formaction style poster data ", concat(" ", local-name(), " "))
	    or starts-with(local-name(), "on")])')" 0 \
	    "$1: nothing that acts or leads out"
	is "$(in_html "$T/out" 'string(//*[local-name() = "meta"]
	    [@http-equiv]/@content)')" \
	    "default-src 'none'; style-src 'unsafe-inline'" "$1: its policy"
}

iv-group init groep --name 'Team & <b>Noord</b>' --language nl >/dev/null
cd groep || exit 1

# --- nothing yet -----------------------------------------------------------
for report in $reports; do
	case $report in agenda|minutes|signsheet)
		run iv-report $report -o html
		status_is 3 "$report without a meeting"
		err_like 'no meeting' 'says so'
		out_empty 'and prints nothing'
		continue ;;
	esac
	run iv-report $report -o html
	status_is 0 "$report of an empty group"
	well_formed "$report, empty"
	is "$(in_html "$T/out" 'string(/*/@lang)')" nl "$report: its language"
	is "$(in_html "$T/out" 'count(//*[local-name() = "h1"])')" 1 \
	    "$report: one heading of the page"
done

# --- hostile names and texts -------------------------------------------------
cat >"$T/base" <<'TEXTS'
<script>alert(1)</script>
</script><script>alert(1)</script>
"><img src=x onerror=alert(1)>
'><svg onload=alert(1)>
</title><b>x
</style><style>*{display:none}
</text></svg><iframe src=//e.example>
<!-- -->
]]><x>
<![CDATA[x]]>
<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY y "z">]>
&lt;script&gt;
&#60;b&#62;
&nbsp;&y;
<a href="javascript:alert(1)">x</a>
<meta http-equiv=refresh content=0>
<td></tr></table>
" onmouseover="x
' style='color:red
`x`onclick=x
{{7*7}}${7*7}
=1+1
=HYPERLINK("http://e.example")
+1
-1+1
@SUM(A1)
|cmd|' /C calc'!A0
a|b|c
**b** _i_ `c`
[x](http://e.example)
![x](http://e.example)
# kop
- lijst
1. een
~~x~~ ^y^
a,b;c
"a","b"
a\tb\nc
\u003cb\u003e
%3Cb%3E %s %n %d
..\/../etc/passwd
'; DROP TABLE x; --
ﬀ ﷽ Z͑ͫa̴lgo
TEXTS
# Three of each: alone, between letters, and twice with quotes between; then
# the characters that are not to be seen.
perl -CS -Mutf8 -MJSON::PP -e '
	my $j = JSON::PP->new->allow_nonref;
	while (<STDIN>) {
		chomp;
		print $j->encode($_), "\n" for $_, "N${_}l", "$_\x27\"$_";
	}
	for (0x1b, 0x07, 0x08, 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x200e, 0x200f,
	    0x202a, 0x202e, 0x2028, 0x2029, 0x2066, 0x2069, 0xfeff, 0xe0041) {
		print $j->encode("a" . chr($_) . "[31mb"), "\n";
	}' <"$T/base" >"$T/strings" 2>/dev/null
n=$(wc -l <"$T/strings")
ok "$n hostile texts" [ "$n" -ge 140 ]
jq -c '{name: ("p " + .)[:80], role: "member", joined: "2025-01-01"}' \
    "$T/strings" >"$T/members"
run iv-member add --json <"$T/members"
status_is 0 'as names'
ids=$(iv-member list -o id)
set -- $ids
first=$1
jq -c --arg by "$first" '{presenter: $by, title: ("t " + .)[:150],
    form: "problem", question: "q \(.)?", reformulated: "r \(.)"}' \
    "$T/strings" >"$T/cases"
run iv-case add --json <"$T/cases"
status_is 0 'and as titles and questions'
mkdir -p sessions/2026 evaluations
jq -Rs --arg first "$first" --slurpfile s "$T/strings" '{
    schema: "iv.session/1", start: "2026-02-02T09:30", minutes: 120,
    place: "<i>hier</i> & daar", status: "held", made: "2026-01-02",
    roles: {chair: $first},
    agenda: [{presenter: $first, method: "<b>x</b>", minutes: 45}],
    attendance: (split("\n") | map(select(. != "") |
    {(.): {status: "present"}}) | add)}' <<<"$ids" \
    >sessions/2026/s100000001.json
for file in cases/2026/*.json; do
	[ -n "${one:-}" ] || one=$file
	jq --arg by "$first" '. + {status: "discussed", session: "s100000001",
	    actions: {a100000001: {by: $by, text: "i \(.title)", share: true,
	    due: "2026-02-20", result: "<u>x</u>"}}}' "$file" >"$T/c" &&
	    cp "$T/c" "$file"
done
jq -n '{schema: "iv.evaluation/1", questionnaire: "<b>eigen</b>",
    answered: 6, items: {"<i>x</i>": {low: 1, middle: 0, high: 5, median: 4}},
    closed: "2026-02-03"}' >evaluations/e100000001.json
git add -A && git -c user.name=x -c user.email=x@example.org commit -qm hand

# csv_cells: the cells of standard input as JSON rows, by the rules of RFC
# 4180; a guard against formulas is taken off.
csv_cells()
{
	perl -MJSON::PP -e '
	local $/; my $s = <STDIN>; my ($row, @rows) = ([]);
	while ($s =~ /\G(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gc) {
		my $c = defined $1 ? $1 =~ s/""/"/gr : $2;
		push @$row, $c;
		if ($3 eq "\n") { push @rows, $row; $row = []; }
	}
	die "stopped at " . pos($s) unless pos($s) == length $s;
	print JSON::PP->new->latin1->encode(\@rows);'
}

for view in 'attendance --sessions' 'hours --sessions' 'cases --full'; do
	# shellcheck disable=SC2086 # words on purpose
	run iv-report $view -o html
	well_formed "$view, row by row"
	is "$(in_html "$T/out" 'count(//*[local-name() = "tbody"]/*)')" \
	    "$(iv-report $view -o ndjson | wc -l)" "$view: every row"
	run iv-report $view --until 1999-01-01 -o html
	well_formed "$view of nothing"
	out_like '<p class="none">' "$view: which is said"
done

bad=''
count=0
for report in $reports; do
	meeting=''
	case $report in agenda|minutes|signsheet) meeting=s100000001 ;; esac
	for format in $formats; do
		run iv-report $report $meeting -o $format
		[ "$status" = 0 ] && [ -s "$T/out" ] ||
		    fail "$report -o $format" "$err"
		count=$((count + n))
		case $format in
		html)
			cp "$T/out" "$T/$report.html"
			well_formed "$report, $n hostile texts" ;;
		json|ndjson)
			jq -e . "$T/out" >/dev/null || bad="$bad $report.$format"
			;;
		csv)
			width=$(csv_cells <"$T/out" |
			    jq -c 'map(length) | unique | length') || width=0
			[ "$width" = 1 ] || bad="$bad $report.csv" ;;
		tsv)
			[ "$(awk -F'\t' '{ print NF }' "$T/out" | sort -u |
			    wc -l)" = 1 ] || bad="$bad $report.tsv" ;;
		md)
			# Rows of a table have as many bars as its heading.
			perl -CSD -ne 'if (!/^\|/) { $want = 0; next }
			    my $k = () = /(?<!\\)(?:\\\\)*\|/g; $want ||= $k;
			    die "$_" if $k != $want; die "$_" if
			    /(?<!\\)(?:\\\\)*[<`\[]/' "$T/out" ||
			    bad="$bad $report.md" ;;
		esac
		case $format in table|md|html)
			perl -CSD -ne 'exit 1 if /[\x00-\x08\x0b-\x1f]/ ||
			    /[\x7f-\x9f\x{200b}\x{200e}\x{200f}]/ ||
			    /[\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}]/' \
			    "$T/out" || bad="$bad $report.$format:control" ;;
		esac
	done
done
is "$bad" '' "$count texts in formats: every one inert"
ok 'more than a thousand' [ "$count" -gt 1000 ]

# What is seen of them is what they are.
xmllint --nonet --xpath '//*[local-name() = "td"]' "$T/actions.html" |
    perl -CSD -pe 's/<[^>]*>/\n/g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g;
    s/&#39;/\x27/g; s/&#x(\w+);/chr hex $1/ge; s/&amp;/&/g' >"$T/seen"
lost=0
while IFS= read -r text; do
	grep -qxF -- "i $text" "$T/seen" || {
		note "lost: $text"
		lost=$((lost + 1))
	}
done < <(jq -r 'select(test("[\\x00-\\x1f\\x7f-\\x9f\\p{Cf}\\p{Zl}\\p{Zp}]")
    or test("\\[31mb$")
    | not) | ("t " + .)[:150]' "$T/strings")
is "$lost" 0 'a parser reads back the very texts'
ok 'not from nothing' [ "$(wc -l <"$T/seen")" -ge "$n" ]

# --- the same bytes everywhere ----------------------------------------------
for report in overview year signals minutes; do
	meeting=''
	[ $report != minutes ] || meeting=s100000001
	differ=''
	iv-report $report $meeting -o html >"$T/first"
	for world in 'LC_ALL=C TZ=Asia/Tokyo IV_LANG=en' \
	    'LC_ALL=nl_NL.UTF-8 TZ=America/New_York IV_LANG=nl' \
	    'LC_ALL=tr_TR.UTF-8 TZ=Pacific/Apia LANG=de_DE COLUMNS=40'; do
		# shellcheck disable=SC2086 # words on purpose
		env $world iv-report $report $meeting -o html >"$T/again"
		cmp -s "$T/first" "$T/again" || differ="$differ $world"
	done
	is "$differ" '' "$report: byte-identical in three zones and languages"
done

# --- charts have their text --------------------------------------------------
iv-report overview -o html >"$T/out"
is "$(in_html "$T/out" 'count(//*[local-name() = "svg"][@role]
    [not(*[local-name() = "title"][normalize-space()])])')" 0 \
    'every chart has a title'
is "$(in_html "$T/out" 'count(//*[local-name() = "svg"][@role]
    [not(ancestor::*[local-name() = "section"]//*[local-name() = "table"])]
    )')" 0 'and a table with its figures beside it'
is "$(in_html "$T/out" 'count(//*[local-name() = "th"][not(@scope)])')" 0 \
    'headings of tables have a scope'
iv-report hours -o html -f name,hours >"$T/out"
is "$(in_html "$T/out" 'count(//*[local-name() = "thead"]//*
    [local-name() = "th"])')" 2 'chosen columns in html'

# --- rows are the same in every format ---------------------------------------
for report in overview year minutes; do
	meeting=''
	[ $report != minutes ] || meeting=s100000001
	iv-report $report $meeting -o json | jq -c '.items[]' >"$T/a"
	iv-report $report $meeting -o ndjson | jq -c . >"$T/b"
	ok "$report: json and ndjson agree" cmp "$T/a" "$T/b"
	is "$(iv-report $report $meeting -o csv | csv_cells |
	    jq length)" "$(($(wc -l <"$T/a") + 1))" "$report: csv has as many"
done

# --- two ledgers -------------------------------------------------------------
git reset -q --hard && git clean -qfdx
S=GEHEIM
jq --arg s $S --arg by "$first" '. + {title: $s, situation: $s, own_part: $s,
    tried: $s, pitch: $s, question: "\($s)?", reformulated: $s,
    questions: {k100000001: {text: $s}}, advice: {k100000001: {text: $s}},
    insights: {k100000001: {text: $s}},
    actions: {k100000001: {by: $by, text: $s, result: $s},
    k100000002: {by: $by, text: "GEDEELD", result: $s, share: true}}}' \
    "$one" >"$T/c" && cp "$T/c" "$one"
# The others lie still, so that only one case tells.
for file in cases/2026/*.json; do
	[ "$file" = "$one" ] || rm "$file"
done
run iv-report cases --full
out_like $S 'the planted words are in what the group reads'
run iv-report actions
out_like GEDEELD 'a shared intention is told'
run iv-report actions -o json -f text
out_unlike $S 'one that was not shared is not'
run iv-report actions --audience group -o json -f text
out_like $S 'but with --audience group it is'
run iv-report minutes s100000001 -o json
out_like GEDEELD 'minutes have what was shared'
out_unlike $S 'and nothing else of a case'
run iv-report minutes s100000001 --for "$first" -o html
out_like $S 'with --for the own case too'
out_like 'Vertrouwelijk, alleen voor' 'and says for whom it is'
set -- $ids
run iv-report minutes s100000001 --for "$2" -o json
out_unlike $S 'the case of another is not'
seen=''
blind='attendance hours roles signsheet'
for report in $blind year signals; do
	meeting=''
	[ $report != signsheet ] || meeting=s100000001
	for format in $formats; do
		run iv-report $report $meeting -o $format
		[ "$status" = 0 ] || fail "$report -o $format" "$err"
		grep -q -e $S -e GEDEELD "$T/out" "$T/err" &&
		    seen="$seen $report.$format"
	done
done
is "$seen" '' 'planted words are in none of 42 outputs'
seen=''
for report in year signals; do
	for format in $formats; do
		iv-report $report -o $format >"$T/out"
		grep -qF -e "$first" -e 'p <script>' "$T/out" &&
		    seen="$seen $report.$format"
	done
done
is "$seen" '' 'year and signals name nobody'

if command -v strace >/dev/null; then
	for report in $blind; do
		meeting=''
		[ $report != signsheet ] || meeting=s100000001
		ASAN_OPTIONS=detect_leaks=0 ok "strace $report" \
		    strace -f -o "$T/trace" -e trace=%file \
		    iv-report $report $meeting -o html
		ok "$report reads meetings" grep -q s100000001 "$T/trace"
		not_ok "$report: no path under cases" \
		    grep -E '"([^"]*/)?cases["/]' "$T/trace"
		not_ok "$report: no evaluations, of .git the commit's name" \
		    grep -P '"evaluations|\.git(?!/(HEAD|refs/heads/main)")' \
		    "$T/trace"
	done
else
	skip 'no strace here' 16
fi

# --- wrong use ---------------------------------------------------------------
while IFS='|' read -r want args like; do
	eval "run iv-report $args"
	status_is "$want" "refused: $args"
	err_like "$like" "with: $like"
	out_empty 'nothing printed'
done <<'CASES'
2|overview -o htm|-o: no format 'htm'; one of .* html
2|minutes a b|minutes takes no 'b'
3|minutes 2031-01-01|2031-01-01
3|minutes s100000001 --for niemand|--for: no member 'niemand'
2|hours --for anna|unknown option '--for'
2|actions --audience all|--audience: 'all' is not shared or group
2|signsheet --since 2026-01-01|unknown option '--since'
CASES
run iv-case list -o html
status_is 2 'html is for reports'
for report in $reports; do
	run iv-report $report --help
	out_like "^  \\$ iv-report $report" "$report --help has an example"
done

# The page names the columns as they are.
page_columns()
{
	awk -v it=".It Cm $1" '$0 == it { on = 1; next }
	/^[.](It|El)/ { on = 0 }
	on { sub(/^[.]Va /, ""); printf "%s ", $0 }' \
	    "$TOP/man/iv-report.1" | tr -d ' ' | sed 's/,$//'
}
for report in $reports; do
	meeting=''
	case $report in agenda|minutes|signsheet) meeting=s100000001 ;; esac
	is "$(iv-report $report $meeting -o csv | head -n 1)" \
	    "$(page_columns $report)" "$report: columns of the page"
done
run git status --porcelain -- members sessions group.json
out_empty 'reports change nothing'
done_testing
