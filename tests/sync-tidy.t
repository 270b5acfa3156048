#!/usr/bin/env bash
# Packing after a sync: when it is due, that it may be killed, and that others
# write meanwhile.
. "${0%/*}/lib.sh"
plain_only "git packs the same in every build"
needs git jq perl
unset IV_SEED IV_NOW

git init -q --bare -b main hub.git
iv-group init a --name Noord >/dev/null
iv-member -C a add --json >/dev/null \
    <<<'{"id":"manna12345","name":"Anna","role":"member"}'
iv-case -C a add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"a","question":"Hoe doe ik dat?"}
END
iv-sync -C a remote "$PWD/hub.git" --host-reads 2>/dev/null
run iv-sync -C a
status_is 0 "a small group"
ok "is not packed" test -z "$(find a/.git/objects/pack -name '*.pack')"

# Nine hundred changes, each with objects of its own.
path=$(cd a && echo cases/*/case123456.json)
git -C a cat-file blob "HEAD:$path" | perl -e '
	my ($path) = @ARGV;
	my $text = do { local $/; <STDIN> };
	for my $i (1 .. 900) {
		(my $t = $text) =~ s/"title": "a"/"title": "a $i"/;
		printf "commit refs/heads/main\ncommitter iv <iv\@iv.invalid> " .
		    "%d +0000\ndata 19\nset case case123456%s\n", time + $i,
		    $i == 1 ? "\nfrom refs/heads/main^0" : "";
		printf "M 100644 inline %s\ndata %d\n%s\n", $path, length $t,
		    $t;
	}' "$path" >stream
git -C a -c fastimport.unpackLimit=1000000 fast-import --quiet <stream
git -C a reset -q --hard
loose()
{
	git -C "$1" count-objects | cut -d' ' -f1
}
note "$(loose a) loose objects"
cp -a a killed
cp -a a busy
before=$(git -C a rev-parse HEAD)
run iv-sync -C a -n
status_is 0 "a dry run"
ok "packs nothing" test "$(loose a)" -gt 2000
run iv-sync -C a
status_is 0 "a sync"
err_empty "in silence"
ok "packs" test "$(loose a)" -lt 100
is "$(git -C a rev-parse HEAD) $(git -C a rev-list --count HEAD)" \
    "$before $(git -C killed rev-list --count HEAD)" "and changes nothing"
is "$(git -C a fsck --strict --no-dangling 2>&1; git -C a status --porcelain)" \
    "" "all is whole"
run iv-group -C a check
status_is 0 "check finds nothing"
run iv-case -C a set case123456 urgency=2
status_is 0 "and the next change is made"
git clone -q hub.git x && rm -rf x

# killed in the middle of it
kills=0 bad=''
for ((i = 0; i < 8; i++)); do
	rm -rf k && cp -a killed k
	setsid iv-sync -C k >/dev/null 2>&1 &
	pid=$!
	for ((j = 0; j < 400; j++)); do
		compgen -G 'k/.git/gc.pid*' >/dev/null && break
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.01
	done
	sleep "0.0$i"
	kill -9 -- "-$pid" 2>/dev/null && kills=$((kills + 1))
	wait "$pid" 2>/dev/null
	iv-case -C k set case123456 urgency=$((i % 5 + 1)) >x 2>&1 ||
	    bad+="$i: $(cat x)"
	bad+=$(git -C k fsck --strict --no-dangling 2>&1
	    git -C k status --porcelain)
	iv-sync -C k >x 2>&1 || bad+="$i: $(cat x)"
done 2>/dev/null
is "$bad" "" "packing that is killed harms nothing"
ok "and was killed" test "$kills" -ge 3
note "$kills kills"

# others write meanwhile
iv-sync -C busy >x 2>&1 &
pid=$!
n=0 bad=''
while kill -0 "$pid" 2>/dev/null || [ "$n" -lt 10 ]; do
	n=$((n + 1))
	iv-case -C busy set case123456 situation="tijdens $n" >y 2>&1 ||
	    bad+="$n: $(cat y)"
done
wait "$pid" || bad+=$(cat x)
is "$bad" "" "changes are made while it packs"
is "$(jq -r .situation busy/cases/*/case123456.json)" "tijdens $n" \
    "and none is lost"
is "$(git -C busy fsck --strict --no-dangling 2>&1)" "" "all is whole"
note "$n changes meanwhile"
done_testing
