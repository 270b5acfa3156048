#!/usr/bin/env bash
# The messages of the first hour: each says what is wrong and what to do next,
# in both languages.
. "${0%/*}/lib.sh"
needs git jq
unset IV_EDITOR VISUAL EDITOR

# says STATUS EN NL NAME COMMAND ...: the command ends so, with these words.
says()
{
	local want=$1 en=$2 nl=$3 name=$4
	shift 4

	run env IV_LANG=en "$@"
	status_is "$want" "$name"
	err_like "$en" "$name: says so"
	run env IV_LANG=nl "$@"
	err_like "$nl" "$name: in Dutch"
	# Counts of coverage cannot be written by another user.
	if [ "$(grep -vc '^profiling:' "$T/err")" -gt 8 ]; then
		tap_saw "$name: in a few lines" "want at most eight lines"
	fi
}

# --- no group ---------------------------------------------------------------

says 3 "no group .*iv-group init DIR --name NAME.*-C DIR" \
    "geen groep .*iv-group init MAP --name NAAM.*-C MAP" 'no group yet' \
    iv-member list
says 3 "'/': .*|no group in '/'.*iv-group init" \
    "geen groep in '/'.*iv-group init" 'no group there' iv-case -C / list
says 3 "cannot open '.*nowhere': No such file or directory" \
    "kan '.*nowhere' niet openen: bestand of map bestaat niet" \
    'no directory there' iv-case -C "$T/nowhere" list
says 2 "init.*DIR.*init --help" "init.*MAP.*init --help" \
    'a group without a directory' iv-group init
says 2 "init .*--name NAME" "init .*--name NAAM" 'a group without a name' \
    iv-group init groep
mkdir full && touch full/letter
says 6 "'full' is not empty: name a directory that is" "'full' is niet leeg.*lege map" \
    'a directory that is in use' iv-group init full --name x

# --- a group with nothing in it ---------------------------------------------

iv-group init groep --name Groep >/dev/null
says 6 "'groep' is .*group.*another" "'groep' is .*groep.*andere map" \
    'the same group twice' iv-group init groep --name Groep
cd groep || exit 1
says 3 "no member 'ada': there is none yet; begin with 'iv-member add'" \
    "geen deelnemer 'ada': er is er nog geen; begin met 'iv-member add'" \
    'no members' iv-case add --presenter ada --title x --question 'Hoe kan ik?'
says 3 "no case 'k7f': there is none yet; .*'iv-case add'" \
    "geen inbreng 'k7f': .*'iv-case add'" 'no cases' iv-case show k7f
says 3 "no meeting 'next': none is to come; plan one with 'iv-session plan'" \
    "geen bijeenkomst 'next': .*plan er een met 'iv-session plan'" \
    'no meeting to come' iv-report agenda
says 3 "no meeting 'last': .*'iv-session list'" \
    "geen bijeenkomst 'last': .*'iv-session list'" 'no meeting yet' \
    iv-report minutes
says 3 "plan.*'iv-session plan'" "plan .*'iv-session plan'" \
    'no agenda to show' iv-session agenda
says 3 "plan.*'iv-session plan'" "plan .*'iv-session plan'" \
    'no turns to give' iv-rotate season
says 3 "agreements.*'iv-group agree'" "afspraken.*'iv-group agree'" \
    'no agreements' iv-group sheet
says 2 "'iv-sync remote URL'" "'iv-sync remote ADRES'" 'not shared' iv-sync
run iv-case list -o json
is "$(jq -c .items "$T/out")" '[]' 'an empty list is a list'
err_empty 'and nothing is wrong with it'

# --- slips ------------------------------------------------------------------

iv-member add --name 'Noëlle Dijkstra' >/dev/null
iv-member add --name 'Noortje Smit' >/dev/null
says 3 "no member 'piet'; 'iv-member list' shows them" \
    "geen deelnemer 'piet'; 'iv-member list' toont wat er is" 'a wrong name' \
    iv-member show piet
says 4 "'no' fits 2" "'no' past op 2" 'half a name' iv-member show no
err_like 'Noortje Smit' 'with who it may be'
says 3 "no member 'zzz'; .*list" "geen deelnemer 'zzz'; .*list" 'a wrong id' \
    iv-member show zzz
says 2 "2026-04-03 or 2026-03-04" "2026-04-03 of 2026-03-04" \
    'a day in two ways' iv-session plan 03-04-2026
says 2 "'2026-02-30'" "de dag '2026-02-30' bestaat niet" \
    'a day that is none' iv-session plan 2026-02-30
says 2 "'[0-9-]+T09:30'" "'[0-9-]+T09:30'" 'a day without a time' \
    iv-session plan maandag
says 2 "2026-03-12T09:30" "2026-03-12T09:30" 'no day at all' \
    iv-session plan 'ergens in mei'
says 2 "did you mean 'add'" "was 'add' bedoeld" 'half a command' iv-member ad
says 2 "did you mean '--name'" "was '--name' bedoeld" 'a wrong option' \
    iv-member add --naam x
says 2 "member, facilitator, client, guest" \
    "deelnemer, begeleider, opdrachtgever, gast" 'a wrong word' \
    iv-member add --name x --role lid
says 2 "did you mean 'name'" "was 'name' bedoeld" 'a wrong field' \
    iv-member set noëlle nam=x
says 2 "Europe/Amsterdam" "Europe/Amsterdam" 'a wrong zone' \
    iv-group set zone=Amsterdam
says 2 "terminal.*iv-group agree TOPIC TEXT" \
    "terminal.*iv-group agree ONDERWERP TEKST" 'questions without a terminal' \
    iv-group agree

# --- editors ----------------------------------------------------------------

says 8 "cannot start the editor 'nosuch'.*IV_EDITOR" \
    "kan teksteditor 'nosuch' niet starten.*IV_EDITOR" 'no such editor' \
    env IV_EDITOR=nosuch iv-member edit noëlle
says 1 "ended with status 1.*'.*edit/" "eindigde met status 1.*'.*edit/" \
    'an editor that fails' env IV_EDITOR=false iv-member edit noëlle

# --- languages --------------------------------------------------------------

for lang in nl nl_NL.UTF-8 nl_BE nl_NL@euro; do
	run env -u LC_ALL IV_LANG= LANG=$lang iv-member ad
	err_like "was 'add' bedoeld" "$lang is Dutch, also where it is not there"
done
run env LC_ALL=C IV_LANG=nl iv-member ad
err_like "was 'add' bedoeld" 'Dutch in the plain C locale'
run env LC_ALL=xx_XX iv-member ad
err_like "did you mean 'add'" 'a locale that is none is English'
run env IV_LANG=fr iv-member ad
err_like "did you mean 'add'" 'and so is a language we have not'

# --- rights -----------------------------------------------------------------

if [ "$(id -u)" = 0 ]; then
	as=(setpriv --reuid=65534 --regid=65534 --clear-groups
	    env HOME="$T/other" XDG_DATA_HOME="$T/other/data")
	mkdir "$T/other" && chmod 777 "$T/other" && chmod 755 "$T" "$T/work"
fi
if [ "$(id -u)" = 0 ] && "${as[@]}" test -x "$IV_BIN/iv-member" -a -r "$T/work"
then
	says 8 "cannot open '.*groep': Permission denied" \
	    "kan '.*groep' niet openen: geen toegang" 'a closed directory' \
	    "${as[@]}" iv-member -C "$T/work/groep" list
	chmod -R a+rX .
	run "${as[@]}" iv-member list
	status_is 0 "somebody else's group, opened up, can be read"
	says 6 "another user.*shared with iv-sync" \
	    "andere gebruiker.*gedeeld met iv-sync" "somebody else's group" \
	    "${as[@]}" iv-member add --name x
	chown -R 65534 . && chmod -R a-w .
	run "${as[@]}" iv-member list
	status_is 0 'a group without the right to write can be read'
	says 8 "can be read here and not changed.*: Permission denied" \
	    "hier te lezen en niet te wijzigen.*: geen toegang" \
	    'the right to write' "${as[@]}" iv-member add --name x
	mkdir "$T/work/ro" && cd "$T/work/ro" || exit 1
	says 8 "cannot make 'g': Permission denied" \
	    "kan 'g' niet maken: geen toegang" 'a place to begin' \
	    "${as[@]}" iv-group init g --name x
	cd "$T/work/groep" || exit 1
	chmod -R u+w . && chown -R 0 .
else
	skip 'only root can be somebody else' 14
fi

# --- formats ----------------------------------------------------------------

before=$(git rev-parse HEAD)
file=$(grep -l Noëlle members/*.json)
cp "$file" "$T/whole.json"
sed -i 's|iv.member/1|iv.member/2|; s|"role"|"later": true,\n  "role"|' "$file"
run iv-member show noëlle
status_is 0 'a record of a newer program is shown'
out_like 'Noëlle Dijkstra' 'as far as it is known'
says 5 "newer version.*only read|newer.*read" "nieuwere versie.*alleen lezen" \
    'and is not written' iv-member set noëlle job=x
sed -i '/"schema"/d' "$file"
says 5 "$file:1:1: schema is missing.*\"schema\": \"iv" \
    "$file:1:1: schema ontbreekt.*\"schema\": \"iv" 'a record of no program' \
    iv-member list
out_like 'Noortje Smit' 'hides no other'
cp "$T/whole.json" "$file"
mv .git "$T/git"
run iv-member list
status_is 0 'without its history a group is still read'
says 6 "no git repository.*\\.git back.*iv-sync clone" \
    "geen eigen git-repository.*\\.git terug.*iv-sync clone" \
    'but not changed' iv-member add --name x
mv "$T/git" .git
is "$(git rev-parse HEAD)" "$before" 'none of this changed anything'
is "$(git status --porcelain)" '' 'and nothing was left'
done_testing
