#!/bin/sh
# man_regions.sh [--check] [PAGE ...]: writes the generated tables of the pages.
# What stands in man/iv-X.1 between
#
#	.\" generated: NAME
#	.\" end
#
# (NAME is COMMANDS, FIELDS or STATUS) becomes what "iv-X help --man NAME"
# prints; a page that is no tool's names one: .\" generated: STATUS iv-group.
# Pages under man/nl are generated in Dutch.  --check shows what would change
# and ends with 1.  $IV_BIN is where the programs are.
set -eu
check=
if [ "${1:-}" = --check ]; then
	check=1
	shift
fi
bin=${IV_BIN:-$(dirname "$0")/../build/bin}
[ $# -gt 0 ] || set -- man/*.[157] man/nl/*.[157]
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# $1 is the page: prints it with its regions anew.
renew()
{
	tool=${1##*/}
	awk -v page="$1" -v bin="$bin" -v tool="${tool%.*}" '
	function fault(text) {
		print page ":" NR ": " text >"/dev/stderr"
		bad = 1
	}
	function put_table(name, prog,    cmd, line, n) {
		cmd = bin "/" prog " help --man " name
		while ((cmd | getline line) > 0) {
			print line
			n++
		}
		if (close(cmd) != 0 || n == 0)
			fault("no table from: " prog " help --man " name)
	}
	/^\.\\" generated: / {
		if (inside)
			fault("a region in a region")
		print
		inside = 1
		put_table($3, $4 ? $4 : tool)
		next
	}
	/^\.\\" end$/ {
		if (!inside)
			fault("an end without a beginning")
		inside = 0
	}
	!inside { print }
	END {
		if (inside)
			fault("a region without an end")
		exit bad
	}' "$1"
}

status=0
for page; do
	[ -e "$page" ] || continue
	lang=en
	case $page in
	*/nl/*) lang=nl ;;
	esac
	if ! LC_ALL=C.UTF-8 IV_LANG=$lang renew "$page" >"$dir/new"; then
		status=1
	elif [ -n "$check" ]; then
		diff -u "$page" "$dir/new" || status=1
	elif ! cmp -s "$page" "$dir/new"; then
		cat "$dir/new" >"$page"
	fi
done
exit $status
