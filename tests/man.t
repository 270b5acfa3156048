#!/usr/bin/env bash
# The pages lint and agree with the programs, and the checks that say so find
# what they should.
. "${0%/*}/lib.sh"
plain_only "the pages are the same for every build"
needs mandoc

run sh "$TOP/tests/check_man.sh"
out_empty "pages, tests and generated tables are in order"
status_is 0 "and the check says so"
shopt -s nullglob
pages=("$TOP"/man/*.[157] "$TOP"/man/nl/*.[157])
note "${#pages[@]} pages"

mkdir -p bin cmd man/nl tests
cat >bin/iv-x <<'END'
#!/bin/sh
[ "$1 $2" = "help --man" ] || exit 2
case $3 in
COMMANDS) printf '.It Cm add\nAdd one (%s).\n' "$IV_LANG" ;;
*) exit 1 ;;
esac
END
chmod +x bin/iv-x
export IV_BIN=$PWD/bin

# page TABLE: a page with a generated table.
page()
{
	cat <<END
.Dd March 12, 2026
.Dt IV-X 1
.Os
.Sh NAME
.Nm iv-x
.Nd try a page
.Sh DESCRIPTION
The commands are:
.Bl -tag -width Ds
.\\" generated: COMMANDS
$1
.\\" end
.El
END
}
page $'.It Cm add\nAdd one (en).' >man/iv-x.1
page $'.It Cm add\nAdd one (nl).' >man/nl/iv-x.1
sed 's/IV-X 1/IV-X 7/' man/iv-x.1 | grep -v '^\.\\"' >man/iv.7
sed 's/IV-X 7/IV-X 5/' man/iv.7 >man/iv-format.5
cp man/iv.7 man/iv-format.5 man/nl
echo >cmd/iv-x.c
echo >tests/iv-x.t

checked()
{
	run sh "$TOP/tests/check_man.sh" .
}
checked
out_empty "a sound set of pages passes"
status_is 0

rm tests/iv-x.t
checked
out_is 'cmd/iv-x.c: has no test tests/iv-x.t' "a missing test is found"
status_is 1
echo >tests/iv-x.t
echo >cmd/iv-y.c
echo >tests/iv-y-add.t
checked
out_is 'cmd/iv-y.c: has no page man/iv-y.1' "and a missing page"
status_is 1
cp man/iv.7 iv.7
rm cmd/iv-y.c man/iv.7
checked
out_is 'man/iv.7: is missing
man/nl/iv.7: has no English page' "and a missing iv.7"
cp iv.7 man/iv.7
rm man/nl/iv.7
checked
out_is 'man/iv.7: has no Dutch page man/nl/iv.7' "and a missing Dutch page"
status_is 1
printf '.Sh FILES\nNone.\n' | cat iv.7 - >man/nl/iv.7
checked
out_is 'man/nl/iv.7:13: .Sh FILES stands where man/iv.7 ends' \
    "a Dutch page with a section too many is found"
status_is 1
sed 's/^\.Sh DESC.*/&\n$ iv-x/' iv.7 >man/iv.7
cp iv.7 man/nl/iv.7
checked
out_is 'man/iv.7:8: $ iv-x has nothing in Dutch' "and one short of an example"
status_is 1
cp iv.7 man/iv.7
sed 's/^\.\\" generated: COMMANDS/& iv-x/' man/nl/iv-x.1 >other
cp man/nl/iv-x.1 dutch
cp other man/nl/iv-x.1
checked
out_is 'man/nl/iv-x.1:10: .\" generated: COMMANDS iv-x stands where '\
'man/iv-x.1 has 10: .\" generated: COMMANDS' "and one with another table"
status_is 1
cp dutch man/nl/iv-x.1

echo '.Xx' >>man/iv.7
checked
out_like '^mandoc: man/iv.7:.*ERROR: .*Xx' "an unknown macro is found"
status_is 1
cp iv.7 man/iv.7

page $'.It Cm old' >man/iv-x.1
checked
out_like '^-\.It Cm old$' "a table that differs is found"
out_like '^\+\.It Cm add$' "with what it would be"
status_is 1
run sh "$TOP/tests/man_regions.sh"
status_is 0 "the tables are written"
checked
out_empty "and then agree"
status_is 0

sed 's/COMMANDS/NOTHING/' man/iv-x.1 >man/iv-x.new
mv man/iv-x.new man/iv-x.1
cp man/iv-x.1 before
run sh "$TOP/tests/man_regions.sh"
err_like '^man/iv-x.1:10: no table from: iv-x help --man NOTHING' \
    "a table nobody makes is a fault"
status_is 1
ok "and the page is left alone" cmp before man/iv-x.1
sed -i '/^\.\\" end/d; s/NOTHING/COMMANDS/' man/iv-x.1
run sh "$TOP/tests/man_regions.sh" --check
err_like 'a region without an end' "a region must end"
status_is 1
done_testing
