# The usual group with three meetings behind it and two ahead.
. "$TOP/tests/examples/default.sh" &&
iv-group set guidance=independent roles=chair,timekeeper,secretary &&
iv-session add --json <<'END'
{"id": "va2k7m4x9p", "start": "2026-01-22T09:30", "minutes": 120, "status": "held", "roles": {"chair": "jrg2c5h8vf", "timekeeper": "saa3t7r5gz"}}
{"id": "vb5n3q8z2t", "start": "2026-02-12T09:30", "minutes": 120, "status": "held", "roles": {"chair": "saa3t7r5gz", "timekeeper": "nxe7x3q9da"}, "attendance": {"fat9p4s6bn": {"status": "excused"}}}
{"id": "vc8r6w4d7k", "start": "2026-03-05T09:30", "minutes": 120, "status": "held", "roles": {"chair": "fat9p4s6bn", "timekeeper": "jrg2c5h8vf"}}
{"id": "vd3x9c5h2m", "start": "2026-03-26T09:30", "minutes": 120, "status": "planned", "agenda": [{"presenter": "nxe7x3q9da", "method": "incident"}]}
{"id": "ve7z2p6b4s", "start": "2026-04-16T09:30", "minutes": 120, "status": "planned"}
END
