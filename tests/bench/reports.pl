#!/usr/bin/perl
# reports.pl DIR N: a group of seven people and a facilitator with N meetings,
# each with a case of its own, one every three days up to March 2026, and a
# closed evaluation round at every fiftieth; the same every time.  Files only.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use POSIX qw(strftime);
use Seed;

my ($dir, $n) = @ARGV;

mkdir $dir;
mkdir "$dir/$_" for qw(members cases sessions evaluations);
my @m = map { id(1000 + $_) } 0 .. 7;
put("$dir/group.json", <<END);
{
  "schema": "iv.group/1",
  "id": "g000000000",
  "name": "G",
  "language": "en",
  "zone": "Europe/Amsterdam",
  "facilitator": "$m[7]",
  "roles": ["chair", "timekeeper"],
  "purpose": "Beter worden in het werk"
}
END
for (0 .. 7) {
	my $role = $_ == 7 ? 'facilitator' : 'member';

	put("$dir/members/$m[$_].json", <<END);
{
  "schema": "iv.member/1",
  "name": "$names[$_] de Vries",
  "role": "$role",
  "expectations": "Eerlijk en scherp",
  "prefers": {"structure": @{[1 + $_ % 5]}, "focus": "both"},
  "registers": {"SKJ": "9000412$_"},
  "joined": "2000-01-01"
}
END
}
my @methods = qw(incident ten-steps five-steps gossip);
my $last = 1773273600;	# 2026-03-12
for my $i (0 .. $n - 1) {
	my $at = $last - ($n - 1 - $i) * 3 * 86400;
	my $day = strftime('%Y-%m-%d', gmtime $at);
	my $year = substr $day, 0, 4;
	my $case = id(7_000_000 + $i);
	my $session = id(5_000_000 + $i);
	my $by = $m[$i % 7];
	my $att = join ",\n", map { qq(    "$m[$_]": ) . (
	    ($i + $_) % 9 == 0 ? qq({"status": "excused"}) :
	    ($i + $_) % 5 == 0 ? qq({"status": "present", "from": "09:45"}) :
	    qq({"status": "present"})) } 0 .. 7;
	my $rsvp = join ",\n",
	    map { qq(    "$_": {"answer": "yes", "at": "${day}T08:00"}) } @m;
	my $status = $i == $n - 1 ? 'planned' : 'held';
	my $over = 10 + $i % 7;

	mkdir "$dir/$_/$year" for qw(sessions cases);
	$att = '' if $status eq 'planned';
	put("$dir/sessions/$year/$session.json", <<END);
{
  "schema": "iv.session/1",
  "start": "${day}T09:30",
  "minutes": 120,
  "place": "Room 3",
  "agenda": [
    {"case": "$case", "presenter": "$by", "method": "$methods[$i % 4]", "minutes": 60, "chair": "$m[($i + 1) % 7]"}
  ],
  "roles": {"chair": "$m[($i + 1) % 7]", "timekeeper": "$m[($i + 2) % 7]"},
  "rsvp": {
$rsvp
  },
  "attendance": {
$att
  },
  "breaks": [{"from": "10:30", "until": "10:45"}],
  "steps": [
    {"agenda": 0, "step": "tell", "planned": 10, "started": "${day}T08:30:00Z", "ended": "${day}T08:$over:00Z"},
    {"agenda": 0, "step": "ask", "planned": 15, "started": "${day}T08:$over:00Z", "ended": "${day}T08:59:00Z"}
  ],
  "status": "$status",
  "made": "$day"
}
END
	my $share = $i % 3 ? 'true' : 'false';
	my $state = $i % 4 ? 'done' : 'open';

	put("$dir/cases/$year/$case.json", <<END);
{
  "schema": "iv.case/1",
  "presenter": "$by",
  "title": "Zaak $i",
  "form": "$forms[$i % 4]",
  "level": "individual",
  "situation": "Een gesprek dat anders liep dan gehoopt, en wat er daarna gebeurde op het werk van alledag.",
  "question": "Hoe blijf ik rustig als het gesprek $i anders loopt?",
  "reformulated": "Wat heb ik nodig om te blijven luisteren?",
  "urgency": 3,
  "actions": {
    "@{[id(11_000_000 + $i)]}": {"by": "$by", "text": "Vooraf bellen", "due": "$day", "status": "$state", "result": "Het hielp", "share": $share}
  },
  "insights": {"@{[id(12_000_000 + $i)]}": {"text": "Rust begint bij mij"}},
  "status": "discussed",
  "session": "$session",
  "made": "$day"
}
END
	next if $i % 50;
	put("$dir/evaluations/" . id(9_000_000 + $i) . '.json', <<END);
{
  "schema": "iv.evaluation/1",
  "session": "$session",
  "questionnaire": "meeting",
  "answered": 6,
  "items": {
    "safety": {"low": 1, "middle": 1, "high": 4, "median": 4},
    "heard": {"low": 0, "middle": 2, "high": 4, "median": 4}
  },
  "closed": "$day"
}
END
}
