package Seed;
# What the groups that are measured share.
use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(id put @names @forms);
our @names = qw(Noelle Sjoerd Anais Jurgen Chloe IJsbrand Wytske Gerda);
our @forms = qw(problem solution positive ethical);

# id N: ten characters, the same for the same number.
sub id {
	my $x = shift;
	my $s = '';

	for (1 .. 9) {
		$s = substr("0123456789abcdefghjkmnpqrstvwxyz", $x % 32, 1) . $s;
		$x = int($x / 32);
	}
	return "s$s";
}

# put PATH, TEXT
sub put {
	my ($path, $text) = @_;

	open my $f, '>', $path or die "$path: $!\n";
	print $f $text;
	close $f or die "$path: $!\n";
}

1;
