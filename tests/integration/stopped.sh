#!/bin/bash
# SPDX-License-Identifier: ISC
# stopped: whatever kills open or seal, and wherever, no plaintext stays that
# the next verb does not remove.  The kills are real: SIGKILL, sent by strace
# when a program comes to a call that writes to the disk.
. "$(dirname "$0")/lib.sh"

if ! strace -o /dev/null true 2>/dev/null; then
	skip_rest "a kill at each call" "no strace, or no leave to trace"
fi
# killed CALL N COMMAND...: it is killed as it begins its Nth such call
killed() {
	local call=$1 nth=$2
	shift 2
	strace -f -qq -o /dev/null -e trace="$call" \
	    -e inject="$call:signal=SIGKILL:when=$nth" "$@"
}
# plaintext FOLDER...: is any there, in a name or in a file?
plaintext() { grep -rqe 'relay' -e 'harmless letter' "$@"; }

one_clock
programme
people
draft "$dir/draft" 600 1200
seal "$dir/draft"
publish
wait_for $((first + 1))
opened() { as alder-1 open "$id" -o "$dir/first"; }
must until_true 20 opened
also "an opened bulletin has the plaintext that is looked for" \
    plaintext "$dir/first"
home=$dir/home/alder-1

# Each call of `open` that changes what a disk holds, one after the other.

mkdir "$dir/desk"
# every kill at CALL: what was left, and what was left after the next verb
kills() {
	local call=$1 i got
	stops=0 left=0 stayed=0 lost=0
	for i in $(seq 200); do
		got=0
		killed "$call" "$i" telltale -C "$home" open "$id" \
		    -o "$dir/desk/out" >/dev/null 2>"$dir/err" || got=$?
		if [ "$got" = 0 ]; then
			rm -r "$dir/desk/out"
			return
		fi
		stops=$((stops + 1))
		[ -e "$dir/desk/out" ] || ! plaintext "$dir/desk" ||
		    left=$((left + 1))
		until_proven as alder-1 receipts >/dev/null 2>"$dir/err" ||
		    lost=$((lost + 1))
		if [ -e "$dir/desk/out" ]; then
			diff -r "$dir/first" "$dir/desk/out" >"$dir/out" ||
			    lost=$((lost + 1))
			rm -r "$dir/desk/out"
		fi
		[ -z "$(ls -A "$dir/desk")" ] || stayed=$((stayed + 1))
		[ ! -e "$home/unpacking" ] || stayed=$((stayed + 1))
	done
}
for call in fsync mkdir openat,mkdirat renameat2 rename unlink write; do
	kills "$call"
	echo "# $call: killed $stops times, plaintext left $left times"
	also "open is killed at $call" [ "$stops" -gt 0 ]
	also "and the next verb leaves nothing of it" [ "$stayed" = 0 ]
	also "nor is anything lost or half there" [ "$lost" = 0 ]
	case $call in
	fsync | renameat2)
		also "and there was something to remove" [ "$left" -gt 0 ]
		;;
	esac
done
fact "it opens as before" as alder-1 open "$id" -o "$dir/desk/again"
also "to the same text" diff -r "$dir/first" "$dir/desk/again"

# A checker at work on a rendering, when seal is killed.

cat >"$dir/slow" <<S
echo \$\$ >"$dir/checker.new"
mv "$dir/checker.new" "$dir/checker"
exec sleep 600
S
draft "$dir/slowly" 300 600
sed -i "s|grep -q def {}|sh $dir/slow {}|; s|EX-2026-014|EX-2026-015|" \
    "$dir/slowly/bulletin.json"
kill_seal() { # when the checker runs
	local seal
	rm -f "$dir/checker"
	telltale -C "$V" seal "$dir/slowly" >"$dir/out" 2>"$dir/err" &
	seal=$!
	until_true 20 test -s "$dir/checker" || return 1
	kill -KILL "$seal"
	wait "$seal" 2>/dev/null
	plaintext "$V/scratch"
}
ended() { ! kill -0 "$(cat "$dir/checker")"; }
for verb in "partner list" "reader confirm --all" "vault check"; do
	also "a seal is killed at work on plaintext" kill_seal
	also "its checker ends with it" until_true 10 ended
	# shellcheck disable=SC2086
	fact "and $verb" telltale -C "$V" $verb
	also "leaves none of it" [ -z "$(ls -A "$V/scratch")" ]
done
finish
