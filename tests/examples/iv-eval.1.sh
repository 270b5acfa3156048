# The usual group with two meetings behind it, answers typed from paper, and a
# group's own questions.
. "$TOP/tests/examples/default.sh" &&
iv-session add --json <<'END' &&
{"id": "v82k7m4x9p", "start": "2026-01-29T09:30", "minutes": 120, "status": "held"}
{"id": "va2k7m4x9p", "start": "2026-02-12T09:30", "minutes": 120, "status": "held"}
{"id": "vb5n3q8z2t", "start": "2026-03-12T09:00", "minutes": 120, "status": "held"}
END
printf '5 4 2\n4 4 4\n3 5 5\n5 5 3\n2 4 4\n' >answers.txt &&
printf '4 4 4\n5 4 3\n3 5 4\n' >three.txt &&
iv-group set purpose='Learning from each other' approach='Incident method' &&
(
	# The codes that the page's first example will print, as IV_SEED is set.
	XDG_DATA_HOME=$PWD/.git/elsewhere
	set -- $(iv-eval open 2026-02-12 --people 5 -o id)
	mkdir files
	printf '%s 4 3 3\n%s 5 4 4\n%s 4 4 2\n' "$1" "$2" "$3" >slips.txt
	echo "$4 3 4 4" | iv-eval answer --out files/4.ndjson
	echo "$5 4 5 4" | iv-eval answer --out files/5.ndjson
)
