#!/bin/sh
# coverage.sh: reads what "gcov -b -n" says and prints one line a file, the
# least covered first, then common/ and the whole: lines, and branches that
# were taken at least once.
awk '
/^File / { file = $2; gsub(/\047/, "", file) }
/^Lines executed:/ && file {
	split($0, part, /[:% ]+/)
	lines = part[3]
	n = $NF
}
/^Taken at least once:/ && file {
	split($0, part, /[:% ]+/)
	taken = part[5]
	branches = $NF
}
# gcov closes each file with what it calls, or with the lack of it.
/^(Calls executed|No calls)/ && file {
	if (file !~ /[.]h$/ && n > 0) {
		printf "%6.1f %% of %5d lines, %5.1f %% of %5d branches  %s\n",
		    lines, n, taken, branches, file | "sort -n"
		add("in all")
		if (file ~ /common\//)
			add("in common/")
	}
	file = ""
	n = branches = taken = 0
}
function add(whole) {
	hit[whole] += lines * n / 100
	all[whole] += n
	through[whole] += taken * branches / 100
	ways[whole] += branches
}
function total(whole) {
	if (all[whole])
		printf "%6.1f %% of %5d lines, %5.1f %% of %5d branches  %s\n",
		    100 * hit[whole] / all[whole], all[whole],
		    100 * through[whole] / (ways[whole] + !ways[whole]),
		    ways[whole], whole
}
END {
	close("sort -n")
	total("in common/")
	total("in all")
}'
