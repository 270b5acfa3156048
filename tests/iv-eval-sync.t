#!/usr/bin/env bash
. "${0%/*}/lib.sh"
plain_only "what git carries is the same in every build"
needs git jq

git init -q --bare host.git
iv-group init a --name Noord >/dev/null
cd a || exit 1
for n in Anna Bo Cas Dirk Els; do
	iv-member add --name "$n" --joined 2026-01-01 >/dev/null
done
s=$(iv-session add --start 2026-03-12T08:00)
iv-session attend --session "$s" --all >/dev/null
iv-session close "$s"
iv-group agree records 'Onze map ligt op een stick' >/dev/null
run iv-sync remote "$T/work/host.git" --host-reads
status_is 0 'a place to share'
run iv-sync
status_is 0 'shared'
XDG_DATA_HOME=$T/other run iv-sync clone "$T/work/host.git" "$T/work/b"
status_is 0 'a second clone'
printf '%s\n' '4 5 3' '2 1 5' '3 3 3' '5 4 4' '1 2 2' |
    run iv-eval collect "$s"
status_is 0 'a round'
run iv-sync
status_is 0 'shared too'
cd ../b || exit 1
export XDG_DATA_HOME=$T/other
run iv-sync
status_is 0 'and fetched'
run iv-eval show -o json
ok 'the other clone has the whole' jq -e . "$T/out"
is "$(jq -c '[.items[] | keys] | unique' evaluations/*.json)" \
    '[["high","low","median","middle"]]' 'and nothing but the whole'
printf '%s\n' '4 5 3' '2 1 5' '3 3 3' '5 4 4' | run iv-eval collect "$s"
status_is 9 'a second round of the same meeting is refused there as well'
run iv-eval open "$s"
status_is 9 'by codes too'
printf '%s\n' '4 5 3' '2 1 5' '3 3 3' | run iv-eval collect "$s" --questionnaire halfway
[ "$status" -ne 0 ] && pass 'below four nothing is published there' ||
    fail 'below four nothing is published there'
is "$(git rev-list --objects --all | wc -l)" \
    "$(git -C ../a rev-list --objects --all | wc -l)" 'both hold the same'
ok 'no private file went along' test -z \
    "$(git ls-files | grep -E 'outbox|goal|notes|draft' || :)"
done_testing
