#!/bin/bash
# pages.t: every report of iv-report as a page of HTML, looked at in a headless
# browser (look.mjs): the group of the demo half-way its first year in Dutch,
# the papers at a glance in English too, and a group in which nothing has
# happened yet.  Needs chromium, node, npm and its registry for two packages
# that are for this test only; without one of them it is skipped and says why.
# Pages, screenshots and PDFs stay in $BROWSER_DIR.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
mkdir -p "${BROWSER_DIR:?}/npm" && dir=$(cd "$BROWSER_DIR" && pwd -P) || exit 1

skip()
{
	echo "1..0 # SKIP $*"
	exit 0
}
fail()
{
	echo "Bail out! $*"
	exit 1
}

for chromium in chromium chromium-browser google-chrome ''; do
	[ -n "$chromium" ] && command -v "$chromium" >/dev/null && break
done
[ -n "$chromium" ] || skip 'no chromium here (make deps check-browser)'
for need in node npm jq git; do
	command -v $need >/dev/null ||
	    skip "no $need here (make deps check-browser)"
done

want='playwright-core@1.65.1 axe-core@4.14.1'
if [ "$(cat "$dir/npm/made-of" 2>/dev/null)" != "$want" ]; then
	# shellcheck disable=SC2086 # words on purpose
	timeout 300 npm install --loglevel=error --no-audit --no-fund \
	    --ignore-scripts --prefix "$dir/npm" $want >"$dir/npm.log" 2>&1 ||
	    skip "npm brought no $want: $(grep -m 1 . "$dir/npm.log")"
	echo "$want" >"$dir/npm/made-of"
fi

rm -rf "$dir/demo" "$dir/pages" "$dir/shots" "$dir/july" "$dir/empty"
mkdir "$dir/demo" "$dir/pages" "$dir/shots"
PATH=$IV_BIN:$PATH
export PATH IV_BIN LC_ALL=C.UTF-8
unset IV_GROUP IV_MEMBER IV_LANG
(cd "$dir/demo" && bash "$here/../demo/demo.sh" >demo.log 2>&1) ||
    fail "the demo: $(tail -n 3 "$dir/demo/demo.log" | tr '\n' ' ')"
cp "$dir/demo/overzicht.html" "$dir/pages/demo.html"

# The second of July: half a year is held, the next is planned.
export XDG_DATA_HOME=$dir/demo/private IV_NOW=2026-07-02T20:00
git clone -q "$dir/demo/wmo-noord" "$dir/july" &&
    cd "$dir/july" || fail 'no clone of the group of the demo'
# shellcheck disable=SC2046 # one word
git checkout -q $(git rev-list -n 1 --before=2026-07-02T00:00:00Z HEAD) ||
    fail 'no commit of that day'
jq '.halfway = {came: "Ik vraag eerder door.", structure: 2,
    focus: "result"}' "members/$(iv-member list -o id | head -n 1).json" \
    >"$dir/m" && mv "$dir/m" "members/$(iv-member list -o id |
    head -n 1).json"

# page NAME REPORT [OPTION...]: one page more.
page()
{
	local name=$1

	shift
	iv-report "$@" -o html >"$dir/pages/$name.html" 2>"$dir/err" ||
	    fail "iv-report $*: $(head -n 1 "$dir/err")"
}

reports=$(iv-report --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')
[ -n "$reports" ] || fail 'iv-report --help names no report'
for report in $reports; do
	case $report in
	binder|reflection) page $report $report --member wytske ;;
	register) page register register --profile skj --member wytske ;;
	minutes) page minutes minutes last --for joël ;;
	agenda|signsheet) page $report $report last ;;
	*) page $report $report ;;
	esac
done
for report in hours attendance timing; do
	page $report-sessions $report --sessions
done
page cases-full cases --full
page actions-group actions --audience group
page agenda-next agenda next
jq '.language = "en"' group.json >"$dir/g" && mv "$dir/g" group.json
for report in overview year client register; do
	set -- $report
	[ $report != register ] || set -- "$@" --profile skj --member wytske
	page $report-en "$@"
done
iv-group init "$dir/empty" --name 'Nieuw' --language nl >/dev/null &&
    cd "$dir/empty" || fail 'no empty group'
for report in overview year signals hours client start; do
	page $report-empty $report
done
exec node "$here/look.mjs" "$(command -v "$chromium")" \
    "$dir/npm/node_modules" "$dir/shots" "$dir"/pages/*.html
