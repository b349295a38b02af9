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
must mount -t tmpfs -o size=64m,mode=700 none "$disk"

# A folder, with all in it, onto that disk; under its name.
onto_disk() {
	must cp -a "$1" "$disk/${1##*/}"
	must mount --bind "$disk/${1##*/}" "$1"
	mounted+=("$1")
}
off_disk() {
	must umount "$1"
	rm -rf "$1"
	must mv "$disk/${1##*/}" "$1"
}
left() { df --output=avail -k "$disk" | tail -n 1; }
fill() { # KILOBYTES that are left free
	local more
	# a hub may write in between
	for _ in 1 2 3 4 5; do
		more=$(($(left) - $1))
		[ "$more" -gt 0 ] || return
		! fallocate -l "${more}K" "$disk/ballast" 2>/dev/null || return
	done
}
room() { rm -f "$disk/ballast"; }

# The status, the cause and the remedy, each once.
full_said() {
	[ "$got" = "$full" ] && [ "$(grep -c '^telltale' "$dir/err")" = 1 ] &&
	    grep -q '^telltale.*\(No space left on device\|disk is full\)$' \
	    "$dir/err" && grep -q '^hint: .*room' "$dir/err"
}
wrong= tries=0 full=3
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
# In steps from 0 KiB on, till it worked: sweep NAME STEP LEAST FUNCTION; the
# function is given the KiB, and LEAST tries must have found it full.
sweep() {
	local kb
	for ((kb = 0; kb < 2048; kb += $2)); do
		! "$4" $kb || break
	done
	if [ -z "$wrong" ] && [ "$tries" -ge "$3" ] && [ "$got" = 0 ]; then
		ok "$1, $tries times"
	else
		not_ok "$1"
		sed 's/^/# /' <<<"$tries tries of $3, then status $got$wrong"
	fi
	wrong= tries=0
}

one_clock
programme
people
onto_disk "$V"

# Sealing.

draft "$dir/draft" 600 600
sed -i "s/\"before\": \"1h\"/\"opens_at\": \"$(utc $first)\"/" \
    "$dir/draft/bulletin.json"
remember "$V" "$dir/draft"
seal_with() {
	with "$1" telltale -C "$V" seal "$dir/draft" --json && return
	unchanged 2>"$dir/diff" || {
		cat "$dir/diff" >>"$dir/err"
		fault "$1" "something changed"
	}
	return 1
}
sweep "sealing on a full disk says so and changes nothing" 8 8 seal_with
cp "$dir/out" "$dir/seal.json"
id=$(json "$dir/seal.json" 'd["id"]')
fact "the vault is good after it" telltale -C "$V" vault check
also "and holds what was sealed at last alone" \
    [ "$(ls "$V/bulletins")" = "$id" ]

# Publishing: first the vault's disk, then the hub's, then the keeper's.

sees() { # READER
	as "$1" inbox --json >"$dir/inbox" 2>"$dir/inbox.err" &&
	    grep -q "\"$id\"" "$dir/inbox"
}
publish_with() {
	with "$1" telltale -q -C "$V" publish "$id" --yes="$id" && return
	as alder-1 inbox --json >"$dir/inbox" ||
	    fault "$1" "the hub does not serve"
	! sees alder-1 || early=$((early + 1))
	return 1
}
early=0
sweep "publishing from a full disk says so" 8 8 publish_with
also "and readers see it once it is done" sees alder-1
# at its very end the vault may fail to note what the hub has done
also "and hardly before" [ "$early" -le 2 ]
fact "the vault is good after it" telltale -C "$V" vault check
off_disk "$V"

hub_stop
onto_disk "$H"
must hub_start
seal_as EX-2026-015 "$dir/draft"
full=75 early=0
with 0 telltale -q -C "$V" publish "$id" --yes="$id"
also "a full hub says whose disk it is" said "the hub's disk is full"
sweep "publishing to a full hub says so" 4 3 publish_with
also "and readers see it once it is done" sees alder-1
also "and not before" [ "$early" = 0 ]
fact "the ledger verifies after it" telltale -C "$V" log verify
hub_stop
off_disk "$H"
must hub_start

keeper_stop
onto_disk "$K"
keeper_start
must until_true 10 [ -S "$K/socket" ]
seal_as EX-2026-016 "$dir/draft"
early=0
with 0 telltale -q -C "$V" publish "$id" --yes="$id"
also "publishing to a full keeper says whose disk it is" \
    said "the keeper's disk is full"
also "and readers see nothing of it" eval '! sees alder-1'
sweep "and each time, until there is room" 8 4 publish_with
also "and readers see it once it is done" sees alder-1
also "and not before" [ "$early" = 0 ]

# The instant, with the keeper's disk full, then the hub's.

late() { # COMMAND...: as long as it says later
	for _ in $(seq 150); do
		got=0
		"$@" >"$dir/out" 2>"$dir/err" </dev/null || got=$?
		[ $got = 75 ] || return $got
		sleep 0.1
	done
	return $got
}
fill 0
clock_ahead=700
clock all 700 700
exits 75 "a full keeper opens no wave" as birch-1 open "$id" -o "$dir/none"
also "and nothing is written" [ ! -e "$dir/none" ]
also "and it says why, in its log" \
    until_true 10 grep -q 'why="the disk is full"' "$dir/keeper.log"
room
fact "with room it opens by itself" late as birch-1 open "$id" -o "$dir/birch-1"

# A receipt, and the hub has no room for it.

hub_stop
onto_disk "$H"
must hub_start
receive_with() {
	with "$1" as alder-1 open "$id" -o "$dir/alder-1" && return
	[ ! -e "$dir/alder-1" ] || fault "$1" "something was written"
	sees birch-1 || fault "$1" "the hub does not serve others"
	return 1
}
with 0 as alder-1 open "$id" -o "$dir/none"
also "a receipt to a full hub: whose disk it is" said "the hub's disk is full"
sweep "and each time, until there is room" 4 4 receive_with
also "then the copy is open" test -s "$dir/alder-1/advisory.md"
states() { # READER: of its receipts, each once
	as "$1" receipts --json >"$dir/receipts" 2>"$dir/receipts.err" &&
	    json "$dir/receipts" \
	    '" ".join(sorted({r["state"] for r in d["receipts"]}))'
}
proven() { [ "$(states "$1")" = proven ]; }
also "and its receipt is proven" until_true 20 proven alder-1
also "as is the one from before" until_true 20 proven birch-1

# A hub that is to start without room.

full=3
hub_stop
start_with() {
	fill "$1"
	got=0
	telltaled -C "$H" >"$dir/out" 2>"$dir/err" </dev/null &
	hub_pid=$!
	until_true 20 eval 'grep -q ready "$dir/out" || ! kill -0 $hub_pid'
	if ! grep -q ready "$dir/out"; then
		wait $hub_pid || got=$?
		hub_pid=
	fi
	room
	[ $got != 0 ] || return 0
	tries=$((tries + 1))
	full_said || fault "$1" "status $got"
	return 1
}
sweep "a hub without room to start says so" 4 1 start_with
fact "with room the ledger verifies" telltale -C "$V" log verify
also "and what was acknowledged is there" proven alder-1

# A reader's own disk.

hub_stop
off_disk "$H"
must hub_start
onto_disk "$dir/home"
open_with() { # KILOBYTES, as $who
	local to=$dir/home/$who.open
	with "$1" as "$who" open "$id" -o "$to" && return
	[ ! -e "$to" ] || fault "$1" "something was written"
	until_proven as "$who" receipts ||
	    [ "$(cat "$dir/home/$who/receipts/$id/receipt" 2>&1)" = "" ] ||
	    fault "$1" "receipts are not listed after it"
	return 1
}
who=birch-2
sweep "opening on a full disk says so and writes no plaintext" 4 5 open_with
for try in alder-2:12 cedar-1:24; do
	who=${try%:*}
	open_with "${try#*:}"
	sweep "so it does from ${try#*:} KiB on" 1000 1 open_with
done
for who in birch-2 alder-2 cedar-1; do
	also "$who has opened it" test -s "$dir/home/$who.open/advisory.md"
	also "and has a receipt that is proven" until_true 20 proven $who
done

# Nothing is left over, and all fits together.

fact "at last the vault is good" telltale -C "$V" vault check
fact "a reader verifies the ledger" as cedar-1 log verify
hub_stop
keeper_stop
also "no unfinished file is anywhere" [ -z "$(find "$V" "$H" "$K" \
    "$dir/home" -name '.tmp-*')" ]
fact "the log as files verifies" telltale -C "$V" log verify "$H/ledger"
fact "and what was opened opens without the hub" as alder-1 open "$id" \
    -o "$dir/again"
also "to the same" diff -r "$dir/alder-1" "$dir/again"
finish
