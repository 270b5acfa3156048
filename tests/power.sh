#!/usr/bin/env bash
# power.sh [CUTS [AFTER]]: pulls the plug.  A group on a file system of its own
# (ext4 on a loop device) loses its power, with what the kernel had not yet
# written, after a command that ended, or in the middle of one; after every cut
# nothing that was acknowledged may be lost, and the next command works by
# itself.  Every second cut in the middle has somebody else writing to that
# disk: then the journal goes to the disk more often than we ask.  CUTS (60) in the life of a group, AFTER (100) right after it was started,
# cloned, or forgot a case.
# Root, ext4 and loop devices are needed; without them it says so and ends.
set -u
cuts=${1:-60} after=${2:-100}
skip()
{
	echo "check-power: skipped, $*"
	exit 0
}
[ "$(id -u)" = 0 ] || skip "only root may mount"
for c in mkfs.ext4 mount umount git jq perl; do
	command -v "$c" >/dev/null || skip "no $c here"
done
dir=$(mktemp -d)
disk=$dir/disk
plug()
{
	mount -o loop "$dir/image" "$disk" 2>"$dir/why"
}
pull()
{
	# EXT4_IOC_SHUTDOWN without writing the journal out.
	perl -e 'open my $d, "<", shift or die; my $how = pack "L", 2;
	    ioctl($d, 0x8004587d, $how) or die "$!\n"' "$disk" 2>"$dir/why"
}
leave()
{
	cd / && umount "$disk" 2>/dev/null
	rm -rf "$dir"
}
trap leave EXIT
mkdir "$disk"
truncate -s 64M "$dir/image"
mkfs.ext4 -q "$dir/image" || skip "mkfs.ext4 does not make a file system"
plug || skip "cannot mount: $(cat "$dir/why")"
pull || skip "the file system cannot be shut down: $(cat "$dir/why")"
umount "$disk"

export PATH=$IV_BIN:$PATH XDG_DATA_HOME=$dir/data HOME=$dir LC_ALL=C.UTF-8
unset IV_GROUP IV_MEMBER IV_NOW
group=$disk/group
lost=0 broken=0 done=0 acknowledged=0 midway=0

again()
{
	umount "$disk" && plug && return
	echo "check-power: cannot mount again: $(cat "$dir/why")"
	exit 1
}
# What is wrong with the group after the cut; nothing when it is whole.
wrong()
{
	iv-case -C "$group" set "$one" "pitch=after $1" 2>&1 ||
	    echo "the next change fails"
	iv-group -C "$group" check 2>&1 || echo "check finds something"
	git -C "$group" fsck --strict --no-dangling 2>&1 |
	    grep -v '^notice' || true
	git -C "$group" status --porcelain
	find "$group/.git" -name '*.lock' ! -name iv.lock
}
title()
{
	jq -r .title "$group/cases/"*/"$one.json"
}
# Ends when the disk does.
write_much()
{
	while dd if=/dev/zero of="$disk/other" bs=64k count=40 conv=fsync
	do :; done 2>/dev/null
}
begin()
{
	rm -rf "$group"
	iv-group init "$group" --name G >/dev/null && iv-member -C "$group" add \
	    --name Bo >/dev/null && one=$(iv-case -C "$group" add \
	    --presenter bo --title 'T 0' --question 'Hoe blijf ik rustig?')
}

plug || exit 1
echo x >"$disk/unsynced"
pull
again
[ ! -s "$disk/unsynced" ] || skip "what was not synced is not lost here"
begin || exit 1
old='T 0'
for n in $(seq "$cuts"); do
	ended=no
	if [ $((n % 3)) -eq 0 ]; then
		# Somewhere within.
		midway=$((midway + 1))
		[ $((midway % 2)) -eq 0 ] || write_much &
		(iv-case -C "$group" set "$one" "title=T $n" 2>/dev/null &&
		    touch "$dir/ended.$n") &
		perl -e 'select undef, undef, undef, rand 0.02'
		pull
		wait
		[ ! -e "$dir/ended.$n" ] || ended=maybe
	elif [ $((n % 10)) -eq 1 ]; then
		# The first minutes of a group.
		begin && iv-case -C "$group" set "$one" "title=T $n" &&
		    ended=yes
		pull
	else
		iv-case -C "$group" set "$one" "title=T $n" && ended=yes
		pull
	fi
	again
	done=$((done + 1))
	now=$(title)
	if [ "$ended" = yes ]; then
		acknowledged=$((acknowledged + 1))
		[ "$now" = "T $n" ] || lost=$((lost + 1))
	fi
	what=$(wrong "$n")
	now=$(title)
	if [ -n "$what" ] || { [ "$now" != "T $n" ] && [ "$now" != "$old" ]; }
	then
		broken=$((broken + 1))
		echo "cut $n ($ended): '$now' after '$old': $what"
	fi
	old=$now
done
echo "check-power: $done cuts ($midway midway), $acknowledged acknowledged:" \
    "$lost lost, $broken broken"

# --- right after what makes or replaces a whole repository ----------------------
export IV_NOW=2026-07-01T12:00
# The group that is cloned, on another disk.
hub()
{
	iv-group init "$dir/far" --name G >/dev/null &&
	    iv-member -C "$dir/far" add --name Bo >/dev/null &&
	    far=$(iv-case -C "$dir/far" add --presenter bo --title 'T far' \
	    --question 'Hoe blijf ik rustig?') &&
	    git init -q --bare -b main "$dir/hub.git" &&
	    iv-sync -C "$dir/far" remote "$dir/hub.git" --host-reads \
	    2>/dev/null && iv-sync -C "$dir/far"
}
start()
{
	iv-group init "$group" --name G >/dev/null
}
clone()
{
	iv-sync clone "$dir/hub.git" "$group" 2>/dev/null
}
forget()
{
	begin && iv-case -C "$group" set "$one" situation="PLANT $n" &&
	    iv-group -C "$group" forget --yes "$one" 2>/dev/null
}
# what HOW: what is not as it was acknowledged.
what()
{
	iv-member -C "$group" add --name "Na $n" 2>&1 >/dev/null ||
	    echo "the next change fails"
	iv-group -C "$group" check -o json | jq -r '.items[] |
	    select(.kind != "advice") | .path + " " + .what'
	git -C "$group" fsck --strict --no-dangling 2>&1 |
	    grep -v '^notice' || true
	git -C "$group" status --porcelain
	find "$group/.git" -name '*.lock' ! -name iv.lock
	case $1 in
	clone)	jq -r .title "$group/cases/"*/"$far.json" | grep -v '^T far$' ;;
	forget)	[ "$(jq -r '.forgotten[]' "$group/tombstones.json")" = \
		    "$one" ] || echo "not forgotten"
		git -C "$group" cat-file --batch-all-objects --batch |
		    grep -a -m 1 PLANT
		grep -r -a -l PLANT "$group" ;;
	esac
}
hub || exit 1
for how in start clone forget; do
	bad=0
	for n in $(seq "$after"); do
		rm -rf "$group"
		"$how" || { echo "$how fails"; exit 1; }
		pull
		again
		wrong=$(what "$how" 2>&1)
		[ -z "$wrong" ] || {
			bad=$((bad + 1))
			echo "cut $n after $how: $wrong"
		}
	done
	echo "check-power: $after cuts right after $how: $bad broken"
	broken=$((broken + bad))
done
echo "check-power: $lost acknowledged changes lost, $broken groups broken"
[ "$lost" -eq 0 ] && [ "$broken" -eq 0 ]
