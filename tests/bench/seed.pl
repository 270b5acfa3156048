#!/usr/bin/perl
# seed.pl DIR N: a group of seven people with N cases over ten years, some
# 1.4 kB each, the same every time.  Files only.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Seed;

my ($dir, $n) = @ARGV;

mkdir $dir;
mkdir "$dir/$_" for qw(members cases), map { "cases/$_" } 2017 .. 2026;
put("$dir/group.json", <<'END');
{
  "schema": "iv.group/1",
  "id": "g000000000",
  "name": "G",
  "language": "en",
  "zone": "Europe/Amsterdam"
}
END
my @m = map { id(1000 + $_) } 0 .. 6;
put("$dir/members/$m[$_].json", <<END) for 0 .. 6;
{
  "schema": "iv.member/1",
  "name": "$names[$_] de Vries",
  "role": "member",
  "joined": "2017-01-01"
}
END
my @words = qw(overleg cliënt wachten vraag gesprek huis zorg plan team avond
    besluit brief steun grens rust ruimte tempo afspraak verslag keuze);

sub text {
	my ($seed, $count) = @_;

	return join ' ', map { $words[($seed * 7 + $_ * $_) % @words] }
	    1 .. $count;
}

for my $i (0 .. $n - 1) {
	my $year = 2017 + $i % 10;
	my ($q, $a) = (id(7_000_000 + 2 * $i), id(7_000_001 + 2 * $i));
	my $day = sprintf '%04d-%02d-%02d', $year, 1 + int($i / 10) % 12,
	    1 + $i % 28;
	put("$dir/cases/$year/" . id(50_000_000 + 977 * $i) . '.json', <<END);
{
  "schema": "iv.case/1",
  "presenter": "$m[$i % 7]",
  "title": "Casus $i: ${\ text($i, 3)}",
  "form": "$forms[$i % 4]",
  "level": "individual",
  "situation": "${\ text($i, 60)}",
  "own_part": "${\ text($i + 1, 30)}",
  "tried": "${\ text($i + 2, 20)}",
  "question": "Hoe kan ik ${\ text($i, 4)} anders aanpakken?",
  "urgency": ${\ (1 + $i % 5)},
  "influence": ${\ (1 + $i % 3)},
  "status": "closed",
  "questions": {
    "$q": {
      "kind": "deepening",
      "text": "Wat raakt je in ${\ text($i, 5)}?",
      "temperature": "warm"
    }
  },
  "insights": {
    "$a": {
      "text": "${\ text($i + 3, 12)}"
    }
  },
  "votes": {
    "$m[($i + 1) % 7]": "$day"
  },
  "made": "$day"
}
END
}
