#!/bin/sh
# check_floors.sh [TOP]: every #include in common/ goes down the floors of
# common/floors; only repo includes <git2.h>.  Faults as file:line on stdout,
# status 1 when there are any.
set -eu
cd "${1:-$(dirname "$0")/..}"

find common cmd -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort |
LC_ALL=C awk '
# A shell pattern with * and | as an expression for all of a name.
function expression(glob) {
	gsub(/\./, "[.]", glob)
	gsub(/\*/, ".*", glob)
	return "^(" glob ")$"
}
# The row of a header or file of common/, without the folder; 0: none.
function row_of(name,    i) {
	sub(/[.][ch]$/, "", name)
	for (i = 1; i <= rows; i++)
		if (name ~ expression(module[i]))
			return i
	return 0
}
function fault(where, text) {
	print where ": " text
	faults++
}
function read_table(    line, n, words, i) {
	while ((getline line < "common/floors") > 0) {
		table_line++
		if (line ~ /^(#|[ \t]*$)/)
			continue
		n = split(line, words)
		if (n < 2 || words[2] !~ /^[0-9]+$/ || n > 2 &&
		    words[3] != ":") {
			fault("common/floors:" table_line,
			    "want: module floor [: peer ...]")
			continue
		}
		module[++rows] = words[1]
		floor[rows] = words[2]
		at[rows] = table_line
		for (i = 4; i <= n; i++)
			peer[rows, words[i]] = 1
	}
}
# The folder of the including file is looked in first, as compilers do.
function check_include(file, line, from, name,    path, to) {
	path = file
	sub(/[^\/]*$/, "", path)
	if (!((path name) in have))
		path = "common/"
	if (!((path name) in have)) {
		fault(file ":" line, "no such header in common/: " name)
		return
	}
	name = path name
	sub(/^common\//, "", name)
	to = row_of(name)
	if (!from || !to || from == to || floor[to] < floor[from])
		return
	if (floor[to] == floor[from] &&
	    (peer[from, "*"] || peer[from, module[to]]))
		return
	fault(file ":" line, module[from] " (floor " floor[from] \
	    ") includes " name " (floor " floor[to] ")")
}
function check_file(file,    base, from, line, n, text, name) {
	base = file
	sub(/^common\//, "", base)
	from = file ~ /^common\// ? row_of(base) : 0
	if (file ~ /^common\// && !from)
		fault(file ":1", "stands on no floor of common/floors")
	if (from)
		used[from] = 1
	while ((getline text < file) > 0) {
		n++
		if (text !~ /^[ \t]*#[ \t]*include/)
			continue
		name = text
		sub(/^[^"<]*["<]/, "", name)
		sub(/[">].*/, "", name)
		if (name ~ /^git2/ && file !~ /^common\/repo[._]/)
			fault(file ":" n, "only repo includes <git2.h>")
		if (text ~ /include[ \t]*"/ && from)
			check_include(file, n, from, name)
	}
	close(file)
}
BEGIN { read_table() }
{ files[++count] = $0; have[$0] = 1 }
END {
	for (i = 1; i <= count; i++)
		check_file(files[i])
	exit faults > 0
}'
