#!/usr/bin/env perl
# http.pl ROOT USER:PASSWORD: git's smart http on loopback, one request a
# connection, by git http-backend; prints its port when it listens.
use strict;
use warnings;
use IO::Socket::INET;
use MIME::Base64;

my ($root, $login) = @ARGV;
my $listen = IO::Socket::INET->new(Listen => 20, LocalAddr => '127.0.0.1')
    or die "no socket: $!\n";
my $backend = `git --exec-path`;
$backend =~ s{\n}{/git-http-backend};
$| = 1;
$SIG{CHLD} = 'IGNORE';
print $listen->sockport, "\n";
while (my $c = $listen->accept) {
	my $pid = fork;
	next if $pid;
	$SIG{CHLD} = 'DEFAULT';
	serve($c);
	exit;
}

sub answer
{
	my ($c, $status, @head) = @_;

	print $c join("\r\n", "HTTP/1.1 $status", @head, 'Content-Length: 0',
	    'Connection: close', '', '');
}

sub body
{
	my ($c, $h) = @_;
	my ($all, $part) = ('', '');

	if (($h->{'transfer-encoding'} // '') ne 'chunked') {
		read $c, $all, $h->{'content-length'} // 0;
		return $all;
	}
	while (defined(my $n = <$c>)) {
		$n =~ s/[;\r\n].*//s;
		last if hex($n) == 0;
		read $c, $part, hex $n;
		$all .= $part;
		<$c>;
	}
	return $all;
}

sub serve
{
	my ($c) = @_;
	my ($method, $path, $query) =
	    (<$c> // '') =~ m{^(\w+) ([^ ?]*)\??([^ ]*) HTTP} or return;
	my %h;

	while (defined(my $line = <$c>)) {
		last if $line =~ /^\r?\n/;
		$h{lc $1} = $2 if $line =~ /^([^:]+):\s*(.*?)\r?\n/;
	}
	print $c "HTTP/1.1 100 Continue\r\n\r\n" if $h{expect};
	my $in = body($c, \%h);
	return answer($c, '401 Unauthorized',
	    'WWW-Authenticate: Basic realm="git"')
	    if ($h{authorization} // '') ne
	    'Basic ' . encode_base64($login, '');
	%ENV = (%ENV, GIT_PROJECT_ROOT => $root, GIT_HTTP_EXPORT_ALL => 1,
	    PATH_INFO => $path, QUERY_STRING => $query,
	    REQUEST_METHOD => $method, REMOTE_USER => 'x',
	    REMOTE_ADDR => '127.0.0.1',
	    CONTENT_TYPE => $h{'content-type'} // '',
	    CONTENT_LENGTH => length $in,
	    HTTP_CONTENT_ENCODING => $h{'content-encoding'} // '',
	    HTTP_GIT_PROTOCOL => $h{'git-protocol'} // '');
	cgi($c, $in);
}

sub cgi
{
	my ($c, $in) = @_;

	open my $f, '+>', undef or die;
	print $f $in;
	$f->flush;
	sysseek $f, 0, 0;
	open STDIN, '<&', $f or die;
	open my $p, '-|', $backend or die;
	local $/;
	my ($head, $out) = split /\r?\n\r?\n/, <$p>, 2;
	my $status = $head =~ s/^Status: (.*?)\r?(\n|$)//m ? $1 : '200 OK';
	print $c "HTTP/1.1 $status\r\n$head\r\nContent-Length: ",
	    length($out // ''), "\r\nConnection: close\r\n\r\n", $out // '';
}
