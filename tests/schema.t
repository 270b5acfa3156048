#!/usr/bin/env bash
# The JSON Schemas of iv-group schema, held to the records of the demo and to
# the programs' own judgement by a validator of others.
. "${0%/*}/lib.sh"
plain_only 'the schemas are the same in every build'
needs jsonschema jq

kinds='group member case session evaluation'
for k in $kinds; do
	iv-group schema $k >$k.schema.json
	iv-group schema --strict $k >$k.strict.json
done
iv-group schema >any.schema.json
run iv-group schema zaak
status_is 2 'an unknown kind is wrong use'
err_like "'zaak' is not a kind.*group, member, case" 'the kinds are named'

# A schema that is itself none is refused before any instance is read.
for f in *.json; do
	echo '{}' >empty
	run jsonschema -i empty "$f"
	[ "$status" = 1 ] || break
done
status_is 1 'each schema is valid, and an empty record is not'

mkdir demo && cd demo
run env IV_BIN="$IV_BIN" bash "$TOP/tests/demo/demo.sh"
status_is 0 'the demo was played'
cd wmo-noord

# files KIND: its records, each behind -i.
files()
{
	case $1 in
	group) echo group.json ;;
	case|session) find ${1}s -name '*.json' ;;
	*) ls ${1}s/*.json ;;
	esac | sed 's/^/-i\n/'
}
total=0
for k in $kinds; do
	mapfile -t list < <(files $k)
	total=$((total + ${#list[@]} / 2))
	ok "every $k of the demo fits" jsonschema "${list[@]}" \
	    ../../$k.schema.json
	ok "every $k of the demo fits strictly" jsonschema "${list[@]}" \
	    ../../$k.strict.json
done
mapfile -t list < <(for k in $kinds; do files $k; done)
ok 'all of them fit the schema of any kind' jsonschema "${list[@]}" \
    ../../any.schema.json
note "$total records of the demo were judged by python3-jsonschema"

# broken KIND FILTER TEXT: a record of the demo, changed, is refused.
broken()
{
	local f
	f=$(files $1 | grep -m1 json)
	jq "$2" "$f" >"$T/one.json"
	not_ok "$3" jsonschema -i "$T/one.json" ../../$1.schema.json
}
broken case 'del(.presenter)' 'a case without its presenter'
broken case '.urgency = "5"' 'a number as text'
broken case '.schema = "iv.case/2"' 'another version'
broken member '.joined = "12-03-2026"' 'a day as people write it'
broken session '.attendance = {marijke: {status: "present"}}' \
    'a name for an id'
broken session '.start += ":00"' 'seconds in a civil time'
broken group '.agreements[].signed[].date = 3' 'a number deep inside'
broken evaluation 'del(.items)' 'a round without results'

f=$(files case | grep -m1 json)
jq '.form = "droom" | .kamer = 12' "$f" >"$T/one.json"
ok 'unknown words and keys are taken' jsonschema -i "$T/one.json" \
    ../../case.schema.json
not_ok 'strictly they are not' jsonschema -i "$T/one.json" \
    ../../case.strict.json

# Every field of every kind with every sort of value: what the schema refuses
# is what the programs refuse.
values='null true 12 -1 1.5 "" "x" "a\nb" "2026-03-12" "a@b.nl"
    "a0b1c2d3e4" [] ["x"] [3] [{}] {} {"x":1} {"a0b1c2d3e4":{}}
    {"a0b1c2d3e4":{"text":"x","since":"2026-01-01","by":"a0b1c2d3e4"}}'
n=0
for k in member case session evaluation; do
	f=$(files $k | grep -m1 json)
	dir=$(dirname "$f")
	for p in $(jq -r '.properties | keys[]' ../../$k.schema.json); do
		[ $p != schema ] && [ $p != conflicts ] || continue
		for v in $values; do
			n=$((n + 1))
			printf '%s/b%09d.json %s %s\n' $dir $n $p "$v"
		done
	done >"$T/plan"
	jq -rc --slurpfile r "$f" -R 'capture("^(?<f>\\S+) (?<p>\\S+) (?<v>.*)") |
	    .f, ($r[0] + {(.p): (.v | fromjson)} | tojson)' "$T/plan" |
	    while read -r to && read -r text; do
		printf '%s\n' "$text" >"$to"
	done
	mapfile -t list < <(cut -d' ' -f1 "$T/plan" | sed 's/^/-i\n/')
	jsonschema --error-format '{file_name}
' "${list[@]}" ../../$k.schema.json 2>&1 | grep -o 'b[0-9]\{9\}' | sort -u \
	    >"$T/theirs"
	tool=iv-$k
	[ $k != evaluation ] || tool=iv-eval
	$tool list -o id 2>&1 >/dev/null | grep -o '/b[0-9]\{9\}\.json:' |
	    grep -o 'b[0-9]*' | sort -u >"$T/ours"
	is "$(join -v1 "$T/ours" "$T/theirs"; join -v2 "$T/ours" "$T/theirs")" \
	    '' "$k: the validator refuses what $tool refuses"
	ok "$k: some are refused" [ -s "$T/ours" ]
	cut -d' ' -f1 "$T/plan" | xargs rm
done
cp group.json "$T/group.json"
bad=''
for p in $(jq -r '.properties | keys[]' ../../group.schema.json); do
	[ $p != schema ] && [ $p != conflicts ] && [ $p != zone ] || continue
	for v in $values; do
		n=$((n + 1))
		jq --argjson v "$v" ".$p = \$v" "$T/group.json" >group.json
		cp group.json "$T/group.$n.json"
		iv-member list -o id >/dev/null 2>&1 || bad+="$n "
	done
done
cp "$T/group.json" group.json
jsonschema --error-format '{file_name}
' $(printf -- '-i %s ' "$T"/group.*.json) ../../group.schema.json 2>&1 |
    grep -o 'group\.[0-9]*' | sort -u >"$T/theirs"
printf 'group.%s\n' $bad | sort -u >"$T/ours"
is "$(join -v1 "$T/ours" "$T/theirs"; join -v2 "$T/ours" "$T/theirs")" '' \
    'group: the validator refuses what the programs refuse'
note "$n broken or odd values, judged the same by both"
done_testing
