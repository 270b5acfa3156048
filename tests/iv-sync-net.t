#!/usr/bin/env bash
# iv-sync over ssh, http and gcrypt::, each with a server of its own on
# loopback; and what goes wrong on the way: a key or a password that is not
# taken, no network, a full disk, a kill.
. "${0%/*}/lib.sh"
needs git jq
unset IV_SEED IV_NOW

at()
{
	(cd "$T/work/$1" && shift && "$@")
}
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
# wait_for CMD ...: until it succeeds, a minute at most.
wait_for()
{
	local n

	for ((n = 0; n < 600; n++)); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.1
	done
	return 1
}
servers=() made=''
trap 'kill "${servers[@]}" 2>/dev/null
    [ -z "$made" ] || rmdir "$made"; tap_cleanup' EXIT

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
	    '@*Password*' $'geheim\n' '@*Username*' $'anna\n' \
	    '@*Password*Password*' $'geheim\n'
	out_like '^=0=' "http: the right one, typed"
else
	skip "no script here" 3
fi
git config --global credential.helper store
kill "${servers[-1]}"
wait "${servers[-1]}" 2>/dev/null
refused 'is there a network' "http: no network"
done_testing
