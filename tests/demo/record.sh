#!/usr/bin/env bash
# record.sh [README]: the commands of "Het eerste kwartier" as a recording of
# a terminal (asciicast v2) on standard output.  They are run here and now, in
# a directory of their own; the clock and the ids are theirs, so the recording
# is the same to the byte each time.  The programs come from PATH.
set -eu -o pipefail
readme=${1:-$(cd "$(dirname "$0")/../.." && pwd -P)/README.md}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
unset IV_GROUP IV_MEMBER IV_EDITOR
export HOME=$dir XDG_DATA_HOME=$dir/private TZ=UTC LC_ALL=C.UTF-8 TERM=xterm
export IV_SEED=kwartier

# One command a line, the newlines within it as \001.
commands=$(awk '
	/^## / { on = /^## Het eerste kwartier/ }
	!on { next }
	/^    \$ / { if (c != "") print c; c = substr($0, 7); next }
	/^    > / { c = c "\001" substr($0, 7); next }
	{ if (c != "") print c; c = "" }
	END { if (c != "") print c }' "$readme")
[ -n "$commands" ] || { echo "$readme: has no commands to play" >&2; exit 1; }

cd "$dir"
while IFS= read -r line; do
	command=${line//$'\001'/$'\n'}
	printf 'type %s\n' "$line"
	eval "$command" >"$dir/out" 2>&1 || {
		echo "$command: ended with $?" >&2
		cat "$dir/out" >&2
		exit 1
	}
	sed 's/^/show /' "$dir/out"
done <<<"$commands" >"$dir/plan"

perl -CS -e '
	sub text {
		my $s = shift;
		$s =~ s/(["\\])/\\$1/g;
		$s =~ s/\r/\\r/g;
		$s =~ s/\n/\\n/g;
		"\"$s\"";
	}
	my $at = 0.5;
	sub put { printf "[%.2f, \"o\", %s]\n", $at, text(shift) }
	print "{\"version\": 2, \"width\": 90, \"height\": 30, ",
	    "\"title\": \"Het eerste kwartier\"}\n";
	while (<STDIN>) {
		chomp;
		if (s/^type //) {
			put("\$ ");
			for (split //) {
				$at += 0.04;
				put($_ eq "\001" ? "\r\n> " : $_);
			}
			$at += 0.3;
			put("\r\n");
			$at += 0.5;
		} elsif (s/^show //) {
			put("$_\r\n");
			$at += 0.08;
		}
	}
	$at += 2;
	put("\$ ");' <"$dir/plan"
