#!/usr/bin/env bash
# reports.sh [MEETINGS]: every report beside a jq script that makes the same
# figures of the same files: seconds of the processor, ratio, and the most
# memory of any format where GNU time is installed.  Where the rows
# are the same by their nature ("=") they are compared first.
. "$(dirname "$0")/setup.bash"
n=${1:-1000}
export IV_NOW=2026-03-11T12:00
perl "$here/reports.pl" g "$n"
me=$(grep -l Noelle g/members/*.json)
me=$(basename "$me" .json)

# What several scripts need.
cat >lib.jq <<'EOF2'
def m: (.[0:2] | tonumber) * 60 + (.[3:5] | tonumber);
def id: input_filename | split("/") | last | rtrimstr(".json");
def kind: .schema[3:-2];
def of($k): map(select(kind == $k));
def held: of("session") | map(select(.status == "held"));
def stay($s; $v): ($s.start[11:] | m) as $a | ($a + $s.minutes) as $b |
    {f: ([if $v.from then $v.from | m else $a end, $a] | max),
    u: ([if $v.until then $v.until | m else $b end, $b] | min)};
def net($s; $v): stay($s; $v) as $x | [0, $x.u - $x.f -
    (reduce ($s.breaks // [])[] as $k (0; . + ([0, ([($k.until | m), $x.u] |
    min) - ([($k.from | m), $x.f] | max)] | max)))] | max;
def visits: held[] | . as $s | .attendance | to_entries[] |
    {s: $s.id, day: $s.start[0:10], who: .key, status: .value.status,
    min: (if .value.status == "present" then net($s; .value) else 0 end)};
def sums: reduce visits as $v ({}; .[$v.who].min += $v.min |
    .[$v.who][$v.status] += 1 | .[$v.who].all += 1);
def count(f): reduce .[] as $x ({}; .[$x | f] += 1);
def rounds: of("evaluation")[] | . as $r | .items | to_entries[] |
    [$r.id, .key, .value.median];
def turns: reduce held[] as $s ({}; reduce ($s.roles | to_entries[]) as $r
    (.; .[$r.value + " " + $r.key] += 1));
def days: of("session") | map(select(.status != "cancelled")) |
    sort_by(.start);
def actions: of("case")[] | .actions // {} | to_entries[] |
    select(.value.share) | {id: .key} + .value |
    .state = (if .status == "done" then "done"
	elif .due < "2026-03-11" then "overdue" else "open" end);
def taken: held[] | . as $s | .steps[] | {m: $s.agenda[.agenda].method,
    step, planned, real: ((.ended | fromdate) - (.started | fromdate))};
def gaps: [held | sort_by(.start)[].start[0:10] + "T00:00:00Z" | fromdate] |
    [range(1; length) as $i | .[$i] - .[$i - 1]] | max;
EOF2

# report options|= or ~|kinds it reads|jq over all records, ids in .id
cat >list <<'EOF2'
actions -f action,state|=|cs|actions | [.id, .state]
agenda|~|s|days | map(select(.start >= "2026-03-11"))[0]
attendance -f member,present,excused|=|sm|sums | to_entries[] | [.key, .value.present, .value.excused]
binder --member ME|~|sm|[days[] | select(.start > "2026-03-11")], sums
cases|~|cs|of("case") | count(.form), count(.level), count(.status)
cases --full -f id,presenter,question|=|cs|of("case")[] | [.id, .presenter, .question]
certificate --since 2000-01-01 --until 2026-12-31|~|sm|[visits | select(.status == "present")], sums
client --since 2000-01-01 --until 2026-12-31|~|sme|[held | length, (map(.minutes) | add)], (held | map(.agenda[0].method) | group_by(.) | map([.[0], length])), [rounds], sums
evaluation -f round,item,median|=|e|rounds
groups|~|scme|sums, (held | length), [rounds][-1], (of("case") | count(.form)), gaps, turns
hours -f member,minutes|=|sm|sums | to_entries[] | [.key, .value.min]
hours --sessions -f session,member,minutes|=|sm|visits | select(.status == "present") | [.s, .who, .min]
minutes|~|sc|held | sort_by(.start) | last
overview|~|scme|sums, turns, (of("case") | count(.form), count(.level)), [rounds], [actions]
reflection --member ME|~|scm|[visits | select(.who == "ME")], [of("case")[] | select(.presenter == "ME")]
register --profile skj --member ME|~|sm|[visits | select(.who == "ME")], gaps
register --profile skj --lines -f session,member,minutes|=|sm|visits | select(.status == "present") | [.s, .who, .min]
roles|~|sm|turns
signals|~|sce|gaps, turns, (of("case") | count(.form), count(.presenter)), [actions], [taken]
signsheet|~|sm|(days | map(select(.start >= "2026-03-11"))[0]), (of("member") | map(.name))
start|~|m|of("member") | map({name, expectations, prefers})
statement --since 2000-01-01 --until 2026-12-31|~|sm|[visits | select(.status == "present")], sums
timing|~|s|[taken] | group_by([.m, .step]) | map([.[0].m, .[0].step, length, (map(.real) | add / length / 60)])
year --since 2000-01-01 --until 2026-12-31|~|scme|(held | length), sums, (of("case") | count(.form)), [rounds], [actions]
yearplan -f id,status|=|sm|days[] | select(.start[0:4] == "2026") | [.id, .status]
EOF2

declare -A folder=([s]=sessions [c]=cases [m]=members [e]=evaluations)

# theirs KINDS SCRIPT: all files in one run.
theirs()
{
	local i dirs=()

	for ((i = 0; i < ${#1}; i++)); do
		dirs+=("g/${folder[${1:i:1}]}")
	done
	find "${dirs[@]}" -name '*.json' -print0 | sort -z |
	    xargs -0 -n 100000 jq -rn "include \"lib\"; [inputs |
	    .id = id] | $2 | if type == \"array\" and ((.[0] | type) !=
	    \"object\") and ((.[0] | type) != \"array\") then @tsv else
	    tojson end"
}

# best NAME CMD ...: the least of five in milliseconds of the processor, which
# a busy machine does not change, in $NAME.
best()
{
	local name=$1 least=999999999 u s t TIMEFORMAT='%3U %3S'
	shift

	for _ in 1 2 3 4 5; do
		{ time "$@" >"$dir/$name.out" 2>&3; } 3>&2 2>"$dir/time"
		read -r u s <"$dir/time"
		t=$((10#${u/./} + 10#${s/./}))
		[ $t -ge "$least" ] || least=$t
	done
	printf -v "$name" %s $((least > 0 ? least : 1))
}

# most ARGS ...: kilobytes of the format that takes most.
most()
{
	local top=0 format

	if [ ! -x /usr/bin/time ]; then
		echo 0
		return
	fi
	for format in table json md html; do
		/usr/bin/time -o rss -f %M iv-report -C g "$@" -o $format \
		    >/dev/null
		[ "$(tail -n 1 rss)" -le $top ] || top=$(tail -n 1 rss)
	done
	echo $top
}

worst=0 heavy=0
while IFS='|' read -r report same kinds script; do
	read -ra args <<<"${report//ME/$me}"
	script=${script//\"ME\"/\"$me\"}
	best iv iv-report -C g "${args[@]}" -o tsv
	best jq theirs "$kinds" "$script"
	if [ "$same" = = ] &&
	    ! cmp -s <(sed 1d iv.out | sort) <(sort jq.out); then
		echo "reports.sh: $report: the two differ" >&2
		diff <(sed 1d iv.out | sort) <(sort jq.out) | head -n 5 >&2
		exit 1
	fi
	kb=$(most "${args[@]}")
	ratio=$((iv * 1000 / jq))
	[ $ratio -le $worst ] || worst=$ratio
	[ "$kb" -le $heavy ] || heavy=$kb
	printf '%-44.44s %s %7.3f s  jq %7.3f s  ratio %5.3f  %5d kB\n' \
	    "$report" "$same" \
	    "$(awk -v x=$iv 'BEGIN { print x / 1e3 }')" \
	    "$(awk -v x=$jq 'BEGIN { print x / 1e3 }')" \
	    "$(awk -v x=$ratio 'BEGIN { print x / 1000 }')" "$kb"
done <list
printf 'reports over %d meetings: worst ratio 0.%03d (at most 0.2), ' \
    "$n" $worst
echo "most memory $heavy kB (at most 8192)"
