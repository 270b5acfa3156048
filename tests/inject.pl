#!/usr/bin/perl
# inject.pl make DIR [plain]: fills the group in DIR with records whose every
# text is hostile; with plain, with the same records and harmless texts.
# inject.pl check HOSTILE PLAIN: reads the reports printed of both, FILE.FORMAT
# in each directory, back with real parsers, and says "ok NAME" or
# "bad NAME: why" of each.
use strict;
use warnings;
use utf8;
use Encode qw(decode encode);
use JSON::PP;

my $json = JSON::PP->new->utf8->canonical->pretty;

# --- the texts ---------------------------------------------------------------

my @base = (
	# markup
	'<script>alert(1)</script>', '</script><script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>', "'><svg onload=alert(1)>",
	'</title><b>x', '</style><style>*{display:none}',
	'</text></svg><iframe src=//e.example>', '<!-- -->', '--><b>',
	']]><x>', '<![CDATA[x]]>', '<?xml version="1.0"?>', '<%= 7*7 %>',
	'<!DOCTYPE x [<!ENTITY y "z">]>', '&lt;script&gt;', '&#60;b&#62;',
	'&nbsp;&y;', '&', '&amp', '&#x202e;', '<a href="javascript:alert(1)">',
	'<meta http-equiv=refresh content=0>', '<td></tr></table>',
	'" onmouseover="x', "' style='color:red", '`x`onclick=x', '<',
	'{{7*7}}${7*7}', '<base href=//e.example>', '<link rel=stylesheet>',
	'<form action=//e.example><input>', '</main></body></html>',
	'javascript:alert(1)', 'data:text/html,<b>', '<b>vet</b>',
	# formulas
	'=1+1', '=HYPERLINK("http://e.example")', '+1', '-1+1', '@SUM(A1)',
	"|cmd|' /C calc'!A0", '=cmd|x', "\x{ff1d}1+1", "\x{ff0b}1",
	' =1+1', "\t=1+1", '"=1+1', "'=1+1", ';=1+1', "\x{a0}=1+1",
	"\x{200b}=1+1", '=IMPORTXML(1)', '-2+3+cmd', '+49 30 1',
	# Markdown
	'a|b|c', '**b** _i_ `c`', '[x](http://e.example)',
	'![x](http://e.example)', '# kop', '## kop', '- lijst', '* lijst',
	'1. een', '12) een', '~~x~~ ^y^', '---', '***', '===', '```', '~~~',
	'> citaat', '    code', '<http://e.example>', 'http://e.example',
	'www.e.example', 'x@e.example', '[^1]', '[x]: http://e.example',
	'- [ ] x', '$x^2$', ':smile:', '\\', 'a\\', '| --- |', '+ lijst',
	'&copy;', '[[x]]', '{#id}', '%% x', '__x__', '`', '|', '||',
	# tables of text
	'a,b;c', '"a","b"', '"', '""', ',', ';', 'a""b', '\\u003cb\\u003e',
	'%3Cb%3E %s %n %d', '../../etc/passwd', "'; DROP TABLE x; --",
	"\x{fb00} \x{fdfd} Z\x{351}\x{36b}a\x{334}lgo",
	"\x{1f469}\x{200d}\x{1f469}", "\x{1f1f3}\x{1f1f1}", 'null', 'true',
	'-1', '1e9', 'NaN',
);
# What a terminal obeys, and what is not to be seen.
my @control = map { chr } 0x01, 0x07, 0x08, 0x0b, 0x0c, 0x0e, 0x1b, 0x7f, 0x84,
    0x85, 0x90, 0x9b, 0x9d, 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028,
    0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xe0001, 0xe0041, 0xe000;
my @escape = ("\e[31mrood", "\e[2J\e[H", "\e]0;titel\a", "\e]52;c;eA==\a",
    "\e[?1049h", "\eP+q544e\e\\", "\e[6n", "\ec", "\e]8;;http://e.example\a",
    "\x{9b}2J", "\e[5i", "\e(0", "\e[1;1r");
my @newline = ("a\nb", "a\r\nb", "a\rb", "\n", "a\n\n# kop", "a\n| b |\n",
    "a\n=1+1", "x\",\"\n=1", "a\n</td>", "a\n\tb", "a\n- b", "a\n===\n");

my @texts = ((map { my $s = $_; ($s, "N${s}l") } @base),
    (map { ("a$_<b>", "$_=1", "x$_") } @control), @escape, @newline);

sub harmless {
	my ($i) = @_;

	return sprintf 'tekst %d', $i;
}

# --- the group ---------------------------------------------------------------

my ($dir, $plain, $nth);

sub text {
	my ($i) = @_;

	return $plain ? harmless($i) : $texts[$i % @texts];
}

# One line of at most so many bytes.
sub line {
	my ($i, $max) = @_;
	my $s = text($i);

	$s =~ s/[\r\n]/ /g;
	chop $s while length(encode('UTF-8', $s)) > $max;
	$s .= 'x' if $s =~ /^\s*$/;
	return $s;
}

sub id {
	my ($letter, $i) = @_;

	return sprintf '%s%09d', $letter, $i;
}

sub put {
	my ($path, $record) = @_;

	open my $f, '>', "$dir/$path" or die "$path: $!";
	print $f $json->encode($record);
	close $f or die "$path: $!";
}

sub members {
	for my $i (0 .. $#texts) {
		put('members/' . id('m', $i) . '.json', {
			schema => 'iv.member/1', name => line($i, 100),
			role => 'member', job => line($i, 200),
			sector => line($i, 100), background => text($i),
			experience => text($i), expectations => text($i),
			learning_goal => text($i), joined => '2026-01-01',
			prefers => { structure => 1 + $i % 5,
				focus => 'process' },
			halfway => { came => text($i),
				expectations => text($i) },
			registers => { skj => line($i, 60) },
		});
	}
}

sub cases {
	for my $i (0 .. $#texts) {
		put('cases/2026/' . id('c', $i) . '.json', {
			schema => 'iv.case/1', presenter => id('m', $i),
			title => line($i, 200), situation => text($i),
			question => text($i), reformulated => text($i),
			themes => [line($i, 50) . " $i"], form => 'problem', level => 'individual',
			status => 'discussed', made => '2026-02-01',
			session => id('s', 2),
			questions => { id('q', $i) => { text => text($i) } },
			advice => { id('d', $i) => { text => text($i) } },
			insights => { id('n', $i) => { text => text($i) } },
			actions => { id('a', $i) => { by => id('m', $i),
				text => text($i), result => text($i),
				share => JSON::PP::true,
				due => '2026-03-01' } },
		});
	}
}

sub sessions {
	my %there = map { id('m', $_) => { status => 'present' } } 0 .. $#texts;

	for my $s (1 .. 6) {
		put('sessions/2026/' . id('s', $s) . '.json', {
			schema => 'iv.session/1', minutes => 120,
			start => sprintf('2026-%02d-10T09:30', $s),
			place => line($nth++, 200), made => '2026-01-02',
			status => $s < 4 ? 'held' : 'planned',
			purpose => 'regular',
			roles => { chair => id('m', $s),
				timekeeper => id('m', 0) },
			agenda => [ { presenter => id('m', $s), minutes => 60,
				case => id('c', $s), method => 'vies' } ],
			steps => [ map { { agenda => 1, step => "s$_",
				planned => 5, started =>
				sprintf('2026-%02d-10T08:%02d:00Z', $s, $_),
				ended => sprintf('2026-%02d-10T08:%02d:00Z',
				$s, $_ + 2) } } 1 .. 8 ],
			attendance => $s < 3 ? \%there : {},
		});
	}
}

sub others {
	my @heads = qw(purpose approach composition);
	my $group = $json->decode(do { local (@ARGV, $/) = "$dir/group.json";
		<> });

	$group->{$_} = text($nth++) for @heads;
	$group->{name} = line($nth++, 100);
	$group->{place} = line($nth++, 200);
	$group->{client_contract} = { map { $_ => text($nth++) }
		qw(purpose reports talks) };
	$group->{agreements} = { map { id('g', $_) => { topic =>
		line($_, 40), text => text($_), since => '2026-02-10' } }
		0 .. $#texts };
	$group->{releases} = { map { id('r', $_) => { text => text($_),
		since => '2026-02-10', agreed => { map { id('m', $_) =>
		'2026-02-11' } 0 .. $#texts } } } 0 .. 9 };
	put('group.json', $group);
	for my $round (1, 2) {
		put('evaluations/' . id('e', $round) . '.json', {
			schema => 'iv.evaluation/1', session => id('s', 2),
			questionnaire => 'meeting', answered => 6,
			items => { map { $_ => { low => 1, middle => 2,
				high => 3, median => 5 - $round } }
				qw(heard asked try) },
			texts => [ map { line($_, 900) } 0 .. $#texts ],
			decisions => { map { id('h', $_) => { text => text($_),
				changes => text($_) } } 0 .. $#texts },
			closed => "2026-0$round-20",
		});
	}
	put('questionnaires/meeting.json', {
		schema => 'iv.questionnaire/1', name => 'meeting',
		title => { nl => line($nth++, 100) },
		scale => { min => 1, max => 5, low => { nl => line($nth++, 99) },
			high => { nl => line($nth++, 99) } },
		items => [ map { { id => $_, theme => 'safety',
			text => { nl => line($nth++, 99) } } }
			qw(heard asked try) ],
	});
	put('methods/vies.json', {
		schema => 'iv.method/1', name => 'vies', kind => 'case',
		title => { nl => line($nth++, 99) },
		source => line($nth++, 99), minutes_sourced => JSON::PP::false,
		group => { min => 3 },
		fits => { form => ['problem'], level => ['individual'] },
		steps => [ map { { id => "s$_", minutes => 5,
			title => { nl => line($nth++, 99) },
			prompt => { nl => text($nth++) },
			speaks => ['group'], talk => ['open-questions'] } }
			1 .. 8 ],
	});
}

# --- read back ---------------------------------------------------------------

my $said = 0;

sub judge {
	my ($name, $why) = @_;

	$why =~ s/\s+/ /g if defined $why;
	print defined $why ? encode('UTF-8', "bad $name: " .
	    substr($why, 0, 400)) : "ok $name", "\n";
}

sub slurp {
	my ($file) = @_;

	open my $f, '<:raw', $file or die "$file: $!";
	local $/;
	return scalar <$f>;
}

my $controls = '\x00-\x08\x0b-\x1f\x7f-\x9f';
my $marks = '\x{61c}\x{200b}\x{200e}\x{200f}\x{2028}-\x{202e}' .
    '\x{2060}-\x{206f}\x{feff}';
my $private = '\x{e000}-\x{f8ff}\x{e0000}-\x{e0fff}';
my $hidden = qr/([$controls$marks$private])/;

# Where texts that are not to be seen have been let through.
sub hostile {
	my ($text, $keep) = @_;

	return $text =~ $hidden ?
	    sprintf('U+%04X is in it', ord $1) : undef;
}

# What two trees of elements differ in: how often each path of names occurs,
# and which attributes there are; width and colour of a cell may differ.
sub tree {
	my ($node, $path, $count) = @_;

	for my $e (grep { $_->nodeType == 1 } $node->childNodes) {
		my $at = "$path/" . $e->localname . join '', map { "\@$_" }
		    sort grep { $_ ne 'class' } map { $_->nodeName }
		    grep { $_->nodeType == 2 } $e->attributes;

		next if $e->localname eq 'text' && !$e->hasAttribute('x');
		$count->{$at}++;
		tree($e, $at, $count);
	}
	return $count;
}

sub differ {
	my ($x, $y) = @_;
	my %all = (%$x, %$y);

	for my $key (sort keys %all) {
		my ($a, $b) = ($x->{$key} // 0, $y->{$key} // 0);

		return "$key: $a times, and $b without hostile texts"
		    if $a != $b;
	}
	return undef;
}

sub parsed {
	my ($text) = @_;

	return XML::LibXML->new(no_network => 1, expand_entities => 0,
	    load_ext_dtd => 0)->parse_string($text);
}

sub check_html {
	my ($file, $twin) = @_;
	my $doc = eval { parsed(slurp($file)) } or return "libxml2: $@";
	my $other = parsed(slurp($twin));

	return hostile($doc->documentElement->textContent) //
	    differ(tree($doc, '', {}), tree($other, '', {}));
}

# Every block and inline that a reader of Markdown finds but text.  GitHub's
# makes a link of an address of mail, whatever escapes stand in it.
sub check_md {
	my ($file, $twin) = @_;
	my $why = hostile(decode('UTF-8', slurp($file)));
	my %drop = map { $_ => 1 } qw(text softbreak);

	return $why if $why;
	for my $reader ('cmark -t xml', 'cmark-gfm -t xml -e table ' .
	    '-e autolink -e strikethrough -e tagfilter -e tasklist') {
		my @count = map {
			my %n;
			my $xml = qx($reader <'$_');

			$xml =~ s/<link destination="mailto:[^>]*>//g;
			$n{$1}++ while $xml =~ m{<([a-z_]+)[ />]}g;
			delete @n{keys %drop};
			\%n;
		} $file, $twin;

		$why = differ(@count);
		return "$reader: $why" if $why;
	}
	return undef;
}

sub rows_of {
	my ($file) = @_;
	my $csv = Text::CSV->new({ binary => 1, strict => 1,
		auto_diag => 0 });
	my @rows;

	open my $f, '<:encoding(UTF-8)', $file or die "$file: $!";
	while (my $row = $csv->getline($f)) {
		push @rows, $row;
	}
	die $csv->error_diag . "\n" if !$csv->eof;
	return \@rows;
}

# What json says of a cell; a name may be a path.
sub stored {
	my ($item, $name) = @_;
	my $v = $item;

	$v = ref $v eq 'HASH' ? $v->{$_} : undef
	    for exists $item->{$name} ? $name : split /[.]/, $name;
	return '' if !defined $v;
	return undef if ref $v eq 'ARRAY' && grep { ref } @$v;
	return join ',', map { $_ } @$v if ref $v eq 'ARRAY';
	return ref $v ? undef : "$v";
}

# Each list has an order of its own where there are ids.
sub by_id {
	my ($head, $rows, $items) = @_;

	return if $head->[0] ne 'id';
	@$rows = sort { $a->[0] cmp $b->[0] } @$rows;
	@$items = sort { $a->{id} cmp $b->{id} } @$items;
}

sub items_of {
	my ($file) = @_;
	my $f = $file =~ s/\.[a-z]+$/.json/r;

	my $all = JSON::PP->new->utf8->allow_bignum->decode(slurp($f));

	# What shows one record says the record.
	return ref $all->{items} eq 'ARRAY' ? $all->{items} : [$all];
}

# What a spreadsheet may run, with whatever it skips in front.
my $skipped = qr/[ "'\n\x{a0}\x{3000}\x{2000}-\x{200a}$marks$private]/;
my $formula = qr/^$skipped*[=+\-\@\t\r\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]/;

sub check_csv {
	my ($file) = @_;
	my $rows = eval { rows_of($file) } or return "Text::CSV: $@";
	my ($items, $head) = (items_of($file), shift @$rows);

	return @$rows . ' rows of ' . @$items if @$rows != @$items;
	by_id($head, $rows, $items);
	for my $i (0 .. $#$rows) {
		my $row = $rows->[$i];

		return "row $i has " . @$row . ' cells' if @$row != @$head;
		for my $k (0 .. $#$row) {
			my $want = stored($items->[$i], $head->[$k]);
			my $cell = $row->[$k];

			return "row $i, $head->[$k]: a formula"
			    if $cell =~ $formula && $cell !~ /^'/ &&
			    $cell !~ /^-?[0-9.]+$/;
			$cell =~ s/^'// if defined $want && $cell ne $want;
			return "row $i, $head->[$k]: other than stored"
			    if defined $want && $cell ne $want;
		}
	}
	return undef;
}

sub check_tsv {
	my ($file) = @_;
	my @lines = map { [split /\t/, $_, -1] }
	    split /\n/, decode('UTF-8', slurp($file));
	my $items = items_of($file);
	my @head = @{ shift @lines };

	return 'no newline at the end' if slurp($file) !~ /\n\z/;
	return @lines . ' lines of ' . @$items if @lines != @$items;
	by_id(\@head, \@lines, $items);
	for my $i (0 .. $#lines) {
		my @cells = @{ $lines[$i] };

		return "line $i has " . @cells . ' cells' if @cells != @head;
		for my $k (0 .. $#cells) {
			my $want = stored($items->[$i], $head[$k]);

			return "line $i, $head[$k]: other than stored"
			    if defined $want &&
			    $cells[$k] ne $want =~ tr/\t\r\n/   /r;
		}
	}
	return undef;
}

sub check_ndjson {
	my ($file) = @_;
	my $items = items_of($file);
	my @lines = split /\n/, slurp($file);
	my $one = JSON::PP->new->utf8->canonical->allow_bignum;

	return @lines . ' lines of ' . @$items if @lines != @$items;
	for my $i (0 .. $#lines) {
		return "line $i differs from json"
		    if $one->encode($one->decode($lines[$i])) ne
		    $one->encode($items->[$i]);
	}
	return undef;
}

# Is every text that was stored in what is read back?
sub check_json {
	my ($file) = @_;
	my %seen;
	my @todo = @{ items_of($file) };

	while (@todo) {
		my $v = shift @todo;

		if (ref $v eq 'HASH') {
			push @todo, values %$v;
		} elsif (ref $v eq 'ARRAY') {
			push @todo, @$v;
		} else {
			$seen{$v}++ if defined $v;
		}
	}
	return undef if $file !~ m{/(?:hours|start|cases-full|actions)\.};
	my @gone = grep { !$seen{$_} } $file =~ /hours/ ?
	    map { line($_, 100) } 0 .. $#texts : @texts;
	return @gone ? @gone . ' texts are not in it, as ' .
	    $json->encode([$gone[0]]) : undef;
}

# A terminal that understands no more than lines and colour: anything else
# that it would obey is a fault.
sub check_table {
	my ($file, $twin) = @_;
	my $text = decode('UTF-8', slurp($file));
	my $lines = () = $text =~ /\n/g;
	my $other = () = decode('UTF-8', slurp($twin)) =~ /\n/g;

	$text =~ s/\e\[[0-9;]*m//g;
	$text =~ s/\r\n/\n/g;
	# A text of several lines may be wrapped where there is room for it.
	return hostile($text) // ($lines < $other ?
	    "$lines lines, and $other without hostile texts" : undef);
}

my %check = (html => \&check_html, md => \&check_md, csv => \&check_csv,
    tsv => \&check_tsv, ndjson => \&check_ndjson, json => \&check_json,
    table => \&check_table);

my $mode = shift;
if ($mode eq 'make') {
	($dir, $plain) = @ARGV;
	$nth = 0;
	mkdir "$dir/$_" for qw(members cases cases/2026 sessions sessions/2026
	    evaluations methods questionnaires);
	members();
	cases();
	sessions();
	others();
	print scalar @texts, "\n";
} else {
	require XML::LibXML;
	require Text::CSV;
	my ($bad, $good) = @ARGV;

	for my $file (sort glob "$bad/*.*") {
		my ($name, $format) = $file =~ m{([^/]+)\.(\w+)$};
		my $why = -s $file < 20 ? 'empty' : eval { $check{$format}->($file,
		    "$good/$name.$format") };

		judge("$name.$format", $@ ? $@ : $why);
	}
}
