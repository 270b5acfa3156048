#!/bin/bash
# Completion: what the programs offer, and that real shells take it.
. "${0%/*}/lib.sh"

shells=${IV_BIN%/bin}
shells=${shells%/run}/completion
tab=$'\t'

# offers TOOL WORD ... CURRENT: all candidates of a line.
offers()
{
	run "$1" complete -- "${@:2}"
	[ "$status" = 0 ] && [ ! -s "$T/err" ] ||
	    tap_saw "complete $*" "want status 0 and silence"
}
# offered NAME: the candidates alone, on one line, are $1.
words_are() { is "$(cut -f 1 "$T/out" | paste -sd' ')" "$1" "$2"; }

# --- outside a group --------------------------------------------------------

for tool in "$IV_BIN"/iv-*; do
	tool=${tool##*/iv-}
	offers "iv-$tool" ''
	out_like "^help$tab" "iv-$tool: commands, with help among them"
	is "$(cut -f 1 "$T/out" | grep -v -e '^help$' -e '^--' | sort)" \
	    "$("iv-$tool" help 2>&1 | sed -n '3,$s/^  \([a-z][a-z-]*\).*/\1/p' |
	    sort)" "iv-$tool: the commands that its help lists"
done
offers iv-case
out_like "^add$tab." 'no word at all is an empty one'
offers iv-case sh
words_are 'show sheet' 'a beginning of a command'
offers iv-case help sh
words_are 'show sheet' 'of help too'
offers iv-case nosuch ''
out_empty 'an unknown command: nothing'
offers iv-case list --st
words_are '--status=' 'an option that is a field'
offers iv-case list --dr
out_empty 'not what belongs to another command'
offers iv-case add --dr
words_are '--draft --dry-run' "the command's own and the common ones"
offers iv-case add --own
words_are '--own-part=' 'a field with a line under in it'
offers iv-case add --form=
words_are '--form=problem --form=solution --form=positive --form=ethical' \
    'words of a field, behind ='
offers iv-case add --form p
words_are 'problem positive' 'words of a field, in the next word'
offers iv-case add form=eth
words_are 'form=ethical' 'and as FIELD=VALUE'
offers iv-case add wants=questions,a
words_are 'wants=questions,advice' 'the last of a list'
offers iv-member set x prefers.f
words_are 'prefers.focus=' 'a field inside another'
offers iv-member set x prefers.focus=r
words_are 'prefers.focus=result' 'and its words'
offers iv-case list -o n
words_are 'ndjson' 'formats'
offers iv-case list -on
words_are '-ondjson' 'formats, in the same word'
offers iv-report hours -o h
words_are 'html' 'and html where it is one'
offers iv-case list -f id,tit
words_are 'id,title' 'columns'
offers iv-session agenda --method gos
out_like "^gossip$tab." 'methods with their titles'
offers iv-session attend --status late
words_are 'late-notice' 'words of an option that is no field'
offers iv-report register --profile skj
words_are 'skj' 'registers'
offers iv-sync --no
words_are '--no-push' 'a command that needs no name'
offers iv-case show ''
out_empty 'no ids outside a group, and no message'
offers iv-session rsvp x ''
words_are 'yes no maybe' 'words of operands'
offers iv-case -C
out_empty 'nothing yet for -C'
run iv-case nosuch
err_like "^iv-case: no command 'nosuch'" 'and it is no command for people'
run iv-case help
out_unlike 'complete' 'help does not list it'

export IV_LANG=nl
if [ -e "${IV_BIN%/bin}/share/locale/nl/LC_MESSAGES/iv.mo" ]; then
	offers iv-case add --form posi
	out_is "positief${tab}positive" 'words in the language of the user'
	offers iv-case add --form positive
	out_is "positive${tab}positief" 'and as they are stored'
	offers iv-session show v
	words_are 'volgende vorige vandaag' 'words for meetings too'
else
	skip 'built without nl' 3
fi
unset IV_LANG

# --- in a group -------------------------------------------------------------

iv-group init groep --name G >/dev/null
cd groep || exit 1
noelle=$(iv-member add --name 'Noëlle Dijkstra')
noor=$(iv-member add --name 'Noor de Wit')
iv-member add --name 'Jan Jansen' >/dev/null
iv-member add --name 'Jan Pieters' >/dev/null
evil=$(iv-member add --name 'Jan $(touch evil) `x` "q" '\''a'\')
iv-session plan 2026-03-26T09:30 --every 4w --count 2 >"$T/sessions"
case=$(iv-case add --presenter noor --title 'De boze klant' \
    --question 'Hoe blijf ik rustig?')

offers iv-case show ''
out_is "$case${tab}De boze klant (ready)" 'cases by id, with their titles'
offers iv-case show "${case:0:4}"
words_are "$case" 'by the beginning of an id'
offers iv-case set "$case" tit
words_are 'title=' 'fields behind an id'
offers iv-case add --presenter=noe
out_is "--presenter=Noëlle${tab}Noëlle Dijkstra  $noelle" \
    'a member, whatever case and accents'
offers iv-session rsvp no
words_are 'Noor Noëlle' 'first names'
offers iv-session rsvp jan no
words_are 'Noor Noëlle no' 'and the words behind them'
offers iv-member show jan
is "$(cut -f 1 "$T/out" | tail -n 2)" $'Jan Jansen\nJan Pieters' \
    'whole names where the first is not enough'
offers iv-member show dijk
is "$(cut -f 1 "$T/out")" 'Noëlle Dijkstra' 'by surname'
offers iv-member show "${noor:0:4}"
out_is "$noor${tab}Noor de Wit" 'by id'
offers iv-session show ''
words_are "next last today $(tac "$T/sessions" | paste -sd' ')" \
    'meetings, with the words for them'
out_like "^$(head -n 1 "$T/sessions")${tab}2026-03-26T09:30 .planned.\$" \
    'and their day'
offers iv-session agenda --case ''
words_are "$case" 'ids in an option'
offers iv-session attend -s n
words_are 'next' 'meetings in an option by its letter'
offers iv-rotate assign chair=noo
words_are 'chair=Noor' 'a role for a member'
offers iv-report hours --member noo
words_are 'Noor' 'members in a report'
offers iv-eval open ne
words_are 'next' 'meetings of an evaluation'
offers iv-group set facilitator=noe
words_are 'facilitator=Noëlle' 'a member in a field'
offers iv-session attend -- noo
words_are 'Noor' 'operands behind --'
cd ..
offers iv-case -C groep show ''
words_are "$case" '-C before the command'
offers iv-case show -C groep ''
words_are "$case" '-C behind it'
IV_GROUP=groep offers iv-case show ''
words_are "$case" 'IV_GROUP'
cd groep || exit 1
iv-case add --draft --presenter jan --title 'Nog niet' 2>/dev/null
iv-case add --draft --presenter noor --title $'Concept' >"$T/draft"
offers iv-case ready ''
out_like "^$(cat "$T/draft")$tab" "the user's own drafts"
offers iv-session agenda --case ''
words_are "$case" 'which no other tool sees'

cp "cases/2026/$case.json" "$T/keep"
echo '{' >"cases/2026/$case.json"
offers iv-case show "$case"
out_empty 'a broken record is left out, in silence'
cp "$T/keep" "cases/2026/$case.json"
# Every option of every command: silence and status 0 whatever stands there.
sweep()
{
	local tool cmd opt

	for tool in "$IV_BIN"/iv-*; do
		for cmd in $("$tool" complete '' | cut -f 1); do
			"$tool" complete -- "$cmd" '' || echo "$tool $cmd"
			for opt in $("$tool" complete "$cmd" -- | cut -f 1); do
				"$tool" complete -- "$cmd" "$opt" ||
				    echo "$tool $cmd $opt"
			done
		done
	done >"$T/swept" 2>"$T/failed"
	grep "^$IV_BIN" "$T/swept"
	cat "$T/failed"
}
if [ -z "$IV_VARIANT" ]; then
	is "$(sweep)" '' 'every option of every command'
	ok 'of which there are many' test "$(wc -l <"$T/swept")" -gt 1500
else
	skip 'plain build' 2
fi

if [ -z "$IV_VARIANT" ] && command -v strace >/dev/null; then
	strace -f -e trace=file -o "$T/trace" \
	    iv-case complete -- show '' >/dev/null
	ok 'the trace has the cases' grep -q 'cases' "$T/trace"
	not_ok 'nothing of .git is looked at' grep -q '\.git' "$T/trace"
	not_ok 'nor a member' grep -q '"members' "$T/trace"
	not_ok 'nor a git library' grep -q 'libgit2' "$T/trace"
else
	skip 'strace, plain build' 4
fi
if [ -z "$IV_VARIANT" ] && [ -x "$IV_TESTS/pairs" ]; then
	"$IV_TESTS/pairs" -n 40 iv-case complete show '' -- true |
	    { read -r a b ratio _
	    note "complete $a ms, true $b ms, ratio $ratio"; }
fi

# --- bash -------------------------------------------------------------------

# in_bash POINT? LINE: what bash's function gives for a line; the words are
# those that bash itself makes of it.
cat >"$T/bash" <<'END'
. "$1/iv.bash"
COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=${3:-9}
# As readline breaks a line: at white space, = and :, quotes kept together.
COMP_WORDS=()
rest=$COMP_LINE
quoted='\\.|"[^"]*("|$)|'"'[^']*('|$)"
word="[=:]+|([^[:space:]=:\"'\\]|$quoted)+"
while [[ $rest =~ ^[[:space:]]*($word)(.*)$ ]]
do
	COMP_WORDS+=("${BASH_REMATCH[1]}")
	rest=${BASH_REMATCH[5]}
done
[[ $COMP_LINE != *[[:space:]] || $rest == *[!\ ]* || \
    ${COMP_WORDS[-1]} == [\"\']* ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_iv "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" ''
printf '%s\n' "${COMPREPLY[@]}"
END
in_bash() { run bash "$T/bash" "$shells" "$@"; err_empty "bash: $1"; }

in_bash 'iv-case sugg'
out_is suggest 'bash: a command'
in_bash 'iv-case sh'
out_like '^show   *\(Show records whole\)$' 'bash: several, described'
in_bash 'iv-case sh' 37
out_is $'show\nsheet' 'bash: not where it steps through them'
in_bash 'iv-case show '
out_like "$case" 'bash: an id'
in_bash 'iv-case add --form=et'
out_is ethical 'bash: behind ='
in_bash 'iv-case add --form='
out_like '^positive' 'bash: nothing behind = yet'
in_bash 'iv-case add presenter=noe'
out_is Noëlle 'bash: a name for letters without accents'
in_bash 'iv-member show "Jan J'
out_is '"Jan Jansen' 'bash: in quotes that are open'
in_bash 'iv-member show dijk'
out_is 'Noëlle\ Dijkstra' 'bash: a space is quoted'
in_bash "iv-member show ${evil:0:5}"
out_is "$evil" 'bash: by id'
in_bash 'iv-member show Jan\ \$'
eval "set -- $out"
is "$#:$1" "1:Jan \$(touch evil) \`x\` \"q\" 'a'" 'bash: a name is no command'
not_ok 'bash: and none was run' test -e evil
in_bash 'iv-member show "Jan \$'
# readline puts the other quote behind it.
eval "set -- $out\""
is "$#:$1" "1:Jan \$(touch evil) \`x\` \"q\" 'a'" 'bash: nor in quotes'

at_line()
{
	tmux -S "$T/tmux" capture-pane -p >"$T/out"
	grep -q "$1" "$T/out"
}
# at_prompt NAME SHELL SET-UP TYPED WANT: a shell that someone types in, with
# Tab.
at_prompt()
{
	if ! command -v tmux >/dev/null || [ -n "$IV_VARIANT" ]; then
		skip 'tmux, plain build'
		return
	fi
	TERM=screen tmux -S "$T/tmux" -f /dev/null new-session -d -x 100 -y 30 \
	    "$2"
	tmux -S "$T/tmux" send-keys "$3; echo set'-'up" Enter
	wait_for at_line '^set-up'
	tmux -S "$T/tmux" send-keys 'iv-case add --for' Tab 'eth' Tab ' pres' \
	    Tab "$4" Tab
	wait_for at_line "=$5"
	out_like "iv-case add --form=ethical +presenter=$5" "$1"
	tmux -S "$T/tmux" kill-server
}
at_prompt 'bash: at the prompt' "env LC_ALL=C.UTF-8 bash --norc -i" \
    ". $shells/iv.bash" noe Noëlle

# --- zsh and fish -----------------------------------------------------------

if command -v zsh >/dev/null; then
	ok 'zsh: the file parses' zsh -n "$shells/_iv"
	cat >"$T/zsh" <<'END'
fpath=($1 $fpath)
autoload -Uz _iv
compadd()
{
	while [[ $1 == -* ]]; do
		case $1 in
		-a) shift; print -l -- "${(@P)1}"; return ;;
		-[VSd]) shift 2 ;;
		*) shift ;;
		esac
	done
}
_files() { print files; }
shift
words=("$@") CURRENT=$# PREFIX=${@[-1]}
_iv
END
	in_zsh() { run zsh -f "$T/zsh" "$shells" "$@"; }
	in_zsh iv-case sh
	out_is $'show\nsheet' 'zsh: commands'
	in_zsh iv-case add --form=et
	out_is --form=ethical 'zsh: behind ='
	in_zsh iv-case add presenter=noe
	out_is presenter=Noëlle 'zsh: a name'
	in_zsh iv-case nosuch ''
	out_is files 'zsh: else files'
	at_prompt 'zsh: at the prompt' 'env LC_ALL=C.UTF-8 zsh -f' \
	    "fpath=($shells \$fpath); autoload -U compinit; compinit -u -D" \
	    noe Noëlle
else
	skip 'no zsh here' 6
fi
if command -v fish >/dev/null; then
	in_fish() { run fish --no-config -c \
	    'source $argv[1]; complete -C $argv[2]' -- \
	    "$shells/iv.fish" "$1"; }
	in_fish 'iv-case sh'
	out_like "^show${tab}Show records whole\$" 'fish: commands'
	in_fish 'iv-case show '
	out_like "^$case${tab}De boze klant .ready.\$" 'fish: an id with its title'
	in_fish 'iv-case add --form=et'
	out_is --form=ethical 'fish: behind ='
	in_fish 'iv-case add presenter=Noë'
	out_like '^presenter=Noëlle' 'fish: a name'
	# It matches for itself: accents must be there.
	at_prompt 'fish: at the prompt' \
	    'env LC_ALL=C.UTF-8 fish --no-config' "source $shells/iv.fish" \
	    noo Noor
else
	skip 'no fish here' 5
fi

# --- installed --------------------------------------------------------------

for f in iv.bash _iv iv.fish; do
	for tool in "$TOP"/cmd/iv-*.c; do
		tool=${tool##*/}
		ok "$f knows ${tool%.c}" \
		    grep -qw -e "${tool%.c}" "$shells/$f"
	done
done

done_testing
