# The usual group, a sheet that came back by mail, and an empty group.
. "$TOP/tests/examples/default.sh" &&
cat >antwoord.txt <<'END' &&
> [Presenter]
Saar
> [Title]
Het gesprek dat bleef hangen
> [Form]
problem
> [Learning question]
Hoe geef ik een grens aan zonder het contact te verliezen?
END
echo 'Een klant verhief zijn stem aan de balie.' >situatie.txt &&
iv-group init ../jeugd --name 'Team Jeugd' &&
iv-session -C ../team add --start 2026-04-09T09:30 >/dev/null &&
cat >inbreng.ndjson <<'END'
{"presenter": "fat9p4s6bn", "title": "Te laat", "question": "Waarom komt er nooit iemand op tijd?"}
{"presenter": "saa3t7r5gz", "title": "Grenzen", "question": "Hoe geef ik aan dat het genoeg is?"}
END
