# The usual group after two meetings, one case discussed.
. "$TOP/tests/examples/default.sh" &&
mkdir -p sessions/2026 &&
cat >sessions/2026/mv4h8k2p6s.json <<'END' &&
{
  "schema": "iv.session/1",
  "start": "2026-01-22T09:30",
  "minutes": 120,
  "attendance": {
    "nxe7x3q9da": {"status": "present"},
    "jrg2c5h8vf": {"status": "present", "from": "10:00"},
    "fat9p4s6bn": {"status": "excused"},
    "saa3t7r5gz": {"status": "present"}
  },
  "breaks": [{"from": "10:30", "until": "10:45"}],
  "status": "held",
  "made": "2026-01-08"
}
END
cat >sessions/2026/wq7c3n9r5t.json <<'END' &&
{
  "schema": "iv.session/1",
  "start": "2026-03-05T09:30",
  "minutes": 120,
  "attendance": {
    "nxe7x3q9da": {"status": "present"},
    "jrg2c5h8vf": {"status": "late-notice"},
    "fat9p4s6bn": {"status": "present"},
    "saa3t7r5gz": {"status": "present", "until": "11:00"}
  },
  "status": "held",
  "made": "2026-01-22"
}
END
iv-case set kd8 \
    reformulated='Wat heb ik nodig om te blijven luisteren?' &&
git add -A && git -c user.name=x -c user.email=x@example.org commit -qm hand
