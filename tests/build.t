#!/usr/bin/env bash
# The Makefile: what is built again and when, what is installed and what deps
# would install, tried on a small tree with the real Makefile.
. "${0%/*}/lib.sh"
plain_only "the Makefile is the same for every build"
needs gcc make msgfmt

# Nothing of the make that runs the tests.
unset MAKEFLAGS MAKELEVEL MFLAGS

mkdir -p cmd common/po common/methods tests man/nl
cp "$TOP/Makefile" .
cp -r "$TOP/common/completion" common
cp "$TOP"/common/{base,banned,builtin,mo}.h "$TOP"/common/builtin.{c,sh} common
cp "$TOP"/tests/{deps.sh,summary,tap.h} tests
echo 'typedef int nothing;' >common/nonet.c
printf '{"a": 1}\n' >common/methods/plain.json
printf '"\\\\ %%s\\n"\n' >common/methods/odd.json
cat >cmd/iv-x.c <<'END'
#include <stdio.h>

#include "builtin.h"

int
main(void)
{
	for (size_t i = 0; i < builtins_len; i++)
		printf("%s/%s %zu %s", builtins[i].dir, builtins[i].name,
		    builtins[i].len, builtins[i].data);
	return builtin_find("methods", "none") != NULL;
}
END
cat >tests/unit_x.c <<'END'
#include "builtin.h"
#include "tap.h"

int
main(void)
{
	const struct builtin *b = builtin_find("methods", "plain");

	ok(b && b->data[b->len] == '\0', "a NUL stands behind the data");
	return done();
}
END
printf '.Dd x\n' | tee man/iv-x.1 man/iv.7 man/nl/iv-x.1 >/dev/null
cat >common/po/nl.po <<'END'
msgid ""
msgstr ""
"Project-Id-Version: iv\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\n"
"Last-Translator: iv\n"
"Language-Team: Dutch\n"
"Language: nl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"

msgid "yes"
msgstr "ja"
END

run make -j2 WERROR=1
status_is 0 "builds without a warning"
err_empty
run build/bin/iv-x
status_is 0
out_is 'methods/odd 10 "\\ %s\n"
methods/plain 9 {"a": 1}' "every record is built in, to the byte"
ok "compile_commands.json is JSON" jq -e 'all(.[]; .file and .command)' \
    build/compile_commands.json
run sh -c "cd /tmp && $(jq -r '.[] | select(.file == "common/builtin.c") |
    "cd \(.directory) && \(.command) -o /dev/null"' \
    build/compile_commands.json)"
status_is 0 "its commands run"
ok "the Dutch messages are built" \
    test -s build/share/locale/nl/LC_MESSAGES/iv.mo

run make WERROR=1
out_empty "a second make has nothing to do"
printf '{"b": 22}\n' >common/methods/plain.json
run make WERROR=1
out_like 'GEN .*builtin.c' "a changed record is built in again"
out_unlike 'CC cmd/' "and nothing is compiled for it but itself"
run build/bin/iv-x
out_like '^methods/plain 10 \{"b": 22\}' "with its new bytes"
rm common/methods/odd.json
make -s >/dev/null
run build/bin/iv-x
out_unlike odd "a record that is removed goes"
run make CFLAGS=-O1
out_like 'CC cmd/iv-x.c' "other flags compile everything again"
touch common/builtin.h
run make CFLAGS=-O1
out_like 'CC cmd/iv-x.c' "a changed header too"
run make VARIANT=other
status_is 2 "an unknown VARIANT is refused"
err_like 'VARIANT is sanitize.*not .other' "with the known ones"

run make check-unit
status_is 0 "check-unit runs the unit tests"
is "$(tail -n 1 "$T/out")" "1 passed, 0 failed" "and counts them"

# What is hardened: every protection is in the program.
run readelf -hlWd build/bin/iv-x
out_like 'Type: *DYN' "a program is position-independent"
out_like 'GNU_RELRO' "its relocations are read-only"
out_like 'NOW' "and done at start"
run readelf -lW build/bin/iv-x
out_unlike 'GNU_STACK.*E ' "its stack is not executable"

run make install DESTDIR="$PWD/dest" PREFIX=/usr
status_is 0 "installs"
run find dest -type f -printf '%m %P\n'
LC_ALL=C sort -o "$T/out" "$T/out"
is "$(cat "$T/out")" '644 usr/share/bash-completion/completions/iv-x
644 usr/share/fish/vendor_completions.d/iv-x.fish
644 usr/share/locale/nl/LC_MESSAGES/iv.mo
644 usr/share/man/man1/iv-x.1
644 usr/share/man/man7/iv.7
644 usr/share/man/nl/man1/iv-x.1
644 usr/share/zsh/site-functions/_iv
755 usr/bin/iv-x' "programs, pages, messages and completion, each in its place"
run make uninstall DESTDIR="$PWD/dest" PREFIX=/usr
status_is 0 "uninstalls"
is "$(find dest)" dest "and leaves nothing"
mkdir -p dest/usr/bin dest/empty
echo >dest/usr/bin/other
make -s install uninstall DESTDIR="$PWD/dest" PREFIX=/usr >/dev/null
is "$(cd dest && find . | LC_ALL=C sort | tr '\n' ' ')" \
    '. ./empty ./usr ./usr/bin ./usr/bin/other ' "or only what was there"

# deps, with the programs it calls replaced: nothing is really installed.
mkdir fake
cat >fake/dpkg-query <<'END'
#!/bin/sh
for p; do :; done
grep -qx "$p" "$T/have" && echo installed
END
cat >fake/apt-get <<'END'
#!/bin/sh
echo "apt-get $*" >>"$T/calls"
case $1 in
update) touch "$T/lists" ;;
install)
	[ -e "$T/lists" ] || exit 100
	sleep 0.3
	shift 3
	printf '%s\n' "$@" >>"$T/have" ;;
esac
END
printf '#!/bin/sh\necho "${FAKE_UID:-0}"\n' >fake/id
printf '#!/bin/sh\necho "sudo $*" >>"$T/calls"\nexec "$@"\n' >fake/sudo.off
chmod +x fake/*
export T PATH=$PWD/fake:$PATH
: >"$T/have"

run make -j4 deps build/bin/iv-x
status_is 0 "deps installs what is missing"
run cat "$T/calls"
out_like '^apt-get install -y --no-install-recommends .*libgit2-dev' \
    "with apt-get"
out_like '^apt-get update$' "which fetches the index when it must"
out_unlike valgrind "and nothing the goal does not need"
rm "$T/calls"
run make deps build/bin/iv-x
ok "with nothing missing it does nothing" test ! -e "$T/calls"
mkdir tests/bench
echo 'grep -x jq "$T/have"' >tests/bench/late.sh
printf '#include "base.h"\n\nint\nmain(void)\n{\n\treturn 0;\n}\n' |
    tee tests/pairs.c >tests/sync_drive.c
run make -j4 deps bench
out_like '^installing:.* jq' "another goal needs more"
is "$(tail -n 1 "$T/out")" jq "and waits for it, also under -j"
sed -i /libgit2-dev/d "$T/have"
run env FAKE_UID=1000 make deps all
status_is 2 "without root or sudo it stops"
err_like '^as root, type: apt-get update && apt-get install .*libgit2-dev' \
    "and prints the line to type"
mv fake/sudo.off fake/sudo
rm -f "$T/calls"
run env FAKE_UID=1000 make deps all
status_is 0 "with sudo it goes on"
run cat "$T/calls"
out_like '^sudo apt-get install' "by sudo"
done_testing
