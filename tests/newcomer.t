#!/usr/bin/env bash
# The two paths of the README, typed as they stand there, in a copy of the
# sources: a facilitator's first quarter of an hour, and a programmer's first
# hour, which adds one of each thing.
. "${0%/*}/lib.sh"
plain_only 'it builds for itself'
needs gcc make msgfmt msgmerge xgettext perl git jq

# fenced HEADING: the sh blocks under a heading of the README.
fenced()
{
	awk -v want="$1" '
		/^```sh/ { sh = on; next }
		/^```/ { sh = 0 }
		!sh && /^##+ / { on = substr($0, index($0, " ") + 1) == want }
		sh { print }' "$TOP/README.md"
}

# As a clone has it: no more than what is kept.
if git -C "$TOP" rev-parse -q --git-dir >"$T/ok" 2>&1; then
	(cd "$TOP" && git ls-files -co --exclude-standard -z) >"$T/files"
else
	(cd "$TOP" && find cmd common man tests Makefile README.md -type f \
	    -print0) >"$T/files"
fi
mkdir "$T/copy"
(cd "$TOP" && xargs -0 cp --parents -t "$T/copy" <"$T/files")
cd "$T/copy" || exit 1
export CFLAGS=-O0
unset MAKEFLAGS MAKELEVEL MFLAGS IV_LANG
path=${PATH#"$IV_BIN:"}

# --- fifteen minutes --------------------------------------------------------

fenced 'Het eerste kwartier' >"$T/install.sh"
ok 'the README says how to install' grep -q '^make deps install' \
    "$T/install.sh"
began=$SECONDS
PATH=$path
run bash -e "$T/install.sh"
status_is 0 'and so it goes'
note "built and installed in $((SECONDS - began)) s"
PATH=$HOME/.local/bin:$path
is "$(command -v iv-group)" "$HOME/.local/bin/iv-group" \
    'the programs are found'
ok 'a page in Dutch came with them' [ -s "$HOME/.local/share/man/nl/man7/iv.7" ]
run env IV_LANG=nl iv-group show
err_like 'geen groep' 'and they speak Dutch where nothing else does'

run bash tests/demo/record.sh
status_is 0 'the quarter runs as the README has it, with what was installed'
ok 'and gives the recording, to the byte' cmp "$T/out" \
    "$TOP/tests/demo/kwartier.cast"
ok 'which is a line of JSON for each moment' jq -es '.[0].version == 2 and
    (.[1:] | all(length == 3)) and ([.[1:][] | .[0]] | . == sort)' "$T/out"
out_like 'Incidentmethode' 'with the agenda in it'

# --- an hour ----------------------------------------------------------------

fenced 'One of each, in an hour' >"$T/hour.sh"
ok 'the README says how to add one of each' grep -q 'common/report/phones.c' \
    "$T/hour.sh"
began=$SECONDS
run bash -e "$T/hour.sh"
status_is 0 'all are added and built'
is "$(grep -iE 'warning|error' "$T/err" || :)" '' 'without a warning'
note "added and built in $((SECONDS - began)) s"
is "$(cd "$TOP" && git -c core.safecrlf=false diff --no-index --name-status \
    . "$T/copy" 2>/dev/null | grep -v -e build/ -e '\.git' |
    sed "s|$T/copy/||; s|\./||" | LC_ALL=C sort | tr '\t' ' ')" \
'A cmd/iv-hello.c
A common/methods/walk.json
A common/po/fr.po
A common/registers/walkers.json
A common/report/phones.c
M cmd/iv-member.c
M common/member.def
M common/po/nl.po' 'in one place each'

PATH=$T/copy/build/bin:$path
cd "$T/work" || exit 1
iv-group init team --name Team >/dev/null
cd team || exit 1
ada=$(iv-member add --name 'Ada de Vries' --phone 06-12345678)
iv-session plan 2026-03-12T09:30 >/dev/null
is "$(jq -r .phone "members/$ada.json")" 06-12345678 'the field is kept'
run iv-member add --help
out_like '^ *--phone ' 'is an option'
run iv-member sheet
status_is 0 'the sheets are as they were'
run iv-group schema member
ok 'and stands in the schema' jq -e .properties.phone "$T/out"
run iv-report phones
out_like '^Ada de Vries +06-12345678$' 'the report reports'
ok 'and is valid JSON, with a schema of its own' \
    [ "$(iv-report phones -o json | jq -r .schema)" = iv.report.phones/1 ]
run strace -f -e trace=openat iv-report phones
is "$(grep -c '"cases' "$T/err")" 0 'it looks at members alone'
run iv-report complete -- ph
out_like '^phones' 'the shell completes it'
run env IV_LANG=nl iv-session method wandeling
out_like 'In tweetallen' 'the method is there, by its Dutch title'
iv-session attend --all && IV_NOW=2026-03-12T12:00 iv-session close
run env IV_NOW=2026-04-01 iv-report register --profile walkers --member ada
out_like '10:00' 'the register asks for its ten hours'
run iv-member hello ada
out_is 'Hello, Ada de Vries' 'the command greets'
run iv-hello hello ada
out_is 'Hello, Ada de Vries' 'and so does the tool'
run iv-hello --help
out_like '^  hello +Greet someone' 'which has its help'
run env IV_LANG=fr iv-hello hello ada
out_is 'Bonjour, Ada de Vries' 'in another language too'
iv-group set language=fr
run iv-report phones -o md
out_like '^# Liste t' 'the group speaks it'
run env IV_LANG=fr iv-hello hello nobody
err_like 'nobody' 'what is not translated is English'

cd "$T/copy" || exit 1
run sh tests/check_po.sh
out_like 'untranslated: Whom to call' 'the house asks for the Dutch'
run env IV_BIN="$T/copy/build/bin" sh tests/check_man.sh
out_like 'iv-hello.c: has no page' 'for a page'
out_like 'iv-hello.c: has no test' 'for a test'
out_like '^\+.*phone' 'and for the tables to be written anew'
run sh tests/check_floors.sh
status_is 0 'and finds the floors in order'

run make install DESTDIR="$T/root" PREFIX=/usr
ok 'the new tool is installed like the rest' [ -x "$T/root/usr/bin/iv-hello" ]
ok 'with its completion' grep -q 'iv-hello' \
    "$T/root/usr/share/zsh/site-functions/_iv"
ok 'and the new language' \
    [ -s "$T/root/usr/share/locale/fr/LC_MESSAGES/iv.mo" ]
done_testing
