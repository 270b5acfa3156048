#!/usr/bin/env bash
# The examples in the pages do what they say.  In a page of man/ (and man/nl),
# a block between ".Bd -literal" and ".Ed", and in the README one indented by
# four blanks, is run when it begins with "$ ":
#
#	$ iv-case add --presenter noor \
#	> --title "Boze klant"
#	p7k2m9x4qb
#
# A line behind "$ " is a command, "> " right after it goes on with it; what
# follows up to the next "$ " is all it prints on standard output.  A line
# "..." there stands for any lines.  A command ends with status 0 and says
# nothing on standard error; an example of an error shows it by "2>&1 ||
# echo status $?".
#
# The commands of a page run one after the other in one shell and one new
# directory.  tests/examples/PAGE.sh, or else default.sh, is sourced there
# first and makes what the page takes for granted.  IV_NOW and IV_SEED are
# set, so ids and commits repeat to the byte.  UPDATE=1 writes into the pages
# what the commands print, but where a line "..." is; read it with git diff.
. "${0%/*}/lib.sh"
needs perl git jq

# Prints each command and what it prints, as lines "$ ", "> " and "| ".
examples()
{
	perl -ne '
	if ($ARGV =~ /\.md$/) {
		$run = 0 unless $in = s/^    //;
	} elsif (/^\.(Bd -literal|Ed)/) {
		$in = /Bd/;
		$run = 0;
		next;
	}
	next unless $in;
	s/\\\(aq/\x27/g; s/\\\(dq/"/g; s/\\\(ti/~/g; s/\\\(ha/^/g;
	s/\\\(ga/`/g; s/\\-/-/g; s/\\&//g; s/\\(e|\(rs)/\\/g;
	if (/^\$ /) { $run = $cmd = 1; print; next }
	next unless $run;
	if ($cmd && /^> /) { print; next }
	$cmd = 0;
	print "| $_"' "$1"
}

# prints_as WANT GOT: files; a line "..." of WANT stands for any lines, and
# blanks at the end of a line, which a page cannot hold, do not count.
prints_as()
{
	perl -0777 -e '
	my ($want, $got) = map { open my $f, "<", $_ or die; <$f> // "" } @ARGV;
	s/[ \t]+$//mg for $want, $got;
	my $re = join "", map { $_ eq "...\n" ? "(?:.*\n)*" : quotemeta }
	    $want =~ /.*\n/g;
	exit($got =~ /\A$re\z/ ? 0 : 1)' "$1" "$2"
}

# update PAGE N FILE: FILE becomes what the Nth example of PAGE prints.
update()
{
	perl -e '
	my ($page, $n, $file) = @ARGV;
	@ARGV = $file;
	my @new = <>;
	@ARGV = $page;
	my @l = <>;
	my $md = $page =~ /\.md$/;
	my ($i, $in) = (0, 0);
	for (@new) {
		s/[ \t]+$//;
		s/^/    / if $md;
		s/\\/\\e/g, s/\x27/\\(aq/g, s/^\./\\&./ unless $md;
	}
	my $inside = sub {
		$in = $md ? /^    / : /^\.Bd -literal/ || $in && !/^\.Ed/;
	};
	for (; $i < @l; $i++) {
		local $_ = $l[$i];
		last if $inside->() && /^ *\$ / && --$n == 0;
	}
	1 while $l[++$i] =~ /^ *> /;
	my $end = $i;
	for (; $end < @l; $end++) {
		local $_ = $l[$end];
		last if !$inside->() || /^ *\$ /;
	}
	splice @l, $i, $end - $i, @new;
	open my $f, ">", $page or die "$page: $!\n";
	print $f @l' "$@"
}

# example PAGE: what stands in $ex_cmd must print what is in $T/want.
example()
{
	eval "$ex_cmd" >"$T/out" 2>"$T/err"
	status=$?
	if [ -n "${UPDATE:-}" ] && ! grep -qx '\.\.\.' "$T/want" &&
	    ! prints_as "$T/want" "$T/out"; then
		update "$ex_page" "$ex_n" "$T/out"
		cp "$T/out" "$T/want"
	fi
	if [ "$status" -ne 0 ] || [ -s "$T/err" ] ||
	    ! prints_as "$T/want" "$T/out"; then
		tap_saw "$1: ${ex_cmd//$'\n'/ }" "want:
$(cat "$T/want")"
		return
	fi
	pass "$1: ${ex_cmd//$'\n'/ }"
}

# run_page PAGE NAME: all its examples; leaves their number in $ex_n.
run_page()
{
	local ex_line ex_lines ex_page=$1 ex_name=$2

	ex_cmd=''
	ex_n=0
	mapfile -t ex_lines < <(examples "$1")
	for ex_line in "${ex_lines[@]}"; do
		case $ex_line in
		'$ '*)
			[ -z "$ex_cmd" ] || example "$ex_name"
			ex_cmd=${ex_line#'$ '}
			ex_n=$((ex_n + 1))
			: >"$T/want"
			;;
		'> '*) ex_cmd+=$'\n'${ex_line#'> '} ;;
		*) printf '%s\n' "${ex_line#'| '}" >>"$T/want" ;;
		esac
	done
	[ -z "$ex_cmd" ] || example "$ex_name"
}

# The reader and the comparison find what they should.
printf 'a\nb\nc\n' >got
printf 'a\n...\nc\n' >want
ok "... stands for any lines" prints_as want got
printf 'a\nb\n...\nc\n...\n' >want
ok "and for none" prints_as want got
printf 'a\n...\nb\n' >want
not_ok "but not for the last one given" prints_as want got
printf 'a\nb\n' >want
not_ok "a line too many is found" prints_as want got
: >want
not_ok "and what should be silent" prints_as want got
cat >page.1 <<'END'
.Bd -literal -offset indent
not $ run
.Ed
.Bd -literal -offset indent
$ printf \(aq%s\en\(aq \e
> .a\e\(aqb
\&.a\(aqb
$ true
.Ed
END
run examples page.1
out_is "$ printf '%s\\n' \\
> .a\\'b
| .a'b
$ true" "a page is read as it is shown"
run_page page.1 page.1
is "$ex_n" 2 "and its commands run"
sed 's/^.&.a.*/old\nold/' page.1 >old.1
UPDATE=1 run_page "$PWD/old.1" old.1
ok "UPDATE=1 writes what they print" cmp page.1 old.1

shopt -s nullglob
for page in "$TOP"/README.md "$TOP"/man/*.[157] "$TOP"/man/nl/*.[157]; do
	name=${page#"$TOP/"}
	name=${name#man/}
	setup=$TOP/tests/examples/${page##*/}.sh
	[ -e "$setup" ] || setup=$TOP/tests/examples/default.sh
	mkdir -p "$T/pages/$name/home" "$T/pages/$name/work"
	cd "$T/pages/$name/work" || exit 1
	export HOME=$T/pages/$name/home XDG_DATA_HOME=$T/pages/$name/data
	export IV_NOW=2026-03-12T09:30 IV_SEED=page IV_LANG=en
	[ "$name" = "${name#nl/}" ] || IV_LANG=nl
	unset IV_GROUP IV_MEMBER
	if ! . "$setup" >"$T/ok" 2>&1; then
		fail "$name: ${setup##*/} fails" "$(cat "$T/ok")"
		continue
	fi
	run_page "$page" "$name"
	note "$name: $ex_n examples"
	[ "$ex_n" -gt 0 ] || fail "$name: has no examples"
done
cd "$T/work" || exit 1
done_testing
