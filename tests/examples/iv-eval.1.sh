# The usual group with two meetings behind it, answers typed from paper, and a
# group's own questions.
. "$TOP/tests/examples/default.sh" &&
iv-session add --json <<'END' &&
{"id": "va2k7m4x9p", "start": "2026-02-12T09:30", "minutes": 120, "status": "held"}
{"id": "vb5n3q8z2t", "start": "2026-03-12T09:00", "minutes": 120, "status": "held"}
END
printf '5 4 2\n4 4 4\n3 5 5\n5 5 3\n2 4 4\n' >answers.txt &&
printf '4 4 4\n5 4 3\n3 5 4\n' >three.txt
