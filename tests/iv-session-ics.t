#!/usr/bin/env bash
# iv-session -o ics, read by another program: its own zone description must
# give the instants that the system's clock gives.
. "${0%/*}/lib.sh"
needs git jq

python=
for p in /usr/bin/python3 python3; do
	[ -n "$python" ] || ! "$p" -c 'import icalendar' 2>/dev/null ||
	    python=$p
done

# parsed: the calendar in $T/out by python3-icalendar, a line an event: start
# and end as instants by the zone that the calendar describes, then the rest.
parsed()
{
	"$python" - "$T/out" <<'END'
import sys
from datetime import timezone
from icalendar import Calendar
cal = Calendar.from_ical(open(sys.argv[1], 'rb').read())
zones = {str(z['TZID']): z.to_tz() for z in cal.walk('VTIMEZONE')}
# A zone is one of pytz or, in icalendar 6, of dateutil.
def local(zone, t):
    if hasattr(zone, 'localize'):
        return zone.localize(t, is_dst=True)
    return t.replace(tzinfo=zone, fold=0)
def instant(event, name):
    t, p = event[name].dt, event[name].params
    if 'TZID' in p:
        t = local(zones[p['TZID']], t.replace(tzinfo=None))
    return t.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%MZ')
for e in cal.walk('VEVENT'):
    print(instant(e, 'DTSTART'), instant(e, 'DTEND'), cal['METHOD'],
          e['STATUS'], e['SEQUENCE'], e['UID'], e['SUMMARY'],
          e.get('LOCATION', '-'), sep='|')
END
}
# events NAME FIELDS WANT: these fields of each event, as that parser sees it.
events()
{
	if [ -z "$python" ]; then
		skip "no python3-icalendar here"
		return
	fi
	parsed >"$T/parsed" 2>"$T/err"
	is "$(cut -d'|' -f "$2" "$T/parsed"; cat "$T/err")" "$3" "$1"
}
# good NAME: lines of at most 75 octets, ended by CRLF.
good()
{
	is "$(LC_ALL=C awk '!/\r$/ || length > 76' "$T/out")" "" "$1"
}

export IV_NOW=2026-01-05T10:00
iv-group init group --name 'Wmo-team; noord, zuid' --language nl >/dev/null
cd group || exit 1
iv-group set place='Wijkhuis, zaal 2' minutes=120
gid=$(jq -r .id group.json)
noelle=$(iv-member add --name 'Noëlle Dijkstra' --email noelle@example.org)
boos=$(iv-case add --presenter noelle --title 'Boze klant' \
    --question 'Hoe blijf ik rustig?')

run iv-session list -o ics
status_is 0 "no meetings"
good "are an empty calendar"
events "without events" 1 ""

# --- over the change of the clock -------------------------------------------

mapfile -t ids < <(iv-session plan 2026-03-19T09:30 --every 10d --count 2
    iv-session plan 2026-10-20T19:30 --every 7d --count 2 2>/dev/null)
night=$(iv-session plan 2026-03-29T01:30 2>/dev/null)
autumn=$(iv-session plan 2026-10-25T01:30 2>/dev/null)
iv-session agenda "${ids[0]}" --case "$boos"
run iv-session list -o ics
status_is 0 "a calendar"
good "in lines as they should be"
events "local times are right on both sides of the change" 1,2 \
    "2026-03-19T08:30Z|2026-03-19T10:30Z
2026-03-29T00:30Z|2026-03-29T02:30Z
2026-03-29T07:30Z|2026-03-29T09:30Z
2026-10-20T17:30Z|2026-10-20T19:30Z
2026-10-24T23:30Z|2026-10-25T01:30Z
2026-10-27T18:30Z|2026-10-27T20:30Z"
events "each has its own id, that of its record" 6 "$(printf '%s\n' \
    "${ids[0]}" "$night" "${ids[1]}" "${ids[2]}" "$autumn" "${ids[3]}" |
    sed "s/$/.$gid@iv.invalid/")"
events "and the group's name and place, whatever stands in them" 7,8 \
    "$(yes 'Intervisie Wmo-team; noord, zuid|Wijkhuis, zaal 2' | head -n 6)"
is "$(grep -ciE 'boze|rustig|no.lle|example' "$T/out")" 0 \
    "nothing of a case, and nobody"
run iv-session list -o ics --since 2026-10-01 --until 2026-10-21
events "the filters of list hold" 1 2026-10-20T17:30Z
run env TZ=Asia/Tokyo iv-session list -o ics
cp "$T/out" "$T/tokyo"
run iv-session list -o ics
ok "the machine's zone does not matter" cmp "$T/tokyo" "$T/out"

# --- what changes -----------------------------------------------------------

first=${ids[0]}
# sequence NAME WANT
sequence()
{
	run iv-session show "$first" -o ics
	events "$1" 3-5 "$2"
}
sequence "a new one" "PUBLISH|CONFIRMED|0"
iv-session rsvp noelle ja -s "$first"
iv-session set "$first" led_by=group
sequence "a reply and who leads change nothing" "PUBLISH|CONFIRMED|0"
iv-session move "$first" 2026-03-20 2>/dev/null
sequence "a move does" "PUBLISH|CONFIRMED|1"
iv-session set "$first" place=Bibliotheek minutes=90
sequence "so does a change of place and length, once" "PUBLISH|CONFIRMED|2"
iv-session set "$first" place=Bibliotheek
sequence "the same place again does not" "PUBLISH|CONFIRMED|2"
iv-session move "$first" 2026-03-19 2>/dev/null
sequence "moved back is another change" "PUBLISH|CONFIRMED|3"
iv-session cancel "$first" 2>/dev/null
sequence "and so is being cancelled" "CANCEL|CANCELLED|4"
is "$(jq '.revised | length' sessions/2026/"$first".json)" 4 \
    "kept in the record"
run iv-session list -o ics
events "among others it is cancelled by its status" 3,4 \
    "PUBLISH|CANCELLED
$(yes 'PUBLISH|CONFIRMED' | head -n 5)"

mapfile -t dates < <(iv-session plan --proposed 2026-06-02T09:30 2026-06-03)
run iv-session list --proposed -o ics
events "dates to choose from" 1,4,5 "2026-06-02T07:30Z|TENTATIVE|0
2026-06-03T07:30Z|TENTATIVE|0"
iv-session confirm "${dates[1]}" 2>/dev/null
run iv-session show "${dates[@]}" -o ics
events "one of them becomes firm, the other is off" 4,5 "CANCELLED|1
CONFIRMED|1"
run iv-session list -o icz
status_is 2 "another format"
err_like "one of table id tsv csv json ndjson md ics" "is told which there are"
run iv-case list -o ics
status_is 2 "and cases are no calendar"
run iv-session complete -- list -o ic
out_is ics "completion knows it"

# --- two clones -------------------------------------------------------------

third=${ids[2]}
cd "$T/work" || exit 1
git init -q --bare -b main r.git
(cd group && iv-sync remote ../r.git --host-reads && iv-sync) >/dev/null 2>&1
iv-sync clone r.git other >/dev/null 2>&1
(cd group && iv-session move "$third" 2026-10-21) 2>/dev/null
(cd other && iv-session set "$third" place=Elders)
for d in group other group; do
	(cd "$d" && iv-sync >/dev/null 2>&1)
done
for d in group other; do
	run iv-session -C "$d" show "$third" -o ics
	events "in clone $d two changes count for two" 1,5,8 \
	    "2026-10-21T17:30Z|2|Elders"
done

# --- hostile words ----------------------------------------------------------

cd "$T/work/group" || exit 1
long=$(printf 'é%.0s' {1..95})
for place in 'x; BEGIN:VEVENT' "$long" $'\u202egnal' 'a\b,c;"d"' 'e:f'; do
	iv-session set "$third" place="$place"
	run iv-session show "$third" -o ics
	good "a hostile place: good lines"
	is "$(grep -c '^BEGIN:VEVENT' "$T/out")" 1 "and one event"
	is "$(LC_ALL=C grep -c $'\xe2\x80\xae' "$T/out")" 0 \
	    "nothing that steers a screen"
	events "which reads as it was" 8 "$(printf '%s' "$place" |
	    sed $'s/\u202e/\\\\u{202e}/')"
done
iv-group set name=$'Groep\u200b "x"; ORGANIZER:evil'
run iv-session show "$third" -o ics
events "a hostile name of the group too" 7 \
    'Intervisie Groep\u{200b} "x"; ORGANIZER:evil'
is "$(tr -d '\r' <"$T/out" | grep -c '^ORGANIZER')" 1 "with one organizer"
iv-group set zone=America/New_York
run iv-session show "$third" -o ics
events "another zone" 1 2026-10-21T23:30Z
is "$(git status --porcelain)" "" "git is clean"
done_testing
