#!/usr/bin/env bash
# report.sh [SESSIONS]: iv-report hours beside the jq script that does the
# same over the same files: seconds, ratio, and most memory where GNU time is
# installed.  The best of five runs each, in turn.
set -eu
n=${1:-10000}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PATH=$IV_BIN:$PATH XDG_DATA_HOME=$dir/data IV_NOW=2026-03-12 IV_LANG=en
cd "$dir"

# Seven people, one meeting a day from 2000 on, all different.
perl -e '
my $n = shift;
sub id { my $x = shift; my $s = ""; for (1 .. 9) {
	$s = substr("0123456789abcdefghjkmnpqrstvwxyz", $x % 32, 1) . $s;
	$x = int($x / 32) } "s$s" }
sub put { my ($p, $t) = @_; open my $f, ">", $p or die "$p: $!"; print $f $t }
mkdir $_ for qw(g g/members g/sessions);
put("g/group.json", qq({"schema":"iv.group/1","id":"g000000000","name":"G",)
    . qq("language":"en","zone":"Europe/Amsterdam"}\n));
my @m = map { id(1000 + $_) } 1 .. 7;
put("g/members/$_.json", qq({"schema":"iv.member/1","name":"N $_",)
    . qq("role":"member"}\n)) for @m;
for my $i (0 .. $n - 1) {
	my $year = 2000 + int($i / 336) % 25;
	my $day = sprintf "%04d-%02d-%02d", $year, 1 + int($i / 28) % 12,
	    1 + $i % 28;
	mkdir "g/sessions/$year";
	my $att = join ",\n", map { qq(    "$m[$_]": ) . (
	    ($i + $_) % 9 == 0 ? qq({"status": "excused"}) :
	    ($i + $_) % 5 == 0 ? qq({"status": "present", "from": "09:45"}) :
	    qq({"status": "present"})) } 0 .. 6;
	my $rsvp = join ",\n", map { qq(    "$_": {"answer": "yes"}) } @m;
	put("g/sessions/$year/" . id(5_000_000 + $i) . ".json", <<END) }
{
  "schema": "iv.session/1",
  "start": "${day}T09:30",
  "minutes": 120,
  "place": "Room 3",
  "agenda": [
    {"presenter": "$m[$i % 7]", "method": "incident", "minutes": 60}
  ],
  "roles": {"chair": "$m[($i + 1) % 7]", "timekeeper": "$m[($i + 2) % 7]"},
  "rsvp": {
$rsvp
  },
  "attendance": {
$att
  },
  "breaks": [{"from": "10:30", "until": "10:45"}],
  "status": "held",
  "made": "$day"
}
END
' "$n"

cat >hours.jq <<'EOF2'
def m: (.[0:2] | tonumber) * 60 + (.[3:5] | tonumber);
reduce (inputs | select(.status == "held")) as $s ({};
    ($s.start[11:] | m) as $a | ($a + $s.minutes) as $b |
    reduce ($s.attendance | to_entries[] |
	select(.value.status == "present")) as $v (.;
	([if $v.value.from then $v.value.from | m else $a end, $a] | max)
	    as $f |
	([if $v.value.until then $v.value.until | m else $b end, $b] | min)
	    as $u |
	.[$v.key] += ([0, $u - $f - (reduce ($s.breaks // [])[] as $k (0;
	    . + ([0, ([($k.until | m), $u] | min) -
	    ([($k.from | m), $f] | max)] | max)))] | max)))
EOF2

ours()
{
	iv-report -C g hours -o tsv -f member,minutes
}
# All files in one run: xargs would split them and the sums.
theirs()
{
	find g/sessions -name '*.json' -exec cat {} + | jq -n -f hours.jq
}

# best NAME CMD: the least of five, in $NAME.
best()
{
	local least=999999999 t0 t1

	for _ in 1 2 3 4 5; do
		t0=${EPOCHREALTIME/./}
		"$2" >"$dir/$1.out"
		t1=${EPOCHREALTIME/./}
		[ $((t1 - t0)) -ge "$least" ] || least=$((t1 - t0))
	done
	printf -v "$1" %s "$least"
}
best iv ours
best jq theirs
cmp -s <(sed 1d iv.out | sort) \
    <(jq -r 'to_entries[] | "\(.key)\t\(.value)"' jq.out | sort) ||
    { echo "report.sh: the two differ" >&2; exit 1; }
awk -v n="$n" -v a="$iv" -v b="$jq" 'BEGIN {
	printf "hours over %d meetings: iv-report %.3f s, jq %.3f s, " \
	    "ratio %.3f (at most 0.2)\n", n, a / 1e6, b / 1e6, a / b }'
if [ -x /usr/bin/time ]; then
	/usr/bin/time -o rss -f %M iv-report -C g hours >/dev/null
	echo "most memory of iv-report: $(cat rss) kB (at most 4096)"
fi
