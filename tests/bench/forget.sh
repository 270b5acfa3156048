#!/usr/bin/env bash
# forget.sh [COMMITS [ROUNDS]]: a case out of the whole history, beside
# git filter-repo, on copies of one group with so many commits, in turn.
commits=${1:-10000} rounds=${2:-3}
command -v git-filter-repo >/dev/null || {
	echo "forget: skipped, no git-filter-repo here (Debian's package of" \
	    "that name)"
	exit 0
}
. "$(dirname "$0")/setup.bash"

seed base 1000
# One case a commit, in an order of its own; every version is another.
find base/cases -name '*.json' | sort | perl -e '
	use strict;
	use warnings;
	my ($n) = @ARGV;
	my @v = <STDIN>;
	chomp @v;
	for my $i (1 .. $n) {
		my $path = $v[($i * 7919 + int($i / 13)) % @v];
		open my $f, "<", $path or die "$path: $!\n";
		my $text = do { local $/; <$f> };
		close $f;
		$text =~ s/\}\s*$/,\n  "version": $i\n}\n/;
		$text =~ s/\n,/,/;
		(my $short = $path) =~ s{^base/}{};
		printf "commit refs/heads/main\ncommitter iv <iv\@iv.invalid> " .
		    "%d +0000\ndata 9\nset case\n%s", 1700000000 + $i * 60,
		    $i == 1 ? "from refs/heads/main^0\n" : "";
		printf "M 100644 inline %s\ndata %d\n%s\n", $short,
		    length($text), $text;
	}' "$commits" | git -C base fast-import --quiet --force
git -C base reset -q --hard
git -C base gc -q
one=$(find base/cases/2020 -name '*.json' | sort | head -n 1)
id=$(basename "$one" .json)

# timed FILE CMD ...: adds seconds and kilobytes to it.
timed()
{
	local to=$1
	shift
	command time -f '%e %M' -a -o "$to" "$@" >/dev/null 2>&1
}
middle()
{
	cut -d' ' -f"$2" "$1" | sort -n | sed -n "$(((rounds + 1) / 2))p"
}
for ((i = 0; i < rounds; i++)); do
	rm -rf ours theirs
	cp -a base ours
	cp -a base theirs
	timed a iv-group -C ours forget --yes "$id"
	timed b git -C theirs filter-repo --force --quiet --invert-paths \
	    --path "${one#base/}"
done
a=$(middle a 1) b=$(middle b 1)
echo "on $(stat -f -c %T .), $(nproc) processors, git $(git --version |
    cut -d' ' -f3), $commits commits, $(git -C base log --oneline -- \
    "${one#base/}" | wc -l) of the case"
printf '%-58s %9s  goal %s\n' \
    "forget / git filter-repo ($a s, $b s)" \
    "$(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", a / b }')" 0.80 \
    "most memory, ours / theirs ($(middle a 2) kB, $(middle b 2) kB)" \
    "$(awk -v a="$(middle a 2)" -v b="$(middle b 2)" \
    'BEGIN { printf "%.2f", a / b }')" - \
    "size after it, ours / theirs" "$(awk \
    -v a="$(du -sk ours/.git/objects | cut -f1)" \
    -v b="$(du -sk theirs/.git/objects | cut -f1)" \
    'BEGIN { printf "%.2f", a / b }')" -
# What it did is right: the other files are the same.
diff -r -x .git -x "$id.json" -x tombstones.json ours theirs
git -C ours fsck --strict --full 2>&1 | grep -v '^notice' || :
