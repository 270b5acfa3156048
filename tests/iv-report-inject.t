#!/usr/bin/env bash
# iv-report: over 300 hostile texts, HTML, formulas, Markdown, control
# characters and newlines, in every text of every record; every report in
# every format, read back by libxml2, Text::CSV, cmark, a JSON reader and two
# terminals: one that obeys nothing but colour, and tmux.
. "${0%/*}/lib.sh"
plain_only
needs git jq perl cmark cmark-gfm tmux script
for module in XML::LibXML Text::CSV; do
	perl -M$module -e 1 2>/dev/null || skip_all "no $module here"
done

for group in hostile plain; do
	iv-group init $group --name x --language nl \
	    --roles chair,timekeeper >/dev/null
	iv-member -C $group add --name 'Lid Nul' --role facilitator >/dev/null
	iv-group -C $group set facilitator=lid >/dev/null
	texts=$(perl "$TOP/tests/inject.pl" make $group ${group#hostile})
	mkdir $group.out
done
ok "$texts hostile texts" [ "$texts" -ge 300 ]

formats='html md table csv tsv ndjson json'
first=m000000000 outputs=0 terminal=''
# print NAME TOOL WORD...: in every format; and of the harmless group in those
# that are for people, to be compared.
print()
{
	local name=$1 tool=$2 group format
	shift 2

	for format in $formats; do
		outputs=$((outputs + 1))
		for group in hostile plain; do
			case $group.$format in plain.*v|plain.*json)
				continue ;;
			esac
			$terminal "$tool" -C $group "$@" -o $format \
			    >$group.out/$name.$format 2>"$T/err"
			status=$?
			[ $status -le 1 ] || fail "$tool $* -o $format" \
			    "$status $(head -n 1 "$T/err")"
		done
	done
}

export IV_NOW=2026-03-20T20:00
reports=$(iv-report --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')
for report in $reports; do
	case $report in
	binder|reflection) set -- --member $first ;;
	register) set -- --profile skj --member $first ;;
	minutes) set -- s000000002 --for $first ;;
	agenda|signsheet) set -- s000000002 ;;
	actions) set -- --audience group ;;
	*) set -- ;;
	esac
	print $report iv-report $report "$@"
done
print cases-full iv-report cases --full
print hours-sessions iv-report hours --sessions
print attendance-sessions iv-report attendance --sessions
print timing-sessions iv-report timing --sessions

# And what the other tools show of records: to people on a terminal, as what
# goes elsewhere may hold what was stored.
at_tty()
{
	script -qec "$*" /dev/null </dev/null | tr -d '\r'
	return "${PIPESTATUS[0]}"
}
while read -r tool words; do
	name=${tool#iv-}-${words// /-}
	formats='md table' terminal=at_tty
	print "$name" $tool $words
	formats='csv tsv ndjson json' terminal=''
	print "$name" $tool $words
done <<'END'
iv-group show
iv-group agreements
iv-group check
iv-group log
iv-member list
iv-member show m000000007
iv-case list
iv-case list --fields id,title,situation,question
iv-case show c000000007
iv-case check c000000007
iv-case suggest
iv-session list
iv-session show s000000002
iv-session agenda s000000002
iv-session methods
iv-session method vies
iv-session advise c000000007
iv-session due
iv-rotate show
iv-rotate season
iv-rotate propose s000000005
iv-rotate explain s000000002
iv-eval questions
iv-eval list
iv-eval show e000000002
iv-eval trend
END

n=0
while read -r verdict name why; do
	n=$((n + 1))
	if [ "$verdict" = ok ]; then
		pass "$name is inert"
	else
		fail "$name is inert" "$why"
	fi
done < <(perl "$TOP/tests/inject.pl" check hostile.out plain.out)
is "$n" "$outputs" 'everything in every format was read back'
note "$texts texts, $(wc -w <<<"$reports") reports, $n outputs"

# A real terminal: what it shows is what was meant, its title and screen are
# left alone, and nothing was typed back to it.
cat >"$T/show" <<'SHOW'
for report in actions start hours cases agenda overview signals; do
	case $report in
	cases) iv-report -C hostile cases --full ;;
	agenda) iv-report -C hostile agenda s000000002 ;;
	*) iv-report -C hostile $report ;;
	esac
done 2>&1
echo THE END
read -r typed
echo "typed: $typed" >typed
SHOW
mux="tmux -L inject$$ -f /dev/null"
TERM=xterm-256color $mux new-session -d -x 120 -y 50 "sleep 600" \; \
    set-option -g history-limit 90000 \; set-option -g bell-action any
TERM=xterm-256color $mux new-window -n kijk "bash '$T/show'; sleep 600"
at_end() { $mux capture-pane -p -t kijk | grep '^THE END'; }
wait_for at_end
$mux capture-pane -p -S - -t kijk >"$T/seen"
ok 'tmux shows them to the end' grep -q '^THE END' "$T/seen"
is "$($mux display-message -p -t kijk \
    '#{alternate_on} #{window_name} #{scroll_region_upper}')" '0 kijk 0' \
    'the screen, its name and its region are as they were'
title=$($mux display-message -p -t kijk '#{pane_title}')
not_ok 'its title is not from a report' grep -q titel <<<"$title"
ok 'what was hidden is seen' grep -qF '\u{1b}]0;titel' "$T/seen"
$mux send-keys -t kijk Enter
wait_for test -s typed
is "$(cat typed)" 'typed: ' 'and answered nothing by itself'
$mux kill-server 2>/dev/null
done_testing
