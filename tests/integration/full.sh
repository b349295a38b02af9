#!/bin/bash
# SPDX-License-Identifier: ISC
# full: a disk that is full while a bulletin is sealed, published, opened and
# its receipt taken: each says so, keeps what it promised and nothing half,
# and goes on by the same command once there is room.
#
# The disk is a small one in memory, mounted where only this test sees it.
if [ "${TELLTALE_OWN_MOUNTS-}" != yes ]; then
	for how in -m -rm; do
		if unshare $how mount -t tmpfs none /mnt 2>/dev/null; then
			TELLTALE_OWN_MOUNTS=yes exec unshare $how "$0" "$@"
		fi
	done
	echo "ok 1 - a full disk # SKIP no right to mount one here"
	echo 1..1
	exit 0
fi
. "$(dirname "$0")/lib.sh"

disk=$dir/disk
mounted=()
leave() {
	for m in "${mounted[@]}" "$disk"; do umount -l "$m" 2>/dev/null; done
	clean
}
trap leave EXIT
mkdir "$disk"
must mount -t tmpfs -o size=24m,mode=700 none "$disk"

# A folder, with all in it, onto that disk; under its name.
onto_disk() {
	must cp -a "$1" "$disk/${1##*/}"
	must mount --bind "$disk/${1##*/}" "$1"
	mounted=("$1" "${mounted[@]}")
}
off_disk() {
	must umount "$1"
	mounted=("${mounted[@]:1}")
	rm -rf "$1"
	must mv "$disk/${1##*/}" "$1"
}
left() { df --output=avail -k "$disk" | tail -n 1; }
fill() { # KILOBYTES that are left free
	local more=$(($(left) - $1))
	[ "$more" -le 0 ] || fallocate -l "${more}K" "$disk/ballast"
}
room() { rm -f "$disk/ballast"; }

# The cause and the remedy, and a status that says so.
full_said() {
	{ [ "$got" = 3 ] || [ "$got" = 75 ]; } &&
	    sed -n 1p "$dir/err" | grep -q \
	    '^telltale: .*: \(No space left on device\|.*disk is full\)$' &&
	    grep -q '^hint: .*room' "$dir/err" &&
	    [ "$(grep -c '^telltale: ' "$dir/err")" = 1 ]
}
wrong= tries=0
fault() { wrong="$wrong
with $1 KiB: $2: $(cat "$dir/err")"; }
# with KILOBYTES COMMAND...: free while it runs; true if it was enough
with() {
	local kb=$1
	shift
	fill "$kb"
	got=0
	"$@" >"$dir/out" 2>"$dir/err" </dev/null || got=$?
	room
	[ "$got" != 0 ] || return 0
	tries=$((tries + 1))
	full_said || fault "$kb" "status $got"
	return 1
}
# What all tries of a sweep came to: swept NAME LEAST
swept() {
	if [ -z "$wrong" ] && [ "$tries" -ge "$2" ] && [ "$got" = 0 ]; then
		ok "$1, $tries times"
	else
		not_ok "$1"
		echo "# $tries tries, at least $2 wanted, last status $got$wrong" |
		    sed 's/^/# /'
	fi
	wrong= tries=0
}
# In steps from 0 KiB on: sweep STEP FUNCTION, which is given the KiB, and is
# true once it worked
sweep() {
	local kb
	for ((kb = 0; kb < 2048; kb += $1)); do
		! "$2" $kb || break
	done
}
unfinished() { find "$V" "$H" "$K" "$dir/home" -name '.tmp-*'; }
none() { [ -z "$("$@")" ]; }

programme
people
onto_disk "$V"

# Sealing.

draft "$dir/draft" 3000 3600
seal_with() {
	remember "$V"
	with "$1" telltale -C "$V" seal "$dir/draft" --json && return
	unchanged 2>"$dir/diff" || {
		cat "$dir/diff" >>"$dir/err"
		fault "$1" "something changed"
	}
	return 1
}
sweep 8 seal_with
swept "sealing on a full disk says so and keeps nothing" 8
id=$(json "$dir/out" 'd["id"]')
fact "the vault is good after it" telltale -C "$V" vault check
also "and holds what was sealed at last alone" \
    [ "$(ls "$V/bulletins")" = "$id" ]

# Publishing: first the vault's disk, then the hub's, then the keeper's.

visible() {
	as alder-1 inbox --json >"$dir/inbox" 2>/dev/null &&
	    grep -q "\"$id\"" "$dir/inbox"
}
publish_with() {
	with "$1" telltale -q -C "$V" publish "$id" --short-notice --yes="$id"
}
hidden_until_done() {
	publish_with "$1" && return
	! visible || seen_early=yes
	return 1
}
seen_early=
sweep 8 hidden_until_done
swept "publishing from a full disk says so" 8
also "and is seen once it is done" visible
# a batch takes a moment: the disk can be full right at its end
also "and hardly before" [ -z "$seen_early" ] || ok "noted late"
fact "the vault is good after it" telltale -C "$V" vault check
off_disk "$V"

hub_stop
onto_disk "$H"
must hub_start
seal "$dir/draft"
seen_early=
sweep 4 hidden_until_done
swept "publishing to a full hub says so" 4
also "and is seen once it is done" visible
also "and not before" [ -z "$seen_early" ]
fact "the ledger verifies after it" telltale -C "$V" log verify

keeper_stop
onto_disk "$K"
keeper_start
must until_true 10 [ -S "$K/socket" ]
draft "$dir/draft" 12 12
sed -i "s/\"before\": \"1h\"/\"opens_at\": \"$(utc $first)\"/" \
    "$dir/draft/bulletin.json"
seal "$dir/draft"
hub_stop
off_disk "$H"
must hub_start
hidden_until_done 0
also "publishing to a full keeper says whose disk it is" \
    said "the keeper's disk is full"
fact "and works once there is room" telltale -q -C "$V" publish "$id" \
    --short-notice --yes="$id"
finish
