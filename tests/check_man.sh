#!/bin/sh
# check_man.sh [TOP]: every tool has its page and its test, every page its Dutch
# one with the same sections, tables and examples, the pages lint, and their
# generated tables are what the programs of $IV_BIN say.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
IV_BIN=$(cd "${IV_BIN:-$here/../build/bin}" && pwd)
export IV_BIN
cd "${1:-$here/..}"
bad=0

fault()
{
	echo "$1"
	bad=1
}

# follows PAGE DUTCH: tells where the Dutch page leaves the English one.
follows()
{
	awk '
	function kind() {
		if (/^\.S[hs] /)
			return substr($0, 1, 3)
		if (/^\$ /)
			return "$"
		return /^\.\\" generated: / ? $0 : ""
	}
	NR == 1 {
		page = FILENAME
	}
	kind() == "" {
		next
	}
	FILENAME == page {
		want[++n] = kind()
		place[n] = FNR ": " $0
		next
	}
	kind() != want[++m] {
		print FILENAME ":" FNR ": " $0 " stands where " page \
		    (m > n ? " ends" : " has " place[m])
		exit bad = 1
	}
	END {
		if (!bad && m < n)
			print page ":" place[m + 1] " has nothing in Dutch"
		exit bad || m < n
	}' "$1" "$2"
}

for src in cmd/iv-*.c; do
	[ -e "$src" ] || continue
	tool=$(basename "$src" .c)
	[ -e "man/$tool.1" ] || fault "$src: has no page man/$tool.1"
	set -- tests/"$tool"*.t
	[ -e "$1" ] || fault "$src: has no test tests/$tool.t"
done
for page in iv.7 iv-format.5; do
	[ -e "man/$page" ] || fault "man/$page: is missing"
done

for page in man/*.[157]; do
	dutch=man/nl/${page#man/}
	if [ ! -e "$dutch" ]; then
		fault "$page: has no Dutch page $dutch"
	elif ! follows "$page" "$dutch"; then
		bad=1
	fi
done
for page in man/nl/*.[157]; do
	[ ! -e "$page" ] || [ -e "man/${page#man/nl/}" ] ||
		fault "$page: has no English page"
done

# Our own pages refer to one another before they are installed, and FIELDS is
# no misspelt FILES.
for page in man/*.[157] man/nl/*.[157]; do
	[ -e "$page" ] || continue
	mandoc -T lint "$page" | grep -v \
	    -e 'referenced manual not found: Xr iv' \
	    -e 'possible typo in section name: Sh FIELDS' && bad=1
done
sh "$here/man_regions.sh" --check || bad=1
exit $bad
