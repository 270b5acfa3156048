#!/usr/bin/env bash
. "${0%/*}/lib.sh"

iv-group init groep --name 'Wmo-team Noord' --language nl >/dev/null
cd groep || exit 1

run iv-member add --name 'Noëlle van der Meij' --email noelle@example.org
status_is 0 'add'
noelle=$out
is "$(jq -r '.name, .role, .joined' "members/$noelle.json")" \
    'Noëlle van der Meij
member
2026-03-12' 'with defaults'
joel=$(printf 'Joe\xcc\x88l Pietersz' | iv-member add name=@- --job consulent)
jurgen=$(iv-member add --name 'Jürgen Thijssen' --role begeleider)
is "$(jq -r .role "members/$jurgen.json")" facilitator 'a word in Dutch'

while IFS='|' read -r typed want; do
	run iv-member show "$typed" -f id
	out_is "id
$want" "'$typed' is found"
done <<NAMES
noelle|$noelle
NOËLLE VAN|$noelle
meij|$noelle
joël|$joel
Joel|$joel
jurgen|$jurgen
${noelle:0:4}|$noelle
NAMES
run iv-member show j
status_is 4 'a beginning that fits two'
err_like "$joel  Jo" 'lists them'
err_like "$jurgen  Jürgen" 'both'
run iv-member show bert
status_is 3 'nobody'
run iv-member show noeele
status_is 3 'a slip in a name'
err_is "iv-member: no member 'noeele'; did you mean 'Noëlle van der Meij'?" \
    'names whom it may be'
iv-member add --name Jan >/dev/null
iv-member add --name Janneke >/dev/null
run iv-member show jan -f name
out_is 'name
Jan' 'a whole name beats the beginning of another'
run iv-member show jan janneke -o csv
out_like '^id,name,email,role,' 'every field is a column of a csv'
is "$(cut -d, -f2,4 <<<"$out")" 'name,role
Jan,member
Janneke,member' 'with its values'

run iv-member set noelle registers.SKJ=12345 exempt=gespreksleider
is "$(jq -c '.registers, .exempt' "members/$noelle.json")" \
    '{"SKJ":"12345"}
["chair"]' 'registers and exemptions'
run iv-member set noelle email=geen-adres
status_is 2 'no address'
err_like 'email: the value is not allowed' 'and it is not repeated'
run iv-member add 'Jan Smit'
status_is 2 'a name without its option'
err_like "--name 'Jan Smit' meant\\?|--name 'Jan Smit' bedoeld" 'is told it'
run iv-member set noelle name=
status_is 2 'a name cannot be left empty'

run iv-member leave joel --on 2026-03-01
status_is 2 'left before joined'
run iv-member leave joel
status_is 0 'leave'
is "$(jq -r .left "members/$joel.json")" 2026-03-12 'today'
run iv-member leave joel
status_is 2 'twice'

run iv-member sheet
out_like '^\[Naam\]' 'the intake sheet in Dutch'
sed 's/^\[Naam\]$/[Naam]\nAnaïs El Amrani/; s/^\[Gewenste structuur.*\]$/&\n4/' \
    "$T/out" >"$T/intake"
run iv-member add --sheet "$T/intake"
status_is 0 'a filled-in intake'
is "$(jq -r '.name, .prefers.structure' "members/$out.json")" \
    'Anaïs El Amrani
4' 'is a member'

for lc in C C.UTF-8; do
	LC_ALL=$lc run iv-member list -f name,role
	is "$(awk 'NR > 1 { i = match($0, /member|facilitator|deelnemer|begeleider/); print (i > 0) }' \
	    "$T/out" | sort -u)" 1 "$lc: rows are there"
	is "$(perl -CSD -ne 'next if $. == 1;
	    s/(member|facilitator).*//s; s/\p{M}//g; $at{length $_} = 1;
	    END { print scalar(keys %at) }' "$T/out")" 1 "$lc: columns align with combining characters"
done
for i in 1 2 3 4 5 6 7 8; do iv-member add --name "Lid $i" >/dev/null 2>&1; done
run iv-member add --name 'Nog een'
status_is 0 'more than seven members is no block'
err_like '7' 'but it is said'
ok 'names stand in members/ only' test -z \
    "$(git log --format=%B%an%ae | grep -iE 'no.lle|jo.l|j.rgen|jan' || :)"
ok 'the work tree is clean' test -z "$(git status --porcelain)"
done_testing
