#!/usr/bin/env bash
# A member who has mail and nothing else: brings a case, says when, signs and
# evaluates, all by sheets.  What comes back is what mail programs make of it.
. "${0%/*}/lib.sh"
needs git jq perl

export IV_LANG=nl IV_NOW=2026-03-12T20:00
iv-group init groep --name 'Intervisie Wmo-team' >/dev/null
cd groep || exit 1
for who in 'Renée Oosterhof' 'Fatma Yılmaz' 'Jürgen de Boer' 'Sanne Bakker'; do
	iv-member add --name "$who" >/dev/null
done

# fill LABEL TEXT ...: fills in the sheet on standard input.
fill()
{
	perl -CSDA -e '
	my %text = @ARGV;
	my @s = <STDIN>;
	for (my $i = 0; $i < @s; $i++) {
		print $s[$i];
		next unless $s[$i] =~ /^\[(.*)\]$/ && defined $text{$1};
		my $label = $1;
		print $s[$i] while $s[++$i] =~ /^#/;
		print "$text{$label}\n";
	}' -- "$@"
}
# As it comes back: quoted, with CRLF, a greeting above and a name below.
mailed() { sed 's/^/> /' | { printf 'Dag Renée,\n\nHierbij!\n\n'; cat
	printf '\n-- \nNoëlle Dijkstra\nWmo-consulent\n'; } | sed 's/$/\r/'; }

# --- intake -----------------------------------------------------------------

iv-member sheet | fill Naam 'Noëlle Dijkstra' E-mail noelle@example.org \
    Functie Wmo-consulent Verwachtingen 'Beter leren doorvragen.' |
    mailed >intake.txt
run iv-member add --sheet intake.txt
status_is 0 'the intake came by mail'
noelle=$out
is "$(jq -r '.name, .email, .job, .expectations' "members/$noelle.json")" \
'Noëlle Dijkstra
noelle@example.org
Wmo-consulent
Beter leren doorvragen.' 'and is a member'

# --- signs ------------------------------------------------------------------

geheim=$(iv-group agree vertrouwelijkheid 'Wat we hier horen, blijft hier.')
weg=$(iv-group agree afwezigheid 'Afmelden kan tot twee dagen vooraf.')
run iv-group sheet --for noëlle
cp "$T/out" agree.txt
out_like '^Noëlle Dijkstra$' 'the sheet has the name'
out_like '^# Wat we hier horen, blijft hier\.$' 'and the agreement'
fill 'Vertrouwelijkheid, 2026-03-12' ja 'Afwezigheid, 2026-03-12' nee \
    <agree.txt | mailed >signed.txt
before=$(git rev-parse HEAD)
run iv-group sign --sheet signed.txt --dry-run
is "$(git rev-parse HEAD)" "$before" 'a dry run signs nothing'
run iv-group sign --sheet signed.txt
status_is 0 'it comes back signed'
is "$(jq -c ".agreements.$geheim.signed" group.json)" \
    "{\"$noelle\":{\"date\":\"2026-03-12\",\"how\":\"mail\"}}" 'by mail'
is "$(jq -c ".agreements.$weg.signed" group.json)" null \
    'what got a no is not signed'
is "$(git status --porcelain -uno)" '' 'one commit'
run iv-group sign --sheet signed.txt
status_is 0 'the same sheet once more changes nothing'
is "$(git rev-list --count "$before"..)" 1 'and makes no commit'

iv-member set noëlle job=consulent
IV_NOW=2026-03-20T09:00 iv-group agree vertrouwelijkheid \
    'Wat we hier horen, blijft hier; ook later.' >/dev/null
run iv-group sign --sheet signed.txt
status_is 5 'a sheet of before a change signs nothing'
err_like "signed.txt:[0-9]+:.*Vertrouwelijkheid, 2026-03-12" 'and says which'
is "$(jq -c ".agreements.$geheim.signed // {}" group.json)" '{}' \
    'a changed agreement is to be signed anew'
iv-group sheet | fill 'Afwezigheid, 2026-03-12' ja >noname.txt
run iv-group sign --sheet noname.txt
status_is 5 'a sheet without a name signs nothing'
err_like 'noname.txt: er ontbreekt een naam' 'and says so'
run iv-group sign
status_is 2 'nobody to sign is wrong use'
run iv-group sign noëlle --sheet signed.txt
status_is 2 'and so is a name beside a sheet'
iv-group sheet --for fatma | fill 'Afwezigheid, 2026-03-12' misschien |
    run iv-group sign --sheet -
status_is 5 'maybe is no signature'
err_like 'ja, nee' 'what may stand there is named'

# --- comes ------------------------------------------------------------------

iv-session plan --proposed 2026-04-09T09:30 2026-04-16T09:30 >/dev/null
iv-session sheet --availability --for noëlle >when.txt
mapfile -t label < <(sed -n 's/^\[\(.* 2026, .*\)\]$/\1/p' when.txt)
is "${#label[@]}" 2 'both dates are asked'
fill "${label[0]}" nee "${label[1]}" ja <when.txt | mailed >came.txt
run iv-session rsvp --sheet came.txt
status_is 0 'the answer came by mail'
is "$(iv-session list -o json | jq -rc --arg m "$noelle" \
    '[.items[].rsvp[$m].answer] | join(" ")')" 'no yes' 'and is noted'
iv-session confirm 2026-04-16

# --- brings a case ----------------------------------------------------------

iv-case sheet | fill Inbrenger Noëlle Titel 'De boze klant' \
    Leervraag 'Hoe blijf ik rustig als een klant boos wordt?' \
    Situatie $'Aan de balie.\nHij schreeuwde.' | mailed >case.txt
run iv-case add --sheet case.txt
status_is 0 'the case came by mail'
case=$out
is "$(jq -r '.presenter, .situation, .status' cases/2026/"$case".json)" \
"$noelle
Aan de balie.
Hij schreeuwde.
ready" 'as it was typed'
run iv-session agenda 2026-04-16 --case "$case"
status_is 0 'and stands on the agenda'

# --- evaluates --------------------------------------------------------------

export IV_NOW=2026-04-16T12:00
iv-session attend --all && iv-session close
iv-eval open vorige -o json >codes.json
mapfile -t code < <(jq -r '.items[].code' codes.json)
is "${#code[@]}" 5 'a code for each'
run iv-eval sheet
cp "$T/out" eval.txt
out_like '^# Ik kon zeggen' 'the questions are on the sheet'
out_like 'Wie de mail leest, ziet wie wat antwoordt' 'and what mail tells'
out_unlike "${code[0]}" 'but no code'
fill Code "${code[0]}" 'Vraag 1' 5 'Vraag 2' 4 'Vraag 3' 2 <eval.txt |
    mailed >answer.txt
before=$(git rev-parse HEAD)
run iv-eval answer --sheet answer.txt
status_is 0 'the answer came by mail'
is "$(git rev-parse HEAD)" "$before" 'nothing of it is in the history'
is "$(iv-eval rounds -o json | jq -r '.items[].answered')" 1 'one has answered'
run iv-eval answer --sheet answer.txt
status_is 9 'a code answers once'
fill Code "${code[1]}" 'Vraag 1' 5 'Vraag 2' 9 'Vraag 3' 2 <eval.txt >bad.txt
run iv-eval answer --sheet bad.txt
status_is 5 'an answer outside 1 to 5 is refused'
err_like 'bad.txt:[0-9]+' 'with its line'
is "$(grep -c 9 "$T/err")" 0 'and is not repeated'
fill Code "${code[1]}" 'Vraag 1' 5 'Vraag 3' 2 <eval.txt >bad.txt
run iv-eval answer --sheet bad.txt
err_like 'bad.txt: vraag 2 heeft geen antwoord' 'a question left open is named'
status_is 5 'and nothing is taken'
fill 'Vraag 1' 5 'Vraag 2' 3 'Vraag 3' 2 <eval.txt >bad.txt
run iv-eval answer --sheet bad.txt
status_is 5 'nor without a code'
for i in 1 2 3 4; do
	fill Code "${code[i]}" 'Vraag 1' 4 'Vraag 2' 4 'Vraag 3' 3 <eval.txt |
	    iv-eval answer --sheet - --out - | run iv-eval collect
	status_is 0 "answer $i, by way of an answer file"
done
run iv-eval close
status_is 0 'five have answered'
is "$(jq .answered evaluations/*.json)" 5 'and are counted'
rm ./*.txt codes.json
run iv-group check
is "$(grep -vc 'advies' "$T/out")" 0 'the group is whole'
is "$(git status --porcelain)" '' 'and everything is committed'
is "$(git log --format='%an %s' | grep -icE 'no.lle|boze|klant')" 0 \
    'without names or titles in the messages'
done_testing
