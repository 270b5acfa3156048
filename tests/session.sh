# What the tests of iv-session share; sourced after lib.sh, from $TOP/tests.  $s
# is the id of the meeting at hand.

plain() { run iv-session run --plain "$@" "$s"; }
case_of() { jq -r "$2" cases/2026/"$1".json; }
journal() { printf '.git/iv/run-%s.ndjson' "$s"; }

# session [ID] FILTER: what jq makes of a meeting.
session()
{
	[ $# -eq 2 ] || set -- "$s" "$1"
	jq -r "$2" sessions/2026/"$1".json
}

# refused STATUS REGEX NAME CMD ...: it fails so and changes nothing.
refused()
{
	local want=$1 like=$2 name=$3 before
	shift 3

	before=$(git rev-parse HEAD; git status --porcelain)
	run "$@"
	status_is "$want" "$name: status $want"
	err_like "$like" "$name: says why"
	out_empty "$name: prints nothing"
	is "$(git rev-parse HEAD; git status --porcelain)" "$before" \
	    "$name: changes nothing"
}

# new_group: goes into one, early in 2026.
new_group()
{
	export IV_NOW=2026-01-05T10:00
	iv-group init group --name 'Wmo-team' --language nl >/dev/null
	cd group || exit 1
}

# team: a new group of four people.
team()
{
	new_group
	noelle=$(iv-member add --name 'Noëlle Dijkstra')
	bram=$(iv-member add --name 'Bram de Vries')
	fatima=$(iv-member add --name 'Fatima El Amrani')
	jurgen=$(iv-member add --name 'Jürgen Bakker')
}

# new_case PRESENTER [TITLE [OPTION ...]]: prints its id.
new_case()
{
	iv-case add --presenter "$1" --title "${2:-Casus}" \
	    --situation 'Aan de balie.' --question 'Hoe blijf ik rustig?' \
	    "${@:3}"
}
