#!/usr/bin/env bash
# The wall between the two ledgers: what is written for the client or a
# register cannot say what was said.  A word of its own is planted in every
# field of a case that takes text, as its schema tells, and in a round; none is
# in any format of those reports, and they open nothing that holds one.
. "${0%/*}/lib.sh"
needs git jq
blind='attendance hours binder certificate client register signsheet statement'
formats='table tsv csv json ndjson md html'

iv-group init groep --name 'Team Wmo' --language nl >/dev/null
cd groep || exit 1
for name in Noëlle Anna Joris Saar Piet; do
	id=$(iv-member add --name "$name Dijk" --joined 2026-01-01)
	ids="${ids:-} $id"
done
read -r noelle _ <<<"$ids"
lead=$(iv-member add --name 'Gerda Boom' --role facilitator)
iv-group set facilitator=gerda purpose='Sterker worden'
iv-member set noelle registers.SKJ=123
iv-member set gerda registers.LVSC=777
there=$(printf '%s\n' $ids "$lead" | jq -R . |
    jq -sc 'map({(.): {status: "present"}}) | add')
mkdir -p sessions/2026 cases/2026 evaluations
for day in 01-12 02-16 03-02; do
	jq -n --arg s "2026-${day}T09:30" --argjson a "$there" --arg n "$noelle" \
	    '{schema: "iv.session/1", start: $s, minutes: 120, status: "held",
	    agenda: [{case: "c100000001", presenter: $n, method: "incident",
	    minutes: 60}], steps: [{agenda: 0, step: "tell", planned: 10,
	    started: "2026-01-12T08:30:00Z", ended: "2026-01-12T08:45:30Z"}],
	    roles: {chair: $n}, attendance: $a, made: "2026-01-02"}' \
	    >"sessions/2026/s10000${day/-/}.json"
done
iv-session plan 2026-04-20T09:30 >/dev/null

# --- what is planted ---------------------------------------------------------
# plant KIND: a record with PLANT<path> in every field of text.
plant()
{
	iv-group schema "$1" | jq '
	def word: map(if type == "number" then "N" else . end) | join("-") |
	    "PLANT-" + .;
	def grow($at):
	    if .const then .const
	    elif .enum then .enum[0]
	    elif .anyOf then .anyOf[0] | grow($at)
	    elif .type == "string" and (.pattern | not) and (.enum | not)
		then $at | word
	    elif .type == "string" and (.pattern | contains("{4}")) then
		"2026-03-02"
	    elif .type == "string" then "k100000001"
	    elif .type == "integer" or .type == "number" then .minimum // 1
	    elif .type == "boolean" then true
	    elif .type == "array" then [.items | grow($at + ["item"])]
	    elif .properties then .properties | with_entries(.key as $k |
		.value |= grow($at + [$k]))
	    elif .additionalProperties | type == "object" then
		{k100000001: (.additionalProperties |
		grow($at + ["key"]))}
	    else null end;
	grow([])'
}
plant case | jq --arg by "$noelle" 'del(.conflicts, .outcome, .forgotten, .votes) |
    .presenter = $by | .session = "s100000302" |
    .status = "discussed" | .made = "2026-01-05" |
    (.. | objects | select(has("by")) | .by) = $by |
    .own_key = "PLANT-own"' >cases/2026/c100000001.json
plant evaluation | jq 'del(.conflicts, .session, .items) |
    .questionnaire = "meeting" | .answered = 6 | .closed = "2026-03-02" |
    .decisions.k100000001.changes = "Kortere rondes" |
    .items = {safety: {low: 1, middle: 1, high: 4, median: 4}}' \
    >evaluations/e100000001.json
git add -A && git -c user.name=x -c user.email=x@example.org commit -qm hand
fields=$(grep -ho 'PLANT-[a-zA-Z_-]*' cases/*/*.json | sort -u)
note "planted: $(echo $fields)"
ok "$(wc -l <<<"$fields") fields of a case" [ "$(wc -l <<<"$fields")" -ge 12 ]
run iv-group check
out_unlike 'c100000001' 'the planted case is a valid one'
run iv-report cases --full -o md
out_like PLANT-question 'the group itself can read it'
echo "PLANT-draft" | iv-case add --draft --title 'PLANT-hidden' \
    --presenter noelle --situation @- >/dev/null 2>&1

# with REPORT: its options here, in $with.
with()
{
	case $1 in
	register) with=(--profile skj --member noelle) ;;
	binder) with=(--member noelle) ;;
	signsheet) with=(2026-03-02) ;;
	*) with=() ;;
	esac
}

outputs=0 seen='' failed=''
for report in $blind 'register --lines' roles timing yearplan; do
	read -r name more <<<"$report"
	with "$name"
	for format in $formats; do
		for at in '' '--at HEAD'; do
			run iv-report $name $more "${with[@]}" $at -o $format
			outputs=$((outputs + 1))
			[ "$status" = 0 ] || failed="$failed $report-$format"
			grep -qE 'PLANT|c100000001' "$T/out" "$T/err" &&
			    seen="$seen $report-$format"
			[ -s "$T/out" ] || failed="$failed $report-$format"
		done
	done
done
is "$failed" '' "$outputs outputs are made"
is "$seen" '' "and not one planted word is in them"
for report in hours attendance roles timing yearplan; do
	run iv-report $report -C . -C . -o json
	out_unlike PLANT "$report of several groups: none either"
done

# --- what is opened ----------------------------------------------------------
if [ -z "$IV_VARIANT" ] && command -v strace >/dev/null; then
	for report in $blind; do
		with $report
		for format in table json md html; do
			strace -f -o "$T/trace" -e trace=%file iv-report \
			    $report "${with[@]}" -o $format >/dev/null 2>&1
			# Every name it gave to the kernel, under the group.
			grep -oE '"[^"]*"' "$T/trace" | tr -d '"' | sort -u \
			    >"$T/opened"
			grep -qE 'cases|drafts|c100000001' "$T/opened" ||
			    continue
			fail "$report as $format opens what was said" \
			    "$(grep -E 'cases|drafts|c1' "$T/opened")"
		done
		[ $report = client ] ||
		    not_ok "$report: no rounds" grep -q evaluations \
		    "$T/opened"
		ok "$report reads meetings" grep -q s10000 "$T/opened"
		not_ok "$report: no case, no private area" grep -qE \
		    "cases|drafts|^$XDG_DATA_HOME" "$T/opened"
	done
else
	skip 'no strace here' 23
fi
done_testing
