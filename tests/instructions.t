#!/usr/bin/env bash
# How much work a command is, in instructions, which do not depend on what
# else the machine does.  The bounds leave a third for other compilers and
# libraries: what passes them has become a different program.
. "${0%/*}/lib.sh"
plain_only "other builds are other programs"
needs perl valgrind

# count ARG ...: the instructions of a command, in $n.
count()
{
	valgrind --tool=callgrind --callgrind-out-file="$T/callgrind" "$@" \
	    >/dev/null 2>"$T/valgrind"
	n=$(sed -n 's/^totals: //p' "$T/callgrind")
}

# at_most BOUND NAME: $n is at most BOUND.
at_most()
{
	ok "$2: $n, at most $1" test "$n" -le "$1"
	echo "# $n instructions: $2"
}

# A group of the size and the text that make bench has.
seed()
{
	iv-group init "$1" --name G --language en >/dev/null
	perl "$TOP/tests/bench/seed.pl" "$1" "$2"
}
seed small 100
seed large 400

count iv-case --version
[ -n "$n" ] || skip_all "valgrind counts nothing here"
at_most 500000 "iv-case --version"
id=$(basename "$(find small/cases -name '*.json' | sort | head -n 1)" .json)
count iv-case show -C small "$id"
at_most 720000 "iv-case show, one of 100"
count iv-case show -C large "$id"
at_most 720000 "iv-case show, one of 400"

# What a record costs: the difference of two sizes, starting up left out.
count iv-case list -C small --form ethical
small=$n
count iv-case list -C large --form ethical
n=$(((n - small) / 300))
at_most 46000 "a record, a quarter of them listed"
count iv-case list -C small --form ethical -o ndjson
small=$n
count iv-case list -C large --form ethical -o ndjson
n=$(((n - small) / 300))
at_most 60000 "a record, a quarter of them printed whole"
done_testing
