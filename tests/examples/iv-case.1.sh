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
iv-group init ../jeugd --name 'Team Jeugd'
