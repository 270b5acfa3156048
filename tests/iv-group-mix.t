#!/usr/bin/env bash
. "${0%/*}/lib.sh"
needs jq

cd "$T" || exit 1
cat >people <<'END'
{"id": "anna", "employer": "Noord", "team": "Wmo", "background": "nurse"}
{"id": "bart", "employer": "Noord", "team": "Wmo", "background": "nurse", "manager": "anna"}

{"id": "chloé", "employer": "Noord", "team": "Jeugd", "background": "social work", "met": ["anna"]}
{"name": "Dörte", "employer": "Zuid", "team": "Schuld", "background": "social work", "group": "2025"}
{"id": "emma", "employer": "Zuid", "background": "nurse", "group": "2025"}
{"id": "finn", "employer": "Zuid", "background": "social work", "hierarchy": "emma"}
END
run iv-group mix --groups 2 --background mixed - <people
status_is 0 'two groups of people on standard input'
is "$(awk 'NR > 1 { print $1 }' "$T/out" | sort | uniq -c | tr -s ' ' |
    tr '\n' ' ')" ' 3 1  3 2 ' 'of three each'
err_like 'score [0-9]+: with their manager 0; pairs together before 0' \
    'and how good they are'
run iv-group mix --groups 2 --background mixed -o json - <people
is "$(jq -r '.schema, (.items | length)' "$T/out" | tr '\n' ' ')" \
    'iv.mix/1 6 ' 'for programs too'
group() { jq -r --arg p "$1" '.items[] | select((.id // .name) == $p) |
    .group' "$T/out"; }
not_ok 'no manager with own staff' test "$(group anna)" = "$(group bart)"
not_ok 'by either name' test "$(group emma)" = "$(group finn)"
not_ok 'nobody with whom they met' test "$(group anna)" = "$(group chloé)"
not_ok 'nor with whom they were in a group' \
    test "$(group Dörte)" = "$(group emma)"
cp "$T/out" first
tac people | grep . >turned
run env LC_ALL=C IV_LANG=nl iv-group mix --groups 2 --background mixed \
    -o json - <turned
is "$(jq -Sc '[.items[] | [.group, .id // .name]] | sort' "$T/out")" \
    "$(jq -Sc '[.items[] | [.group, .id // .name]] | sort' first)" \
    'the same in any order and language'
run iv-group mix --groups 2 --background same --seed nog-eens -o ndjson - \
    <people
status_is 0 'of the same background, by another seed'
is "$(jq -r .group "$T/out" | sort | uniq -c | tr -s ' ' | tr '\n' ' ')" \
    ' 3 1  3 2 ' 'groups all the same'
printf '%s\n' '{"id": "a"}' '{"id": "b", "manager": "a"}' >two
run iv-group mix --groups 1 - <two
status_is 1 'a manager who cannot be kept apart is status 1'
for i in {1..15}; do echo "{\"id\": \"p$i\"}"; done >many
while IFS='|' read -r want args like; do
	eval "run iv-group mix $args"
	status_is "$want" "refused: $args"
	err_like "$like" "  and says: $like"
	out_empty
done <<'END'
2|- <people|--groups
2|--groups 4 - <people|too few
2|--groups 2 - <many|--groups 3 or more
2|--groups 2 people|standard input
2|--groups 2 --background gemengd - <people|mixed or same
5|--groups 1 - <<<'{"team": "x"}'|without id or name
5|--groups 1 - < <(cat two two)|stands there twice
5|--groups 1 - <<<'{"id"'|standard input:1
END
done_testing
