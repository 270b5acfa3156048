#!/usr/bin/env bash
# What plain git, or a forge's merge button, made wrong is named and mended as
# told; and a change that was shared is taken back, also one side of a merge.
. "${0%/*}/lib.sh"
needs git jq
unset IV_SEED IV_NOW
export GIT_CONFIG_GLOBAL=$HOME/.gitconfig
git config --global user.name x
git config --global user.email x@example.org
git config --global pull.rebase false

field()
{
	jq -r "$2" "$1/cases/"*"/$3.json"
}
same()
{
	is "$(diff -r -x .git a b; git -C a status --porcelain
	    git -C b status --porcelain; git -C a rev-parse HEAD)" \
	    "$(git -C b rev-parse HEAD)" "$1: the same, and clean"
}
# sound CLONE NAME: check finds nothing but advice.
sound()
{
	run iv-group -C "$1" check
	status_is 0 "$2: and check is content"
	out_unlike 'mended|: a ' "$2: nothing is named any more"
}

iv-group init a --name Noord >/dev/null
at a iv-member add --json >/dev/null <<'END'
{"id":"manna12345","name":"Anna","role":"member"}
{"id":"mbert12345","name":"Bert","role":"member"}
END
at a iv-case add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"Eerste","question":"Hoe doe ik dat?"}
{"id":"case123457","presenter":"mbert12345","title":"Tweede","question":"Hoe doe ik dat?"}
END
git init -q --bare -b main r.git
iv-sync -C a remote "$PWD/r.git" --host-reads 2>/dev/null
iv-sync -C a
iv-sync clone r.git b 2>/dev/null
iv-group -C a me anna
iv-group -C b me bert
# Somebody whose git knows nothing of ours.
git -C b config --remove-section merge.iv-json
file=$(cd b && ls cases/*/case123456.json)

# --- conflict marks -------------------------------------------------------------

at a iv-case set case123456 title='Van A' >/dev/null
iv-sync -C a
at b iv-case set case123456 title='Van B' >/dev/null
run git -C b pull -q origin main
status_is 1 "git pull ends in a conflict"
run iv-group -C b check
status_is 1 "check sees it"
out_like '^\.git: a merge is under way.*git merge --abort' "the merge"
out_like "$file:[0-9]+:1: .*two versions.*<<<<<<<.*git commit -am mended" \
    "the marks, and what to do"
IV_LANG=nl run iv-group -C b check
out_like 'twee versies' "in Dutch"
run iv-sync -C b
status_is 6 "iv-sync waits"
git -C b merge --abort
run iv-sync -C b
status_is 0 "aborted, iv-sync merges"
is "$(field b '.title + " " + (.conflicts | length | tostring)' case123456)" \
    'Van B 1' "by record"
sound b "aborted"
iv-sync -C b resolve case123456 title mine
iv-sync -C b
iv-sync -C a
same "settled"

# Committed and sent with the marks in it.
at a iv-case set case123456 title='Weer van A' >/dev/null
iv-sync -C a
at b iv-case set case123456 title='Weer van B' >/dev/null
git -C b pull -q origin main >/dev/null 2>&1
git -C b commit -qam 'met tekens'
run iv-sync -C b
status_is 5 "it is not sent"
err_like "'iv-group check' says how to mend it" "and where to look"
git -C b push -q origin HEAD:main
before=$(git -C a rev-parse HEAD)
run iv-sync -C a
status_is 5 "sent by git, the others refuse it"
err_like '^  (Bert|x) sent it, and can mend it: ' "and say who sent it"
is "$(git -C a rev-parse HEAD; git -C a status --porcelain)" "$before" \
    "and are as they were"
run iv-group -C b check
out_like "$file:[0-9]+:1: .*two versions" "check names it"
sed -i '/^<<<<<<< /,/^=======$/d; /^>>>>>>> /d' "b/$file"
git -C b commit -qam mended
sound b "mended"
run iv-sync -C b
status_is 0 "mended, it is sent"
run iv-sync -C a
status_is 0 "and taken"
same "mended"
is "$(field a .title case123456)" 'Weer van A' "one of the two"

# --- in the wrong place, sent by plain git ----------------------------------------

git -C b -c user.name='Bert Bakker' commit -q --allow-empty -m leeg
git -C b push -q origin HEAD:main
for c in a b; do
	iv-sync -C "$c"
done
# misplaced PATH WHAT MEND CMD ...: CMD makes it, and MEND is what check says.
misplaced()
{
	local path=$1 what=$2 mend=$3
	shift 3

	(cd b && "$@" && git add -A 2>/dev/null && git -c user.name='Bert Bakker' commit -qm x &&
	    git push -q origin HEAD:main) || fail "$path: could not be made"
	run iv-sync -C a
	status_is 5 "$path: refused by the others"
	[ "$path" = "$file" ] || err_like \
	    '^  Bert Bakker sent it, and can mend it: ' "$path: says by whom"
	err_like '^  Until then nothing is sent' "$path: and what that means"
	run iv-sync clone r.git n
	err_like '^  Whoever sent it can mend it' "$path: nor a clone"
	run iv-sync -C b
	status_is 5 "$path: its sender is told at the next sync"
	err_like "sent, but the others refuse it: .*$path" "$path: says so"
	run iv-group -C b check
	is "$(grep -F "$path" <<<"$out")" "$path: $what; $mend, then 'git commit -am mended'" \
	    "$path: check says what to do, once"
	mkdir -p elsewhere
	(cd b && case $mend in
	give*) mend=${mend#*\'} && eval "${mend%\'*}" ;;
	*) mv "$path" ../elsewhere ;;
	esac && git -c user.name='Bert Bakker' commit -qam mended)
	sound b "$path"
	ok "$path: sent" iv-sync -C b
	ok "$path: taken" iv-sync -C a
	same "$path"
	rm -rf elsewhere
}
away="move it out of the group's directory"
misplaced members/notitie.txt 'no place for a file of a group' "$away" \
    sh -c 'echo x >members/notitie.txt'
misplaced notities 'no directory of a group' "$away" \
    sh -c 'mkdir notities && echo x >notities/x.txt && echo y >notities/y'
misplaced members/x 'a link to another file' "$away" \
    ln -s ../group.json members/x
misplaced sub 'a git repository of its own' "$away" \
    sh -c 'git init -q sub && cd sub && git commit -q --allow-empty -m x'
misplaced "$file" 'marked as a program' "give 'chmod -x $file'" \
    chmod +x "$file"
# Others went on over it: what was sent from here is still told.
git -C b config merge.iv-json.driver 'iv-sync merge-file %O %A %B'
(cd b && echo x >members/notitie.txt && git add -A && git commit -qm x &&
    git push -q origin HEAD:main)
git clone -q r.git n
git -C n commit -q --allow-empty -m meer
git -C n push -q origin HEAD:main
rm -rf n
run iv-sync -C b
status_is 5 "a misplaced file that others built on"
err_like "refused: 'members/notitie.txt'" "is told too"
err_like '^  It was in this copy already: .* then .git pull.' "and what helps"
IV_LANG=nl run iv-sync -C b
err_like '^  Het stond ook in deze kopie: ' "in Dutch"
rm b/members/notitie.txt
git -C b commit -qam mended
git -C b pull -q --no-edit
ok "and mended, sent" iv-sync -C b
ok "and taken" iv-sync -C a
same "built on"
git -C b config --remove-section merge.iv-json

# --- a merge button: clean for git, broken as a record -----------------------------

# button SED NAME MESSAGE: a merge that left the record as SED makes it.
button()
{
	sed -i "$1" "b/$file"
	git -C b commit -qam 'Merge pull request'
	git -C b push -q origin HEAD:main
	run iv-sync -C a
	status_is 5 "$2: refused by the others"
	run iv-group -C b check
	status_is 1 "$2: check sees it"
	out_like "$file:.*$3" "$2: is named"
	out_like 'mend it in an editor.*git commit -am mended' "$2: and how"
	git -C b checkout -q HEAD~1 -- "$file"
	git -C b commit -qam mended
	sound b "$2"
	ok "$2: sent" iv-sync -C b
	ok "$2: taken" iv-sync -C a
	same "$2"
}
button '/"title"/{p;s/Weer/Nog/}' "both versions of a field" 'title'
button '/"question"/s/,$//' "a comma that is gone" ':[0-9]+:'
button '$d' "an end that is gone" ':[0-9]+:'

# --- undo, shared ---------------------------------------------------------------

at a iv-case set case123456 title='Vergissing' >/dev/null
iv-sync -C a
iv-sync -C b
wrong=$(git -C a rev-parse HEAD)
run iv-group -C b undo "${wrong:0:10}"
status_is 0 "what was sent is taken back, by another"
iv-sync -C b
iv-sync -C a
same "taken back"
is "$(field a .title case123456)" 'Weer van A' "everywhere"

at a iv-case set case123456 urgency=2 >/dev/null
at a iv-case set case123456 title='A en' >/dev/null
at b iv-case set case123457 urgency=4 >/dev/null
iv-sync -C a
iv-sync -C b
merge=$(git -C b rev-parse HEAD)
is "$(git -C b rev-list --parents -n 1 HEAD | wc -w)" 3 "a merge"
run iv-group -C b undo
status_is 6 "which side is asked"
err_like 'say which of them is taken back' "clearly"
err_like '^  --side [12]: 2 changes, the last by Anna on [0-9-]+ [0-9:]+$' "with what Anna did"
err_like '^  --side [12]: 1 change, the last by Bert on 2' "and Bert"
side=$(sed -n 's/^  --side \([12]\): .*Anna.*/\1/p' "$T/err")
run iv-group -C b undo --side 3
status_is 2 "there are two"
run iv-group -C b undo "$wrong" --side 1
status_is 2 "not of a change of one"
run iv-group -C b undo -n "$merge" --side "$side"
out_is "change $file" "--dry-run names what goes back"
is "$(git -C b rev-parse HEAD)" "$merge" "and does nothing"
run iv-group -C b undo "$merge" --side "$side"
status_is 0 "one side of it"
is "$(field b '.title + " " + (.urgency | tostring)' case123456)
$(field b .urgency case123457)" 'Weer van A null
4' "is taken back, the other stays"
iv-sync -C b
iv-sync -C a
same "one side taken back"
run iv-group -C a log
out_like "undo [0-9a-f]{10} side $side" "log tells"
run iv-group -C a undo
status_is 0 "and that is taken back too"
is "$(field a '.title + " " + (.urgency | tostring)' case123456)" 'A en 2' \
    "it is there again"
run iv-group -C b undo "$merge" --side "$((3 - side))"
status_is 0 "the other side"
is "$(field b .urgency case123457)" null "is taken back"
sound b "undone"
done_testing
