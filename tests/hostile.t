#!/usr/bin/env bash
# Groups that someone else prepared: whatever lies in the directory, every
# command ends by itself and says so, changes nothing outside the directory
# and starts no program.
. "${0%/*}/lib.sh"
needs git jq perl

# libgit2 1.5 forgets what it made for a regular expression when the
# configuration is refused.
printf 'leak:_pcre2_memctl_malloc_8\nleak:pcre2_match_8\n' >"$T/leaks"
export LSAN_OPTIONS=suppressions=$T/leaks:print_suppressions=0

strace=$(command -v strace || true)
[ -z "$IV_VARIANT" ] || strace=''
runs=0
statuses=''

mkdir "$T/outside" "$T/outside/members" "$T/outside/dir"
echo '#!/bin/sh
echo ran >>'"$T/ran" >"$T/outside/program"
chmod +x "$T/outside/program"
iv-group init base --name Noord >/dev/null
noelle=$(iv-member -C base add --name 'Noëlle Dijkstra')
bo=$(iv-member -C base add --name 'Bo Hendriks')
one=$(iv-case -C base add --presenter noelle --title 'Een' --question 'Hoe blijf ik rustig?')
two=$(iv-case -C base add --presenter bo --title 'Twee' --question 'Hoe zeg ik nee?')
meeting=$(iv-session -C base add --start 2026-04-02T09:30)
git init -q --bare -b main "$T/outside/hub.git"
iv-sync -C base remote "$T/outside/hub.git" --host-reads 2>/dev/null
iv-sync -C base
cp "base/cases/2026/$two.json" "$T/outside/$two.json"
cp "base/members/$bo.json" "$T/outside/members"
cp base/group.json "$T/outside"
cp -a base/.git "$T/outside/git"

# What is outside, with the times that writing and renaming change.  The time
# of an object that is there already is renewed, as git does, so that nobody
# clears it away.
outside()
{
	find "$T/outside" "$T/home" "$T/data" \( -path '*/objects/??/*' \
	    -printf '%p %i %m %s\n' -o -printf '%p %i %m %s %C@ %T@\n' \) |
	    LC_ALL=C sort
}
before=$(outside)

bad=''
# try CMD ...: ends in time, by itself, not by a signal.
try()
{
	runs=$((runs + 1))
	timeout -k 2 120 "$@" >"$T/out" 2>"$T/err"
	status=$?
	statuses="$statuses$status "
	if [ "$status" -ge 124 ] || [ "$status" -eq 99 ]; then
		bad="$bad$* ends with $status: $(head -c 300 "$T/err")
"
	elif [ "$status" -ne 0 ] && [ "$status" -ne 1 ] &&
	    ! grep -q . "$T/err"; then
		bad="$bad$* ends with $status and says nothing
"
	fi
}

# The same, and of the programs it starts only itself is one.
try_alone()
{
	if [ -z "$strace" ]; then
		try "$@"
		return
	fi
	try "$strace" -f -qq -e trace=execve,connect -o "$T/execs" "$@"
	if [ "$(grep -c execve "$T/execs")" -ne 1 ] ||
	    grep -q connect "$T/execs"; then
		bad="$bad$* starts: $(cat "$T/execs")
"
	fi
}

# hostile NAME [READS]: what stands on standard input is done to a copy of
# the group, then every kind of command is run on it.
hostile()
{
	local name=$1 commands=${2:-all}

	rm -rf g && cp -a base g
	bad=''
	(cd g && bash -eu -c "$(cat)" x "$T" "$one" "$two" "$noelle" \
	    "$meeting") >"$T/prepared" 2>&1 ||
	    bad="cannot prepare: $(cat "$T/prepared")
"
	before=$(outside)
	try iv-case -C g list -o json
	try iv-case -C g show "$one"
	try iv-member -C g list
	try iv-session -C g list
	try iv-group -C g check
	try iv-report -C g hours
	try iv-rotate -C g show
	try iv-eval -C g rounds
	try iv-sync -C g --no-push
	try_alone iv-case -C g set "$one" "title=Nieuw"
	if [ "$commands" = all ]; then
		try iv-case -C g set "$two" "title=Nieuw"
		try iv-case -C g add --presenter bo --title Drie \
		    --question 'Hoe doe ik dat?'
		try iv-group -C g log
		try iv-session -C g rsvp "$meeting" bo=yes
		try_alone iv-group -C g undo
	fi
	[ "$before" = "$(outside)" ] || bad="${bad}outside changed: $(diff \
	    <(echo "$before") <(outside))
"
	[ ! -e "$T/ran" ] || bad="${bad}a program was run
"
	rm -f "$T/ran"
	if [ -z "$bad" ]; then
		pass "$name"
	else
		fail "$name" "$bad"
	fi
}

# $1 the test's directory, $2 and $3 cases, $4 a member, $5 a meeting.

# --- what is no plain file -------------------------------------------------
hostile 'members is a symbolic link' <<<'rm -r members; ln -s $1/outside/members members'
hostile 'cases is a symbolic link' <<<'rm -r cases; ln -s $1/outside/dir cases'
hostile 'a year is a symbolic link' <<<'rm -r cases/2026; ln -s $1/outside/dir cases/2026'
hostile 'a record is a symbolic link' <<<'ln -sf $1/outside/$3.json cases/2026/$3.json'
hostile 'a link to itself' <<<'ln -sf $3.json cases/2026/$3.json'
hostile 'group.json is a symbolic link' <<<'ln -sf $1/outside/group.json group.json'
hostile 'group.json is a FIFO' <<<'rm group.json; mkfifo group.json'
hostile 'group.json is a directory' <<<'rm group.json; mkdir group.json'
hostile 'a record is a FIFO' <<<'rm cases/2026/$3.json; mkfifo cases/2026/$3.json'
hostile 'a record is a directory' <<<'rm cases/2026/$3.json; mkdir cases/2026/$3.json'
hostile 'a record is a socket' <<<'rm cases/2026/$3.json; perl -MIO::Socket::UNIX -e "chdir \"cases/2026\"; IO::Socket::UNIX->new(Local => shift, Listen => 1) or die" $3.json'
hostile 'members is a file' <<<'rm -r members; echo x >members'
hostile 'sessions is a FIFO' <<<'rm -r sessions; mkfifo sessions'
hostile 'links in a ring' <<<'rm -r members; ln -s cases2 members; ln -s members cases2'
hostile 'names with control characters' <<<'touch $'"'"'cases/2026/\e]0;x\a.json'"'"' $'"'"'cases/2026/a\nb.json'"'"'; mkdir $'"'"'cases/\e[2J'"'"' "cases/ 2026" cases/99999 cases/-1'
hostile 'a case in two years' <<<'mkdir cases/2025; cp cases/2026/$3.json cases/2025/'
hostile 'nothing may be written' <<<'chmod 555 . cases cases/2026 .git'

# --- what is no record -----------------------------------------------------
record() { hostile "$1" reads <<<"$2"; }
record 'an empty record' ': >cases/2026/$3.json'
record 'a record of 2 MiB' 'head -c 2097152 /dev/zero >cases/2026/$3.json'
record 'a record of 10 GB, all holes' 'truncate -s 10G cases/2026/$3.json'
record 'a long text in quotes' '{ printf "\""; head -c 900000 /dev/zero | tr "\0" a; printf "\""; } >cases/2026/$3.json'
record 'deeper than allowed' 'perl -e "print q({\"a\":) x 40, 1, q(}) x 40" >cases/2026/$3.json'
record 'a hundred thousand brackets' 'perl -e "print q([) x 100000" >cases/2026/$3.json'
record 'a key twice' 'sed -i "s/\"title\"/\"title\": \"x\", \"title\"/" cases/2026/$3.json'
record 'a key twice, once escaped' 'sed -i "s/\"title\"/\"t\\\\u0069tle\": \"x\", \"title\"/" cases/2026/$3.json'
record 'a NUL byte' 'printf "\0" >>cases/2026/$3.json'
record 'a NUL escaped' 'sed -i "s/Twee/a\\\\u0000b/" cases/2026/$3.json'
record 'half of a surrogate pair' 'sed -i "s/Twee/\\\\ud800/" cases/2026/$3.json'
record 'a byte order mark' 'sed -i "1s/^/\xef\xbb\xbf/" cases/2026/$3.json'
record 'not UTF-8' 'LC_ALL=C sed -i "s/Twee/\xff\xfe/" cases/2026/$3.json'
record 'an overlong sequence' 'LC_ALL=C sed -i "s/Twee/\xc0\xaf/" cases/2026/$3.json'
record 'an array' 'echo "[]" >cases/2026/$3.json'
record 'another kind' 'cp members/$4.json cases/2026/$3.json'
record 'a newer version' 'sed -i "s,iv.case/1,iv.case/9," cases/2026/$3.json'
record 'a version that is none' 'sed -i "s,iv.case/1,iv.case/99999999999999999999," cases/2026/$3.json'
record 'no schema of ours' 'sed -i "s,iv.case/1,iv.%s%n/1," cases/2026/$3.json'
record 'a huge number' 'sed -i "s/\"status\"/\"urgency\": 1e400, \"status\"/" cases/2026/$3.json'
record 'a day that is none' 'sed -i "s/\"made\": .*/\"made\": \"2026-02-30\"/" cases/2026/$3.json'
record 'a presenter outside' 'sed -i "s,\"presenter\": .*,\"presenter\": \"../../../x\"\,," cases/2026/$3.json'
record 'an object for a text' 'sed -i "s/\"Twee\"/{\"a\": 1}/" cases/2026/$3.json'
record 'a zone outside' 'sed -i "s,Europe/Amsterdam,../../../etc/passwd," group.json'
record 'a language outside' 'jq ".language = \"../../x\"" group.json >x && mv x group.json'
record 'an id of the group that is a path' 'jq ".id = \"../../../../outside\"" group.json >x && mv x group.json'
record 'half a group' 'head -c 40 group.json >x && mv x group.json'

# --- a repository that bites -----------------------------------------------
hostile 'hooks of every name' <<<'mkdir -p .git/hooks; for h in pre-commit post-commit commit-msg prepare-commit-msg post-index-change reference-transaction pre-auto-gc post-checkout post-merge fsmonitor-watchman; do cp $1/outside/program .git/hooks/$h; done'
hostile 'a configuration that starts programs' <<<'for k in core.fsmonitor core.editor core.pager core.sshCommand core.askPass diff.external gpg.program credential.helper sequence.editor core.gitProxy filter.x.clean filter.x.smudge filter.x.process diff.x.textconv merge.x.driver; do git config $k $1/outside/program; done; git config core.hooksPath $1/outside; git config commit.gpgSign true; echo "* filter=x diff=x merge=x" >.gitattributes'
hostile 'a configuration that includes' <<<'git config include.path $1/outside/program; printf "[core]\n\thooksPath = /\n" >>.git/config'
hostile 'a work tree elsewhere' <<<'git config core.worktree $1/outside/dir'
hostile 'said to be bare' <<<'git config core.bare true'
hostile 'a format of the future' <<<'git config core.repositoryFormatVersion 99'
hostile 'an extension' <<<'git config core.repositoryFormatVersion 1; git config extensions.objectFormat sha256'
hostile 'a broken configuration' <<<'echo "[core" >>.git/config'
hostile 'attributes of control characters' <<<'printf "* text=auto eol=crlf ident working-tree-encoding=UTF-16\n" >.gitattributes'
hostile '.git is a file' <<<'rm -r .git; echo "gitdir: $1/outside/git" >.git'
hostile '.git is a symbolic link' <<<'rm -r .git; ln -s $1/outside/git .git'
hostile 'a directory in common elsewhere' <<<'echo $1/outside/git >.git/commondir'
hostile 'objects are a symbolic link' <<<'rm -r .git/objects; ln -s $1/outside/git/objects .git/objects'
hostile 'objects borrowed elsewhere' <<<'mkdir -p .git/objects/info; echo $1/outside/git/objects >.git/objects/info/alternates'
hostile 'no objects' <<<'rm -rf .git/objects/??'
hostile 'torn objects' <<<'find .git/objects -type f -exec sh -c "chmod u+w \$1; : >\$1" x {} \;'
hostile 'HEAD is rubbish' <<<'head -c 100 /dev/urandom >.git/HEAD'
hostile 'HEAD is a path' <<<'echo "ref: ../../../outside/x" >.git/HEAD'
hostile 'HEAD is a FIFO' <<<'rm .git/HEAD; mkfifo .git/HEAD'
hostile 'HEAD is detached' <<<'git checkout -q --detach'
hostile 'a branch that is a symbolic link' <<<'b=$(git symbolic-ref HEAD); cp .git/$b $1/outside/branch; ln -sf $1/outside/branch .git/$b'
hostile 'a branch that is rubbish' <<<'echo zzz >.git/$(git symbolic-ref HEAD)'
hostile 'a branch to an object that is not there' <<<'printf "%040d\n" 7 >.git/$(git symbolic-ref HEAD)'
hostile 'packed refs of rubbish' <<<'head -c 4096 /dev/urandom >.git/packed-refs'
hostile 'an index of rubbish' <<<'head -c 4096 /dev/urandom >.git/index'
hostile 'an index cut short' <<<'truncate -s 40 .git/index'
hostile 'an index that is a FIFO' <<<'rm .git/index; mkfifo .git/index'
hostile 'a merge under way' <<<'git rev-parse HEAD >.git/MERGE_HEAD'
hostile 'our own area is a symbolic link' <<<'rm -rf .git/iv; ln -s $1/outside/dir .git/iv'
hostile 'our temporary area is a symbolic link' <<<'rm -rf .git/iv/tmp; ln -s $1/outside/dir .git/iv/tmp'
hostile 'our lock is a symbolic link' <<<'rm -f .git/iv.lock; ln -s $1/outside/dir/lock .git/iv.lock'
hostile 'our lock is a FIFO' <<<'rm -f .git/iv.lock; mkfifo .git/iv.lock'
hostile 'an intent of rubbish' <<<'head -c 2000 /dev/urandom >.git/iv.lock'
hostile 'an intent that leads outside' <<<'h=$(git rev-parse HEAD); printf "iv-intent 1\nbranch refs/heads/../../../outside/x\nold %s\nnew %s\npath ../outside/dir/x %s %s\nlock 1\nend\n" $h $h $h $h >.git/iv.lock'
hostile 'who I am is a FIFO' <<<'rm -f .git/iv/me; mkdir -p .git/iv; mkfifo .git/iv/me'
hostile 'who I am is a line of commands' <<<'mkdir -p .git/iv; printf "x\nauthor y <z> 0 +0000\n\e]0;x\a" >.git/iv/me'

is "$(cat "$T/outside/$two.json")" "$(cat "base/cases/2026/$two.json")" 'what lay outside is as it was'
note "$tap_count hostile groups, $runs runs; statuses: $(tr ' ' '\n' \
    <<<"$statuses" | grep . | sort -n | uniq -c |
    awk '{ printf "%s%s x%s", (NR > 1 ? ", " : ""), $2, $1 }')"
[ -n "$strace" ] || note "without strace: what would be executed is not seen"
done_testing
