# The usual group and an intake that came back by mail.
. "$TOP/tests/examples/default.sh" &&
cat >ingevuld.txt <<'END'
> [Name]
Hanna Visser
> [Job]
klantmanager
> [Wanted structure (1-5)]
4
> [Wanted focus]
both
END
