#!/bin/sh
# coverage.sh: reads what "gcov -n" says and prints one line a file, the least
# covered first, then the whole.
awk '
/^File / { file = $2; gsub(/\047/, "", file) }
/^Lines executed:/ && file {
	split($0, part, /[:% ]+/)
	if (file !~ /[.]h$/ && $NF > 0) {
		printf "%6.1f %% of %5d lines  %s\n", part[3], $NF, \
		    file | "sort -n"
		hit += part[3] * $NF / 100
		all += $NF
	}
	file = ""
}
END {
	close("sort -n")
	if (all)
		printf "%6.1f %% of %5d lines in all\n", 100 * hit / all, all
}'
