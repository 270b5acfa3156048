#!/bin/sh
# check_po.sh [--update] [TOP]: every message of the sources is translated in
# every catalogue of common/po, none is fuzzy, none is left over, and formats
# agree.  --update takes new messages in and leaves them to be translated.
set -eu
update=
if [ "${1:-}" = --update ]; then
	update=1
	shift
fi
cd "${1:-$(dirname "$0")/..}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# The order is the sources'; no line numbers, so that a catalogue changes only
# when a message does.
find cmd common -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort >"$dir/files"
# Each word of an enumeration is a message of its own.
sed -n 's/.*\.words = "\([^"]*\)".*/\1/p' common/*.def | tr ' ' '\n' |
    LC_ALL=C sort -u | sed 's/.*/N_("&")/' >"$dir/words.c"
# So is each language, where a field has them for words.
if grep -q '\.words = IV_LANGS' common/*.def; then
	for po in en common/po/*.po; do
		printf 'N_("%s")\n' "$(basename "$po" .po)"
	done >>"$dir/words.c"
fi
echo "$dir/words.c" >>"$dir/files"
xgettext -L C --from-code=UTF-8 --no-location --omit-header \
    -k -k_ -kN_ -kiv_n:1,2 -kiv_text:2 --flag=_:1:pass-c-format \
    --flag=N_:1:pass-c-format -f "$dir/files" -o "$dir/iv.pot" 2>"$dir/said" ||
    { cat "$dir/said" >&2; exit 1; }
[ -e "$dir/iv.pot" ] || : >"$dir/iv.pot"

# A template without a header has no charset; ours is UTF-8.
{
	printf 'msgid ""\nmsgstr ""\n'
	printf '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
	cat "$dir/iv.pot"
} >"$dir/all.pot"

# Names the messages on standard input; one that is broken over lines is put
# together again.  $1 says what is wrong with them.
name()
{
	sed 's/^#~ //' | awk -v what="$1" '
	function tell() {
		if (text != "")
			print what ": " text
		text = ""
	}
	/^msgid "/ { reading = 1; text = ""; sub(/^msgid /, "") }
	/^msg(id_plural|str)/ && reading { reading = 0; tell() }
	reading { text = text substr($0, 2, length($0) - 2) }'
}

# $1 is the catalogue: prints its faults.
faults()
{
	msgfmt -c -o /dev/null "$1" 2>&1 || :
	msgmerge -q -N --no-wrap --no-location -o "$dir/new.po" \
	    "$1" "$dir/all.pot" 2>&1 || return 0
	msgattrib --no-obsolete --untranslated --no-wrap "$dir/new.po" |
	    name untranslated
	msgattrib --no-obsolete --only-fuzzy --no-wrap "$dir/new.po" |
	    name fuzzy
	msgattrib --only-obsolete --no-wrap "$dir/new.po" |
	    name "no longer used"
}

bad=0
for po in common/po/*.po; do
	if [ ! -e "$po" ]; then
		echo "common/po: no catalogue here"
		exit 1
	fi
	if [ -n "$update" ]; then
		msgmerge -q -U --backup=none --no-location --no-fuzzy-matching \
		    "$po" "$dir/all.pot"
		continue
	fi
	faults "$po" >"$dir/faults"
	if [ -s "$dir/faults" ]; then
		sed "s|^|$po: |" "$dir/faults"
		bad=1
	fi
done
exit $bad
