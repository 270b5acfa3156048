#!/usr/bin/env bash
# What can be learned from everything the programs leave behind: forty groups
# of 2 to 7, each in two worlds that differ only by who gave which answer,
# with which code, and in which order.  Repository, private area and every
# output must be the same to the byte.  (tests/unit_eval.c plays the other 960
# on the files themselves.)
. "${0%/*}/lib.sh"
needs git jq perl
plain_only "who learns what is the same in every build"

groups=40
iv-group init "$T/base" --name 'Team Wmo' --language nl \
    --purpose 'Leren van elkaar' >/dev/null
cd "$T/base" || exit 1
for i in 1 2 3 4 5 6 7; do
	printf '{"id": "m%d00000000", "name": "Lid %d"}\n' "$i" "$i"
done | iv-member add --json >/dev/null
for day in 2026-02-05 2026-02-19; do
	printf '{"start": "%sT09:30", "minutes": 120, "status": "held"}\n' \
	    "$day"
done | iv-session add --json >/dev/null
printf '4 4 4\n5 3 4\n4 4 2\n3 4 4\n5 5 5\n' |
    iv-eval collect 2026-02-05 >/dev/null

# Writes FILE FILE: rows "code heard asked try" of one group, twice.
cat >"$T/worlds.pl" <<'END'
use List::Util 'shuffle';
my ($seed, $codes, @files) = @ARGV;
srand($seed);
my $n = 2 + $seed % 6;
my @codes = (split ' ', $codes)[0 .. $n - 1];
my @cols = map { [ map { my $r = rand;
	$r < .02 ? 1 : $r < .07 ? 2 : $r < .2 ? 3 : $r < .65 ? 4 : 5 }
	1 .. $n ] } 1 .. 3;
for my $f (@files) {
	open my $out, '>', $f or die;
	my @rows = map { my $i = $_; join ' ', $codes[$i],
	    map { $_->[$i] } @cols } 0 .. $n - 1;
	print $out "$_\n" for $f eq $files[0] ? @rows : shuffle @rows;
	@codes = shuffle @codes;
	@$_ = shuffle @$_ for @cols;
}
END

# everything DIR: names, bytes and modes of all files but the index, which
# holds times, and what git knows.
everything()
{
	(cd "$1" && find . -type f ! -name index -printf '%p %m %s ' -exec \
	    sha256sum {} \; && git log --format=raw --all && git ls-files -s)
}

# The private area, with its times: none says when.
private()
{
	(cd "$1/iv" && find . -path '*/outbox*' ! -name outbox-lock \
	    -printf '%P %m %s %t\n' && cat ./*/outbox/* 2>/dev/null)
}

# said NAME COMMAND ...: all it says, and its status.
said()
{
	echo "== $*"
	"$@" 2>&1
	echo "= $?"
}

# play DIR ROWS: opens, answers one by one in three ways, and closes.
play()
{
	local dir=$1 line i=0

	export XDG_DATA_HOME=$dir.data
	iv-eval -C "$dir" open 2026-02-19 --people 7 -o id >"$dir.codes"
	while read -r line; do
		case $((i++ % 3)) in
		0) iv-eval -C "$dir" answer --out "$dir.$i" <<<"$line"
		    iv-eval -C "$dir" collect <"$dir.$i" ;;
		1) iv-eval -C "$dir" collect 2026-02-19 <<<"$line" ;;
		2) iv-eval -C "$dir" answer <<<"$line" ;;
		esac
	done <"$2" >"$dir.quiet" 2>&1
	private "$dir.data" >"$dir.waits"
	{
		said iv-eval -C "$dir" rounds -o json
		said iv-eval -C "$dir" close --dry-run
		said iv-eval -C "$dir" close --dry-run -o json
		said iv-eval -C "$dir" close -o "$3"
		said iv-eval -C "$dir" close
		said iv-eval -C "$dir" close --discard
		for f in table json csv md; do
			said iv-eval -C "$dir" show -o "$f"
			said iv-eval -C "$dir" trend -o "$f"
			said iv-eval -C "$dir" trend --audience client -o "$f"
			said iv-eval -C "$dir" compare --since 2026-02-10 \
			    -o "$f"
		done
		said iv-eval -C "$dir" list -o ndjson
		said iv-eval -C "$dir" open 2026-02-19 --people 7 --dry-run
	} >"$dir.says"
	everything "$dir" >"$dir.all"
	private "$dir.data" >"$dir.left"
}

# The codes are those of a seed: the same in every group.
cp -a "$T/base" "$T/first"
codes=$(XDG_DATA_HOME=$T/first.data iv-eval -C "$T/first" open 2026-02-19 \
    --people 7 -o id | tr '\n' ' ')

same=0 waits=0 few=0 told=0 differ=0 blank=0
for i in $(seq "$groups"); do
	perl "$T/worlds.pl" "$i" "$codes" "$T/a" "$T/b"
	format=table
	[ $((i % 2)) -eq 0 ] || format=json
	for x in a b; do
		# The same place for both, as outputs may hold it.
		rm -rf "$T/w" "$T"/w.*
		cp -a "$T/base" "$T/w"
		play "$T/w" "$T/$x" "$format"
		for f in quiet waits says all left; do
			cp "$T/w.$f" "$T/$x.$f"
		done
	done
	cmp -s "$T/a" "$T/b" || differ=$((differ + 1))
	cmp -s "$T/a.waits" "$T/b.waits" && [ -s "$T/a.waits" ] &&
	    waits=$((waits + 1))
	cmp -s "$T/a.all" "$T/b.all" && cmp -s "$T/a.says" "$T/b.says" &&
	    cmp -s "$T/a.left" "$T/b.left" && [ ! -s "$T/a.quiet" ] &&
	    same=$((same + 1))
	grep -q outbox/ "$T/a.left" || blank=$((blank + 1))
	n=$(wc -l <"$T/a")
	if [ "$n" -lt 4 ]; then
		few=$((few + 1))
		grep -q "stays open: $n of 7" "$T/a.says" &&
		    [ "$(git -C "$T/w" rev-parse HEAD)" = \
		    "$(git -C "$T/base" rev-parse HEAD)" ] &&
		    ! grep -q '"answered": [123]' <(git -C "$T/w" \
		    log -p --all) && told=$((told + 1))
	fi
done
note "$groups groups of 2 to 7 through the programs, $few of them too few"
note "in $differ of them the two worlds differ"
is "$same" "$groups" "repository, times and every output tell no more than the figures"
is "$waits" "$groups" "nor does a round that waits"
is "$blank" "$groups" "and nothing of it is left after the close"
is "$told" "$few" "of two and three people nothing is stored"
ok "there were such groups" [ "$few" -gt 5 ]
ok "and the worlds were two" [ "$differ" -gt $((groups - 5)) ]

# The method finds what it should: one answer more in another bin.
rm -rf "$T/w" "$T"/w.*
cp -a "$T/base" "$T/w"
perl "$T/worlds.pl" 5 "$codes" "$T/a" "$T/b"
play "$T/w" "$T/a" json
cp "$T/w.all" "$T/a.all"
perl -pe 's/ \d (\d) (\d)$/ 1 $1 $2/' "$T/a" >"$T/c"
rm -rf "$T/w" "$T"/w.*
cp -a "$T/base" "$T/w"
play "$T/w" "$T/c" json
not_ok "other figures are seen as such" cmp "$T/a.all" "$T/w.all"
done_testing
