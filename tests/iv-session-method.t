#!/usr/bin/env bash
# iv-session: the methods there are, one step by step, a group's own, which
# fits a case, and what an agenda makes of them.
. "${0%/*}/lib.sh"
. "$TOP/tests/session.sh"
needs git jq

# --- the catalogue, outside a group -----------------------------------------

run iv-session methods -o id
status_is 0 "the methods need no group"
for name in incident incident-outcome ten-steps five-steps gossip \
    solution-focused success balint-nl balint socratic moral-deliberation \
    case-clinic tietze heilsbronn eight-phase action-learning wial troika \
    wise-crowds consultancy open-evening meet halfway final year-after \
    client-talk here-and-now leadership looking-back; do
	out_like "^$name\$" "there is $name"
done
mapfile -t all <<<"$out"
for lang in en nl; do
	faults=
	for name in "${all[@]}"; do
		env IV_LANG=$lang iv-session method "$name" >"$T/text" 2>&1 &&
		    [ -s "$T/text" ] &&
		    env IV_LANG=$lang iv-session method "$name" -o md \
			>"$T/md" 2>&1 && grep -q '^## 1\. ' "$T/md" ||
		    faults+=" $name"
	done
	is "$faults" "" "each of ${#all[@]} is shown, and handed out, in $lang"
done
faults=
for name in "${all[@]}"; do
	iv-session method "$name" --raw >"$T/$name.json" &&
	    iv-session method --check "$T/$name.json" 2>>"$T/faults" ||
	    faults+=" $name"
done
is "$faults" "" "each passes its own check"
run iv-session methods -o json
is "$(jq -r '.schema, (.items | length)' <<<"$out" | paste -sd' ')" \
    "iv.methods/1 ${#all[@]}" "and all are there for programs"
run iv-session methods --form ethical -o id
out_like '^moral-deliberation$' "for an ethical case"
out_unlike '^(incident|success|meet|here-and-now)$' "and no other"
run iv-session methods --form positief --kind inbreng -o id
status_is 2 "a word of no language"
run env IV_LANG=nl iv-session methods --form positief -o id
out_like '^success$' "the form in Dutch"
run iv-session methods --people 9 -o id
out_unlike '^incident$' "nine are too many for the incident method"
out_like '^solution-focused$' "not for a reflecting team"
run iv-session methods --minutes 40 --people 6 --kind case -o id
out_is "action-learning
case-clinic-light
solution-focused
troika" "what takes no more than forty minutes"
run iv-session methods --beginners -o id
out_unlike '^gossip$' "gossip is not for beginners"
run iv-session methods --form vrolijk
status_is 2 "a form that is none"
err_like "'vrolijk' is not allowed; allowed: problem, solution" "is named"

run iv-session method incident -o tsv -f step,minutes,title,speaks,presenter,talk
out_like '^5	10	Analysis	group	out	hypotheses,advice$' \
    "the steps for programs"
run iv-session method incident -o json
is "$(jq -c '[.schema, (.items | map(.minutes) | add)]' <<<"$out")" \
    '["iv.method-steps/1",65]' "that add up to the source's total"
is "$(iv-session method case-clinic-light --people 4 -o json |
    jq '.items | map(.minutes) | add')" 31 "minutes are for those present"
run iv-session method Hendriksen
status_is 0 "another name"
out_like 'Reveals: the outcome' "shows where the outcome comes out"
run env IV_LANG=nl iv-session method 'vijfstappen'
out_like '^Vijfstappenmethode \(five-steps\)' "the beginning of a Dutch title"
run iv-session method tietze
out_like 'Headstand' "modules are shown"
# quiet CMD ...: fails without a word on standard output.
quiet() { run "$@"; out_empty "$* prints nothing"; }
quiet iv-session method gosip
status_is 3 "a slip of the keyboard"
err_is "iv-session: no method 'gosip'; did you mean 'gossip'?" "is understood"
quiet iv-session method collegiale
status_is 4 "a beginning of two"
err_like '^  tietze ' "lists them"
quiet iv-session method
status_is 2 "no name"
quiet iv-session method incident --check x
status_is 2 "a name and a file"

# --- check ------------------------------------------------------------------

jq '.name = "own" | .steps |= .[:2]' "$T/gossip.json" >own.json
run iv-session method --check own.json
status_is 0 "a method of one's own"
out_empty "passes in silence"
err_empty "without a word"

# broken FILTER LINE:COLUMN REGEX NAME
broken()
{
	jq "$1" own.json >broken/own.json
	run iv-session method --check broken/own.json
	status_is 5 "$4: status 5"
	err_like "^iv-session: broken/own.json:$2: $3" "$4: says where"
}
mkdir broken
broken '.steps[1].talk = ["advise"]' '[0-9]+:[0-9]+' \
    "steps/1/talk/0: 'advise' is not allowed; allowed: story" "an unknown word"
is "$(sed -n 2p "$T/err" | tr -d ' ')" '"advise"' "and shows the line"
broken '.steps[1].not = ["open-questions"]' '[0-9]+:[0-9]+' \
    'steps/1/talk: allows what the step forbids' "a rule against itself"
broken '.steps[0].presenter = "out"' '[0-9]+:[0-9]+' \
    'steps/0/speaks: lets the presenter speak' "a presenter who is out"
broken 'del(.steps[0].title)' '[0-9]+:[0-9]+' \
    'steps/0/title: is missing' "a step without a title"
broken '.minutes_sourced = true | .minutes = 60' '[0-9]+:[0-9]+' \
    'minutes: is not what the steps add up to' "a total that is not"
broken '.name = "other"' '3:11' 'name: is not the name' "another name"
broken '.step = .steps' '[0-9]+:[0-9]+' "step: is no key here; did you mean 'steps'" \
    "a key that is a slip"
broken '.group.max = 2' '[0-9]+:[0-9]+' 'group: max is below min' "a group of none"
jq '.licence = "CC0-1.0"' own.json >broken/own.json
run iv-session method --check broken/own.json
status_is 0 "a key of somebody else is carried"
head -c 100 own.json >broken/own.json
run iv-session method --check broken/own.json
status_is 5 "half a file"
run iv-session method --check nothere.json
status_is 2 "no file"
run iv-session method --check - <own.json
status_is 0 "from standard input"

# The page of the format names every word that a file may hold.
missing=
for word in $(sed -n 's/^X([A-Z]*, [A-Z]*, "\([^"]*\)".*/\1/p' \
    "$TOP/common/method.def") $(sed -n \
    's/^\t{ "\([a-z_]*\)", PART_.*/\1/p' "$TOP/common/facts_methodfile.c"); do
	sed -n '/^\.Sh METHOD FILES/,/^\.Sh EXAMPLES/p' "$TOP/man/iv-format.5" |
	    grep -qw -e "$word" || missing+=" $word"
done
is "$missing" "" "the page of the format names every key and word"

# --- in a group -------------------------------------------------------------

export IV_NOW=2026-01-05T10:00
iv-group init group --name 'Wmo-team' \
    --language nl >/dev/null
cd group || exit 1
noor=$(iv-member add --name 'Noor Dijkstra')
for name in Bram Els Fatima Jos; do
	iv-member add --name "$name Bakker" >/dev/null
done
problem=$(iv-case add --presenter noor --title 'Boze klant' \
    --question 'Hoe blijf ik rustig?')
rooster=$(iv-case add --presenter bram --title 'Rooster' --form solution \
    --question 'Hoe krijg ik het rooster rond?' level=organisation wants=advice)
trots=$(iv-case add --presenter els --title 'Gelukt' --form positive \
    --question 'Hoe is het mij gelukt?' wants=recognition)
session=$(iv-session plan 2026-04-09T09:30)
export IV_NOW=2026-03-12T09:30

run iv-session method incident -o tsv -f minutes
status_is 0 "a method in a group"
run iv-session method case-clinic-light -o md
out_like '^# Korte Case Clinic$' "a hand-out is in the group's language"
out_like '32 minuten met 5 mensen' "for the people of the group"

run iv-session advise "$problem"
status_is 0 "advice on a case"
out_like '^incident  Incident method, 65 minutes$' "the incident method"
out_like '^    \+ it suits people who are new to it$' "with reasons"
out_like '^  Gossip.*: it asks for trust, and the group has hardly met' \
    "not gossip in a new group"
run env IV_LANG=nl iv-session advise "$problem"
out_like '^  Roddelmethode: vraagt om vertrouwen' "in Dutch"
run iv-session advise "$problem" --technical -o json
is "$(jq -r '.items[] | select(.name | startswith("balint")) | .fits' \
    <<<"$out" | sort -u)" false "no Balint for a technical question"
iv-case set "$problem" wants=questions
run iv-session advise "$problem" --all -o json
is "$(jq -r '[.items[] | select(.fits) | .name | select(. == "incident" or . == "tietze" or . == "five-steps")] | length' <<<"$out")" \
    0 "no step with advice where none is wanted"
run iv-session advise "$trots" -o id
is "$(head -n 1 <<<"$out")" success "recognition: learning from success"
run iv-session advise "$rooster" -o json
is "$(jq -r '.items[0].name' <<<"$out")" solution-focused \
    "a solution: the reflecting team"
run iv-session advise "$rooster" --minutes 20 -o id
out_empty "nothing fits in twenty minutes"
for start in 2026-01-12 2026-01-26 2026-02-16; do
	iv-session add --start "${start}T09:30" >/dev/null
	IV_NOW=${start}T12:00 iv-session attend --all
	IV_NOW=${start}T12:01 iv-session close
done
iv-case set "$problem" wants=
run iv-session advise "$problem" --all -o json
is "$(jq -r '.items[] | select(.name == "gossip") | .fits' <<<"$out")" true \
    "gossip after three meetings"
for name in noor bram els fatima jos; do
	iv-member set "$name" prefers.structure=1 experience='tien jaar'
done
run iv-session advise "$problem" -o json --all
is "$(jq -r '.items[] | select(.name == "incident") | .against[]' <<<"$out")" \
    "the members want less structure" "wanted structure counts"
refused 3 "no case 'zzz'" "advice on no case" iv-session advise zzz

# --- the agenda -------------------------------------------------------------

iv-session agenda --case "$problem" --method Roddelmethode
minutes_of()
{
	iv-session agenda -o json |
	    jq -c ".items[] | select(.item == $1) | .minutes"
}
is "$(jq -r '.agenda[0].method' sessions/2026/"$session".json) $(minutes_of 1)" \
    'gossip 60' "a title is stored as the name, with its minutes"
iv-session agenda --open --method case-clinic-light
is "$(minutes_of 2)" 37 \
    "for five people, and five minutes to choose"
iv-session agenda --remove 2
iv-session rsvp jos nee
iv-session agenda --open --method case-clinic-light
is "$(minutes_of 2)" 36 \
    "for the four who come"
iv-session agenda --remove 2
iv-session agenda --open --method troika --minutes 20
is "$(minutes_of 2)" 20 \
    "or as long as is said"
refused 3 "method: no method 'balnt'; did you mean 'balint'" \
    "a method that is none" iv-session agenda --open --method balnt
refused 3 "no method 'kringgesprek'; see 'iv-session methods'" \
    "nor like one" iv-session agenda --open --method kringgesprek
refused 3 "no method 'incidnt'; did you mean 'incident'" "by set" \
    iv-session set next agenda.1.method=incidnt
iv-session set next agenda.2.method='Leren van successen'
is "$(jq -r '.agenda[1].method' sessions/2026/"$session".json)" success \
    "set takes a title too"

# --- the group's own --------------------------------------------------------

mkdir methods
jq '.name = "kring" | .title = {nl: "Onze kring"}' ../own.json \
    >methods/kring.json
jq '.title.en = "Our own gossip"' "$T/gossip.json" >methods/gossip.json
run iv-session methods -o tsv -f name,title
out_like '^kring	Onze kring$' "the group's own stands among the others"
out_like '^gossip	Our own gossip$' "and in place of a built-in one"
is "$(iv-session methods -o json | jq -c '[.items[] | select(.own) | .name]')" \
    '["gossip","kring"]' "known as its own"
iv-session agenda --remove 2
run iv-session agenda --open --method kring
status_is 0 "it goes on an agenda"
echo '{' >methods/stuk.json
run iv-session methods -o id
status_is 0 "a broken one"
err_like 'methods/stuk.json:' "is named"
out_like '^kring$' "and hides no other"
run iv-group check
status_is 1 "the check of the group"
out_like 'methods/stuk.json' "finds it too"
refused 5 'methods/stuk.json:' "a broken one asked for" \
    iv-session method stuk
refused 3 "no method '../group'" "a path is no name" \
    iv-session method ../group
is "$(git status --porcelain | grep -v methods)" "" "git is clean"
done_testing
