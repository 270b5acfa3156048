#!/usr/bin/env bash
# iv-sync over ssh, http and gcrypt::, each with a server of its own on
# loopback; and what goes wrong on the way: a key or a password that is not
# taken, no network, a full disk, a kill.
. "${0%/*}/lib.sh"
needs git jq
unset IV_SEED IV_NOW

heads()
{
	git -C "$T/work/$1" rev-parse HEAD
}
whole()
{
	git -C "$1" status --porcelain
	git -C "$1" fsck --strict --no-dangling 2>&1
	ls "$1/.git/iv/incoming" 2>/dev/null
}
# same A B NAME: two clones are one, to the byte, and whole.
same()
{
	is "$(heads "$1")" "$(heads "$2")" "$3: the same commit"
	is "$(diff -r -x .git "$1" "$2"; whole "$1"; whole "$2")" "" \
	    "and the same to the byte, clean and whole"
}
servers=() made='' made_mount=''
trap 'kill "${servers[@]}" 2>/dev/null
    [ -z "$made" ] || rmdir "$made"
    [ -z "$made_mount" ] || umount "$made_mount"
    ! command -v gpgconf >/dev/null || gpgconf --kill all 2>/dev/null
    tap_cleanup' EXIT

iv-group init a --name Noord >/dev/null
at a iv-member add --json >/dev/null <<'END'
{"id":"manna12345","name":"Anna","role":"member"}
{"id":"mbert12345","name":"Bert","role":"member"}
END
at a iv-case add --json >/dev/null <<'END'
{"id":"case123456","presenter":"manna12345","title":"Eerste","question":"Hoe doe ik dat?"}
END
iv-group -C a me anna

# both_ways URL NAME: a shares itself there, b is made of it, and each gets
# what the other did.
both_ways()
{
	run iv-sync -C a remote "$1" --host-reads
	status_is 0 "$2: remote"
	run iv-sync -C a
	status_is 0 "$2: the first sync"
	err_empty
	rm -rf b
	run iv-sync clone "$1" b
	status_is 0 "$2: clone"
	same a b "$2"
	iv-group -C b me bert
	at a iv-case set case123456 title="$2 een" >/dev/null
	at b iv-case set case123456 question="$2: hoe doe je dat?" >/dev/null
	run iv-sync -C a
	status_is 0 "$2: one sends"
	run iv-sync -C b
	status_is 0 "$2: the other merges"
	run iv-sync -C a
	same a b "$2: both"
	is "$(jq -r '.title + " " + .question' a/cases/*/case123456.json)" \
	    "$2 een $2: hoe doe je dat?" "$2: both edits live"
	run iv-sync -C a status -o json
	is "$(jq -c '.items[] | [.ahead, .behind]' <<<"$out")" '[0,0]' \
	    "$2: status"
}

# --- ssh ------------------------------------------------------------------------

# ssh_server: 1 when there can be none, saying why.
ssh_server()
{
	local sshd port n

	sshd=$(PATH=$PATH:/usr/sbin command -v sshd) &&
	    command -v ssh-keygen >/dev/null || { echo 'no OpenSSH here'
		return 1; }
	# What its service makes at every start.
	if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
		mkdir -m 755 /run/sshd && made=/run/sshd
	fi
	mkdir ssh
	ssh-keygen -q -t ed25519 -N '' -f ssh/host
	ssh-keygen -q -t ed25519 -N '' -f ssh/ed25519
	ssh-keygen -q -t rsa -b 3072 -N '' -f ssh/rsa
	ssh-keygen -q -t ed25519 -N '' -f ssh/unknown
	cat ssh/ed25519.pub ssh/rsa.pub >ssh/authorized
	for ((n = 0; n < 20; n++)); do
		port=$((20000 + RANDOM % 12000))
		cat >ssh/sshd_config <<-END
		ListenAddress 127.0.0.1
		Port $port
		HostKey $PWD/ssh/host
		AuthorizedKeysFile $PWD/ssh/authorized
		StrictModes no
		UsePAM no
		PasswordAuthentication no
		KbdInteractiveAuthentication no
		PermitRootLogin yes
		PidFile none
		SetEnv PATH=$PATH
		END
		"$sshd" -D -e -f ssh/sshd_config 2>ssh/log &
		servers+=($!)
		wait_for grep -q 'Server listening\|rror\|atal\|Missing' ssh/log
		grep -q 'Server listening' ssh/log && break
		grep -q 'in use' ssh/log || break
	done
	cat >ssh/config <<-END
	Host intervisie
		HostName 127.0.0.1
		Port $port
		User $(id -un)
		IdentityFile $PWD/ssh/\${IV_TEST_KEY}
		IdentitiesOnly yes
		UserKnownHostsFile $PWD/ssh/known
		BatchMode yes
	END
	printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 ssh/host.pub)" \
	    >ssh/known
	export GIT_SSH_COMMAND="ssh -F $PWD/ssh/config" IV_TEST_KEY=ed25519
	$GIT_SSH_COMMAND intervisie true 2>ssh/told || {
		tail -n 2 ssh/log ssh/told | tr '\n' ' '
		return 1; }
}

# refused REGEX NAME: a sync of a that fails, clearly, and changes nothing.
refused()
{
	local before
	before=$(heads a)

	run iv-sync -C a
	status_is 8 "$2"
	err_like "nothing was lost; sync again later: cannot reach .*$1" \
	    "$2: says why"
	is "$(heads a) $(whole a)" "$before " "$2: and nothing was"
}

if ssh_server >why; then
	git init -q --bare -b main ssh.git
	both_ways "intervisie:$PWD/ssh.git" "ssh with ed25519"
	export IV_TEST_KEY=rsa
	both_ways "ssh://intervisie$PWD/ssh.git" "ssh with RSA"
	IV_TEST_KEY=unknown
	refused 'Permission denied.*none of the ssh keys' "ssh: a wrong key"
	IV_TEST_KEY=rsa
	mv ssh/known ssh/known.was
	refused 'Host key verification failed.*fingerprint' \
	    "ssh: a host that is not known"
	sed "s/ ssh-ed25519 .*/ $(cut -d' ' -f1,2 ssh/unknown.pub |
	    sed 's,/,\\/,g')/" ssh/known.was >ssh/known
	refused 'Host key verification failed' "ssh: another host's key"
	mv ssh/known.was ssh/known
	mv ssh.git ssh.away
	refused 'does not appear to be a git repo.*is the address right' \
	    "ssh: a wrong path"
	mv ssh.away ssh.git
	kill "${servers[0]}"
	wait "${servers[0]}" 2>/dev/null
	refused 'onnection refused.*is there a network' "ssh: no network"
else
	skip "ssh: $(cat why)" 1
fi

# --- http -----------------------------------------------------------------------

mkdir web
git init -q --bare -b main web/r.git
git -C web/r.git config http.receivepack true
mkfifo port
perl "$TOP/tests/http.pl" "$PWD/web" anna:geheim >port 2>http.log &
servers+=($!)
read -r port <port
export GIT_CONFIG_GLOBAL=$HOME/.gitconfig
url=http://127.0.0.1:$port/r.git
git config --global credential.helper store
printf 'http://anna:geheim@127.0.0.1:%s\n' "$port" >"$HOME/.git-credentials"
both_ways "$url" "http with a credential helper"
# more than git sends in one piece
for ((i = 0; i < 120; i++)); do
	head -c 14000 /dev/urandom | base64 -w 0 |
	    jq -Rc '{presenter: "manna12345", title: "Groot",
		question: "Hoe doe ik dat?", situation: .}'
done >big
ok "http: many big cases" at a iv-case add --json --identifiable <big
run iv-sync -C a
status_is 0 "http: in pieces"
run iv-sync -C b
same a b "http: in pieces"

rm "$HOME/.git-credentials"
at a iv-case set case123456 urgency=4 >/dev/null
refused 'could not read Username.*sync once in a terminal' "http: no password"
git -C a config remote.origin.url "http://anna:fout@127.0.0.1:$port/r.git"
refused 'Authentication failed.*the password is not the right one' \
    "http: a wrong password"
not_ok "http: which is not shown" grep fout "$T/err"
run iv-sync clone "http://anna:fout@127.0.0.1:$port/r.git" n
status_is 8 "http: clone with a wrong password"
not_ok "http: leaves nothing, and does not show it" \
    grep -r fout "$T/err" n
git -C a config remote.origin.url "${url%r.git}nope.git"
printf 'http://anna:geheim@127.0.0.1:%s\n' "$port" >"$HOME/.git-credentials"
refused 'not found.*is the address right' "http: a wrong path"
git -C a config remote.origin.url "$url"
git config --global --unset credential.helper
if command -v script >/dev/null; then
	at_terminal 'iv-sync -C a; echo =$?=' '@*Username*' $'anna\n' \
	    '@*Password*' $'fout\n'
	out_like '^=8=' "http: a wrong password, typed"
	out_like 'password is not the right one' "http: is named"
	at_terminal 'iv-sync -C a; echo =$?=' '@*Username*' $'anna\n' \
	    '@*Password*' $'geheim\n' '@*Username*Username*' $'anna\n' \
	    '@*Password*Password*' $'geheim\n'
	out_like '^=0=' "http: the right one, typed"
else
	skip "no script here" 3
fi
git config --global credential.helper store
kill "${servers[-1]}"
wait "${servers[-1]}" 2>/dev/null
refused 'is there a network' "http: no network"

# --- gcrypt::, where every push forces ------------------------------------------

# sealed: 1 when there can be no encrypted remote, saying why.
sealed()
{
	command -v git-remote-gcrypt >/dev/null && command -v gpg >/dev/null ||
	    { echo 'no git-remote-gcrypt and gnupg here'; return 1; }
	mkdir -m 700 gpg nokeys
	# Stretching passwords, which nobody guesses at here, took most of the
	# test's time.
	echo 's2k-count 1024' >gpg/gpg.conf
	gpg --batch --quiet --passphrase '' --quick-generate-key \
	    'Noord <noord@iv.invalid>' future-default default never 2>&1
}
# titles CLONE
titles()
{
	jq -r .title "$1"/cases/*/*.json | grep '^Ronde' | sort | tr '\n' ' '
}

# A short path: gpg's agent listens in it.
export GNUPGHOME=$T/work/gpg
if sealed >why; then
	git config --global user.signingkey noord@iv.invalid
	git config --global gcrypt.participants noord@iv.invalid
	git init -q --bare -b main sealed.git
	url=gcrypt::$PWD/sealed.git
	both_ways "$url" gcrypt
	git --git-dir=sealed.git cat-file --batch-all-objects --batch >raw
	not_ok "gcrypt: nothing there can be read" \
	    grep -a 'Eerste\|manna12345' raw

	# What one sent is overwritten by another who did not see it.
	cp -a sealed.git before.git
	at a iv-case add --presenter Anna --title 'Ronde 0 A' \
	    --question 'Hoe doe ik dat?' >/dev/null
	run iv-sync -C a
	status_is 0 "gcrypt: one sends"
	rm -rf sealed.git
	mv before.git sealed.git
	at b iv-case add --presenter Bert --title 'Ronde 0 B' \
	    --question 'Hoe doe ik dat?' >/dev/null
	run iv-sync -C b
	status_is 0 "gcrypt: the other overwrites it"
	run iv-sync -C a
	status_is 0 "gcrypt: the next sync brings it back"
	iv-sync -C b
	same a b "gcrypt: brought back"
	is "$(titles a)" 'Ronde 0 A Ronde 0 B ' "gcrypt: both are there"

	bad=''
	for i in 1 2 3 4 5; do
		for c in a b; do
			at "$c" iv-case add --presenter Anna \
			    --title "Ronde $i $c" \
			    --question 'Hoe doe ik dat?' >/dev/null
		done
		iv-sync -C a 2>a.err &
		iv-sync -C b 2>b.err || bad+="b $i: $(cat b.err)"$'\n'
		wait $! || bad+="a $i: $(cat a.err)"$'\n'
	done
	note "of 10 that pushed at once said: ${bad:-nothing}"
	iv-sync -C a
	iv-sync -C b
	iv-sync -C a
	same a b "gcrypt: two push at once, five times"
	is "$(titles a | wc -w)" 36 "gcrypt: nothing is lost"

	GNUPGHOME=$T/work/nokeys refused 'gpg: .*No .* key.*in gpg here' \
	    "gcrypt: no key"
	mv sealed.git sealed.away
	refused 'epository not found.*is the address right' \
	    "gcrypt: a wrong path"
	mv sealed.away sealed.git

	# What is forgotten goes with the old place, as iv-group forget says.
	id=$(grep -l 'Ronde 0 A' a/cases/*/*.json)
	run iv-group -C a forget "$(basename "$id" .json)" --yes
	status_is 0 "gcrypt: forget"
	err_like "start a new one, with 'iv-sync remote gcrypt::URL'" \
	    "gcrypt: says that the old place keeps it"
	git init -q --bare -b main anew.git
	run iv-sync -C a remote "gcrypt::$PWD/anew.git"
	status_is 0 "gcrypt: a new place"
	run iv-sync -C a
	status_is 0 "gcrypt: takes the group"
	rm -rf c
	git clone -q -b main "gcrypt::$PWD/anew.git" c 2>/dev/null
	is "$(git -C c rev-parse HEAD)" "$(git -C a rev-parse HEAD)" \
	    "gcrypt: whole"
	for c in a c; do
		git -C "$c" cat-file --batch-all-objects --batch >raw
		ok "gcrypt: $c has the rest" grep -qa 'Ronde 0 B' raw
		not_ok "gcrypt: nothing forgotten is in $c" \
		    grep -a 'Ronde 0 A' raw
	done
	gpgconf --kill all
else
	skip "gcrypt: $(cat why)" 1
fi

# --- a full disk, a kill, a lock that stays -------------------------------------

git config --global --remove-section credential
rm -rf a b
iv-group init a --name Noord >/dev/null
at a iv-member add --json >/dev/null <<<'{"id":"manna12345","name":"Anna"}'
git init -q --bare -b main dir.git
iv-sync -C a remote dir.git --host-reads 2>/dev/null
iv-sync -C a
mkdir small
if mount -t tmpfs -o size=1500k,mode=700 none small 2>/dev/null; then
	made_mount=$PWD/small
	iv-sync clone dir.git small/b 2>/dev/null
	at a iv-case add --json --identifiable <big >/dev/null
	iv-sync -C a
	before=$(heads small/b)
	run iv-sync -C small/b
	status_is 8 "a disk too small for what comes in"
	err_like 'No space left on device.*make room on the disk' \
	    "a full disk: says why"
	is "$(heads small/b) $(whole small/b)" "$before " \
	    "a full disk: nothing was changed"
	run iv-sync clone dir.git small/c
	status_is 8 "no room for a clone"
	ok "leaves nothing of it" test ! -e small/c
	# more room each time: the pack fits, then some of the files
	full=0 bad=''
	for ((kb = 2000; kb < 12000; kb += 500)); do
		mount -o "remount,size=${kb}k" small
		run iv-sync -C small/b
		case $status in
		0) break ;;
		8|10) full=$((full + 1)) ;;
		*) bad+="$kb: status $status: $err"$'\n' ;;
		esac
		grep -q 'No space left\|not every file' "$T/err" ||
		    bad+="$kb: $err"$'\n'
		bad+=$(git -C small/b fsck --strict --no-dangling 2>&1)
	done
	mount -o remount,size=64m small
	is "$bad" "" "room for a part of it: said, and whole"
	ok "was met more than once" test "$full" -ge 2
	run iv-sync -C small/b
	status_is 0 "with room it goes on"
	same a small/b "after a full disk"
	note "$full syncs on a full disk"
	umount small && made_mount=''
elif command -v strace >/dev/null; then
	iv-sync clone dir.git small/b 2>/dev/null
	at a iv-case add --json --identifiable <big >/dev/null
	iv-sync -C a
	before=$(heads small/b)
	calls=link,linkat,rename,renameat,renameat2
	run strace -f -qq -o /dev/null -e "trace=$calls" \
	    -e "inject=$calls:error=ENOSPC" iv-sync -C small/b
	status_is 8 "a full disk"
	err_like 'No space left on device' "a full disk: says why"
	is "$(heads small/b) $(whole small/b)" "$before " \
	    "a full disk: nothing was changed"
	run iv-sync -C small/b
	status_is 0 "with room it goes on"
	same a small/b "after a full disk"
else
	skip "no disk can be filled here" 10
fi

# One process alone is killed: its git must not go on beside the next one.
rm -rf b
iv-sync clone dir.git b 2>/dev/null
kills=0 bad=''
for ((i = 0; i < 12; i++)); do
	iv-case -C a add --presenter Anna --title "Kill $i" \
	    --question 'Hoe doe ik dat?' >/dev/null
	iv-sync -C a
	iv-case -C b add --presenter Anna --title "Kill b $i" \
	    --question 'Hoe doe ik dat?' >/dev/null
	iv-sync -C b >/dev/null 2>&1 &
	pid=$!
	sleep "0.0$((i * 7 % 90 + 10))"
	kill -9 "$pid" 2>/dev/null && kills=$((kills + 1))
	wait "$pid" 2>/dev/null
	iv-sync -C b >x 2>&1 || bad+="$i: $(cat x)"$'\n'
	bad+=$(whole b)
	iv-sync -C a >x 2>&1 || bad+="$i: $(cat x)"$'\n'
done 2>/dev/null
is "$bad" "" "iv-sync alone is killed and goes on"
same a b "after the kills"
is "$(jq -r .title a/cases/*/*.json | grep -c Kill)" 24 "and nothing is lost"
note "$kills kills of iv-sync alone"

# What git tells of its work is for who waits for it.
if command -v script >/dev/null; then
	iv-case -C a add --presenter Anna --title 'Terminal' \
	    --question 'Hoe doe ik dat?' >/dev/null
	iv-sync -C a
	at_terminal 'iv-sync -C b; echo =$?='
	out_like '^iv-sync: in: 1 new, 0 changed, 0 gone; sent: 0' \
	    "at a terminal: what came of it"
	out_unlike 'objects|FETCH_HEAD' "and nothing else"
	printf '#!/bin/sh\nsleep 2.1\nexec git-upload-pack "$@"\n' >slow
	chmod +x slow
	git config --file slow.config remote.origin.uploadpack "$PWD/slow"
	iv-case -C a add --presenter Anna --title 'Traag' \
	    --question 'Hoe doe ik dat?' >/dev/null
	iv-sync -C a
	GIT_CONFIG_GLOBAL=$PWD/slow.config \
	    at_terminal 'iv-sync -C b; echo =$?='
	out_like 'objects' "when it takes long, its progress"
else
	skip "no script here" 3
fi

# What a git that died over there left.
for lock in HEAD.lock refs/heads/main.lock; do
	: >"dir.git/$lock"
	iv-case -C a add --presenter Anna --title "$lock" \
	    --question 'Hoe doe ik dat?' >/dev/null
	run iv-sync -C a
	status_is 8 "$lock over there"
	err_like "did not take it: .*$lock': File exists; a git that was killed" \
	    "$lock is named"
	ok "$lock may be in use" test -e "dir.git/$lock"
	touch -d '15 minutes ago' "dir.git/$lock"
	run iv-sync -C a
	status_is 0 "$lock that is old does not stop us"
	err_like 'killed git left there long ago is removed' "which is said"
	ok "$lock is gone" test ! -e "dir.git/$lock"
done
iv-sync -C b
same a b "after the locks"
is "$(find dir.git -name 'iv-*')" "" "nothing of ours is left there"
done_testing
