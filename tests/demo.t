#!/usr/bin/env bash
. "${0%/*}/lib.sh"
plain_only "the tour is the same in every build"
needs jq git

run bash "$TOP/tests/demo/demo.sh"
status_is 0 'the tour runs to its end'
err_empty 'and complains of nothing'
cd wmo-noord || exit 1
out_like '^\$ iv-group check$' 'it ends with a check'
run iv-group check
status_is 0 'which finds nothing'
ok 'git agrees' git fsck --strict --no-dangling
is "$(git status --porcelain)" '' 'nothing is left uncommitted'
is "$(iv-case list --status closed -o id | wc -l)" 9 'nine cases were closed'
is "$(iv-session list --status held --until 2026-06-30 -o id | wc -l)" 7 \
    'seven meetings held in the half year'
is "$(iv-member list --role member -o id | wc -l)" 8 \
    'by seven members, and a newcomer'
is "$(iv-session list --status held --since 2026-09-01 -o id | wc -l)" 6 \
    'six in the season after it'
IV_NOW=2027-01-22T09:00 run iv-rotate show -o json
ok 'after which nobody in the group is a whole turn off' jq -e \
    '(.items | length > 20) and all(.items[]; .deviation < 1 and
    .deviation > -1)' "$T/out"
is "$(grep -rlE 'Noëlle|Joël|Anaïs|Jürgen|IJsbrand|Chloé|Wytske|Renée' \
    --include='*.json' . | grep -v '^./members/' || :)" '' \
    'their names stand in members/ only'
is "$(git log --format='%an %ae %s' |
    grep -iE 'no.lle|jo.l|ana.s|j.rgen|ijsbrand|chlo|wytske|ren.e|klant' || :)" \
    '' 'and neither names nor titles in the history of messages'
gone=$(jq -r '.forgotten[]' tombstones.json)
text=$(jq -r --arg id "$gone" 'select(.id == $id).question' \
    "$TOP/tests/demo/cases.ndjson")
is "$(for d in . ../bij-chloé; do
    git -C $d cat-file --batch-all-objects --batch; done |
    grep -a -c -F "${text:?}" || :)" 0 'what was forgotten is in no copy'
is "$(git -C ../bij-chloé rev-parse HEAD)" "$(git rev-parse HEAD)" \
    'and the copies are one'
first=$(cd .. && git -C wmo-noord rev-parse HEAD)
mkdir "$T/again" && cd "$T/again" || exit 1
bash "$TOP/tests/demo/demo.sh" >/dev/null 2>&1
is "$(git -C wmo-noord rev-parse HEAD)" "$first" \
    'the same tour gives the same history, to the byte'
done_testing
