#!/usr/bin/env bash
# lib.sh checks others; here it is checked itself: what must fail, fails.
. "${0%/*}/lib.sh"
plain_only "lib.sh is the same for every build"

# tap CODE: runs a small test made of CODE.
tap()
{
	printf '. "%s/tests/lib.sh"\n%s\n' "$TOP" "$1" >"$T/inner.t"
	run bash "$T/inner.t"
}

tap 'run printf "a\nb\n"; status_is 0 s; out_is "a
b" o; out_like "^b$" l; out_unlike c u; err_empty e; is a a i; ok t test 1
not_ok n test 1 = 2; done_testing'
status_is 0 "passing checks pass"
out_unlike '^not ok' "none of them fails"
out_like '^1\.\.8$' "and all are planned"

n=0
while read -r check; do
	tap "run sh -c 'echo out; echo err >&2; exit 3'
$check
done_testing"
	is "$status:$(sed -n 1p "$T/out")" "1:not ok 1 - name" "fails: $check"
	n=$((n + 1))
done <<'END'
status_is 0 name
out_is other name
err_is other name
out_like other name
out_unlike out name
err_like other name
out_empty name
err_empty name
ok name test -e missing
ok name no-such-command
not_ok name true
not_ok name no-such-command
is a b name
golden no/such/file name
fail name
END
note "$n checks can fail"

tap 'run sh -c "echo out; echo err >&2; exit 3"; status_is 0; done_testing'
out_like '^#   at .*inner\.t:2$' "a failure names file and line"
out_like '^# status 3$' "and the status"
out_like '^# out$' "and stdout"
out_like '^# err$' "and stderr"

tap 'ok one true; exit 0'
out_unlike '^1\.\.' "without done_testing there is no plan"
run perl "$TOP/tests/summary" "$T/inner.t"
status_is 1 "which fails the run"
out_like '^1 passed, 1 failed$' "and is counted"

tap 'ok one false; ok two true; skip why 2; note figure; done_testing'
run perl "$TOP/tests/summary" -j2 "$T/inner.t"
status_is 1 "a failed check fails the run"
is "$(tail -n 1 "$T/out")" "1 passed, 1 failed, 2 skipped" "counts come last"
out_like 'not ok 1 - one' "the failed check is shown"

tap 'ok one true; note 12 kills; done_testing'
run perl "$TOP/tests/summary" --env IV_VARIANT=x "$T/inner.t"
status_is 0 "a good run succeeds"
out_like '# 12 kills' "figures are shown"
out_like '\(x\)$' "beside the variant's name"
is "$(tail -n 1 "$T/out")" "1 passed, 0 failed" "counts alone on the last line"

tap 'ok one true; printf "1..1\n"; exit 7'
run perl "$TOP/tests/summary" "$T/inner.t"
is "$(tail -n 1 "$T/out")" "1 passed, 1 failed" "a bad exit is a failure"
tap "ok one true; echo overflow >$T/report.12; done_testing"
run perl "$TOP/tests/summary" --reports "$T/report" "$T/inner.t"
status_is 1 "a sanitizer's report is a failure"
out_like '^  overflow$' "and is shown"
is "$(tail -n 1 "$T/out")" "1 passed, 1 failed" "and is counted"
run perl "$TOP/tests/summary"
status_is 1 "no test at all is a failure"

tap 'skip_all "no reason"'
out_is '1..0 # SKIP no reason' "a file can be skipped"
tap 'needs no-such-command; ok x true; done_testing'
out_is '1..0 # SKIP no no-such-command here' "for want of a program"

export LANG=nl_NL GIT_DIR=/nonexistent EDITOR=false
tap 'env; printf "%s\n" "$PWD"; ok x rmdir ../work; done_testing'
out_unlike '^(LANG|GIT_DIR|EDITOR)=' "the user's environment is left out"
out_like '^LC_ALL=C.UTF-8$' "the locale is fixed"
out_like '^IV_NOW=2026-03-12T09:30$' "and the clock"
inner=$(sed -n 's/^HOME=\(.*\)\/home$/\1/p' "$T/out")
ok "a test has a directory of its own" test -n "$inner"
ok "which is removed" test ! -e "$inner"
tap 'printf "x" | run cat; out_is x name; done_testing'
status_is 0 "run takes standard input from a pipe"
done_testing
