#!/usr/bin/env bash
# log.sh [N]: the history of one record among N commits (10000), and all of it,
# beside "git log".
. "$(dirname "$0")/setup.bash"
n=${1:-10000}
pairs=$tests/pairs

seed g 1000
(cd g && ls cases/*/*.json) | HEAD=$(git -C g rev-parse HEAD) N=$n perl -e '
	chomp(my @f = <>);
	for my $i (1 .. $ENV{N}) {
		my $f = $f[$i * 7919 % @f];
		my ($id) = $f =~ m{/(\w+)\.json};
		my $m = "set case $id";
		open my $h, "<", "g/$f" or die;
		my $t = do { local $/; <$h> };
		$t =~ s/"title": "/"title": "T$i /;
		printf "commit refs/heads/main\ncommitter s000000z88 " .
		    "<s\@iv.invalid> %d +0000\ndata %d\n%s\n%sM 100644 " .
		    "inline %s\ndata %d\n%s\n", 1500000000 + 20000 * $i,
		    length $m, $m, $i == 1 ? "from $ENV{HEAD}\n" : "", $f,
		    length $t, $t;
	}' | git -C g fast-import --quiet
git -C g reset -q --hard
file=$(cd g && find cases/2020 -name '*.json' | sort | head -n 1)
id=$(basename "$file" .json)

# row NAME A ... -- B ...
row()
{
	local name=$1 a b ratio
	shift

	read -r a b ratio _ < <("$pairs" -n 9 "$@")
	printf '%-58s %9s\n' "$name: iv-group $a ms, git $b ms" "$ratio"
}
row "log of a record, $n changes" iv-group -C g log "$id" \
    -- git -C g log --format=%h%an%ad%s -- "$file"
row "log of $n changes" iv-group -C g log -- git -C g log --format=%h%an%ad%s
