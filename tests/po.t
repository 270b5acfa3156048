#!/usr/bin/env bash
# The catalogues are complete, and the check that says so finds what is not.
. "${0%/*}/lib.sh"
plain_only "the catalogues are the same for every build"
needs xgettext msgmerge msgfmt

run sh "$TOP/tests/check_po.sh"
out_empty "the catalogues of the sources are complete"
status_is 0 "and the check says so"
shopt -s nullglob
for po in "$TOP"/common/po/*.po; do
	note "${po##*/}: $(msgfmt --statistics -o /dev/null "$po" 2>&1)"
done

mkdir -p common/po cmd
cat >cmd/iv-x.c <<'END'
puts(_("first"));
printf(iv_n("%zu case", "%zu cases", n), n);
puts(iv_text(lang, "in a report"));
puts(_("two\nlines"));
END
echo 'X(IV_OK, 0, N_("went well"))' >common/codes.def
cat >good.po <<'END'
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
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "first"
msgstr "eerste"

#, c-format
msgid "%zu case"
msgid_plural "%zu cases"
msgstr[0] "%zu inbreng"
msgstr[1] "%zu inbrengen"

msgid "in a report"
msgstr "in een verslag"

msgid ""
"two\n"
"lines"
msgstr ""
"twee\n"
"regels"

msgid "went well"
msgstr "goed gegaan"
END

# checked: runs the check on the small tree.
checked()
{
	run sh "$TOP/tests/check_po.sh" .
}

cp good.po common/po/nl.po
checked
out_empty "a complete catalogue passes"
status_is 0

# finds SED LINE: the catalogue changed by SED has this fault.
finds()
{
	sed "$1" good.po >common/po/nl.po
	checked
	out_like "^common/po/nl.po: $2" "found: $2"
	status_is 1
}
finds 's/eerste//' 'untranslated: first'
finds '/^msgid "went/,$d' 'untranslated: went well'
finds 's/"twee.*\|"regels"/""/' 'untranslated: two\\nlines'
finds 's/^msgid "first"/#, fuzzy\n&/' 'fuzzy: first'
finds '$s/$/\n\nmsgid "old"\nmsgstr "oud"/' 'no longer used: old'
finds 's/"%zu inbrengen"/"%s inbrengen"/' '.*format specifications'

sed 's/^msgid "first"/msgid "old"/' good.po >common/po/nl.po
run sh "$TOP/tests/check_po.sh" --update .
status_is 0 "the update succeeds"
run cat common/po/nl.po
out_like '^msgid "first"' "and takes the new message in"
out_like '^msgstr "goed gegaan"' "and keeps the others"
done_testing
