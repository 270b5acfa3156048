#!/usr/bin/env bash
# What is typed and what surrounds us: two hundred ids and paths that are
# none, and environments of every kind.  Every command ends by itself with a
# word, and in a strange environment either as ever or with a clean error.
. "${0%/*}/lib.sh"
plain_only "what is typed is taken in alike by every build"
needs git jq perl

runs=0
iv-group init groep --name Noord >/dev/null
noelle=$(iv-member -C groep add --name 'Noëlle Dijkstra')
one=$(iv-case -C groep add --presenter noelle --title 'Een' --question 'Hoe blijf ik rustig?')
iv-case -C groep add --presenter noelle --title 'Twee' --question 'Hoe?' >/dev/null
iv-session -C groep add --start 2026-04-02T09:30 >/dev/null
printf 'x' >"$T/home/canary"

# Two hundred words, one a line; none is a record.
words()
{
	perl -CO -e '
		my @w = ("", " ", "-", "--", "---", ".", "..", "/", "//", "~",
		    "~root", "*", "?", "[a-z]", "{a,b}", "!!", "\$HOME",
		    "\$(touch x)", "`touch x`", ";touch x", "|touch x",
		    "&&touch x", ">x", "<x", "\x27", "\"", "\\", "\\n",
		    "%s", "%n", "%s%s%s%s%s%n", "%99999999d", "%1\$s",
		    "../../../etc/passwd", "/etc/passwd", "./x", "x/", "x/y",
		    "members/x", "cases/2026", ".git", ".git/config", ".git/HEAD",
		    "group.json", "cases/../group.json", "file:///etc/passwd",
		    "http://x/", "ssh://-oProxyCommand=x/y", "--upload-pack=x",
		    "-oProxyCommand=x", "HEAD", "HEAD~1", "HEAD:x", "\@{-1}",
		    "refs/heads/main", "main..x", "\@", "\@-", "\@/etc/passwd",
		    "con", "nul", "NUL", "aux.json", "x.json", "a=b", "=b",
		    "a=", "null", "true", "false", "undefined", "NaN", "Infinity",
		    "0", "-1", "1e9", "0x10", "99999999999999999999", "1.5",
		    "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-32",
		    "2026-03-12T25:00", "+", "+w", "+99999999999w", "-1d",
		    "<script>", "{\"a\":1}", "[]", "{}", "; DROP TABLE x", "a\tb",
		    "a b", " a", "a ", "a,b", ",", ",,,");
		push @w, map { chr($_) . "x" } 1 .. 8, 11 .. 31, 127;
		push @w, map { chr($_) . "x" } 0x80, 0x9b, 0x9d, 0xad, 0x200b,
		    0x200e, 0x202e, 0x2028, 0x2066, 0xfeff, 0xfff9, 0xe0001,
		    0x1f600, 0x0430, 0x0130, 0x0131, 0xdf, 0xfb01, 0xff21,
		    0x301, 0x1100, 0x10fffd;
		push @w, "\e[2J", "\e]0;x\a", "\e[31mred", "a\rb", "a\bb";
		push @w, "z" x $_ for 1, 2, 9, 10, 11, 64, 255, 256, 4096, 60000;
		push @w, "é" x 100, "0" x 10, "1" x 10, "zzzzzzzzzzz", "ZZZZZZZZZZ",
		    "zzzzz zzzz", "zzzzz-zzzz", "zzzzzzzzz\x{e9}", "ilo", "uuu",
		    "z/../zzzzzz", "zz\nzz", "\nzzz", "zzz\n";
		push @w, "z" . "/.." x $_ for 1 .. 8;
		push @w, "../" x $_ . "x" for 1 .. 8;
		push @w, "." x $_ for 3 .. 8;
		s/\n/\\n/g for @w;
		print "$_\n" for @w[0 .. 199];
	'
	# And bytes that are no UTF-8.
	printf '\377\376\n\300\257\n\355\240\200\nz\342\202\n'
}

state() { git -C groep rev-parse HEAD; git -C groep status --porcelain; find . "$T/home" "$T/data" | LC_ALL=C sort | md5sum; }

bad=''
# try WANT CMD ...: WANT is the statuses that are right, any for all there are.
try()
{
	local want=$1
	shift

	runs=$((runs + 1))
	timeout -k 2 120 "$@" >"$T/out" 2>"$T/err" </dev/null
	status=$?
	if [ "$status" -ge 124 ] || [ "$status" -eq 99 ]; then
		bad="$bad$(printf '%q ' "${@:0:9}") ends with $status
"
	elif [ "$want" = refuse ] && [ "$status" -eq 0 ]; then
		bad="$bad$(printf '%q ' "${@:0:9}") is taken
"
	elif [ "$status" -gt 1 ] && ! grep -q . "$T/err"; then
		bad="$bad$(printf '%q ' "${@:0:9}") ends with $status, silent
"
	elif [ "$(wc -l <"$T/err")" -gt 25 ]; then
		bad="$bad$(printf '%q ' "${@:0:9}") says too much
"
	elif LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' "$T/err"; then
		bad="$bad$(printf '%q ' "${@:0:9}") prints control characters
"
	fi
}

verdict()
{
	if [ -z "$bad" ]; then
		pass "$1"
	else
		fail "$1" "$(head -n 12 <<<"$bad" | cut -c1-300)"
	fi
	bad=''
}

before=$(state)
words >"$T/words"
# sweep NAME WANT CMD ...: the word in the place of @.
sweep()
{
	local name=$1 want=$2 word
	shift 2

	while IFS= read -r word; do
		word=${word//\\n/$'\n'}
		# A dash is what stands on standard input: nothing.
		[ "$word" != - ] || continue
		try "$want" "${@//@@/$word}"
	done <"$T/words"
	verdict "$name"
}
sweep 'ids to show' refuse iv-case -C groep show -- @@
sweep 'ids to change' refuse iv-case -C groep set -- @@ title=x
sweep 'members' any iv-member -C groep show -- @@
sweep 'meetings' any iv-session -C groep show -- @@
sweep 'values of options' any iv-case -C groep list --presenter=@@ --since=@@
sweep 'commands' any iv-report -C groep @@
sweep 'directories' any iv-group -C @@ show
sweep 'where a group may begin, on trial' any iv-group init -n -- @@
is "$(state)" "$before" 'and nothing was changed, here or elsewhere'
note "$(wc -l <"$T/words") words, $runs runs"

# --- environments ----------------------------------------------------------
runs=0
iv-case -C groep list -o tsv >"$T/list"
n=0
printf '#!/bin/sh\necho ran >>%s\n' "$T/ran" >"$T/program"
chmod +x "$T/program"
mkdir "$T/no" && chmod 555 "$T/no"

# around NAME COMMAND ...: a list must be as ever or a clean error, and so
# must a change; the words are a command in front of ours.
around()
{
	local name=$1
	shift

	n=$((n + 1))
	try any "$@" iv-case -C groep list -o tsv
	if [ "$status" -eq 0 ] && ! cmp -s "$T/out" "$T/list"; then
		bad="${bad}another list: $(diff "$T/list" "$T/out" | head -5)
"
	fi
	try any "$@" iv-case -C groep set "$one" "title=Een $n"
	if [ "$status" -eq 0 ] &&
	    [ -n "$(git -C groep status --porcelain)" ]; then
		bad="${bad}not committed: $(git -C groep status --porcelain)
"
	fi
	try any "$@" iv-case -C groep set "$one" title=Een
	[ "$(jq -r .title groep/cases/2026/"$one".json)" = Een ] ||
	    iv-case -C groep set "$one" title=Een
	[ ! -e "$T/ran" ] || bad="${bad}a program was run
"
	rm -f "$T/ran"
	verdict "around: $name"
}
around 'nothing but a path' env -i PATH="$PATH" IV_NOW="$IV_NOW"
around 'HOME unset' env -u HOME -u XDG_DATA_HOME
around 'HOME relative' env -u XDG_DATA_HOME HOME=x
around 'HOME nowhere' env -u XDG_DATA_HOME HOME=/proc/nowhere/x
around 'XDG_DATA_HOME relative' env XDG_DATA_HOME=../x
around 'a zone that is none' env TZ=No/Where
around 'a zone that is a file' env TZ=:/etc/passwd
around 'a zone that leads up' env TZ=../../../etc/passwd
around 'a long zone' env TZ="$(printf 'A%.0s' {1..5000})"
around 'Turkish' env LC_ALL=tr_TR.UTF-8
around 'Dutch' env LC_ALL=nl_NL
around 'Dutch in UTF-8' env LC_ALL=nl_NL.UTF-8 LANGUAGE=nl
around 'a locale that is none' env LC_ALL=../../x LANGUAGE=../../../tmp
around 'a long locale' env LC_ALL="$(printf 'a%.0s' {1..5000})"
around 'the plain locale' env LC_ALL=C
around 'a language that is none' env IV_LANG='../x'
around 'now is rubbish' env IV_NOW=gisteren
around 'a member who is none' env IV_MEMBER='x
author y'
around 'a group elsewhere' env IV_GROUP=/nonexistent
around 'a long seed' env IV_SEED="$(printf 'a%.0s' {1..9999})"
around 'nowhere for temporary files' env TMPDIR="$T/no"
around 'temporary files are a file' env TMPDIR=/dev/null
around 'git elsewhere' env GIT_DIR=/nonexistent GIT_WORK_TREE=/
around 'an index elsewhere' env GIT_INDEX_FILE="$T/home/index"
around 'objects elsewhere' env GIT_OBJECT_DIRECTORY="$T/home/o" GIT_ALTERNATE_OBJECT_DIRECTORIES="$T/home"
around 'git configured' env GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0="$T" GIT_CONFIG_KEY_1=core.fsmonitor GIT_CONFIG_VALUE_1="$T/program"
around 'git configured by files' env GIT_CONFIG_GLOBAL="$T/program" GIT_CONFIG_SYSTEM="$T/program" GIT_CONFIG_NOSYSTEM=0
around 'git traced' env GIT_TRACE="$T/home/trace" GIT_TRACE2_EVENT="$T/home/trace2"
around 'git with programs' env GIT_SSH="$T/program" GIT_SSH_COMMAND="$T/program" GIT_ASKPASS="$T/program" GIT_EDITOR="$T/program" GIT_EXTERNAL_DIFF="$T/program" GIT_EXEC_PATH="$T" GIT_PAGER="$T/program"
around 'an author of git' env GIT_AUTHOR_NAME='Noëlle' GIT_AUTHOR_EMAIL=n@x GIT_AUTHOR_DATE=rubbish GIT_COMMITTER_NAME='Noëlle'
around 'git in a namespace' env GIT_NAMESPACE=x GIT_CEILING_DIRECTORIES=/
around 'programs' env EDITOR="$T/program" VISUAL="$T/program" PAGER="$T/program" BROWSER="$T/program" SHELL="$T/program"
around 'an empty path' env PATH= "$(command -v env)" PATH="$IV_BIN"
around 'a terminal that is none' env TERM=../x COLUMNS=abc LINES=-1
around 'a wide terminal' env COLUMNS=99999999999999999999
around 'a narrow terminal' env COLUMNS=1 NO_COLOR=
around 'umask 000' bash -c 'umask 000; exec "$@"' x
around 'umask 777' bash -c 'umask 777; exec "$@"' x
around 'no input' bash -c 'exec "$@" <&-' x
around 'no place for errors' bash -c 'exec "$@" 2>/dev/null || { echo failed >&2; exit 1; }' x
around 'input is a directory' bash -c 'exec "$@" </' x
around 'ten files at once' bash -c 'ulimit -n 10; exec "$@"' x
around 'files of 4 kB' bash -c 'trap "" XFSZ; ulimit -f 4; exec "$@"' x
around 'no memory to speak of' bash -c '[ -n "$IV_VARIANT" ] || ulimit -v 20000; exec "$@"' x
around 'a stack of 256 kB' bash -c 'ulimit -s 256; exec "$@"' x
around 'signals that are ignored' bash -c 'trap "" TERM INT HUP PIPE CHLD; exec "$@"' x
is "$(find groep -path groep/.git -prune -o -perm /077 -type f -print)" '' 'no record is for others to read'
is "$(git -C groep log --format='%an %ae %cn %ce' | sort -u)" 'iv iv@iv.invalid iv iv@iv.invalid' 'and every commit is by iv'
ok 'the group is whole' iv-group -C groep check
is "$(cat "$T/home/canary"; ls "$T/home")" 'xcanary' 'and nothing came into the home'

# Output that cannot be written is said, and never a success.
for how in '>&-' '>/dev/full'; do
	for command in 'iv-case -C groep list' 'iv-case -C groep show '"$one" \
	    'iv-report -C groep hours' 'iv-case --version' 'iv-case --help' \
	    'iv-group -C groep log' 'iv-case -C groep list -o json'; do
		runs=$((runs + 1))
		eval "$command $how" 2>"$T/err"
		status=$?
		[ "$status" -gt 0 ] && [ "$status" -lt 124 ] &&
		    [ "$(grep -c . "$T/err")" = 1 ] ||
		    bad="$bad$command $how ends with $status: $(head -c 200 "$T/err")
"
	done
done
verdict 'output that cannot be written'
bash -c 'iv-case -C groep list 2>&- >&- <&-'
[ $? -lt 124 ] || bad='dies'
verdict 'all three closed'

# An editor with blanks and dashes in its name is a command and its options.
mkdir "$T/my editor"
cat >"$T/my editor/ed it" <<'END'
#!/bin/sh
[ "$1" = --wait ] && [ "$2" = -- ] && [ $# -eq 3 ] || exit 1
sed 's/^Een$/Een, beter/' "$3" >"$3.x" && cat "$3.x" >"$3" && rm "$3.x"
END
chmod +x "$T/my editor/ed it"
EDITOR="'$T/my editor/ed it' --wait --" run iv-case -C groep edit "$one"
is "$(jq -r .title groep/cases/2026/"$one".json)" 'Een, beter' 'an editor with blanks and dashes'
EDITOR=false run iv-case -C groep edit "$one"
ok 'an editor that fails changes nothing' [ "$status" -ne 0 ]
is "$(find "$T/tmp" -type f)" '' 'and nothing lies in the temporary directory'
note "$n environments, $runs runs"
done_testing
