#!/usr/bin/env bash
# The floors hold, and the check that says so finds what it should.
. "${0%/*}/lib.sh"
plain_only "the sources are the same for every build"

run sh "$TOP/tests/check_floors.sh"
out_empty "every include goes down the floors"
status_is 0 "and the check says so"
note "$(find "$TOP/common" -name '*.[ch]' | wc -l) files on" \
    "$(awk '!/^#/ && NF { seen[$2] } END { for (f in seen) n++; print n }' \
    "$TOP/common/floors") floors"

# A small tree: low (1), high (2), peer (2), repo (3).
mkdir -p common/report cmd
cat >common/floors <<'END'
low	1
high	2 : peer
peer	2
repo|repo_*	3
report/* 4
END
echo '#define LOW' >common/low.h
echo '#include "low.h"' >common/high.h
printf '#include "high.h"\n#include "peer.h"\n' >common/high.c
echo >common/peer.h
echo '#include <git2.h>' >common/repo_odb.c
echo '#include "low.h"' >common/report/hours.c
echo '#include "high.h"' >cmd/iv-x.c
run sh "$TOP/tests/check_floors.sh" .
out_empty "a sound tree passes"
status_is 0

# finds FILE TEXT WANT: with TEXT in FILE, WANT is all that is found.
finds()
{
	local was=''

	[ ! -e "$1" ] || was=$(cat "$1")
	printf '%s\n' "$2" >"$1"
	run sh "$TOP/tests/check_floors.sh" .
	out_is "$3" "found: $3"
	status_is 1
	if [ -n "$was" ]; then
		printf '%s\n' "$was" >"$1"
	else
		rm "$1"
	fi
}

finds common/low.c $'\n#include "high.h"' \
    'common/low.c:2: low (floor 1) includes high.h (floor 2)'
finds common/peer.c '#include "high.h"' \
    'common/peer.c:1: peer (floor 2) includes high.h (floor 2)'
finds common/report/x.c '#include "nothing.h"' \
    'common/report/x.c:1: no such header in common/: nothing.h'
finds common/other.c 'int other;' \
    'common/other.c:1: stands on no floor of common/floors'
finds common/high.c '#include <git2/oid.h>' \
    'common/high.c:1: only repo includes <git2.h>'
finds common/report/x.c '#include <git2.h>' \
    'common/report/x.c:1: only repo includes <git2.h>'
finds cmd/iv-y.c '#  include <git2.h>' \
    'cmd/iv-y.c:1: only repo includes <git2.h>'
finds common/floors "$(cat common/floors)
odd" 'common/floors:6: want: module floor [: peer ...]'
done_testing
