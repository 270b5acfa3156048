#!/bin/sh
# run.sh DIR: plays the demo into DIR, makes the HTML reports of its group in
# both languages and looks at them in a headless browser (look.mjs).  Without
# chromium it says so and is content.  $IV_BIN is where the programs are.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
for chromium in chromium chromium-browser google-chrome ''; do
	[ -n "$chromium" ] && command -v "$chromium" >/dev/null && break
done
if [ -z "$chromium" ] || ! command -v npm >/dev/null; then
	echo 'no chromium or no npm here: skipped (make deps check-browser)'
	exit 0
fi
mkdir -p "$1/npm" "$1/pages"
dir=$(cd "$1" && pwd -P)

# For the tests only; nothing of it is in what is built or installed.
[ -d "$dir/npm/node_modules/axe-core" ] ||
    npm install --silent --no-audit --no-fund --ignore-scripts \
    --prefix "$dir/npm" playwright-core@1.65.1 axe-core@4.14.1

rm -rf "$dir/demo" "$dir/shots"
mkdir "$dir/demo"
PATH=$IV_BIN:$PATH
export PATH IV_BIN
(cd "$dir/demo" && bash "$here/../demo/demo.sh" >demo.log 2>&1) || {
	tail -n 20 "$dir/demo/demo.log"
	exit 1
}
export XDG_DATA_HOME="$dir/demo/private" IV_NOW=2026-06-30T20:00
cd "$dir/demo/wmo-noord"
for language in nl en; do
	jq --arg l $language '.language = $l' group.json >../group.json
	cp ../group.json group.json
	reports='overview year'
	[ $language = en ] || reports="$reports evaluation signals roles cases
	    actions minutes/last agenda/last signsheet/last hours"
	for report in $reports; do
		meeting=${report#"${report%%/*}"}
		iv-report "${report%%/*}" ${meeting:+"${meeting#/}"} -o html \
		    >"$dir/pages/${report%%/*}-$language.html"
	done
done
node "$here/look.mjs" "$(command -v "$chromium")" "$dir/npm/node_modules" \
    "$dir/shots" "$dir"/pages/*.html
