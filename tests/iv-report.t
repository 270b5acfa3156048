#!/usr/bin/env bash
# iv-report: figures, formats, languages, and the wall between the ledgers.
. "${0%/*}/lib.sh"
needs git jq

# session ID START JSON: a meeting as another program would write it.
session()
{
	mkdir -p sessions/2026
	jq -n --arg start "$2" --argjson more "$3" '{schema: "iv.session/1",
	    start: $start, minutes: 120, status: "held", made: "2026-01-02"}
	    + $more' >"sessions/2026/$1.json"
}

# case_of ID PRESENTER JSON
case_of()
{
	mkdir -p cases/2026
	jq -n --arg by "$2" --argjson more "$3" '{schema: "iv.case/1",
	    presenter: $by, title: "x", form: "problem", level: "individual",
	    status: "discussed", made: "2026-01-05"} + $more' \
	    >"cases/2026/$1.json"
}

iv-group init groep --name 'Wmo-team *Noord*' --language en >/dev/null
cd groep || exit 1

# --- nothing yet -----------------------------------------------------------
for report in attendance hours cases; do
	for format in table tsv csv json ndjson md; do
		run iv-report $report -o $format
		status_is 0 "$report of an empty group as $format"
		err_empty "$report, $format: nothing to say"
	done
	run iv-report $report -o json
	ok "$report: an empty document" jq -e --arg s "iv.report.$report/1" \
	    '.schema == $s and .items == []' "$T/out"
done

# --- a half year -----------------------------------------------------------
noelle=$(iv-member add --name 'Noëlle Dijkstra' --joined 2026-01-01)
J=$(printf 'Joe\xcc\x88l Bakker')	# decomposed, and stays so
joel=$(iv-member add --name "$J" --joined 2026-02-15)
anna=$(iv-member add --name 'Anna | Smit' --joined 2025-01-01)
lead=$(iv-member add --name 'Gerda Vos' --role facilitator)
gone=zz99zz99zz
session s100000009 2026-01-12T09:30 '{"attendance": {
	"'$noelle'": {"status": "present"},
	"'$anna'": {"status": "present", "from": "10:00", "until": "11:15"},
	"'$gone'": {"status": "present", "from": "09:00", "until": "12:00"},
	"'$lead'": {"status": "present"}},
	"breaks": [{"from": "10:30", "until": "10:45"},
	{"from": "10:40", "until": "10:50"}]}'
session s100000002 2026-02-23T09:30 '{"attendance": {
	"'$noelle'": {"status": "late-notice"},
	"'$anna'": {"status": "excused"},
	"'$joel'": {"status": "present", "until": "10:05"}}}'
session s100000003 2026-03-09T22:30 '{"attendance": {
	"'$noelle'": {"status": "absent"},
	"'$joel'": {"status": "present", "until": "00:10"}}}'
session s100000004 2026-03-11T09:30 '{"status": "cancelled", "attendance": {
	"'$noelle'": {"status": "present"}}}'
session s100000005 2026-04-20T09:30 '{"status": "planned"}'
git add -A && git -c user.name=x -c user.email=x@example.org commit -qm hand

run iv-report hours
status_is 0 'hours'
err_empty 'without a word beside them'
out_is "Name             Meetings  Minutes  Hours
Anna | Smit             1       55   0:55  ██████▉
Gerda Vos               1      100   1:40  ████████████▋
$J             2      135   2:15  █████████████████
Noëlle Dijkstra         1      100   1:40  ████████████▋
zz99zz99zz              1      100   1:40  ████████████▋" \
    'net: cut to the meeting, breaks once, past midnight; an unknown by id'
LC_ALL=C run iv-report hours
out_like '^Gerda Vos .* 1:40  #############$' 'plain signs where UTF-8 is not'
run env -u LC_ALL LC_CTYPE=C.UTF-8 iv-report hours
out_like '█$' 'LC_CTYPE says so too'
run iv-report hours -f name,minutes
out_unlike '█' 'chosen columns alone are not drawn'
run iv-report hours -o md
out_unlike '█' 'nor is md'
run iv-report hours -o csv
out_is "member,name,meetings,minutes,hours
$anna,Anna | Smit,1,55,0:55
$lead,Gerda Vos,1,100,1:40
$joel,$J,2,135,2:15
$noelle,Noëlle Dijkstra,1,100,1:40
$gone,zz99zz99zz,1,100,1:40" 'csv has ids too'
run iv-report hours --sessions -o tsv
out_is "session	member	date	name	from	until	minutes	hours
s100000009	$anna	2026-01-12	Anna | Smit	10:00	11:15	55	0:55
s100000009	$lead	2026-01-12	Gerda Vos	09:30	11:30	100	1:40
s100000009	$noelle	2026-01-12	Noëlle Dijkstra	09:30	11:30	100	1:40
s100000009	$gone	2026-01-12	zz99zz99zz	09:30	11:30	100	1:40
s100000002	$joel	2026-02-23	$J	09:30	10:05	35	0:35
s100000003	$joel	2026-03-09	$J	22:30	00:10	100	1:40" \
    'by meeting, in order of date'
run iv-report hours --sessions -o json
is "$(jq '[.items[].minutes] | add' "$T/out")" \
    "$(iv-report hours -o json | jq '[.items[].minutes] | add')" \
    'the meetings add up to the sums'

run iv-report attendance
out_is "Name             Meetings  Present  Excused  Late notice  Absent  Not noted  Present %
Anna | Smit             3        1        1            0       0          1         33  █████▋
Gerda Vos               1        1        0            0       0          0        100  █████████████████
$J             2        2        0            0       0          0        100  █████████████████
Noëlle Dijkstra         3        1        0            1       1          0         33  █████▋
zz99zz99zz              1        1        0            0       0          0        100  █████████████████" \
    'attendance: who joined later is not missed before'
run iv-report attendance --sessions -o ndjson
is "$(jq -sc 'map([.date, .status, .from, .minutes])' "$T/out")" \
    '[["2026-01-12","present","10:00",55],["2026-01-12","present","09:30",100],["2026-01-12","present","09:30",100],["2026-01-12","present","09:30",100],["2026-02-23","excused",null,0],["2026-02-23","present","09:30",35],["2026-02-23","late-notice",null,0],["2026-03-09",null,null,0],["2026-03-09","present","22:30",100],["2026-03-09","absent",null,0]]' \
    'a row for each person at each meeting, with what was not noted'
run iv-report attendance --since 2026-02-01 --until 2026-02-28 \
    -o tsv -f name,meetings
out_is "name	meetings
Anna | Smit	1
$J	1
Noëlle Dijkstra	1" 'a period, chosen columns'
run iv-report hours --member joel --since 2026-03-01 -o tsv -f minutes
out_is "minutes
100" 'one person, accents or not'
run iv-report hours --until 2025-06-30 -o json
is "$(jq -c '[.items[] | [.name, .meetings, .minutes]]' "$T/out")" \
    '[["Anna | Smit",0,0]]' 'members of a period without meetings'
run iv-report attendance --until 2025-06-30 -o json
is "$(jq -c '.items[0].rate' "$T/out")" null 'and no rate of nothing'
iv-member leave anna --on 2026-03-01
run iv-report attendance --member anna -o tsv -f meetings,not_noted
out_is "meetings	not_noted
2	0" 'who has left is not missed after'
run iv-report attendance --since 2026-03-10 -o tsv -f name
out_unlike Anna 'nor in a later period'
out_like Noëlle 'where others are'
git checkout -q HEAD~ -- members && git reset -q --hard HEAD~

# --- md --------------------------------------------------------------------
run iv-report hours --since 2026-01-01 --until 2026-03-31 -o md
out_is "# Hours

Wmo-team \\*Noord\\*, from 2026-01-01 up to and including 2026-03-31

| Name | Meetings | Minutes | Hours |
| --- | ---: | ---: | ---: |
| Anna \\| Smit | 1 | 55 | 0:55 |
| Gerda Vos | 1 | 100 | 1:40 |
| $J | 2 | 135 | 2:15 |
| Noëlle Dijkstra | 1 | 100 | 1:40 |
| zz99zz99zz | 1 | 100 | 1:40 |

Made on 2026-03-12, commit $(git rev-parse --short=12 HEAD), $(iv-report --version | cut -d' ' -f1-2)" \
    'md: heading, period, table, provenance; names inert'
cp "$T/out" "$T/first"
TZ=Pacific/Auckland LC_ALL=C IV_LANG=nl run iv-report hours \
    --since 2026-01-01 --until 2026-03-31 -o md
ok 'the same bytes in another zone and locale' cmp "$T/first" "$T/out"
run iv-report hours --member anna -o md
out_like '^Wmo-team .*, Anna \\\| Smit, the whole time$' 'whose it is'

# --- cases -----------------------------------------------------------------
case_of c100000001 "$noelle" '{"session": "s100000002", "title": "Eén",
	"question": "Vóór?", "reformulated": "Na | erna?"}'
case_of c100000002 "$anna" '{"form": "positive", "level": "organisation",
	"made": "2026-03-01", "status": "ready", "question": "=1+1"}'
case_of c100000003 "$anna" '{"session": "s199999999", "form": "newer"}'
run iv-report cases -o tsv
out_is "by	value	cases	share
form	problem	1	33
form	solution	0	0
form	positive	1	33
form	ethical	0	0
form	newer	1	33
level	individual	2	67
level	organisation	1	33
status	ready	1	33
status	scheduled	0	0
status	discussed	2	67
status	closed	0	0
status	withdrawn	0	0" 'cases: the mix, nought included, newer words too'
run iv-report cases --full -o json
is "$(jq -c '[.items[] | [.id, .date, .name, .question, .reformulated]]' \
    "$T/out")" '[["c100000003","2026-01-05","Anna | Smit",null,null],["c100000001","2026-02-23","Noëlle Dijkstra","Vóór?","Na | erna?"],["c100000002","2026-03-01","Anna | Smit","=1+1",null]]' \
    'questions before and after, by the day of the meeting'
run iv-report cases --full --member anna --since 2026-02-01 -o id
out_is c100000002 'ids for other tools'
run iv-report cases --full -o csv -f question
out_like "^'=1\+1$" 'a formula is inert'
run iv-report cases --full -o md
out_like '^\*\*Confidential: for the group only\*\*$' 'md says for whom'
out_like 'Na \\\| erna' 'and a bar in a text makes no column'
run iv-report hours -o md
out_unlike Confidential 'hours are no secret'

# --- in the group's language ----------------------------------------------
jq '.language = "nl"' group.json >"$T/g" && cp "$T/g" group.json
IV_LANG=en run iv-report cases -o md
out_like '^\*\*Vertrouwelijk: alleen voor de groep\*\*$' 'in Dutch'
out_like 'probleem' 'words in Dutch'
IV_LANG=en run iv-report attendance --since 2026-01-01 --until 2026-02-28
out_like 'Laat afgemeld' 'headings in Dutch, whoever looks'
IV_LANG=en run iv-report hours --since 2026-01-01 --until 2026-02-28 -o md
out_like '^# Uren$' 'a Dutch heading'
out_like 'vanaf 2026-01-01 tot en met 2026-02-28$' 'and period'
IV_LANG=nl run iv-report attendance -o tsv --sessions -f status
out_like '^late-notice$' 'machines read what is stored'
git checkout -q group.json

# --- wrong use, broken records ---------------------------------------------
while IFS='|' read -r want args like; do
	eval "run iv-report $args"
	status_is "$want" "refused: $args"
	err_like "$like" "with: $like"
	out_empty 'nothing printed'
done <<'CASES'
2|hour|no command 'hour'; did you mean 'hours'
2||a command is needed
2|hours --sesions|unknown option '--sesions'; did you mean '--sessions'
2|hours --full|unknown option '--full'
2|hours x|hours takes no 'x'
2|hours -o htm|-o: no format 'htm'
2|hours -o id|-o id: the rows of this report have no id
2|hours -f nme|-f: no column 'nme'; one of member, name, meetings
2|cases -f question|-f: no column 'question'
2|hours --since 03-04-2026|--since: '03-04-2026' can be
2|hours --since 2026-03-01 --until 2026-02-01|--since 2026-03-01 is after
3|hours --member niemand|--member: no member 'niemand'
3|-C / hours|no group in
CASES
session s100000006 2026-03-10T09:30 '{"status": "planned", "attendance": {
	"'$joel'": {"status": "present"}}}'
run iv-report hours -o tsv -f minutes --member joel
out_is "minutes
135" 'a meeting that was not closed does not count'
err_like '^iv-report: 1 past meeting .*: iv-session close 2026-03-10$' \
    'and that is said, with what to do'
run iv-report hours -o tsv -f minutes --member noelle
err_empty 'to whom it concerns'
rm sessions/2026/s100000006.json
echo '{' >sessions/2026/s100000007.json
run iv-report hours -o tsv -f name,minutes
status_is 5 'a broken record'
err_like '^iv-report: sessions/2026/s100000007.json:' 'is named'
out_like '^Noëlle Dijkstra	100$' 'and hides no other'
rm sessions/2026/s100000007.json
for report in attendance hours cases; do
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
for view in attendance 'attendance --sessions' hours 'hours --sessions' \
    cases 'cases --full'; do
	run iv-report $view -o csv
	is "$(head -n 1 <<<"$out")" "$(page_columns "${view/--/Fl -}")" \
	    "$view: columns of the page"
done

# --- two ledgers -----------------------------------------------------------
fields=$(grep FF_CONTENT "$TOP/common/case.def" |
    sed 's/^[^"]*"\([a-z_]*\)".*/\1/' | sort -u)
ok 'the table of cases names its content' [ "$(wc -l <<<"$fields")" -ge 10 ]
S=GEHEIM
# Every text of the table by itself; what holds other fields by hand.
texts=$(sed '1,/^KIND(case)/d' "$TOP/common/case.def" |
    sed -n 's/.*{ "\([a-z_]*\)", FT_\(TEXT\|LINE\),.*FF_CONTENT.*/\1/p' |
    jq -Rn --arg s $S '[inputs | select(. != "outcome") | {(.): $s}] | add')
case_of c100000004 "$noelle" "$(jq --arg s $S --arg by "$noelle" '. + {
	question: "\($s)?", session: "s100000009", ($s): $s, themes: [$s],
	questions: {k100000001: {text: $s}},
	advice: {k100000001: {text: $s}},
	insights: {k100000001: {text: $s}},
	actions: {k100000001: {by: $by, text: $s, result: $s}}}' <<<"$texts")"
run iv-report cases --full
status_is 0 'the planted case is a valid one'
out_like $S 'and its question is in the report of the group'
for field in $fields; do
	[ "$field" = outcome ] || ok "planted in $field" jq -e --arg f "$field" \
	    'any(.. | objects; has($f))' cases/2026/c100000004.json
done
draft=$(iv-case add --draft --presenter noelle --title $S --question "$S?")
ok 'and in a draft' grep -rq $S "$XDG_DATA_HOME/iv"
is "${#draft}" 10 'which has an id'
jq --arg s $S '. + {place: $s, agenda: [{case: "c100000004", method: $s}]}' \
    sessions/2026/s100000009.json >"$T/s" &&
    cp "$T/s" sessions/2026/s100000009.json
seen=0
for report in attendance hours; do
	for view in '' --sessions; do
		for format in table tsv csv json ndjson md; do
			run iv-report $report $view -o $format
			[ "$status" = 0 ] && [ -s "$T/out" ] ||
			    fail "$report $view -o $format" "$err"
			grep -q -e $S -e c100000004 "$T/out" "$T/err" &&
			    seen=$((seen + 1))
		done
	done
done
is "$seen" 0 'planted words are in none of 24 outputs of hours, attendance'

if command -v strace >/dev/null; then
	for report in attendance hours; do
		for view in '' --sessions; do
			# The leak checker cannot work under strace.
			ASAN_OPTIONS=detect_leaks=0 ok \
			    "strace $report $view" \
			    strace -f -o "$T/trace" -e trace=%file \
			    iv-report $report $view -o md
			ok 'reads sessions' grep -q 's100000009.json' "$T/trace"
			not_ok "$report $view: no path under cases" \
			    grep -E '"([^"]*/)?cases["/]' "$T/trace"
			not_ok "$report $view: of .git the commit's name alone" \
			    grep -P '\.git(?!/(HEAD|refs/heads/main|packed-refs)")' "$T/trace"
			# The sandbox names the area, and opens nothing in it.
			not_ok "$report $view: nothing of the private area" \
			    grep -E "$XDG_DATA_HOME/iv/[^/\"]+/" "$T/trace"
		done
	done
else
	skip 'no strace here' 20
fi
run git status --porcelain
out_unlike '^.. (group|members)' 'reports change nothing'
done_testing
