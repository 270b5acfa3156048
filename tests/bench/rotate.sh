#!/usr/bin/env bash
# rotate.sh: how long iv-rotate season takes, and its most memory where GNU
# time is installed: 12 meetings for 8 people, 60 for 12.  The best of five
# runs, each without writing; and once with the commit.
. "$(dirname "$0")/setup.bash"
export IV_NOW=2026-01-02T09:00 IV_SEED=bench
peak=$(type -P time || :)

# group PEOPLE MEETINGS: one with three roles; a fifth cannot come.
group()
{
	local g=$dir/g$1 ids id i

	iv-group init "$g" --name G --guidance independent \
	    --roles chair,timekeeper,secretary --max-members 12 >/dev/null
	cd "$g"
	for ((i = 0; i < $1; i++)); do
		echo "{\"name\": \"P$i\", \"role\": \"member\",
		    \"joined\": \"2025-01-01\"}" | tr -d '\n'
		echo
	done | iv-member add --json >ids
	mapfile -t ids <ids
	rm ids
	for ((i = 0; i < $2; i++)); do
		id=${ids[i % $1]}
		printf '{"start": "%s", "minutes": 120, "status": "planned",
		    "rsvp": {"%s": {"answer": "no"}, "%s": {"answer": "no"}}}' \
		    "$(date -u -d "2026-01-05 +$((i * 14)) days" +%FT09:30)" \
		    "$id" "${ids[(i * 5 + 2) % $1]}" | tr -d '\n'
		echo
	done | jq -c . | iv-session add --json >/dev/null
}

# best COMMAND...: the shortest of five runs, in milliseconds.
best()
{
	local start took least=

	for _ in 1 2 3 4 5; do
		start=$(date +%s%N)
		"$@" >/dev/null
		took=$((($(date +%s%N) - start) / 100000))
		[ -n "$least" ] && [ "$least" -le "$took" ] || least=$took
	done
	echo "$((least / 10)).$((least % 10))"
}

for size in '8 12 50' '12 60 1000'; do
	read -r people meetings goal <<<"$size"
	group "$people" "$meetings"
	printf '%s people, %s meetings: %s ms (goal %s)' "$people" \
	    "$meetings" "$(best iv-rotate season --dry-run)" "$goal"
	if [ -n "$peak" ]; then
		"$peak" -f %M iv-rotate season --dry-run 2>"$dir/kb" >/dev/null
		printf ', %s KiB (goal 16384)' "$(tail -n 1 "$dir/kb")"
	fi
	start=$(date +%s%N)
	iv-rotate season >/dev/null
	printf ', written in %s ms\n' $((($(date +%s%N) - start) / 1000000))
done
