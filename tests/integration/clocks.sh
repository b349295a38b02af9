#!/bin/bash
# SPDX-License-Identifier: ISC
# clocks: whoever sets the clock of a keeper's machine gets no wave key before
# its instant; set back, it is late and says so.  Real programs under clocks
# of the test's own: time passes when the test says it does.
. "$(dirname "$0")/lib.sh"

if [ ! -f "$build/tests/clockshift.so" ]; then
	skip_rest "a keeper whose clock is moved" "no clockshift.so in this build"
fi

truth=0 wrong=0
# hub and readers have the right time; the keeper's boot clock too
clocks() {
	clock hub $truth
	clock reader $truth
	clock keeper $((truth + wrong)) $truth
}
at() { # INSTANT: so late it is now
	truth=$(($1 - $(date +%s)))
	clocks
}
wall() { # SECONDS: so far off is the keeper's wall clock
	wrong=$1
	clocks
}
day=86400

# both start under their clocks; the process is the program itself
preload=$build/tests/clockshift.so
telltaled() {
	TELLTALE_TEST_CLOCK=$dir/clock-hub LD_PRELOAD=$preload \
	    exec "$build/telltaled" "$@"
}
telltale-keeper() {
	TELLTALE_TEST_CLOCK=$dir/clock-keeper LD_PRELOAD=$preload \
	    exec "$build/telltale-keeper" "$@"
}
keeper() { # PATH: the status, and what it says in $dir/answer
	curl -s -o "$dir/answer" -w '%{http_code}' --unix-socket "$K/socket" \
	    "http://keeper/$1"
}
shown() { [ "$(keeper "share/${leaf[$1]}")" = 200 ]; }
closed() {
	[ "$(keeper "share/${leaf[$1]}")" = 404 ] &&
	    [ "$(keeper "release/${leaf[$1]}")" = 404 ] &&
	    [ ! -e "$H/ledger/wave/${leaf[$1]}/key" ] &&
	    [ ! -e "$K/shares/${leaf[$1]}/shown" ]
}
health() { # STATE
	[ "$(keeper health)" = 200 ] &&
	    [ "$(json "$dir/answer" 'd["state"]')" = "$1" ]
}
missing() { # LEAST MOST
	local n
	keeper health >/dev/null
	n=$(json "$dir/answer" 'd["missing_s"]')
	[ "$n" -ge "$1" ] && [ "$n" -le "$2" ]
}
lines() { grep -c "$1" "$dir/keeper.log"; }
says() { # TEXT: in a line that was not there at the last `quiet`
	[ "$(lines "$1")" -gt "${before:-0}" ]
}
# from here on lines of that text are counted anew
quiet() { before=$(lines "$1"); }
keeper_up() {
	keeper_start
	until_true 20 health "$1"
}

clocks
programme
people
draft "$dir/draft" 1000 2000
third=$((public - 3600))
seal "$dir/draft"
publish
mapfile -t leaf < <(python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s/vault.db?mode=ro" % sys.argv[1], uri=True)
for row in db.execute("SELECT leaf FROM wave ORDER BY n"):
    print(row[0].hex())' "$V")
also "three waves wait" [ "${#leaf[@]}" = 3 ]
also "and the keeper is content" health ok

# Set forward by a day, before the first instant.

quiet 'instant not proven'
wall $day
also "a clock a day ahead is noticed" until_true 60 says 'instant not proven'
also "the release is held" health hold
also "for as long as it truly is to come" missing 500 3600
for i in 0 1 2; do
	also "wave $i stays closed" closed $i
done
# a reader's clock is as far ahead
clock reader $((truth + day))
early() { shifted reader telltale -C "$dir/home/alder-1" open "$id" \
    -o "$dir/early"; }
also "a reader whose clock is as wrong gets nothing" eval '! early'
also "not a file" [ ! -e "$dir/early" ]
wall 0
also "set right, it waits as before" health ok
also "and holds it still" closed 0
wall $day
at $((first - 60))
also "ahead again, a minute before the instant" closed 0
also "it is held" health hold
at "$first"
also "at the instant it opens, by the time that is proven" \
    until_true 10 shown 0
also "that wave, and no other" closed 1
wall 0
released() { [ -s "$H/ledger/wave/${leaf[$1]}/key" ]; }
also "its key is public" until_true 30 released 0
opened() { shifted reader telltale -C "$dir/home/alder-1" open "$id" \
    -o "$dir/opened"; }
also "and its readers open it" until_true 30 opened
also "to its text" test -s "$dir/opened/advisory.md"

# Set back by a day, over the second instant.

also "set right, it is content again" until_true 30 health ok
sleep 2	# it looks each second, and tells what has changed since
quiet 'clocks disagree'
wall -$day
also "a clock a day behind is noticed" until_true 60 says 'clocks disagree'
at $((second + 600))
also "it is late" closed 1
also "and alarmed" health alarm
keeper_stop
quiet 'clocks disagree'
also "started again it is so still" keeper_up alarm
also "and says so again" until_true 60 says 'clocks disagree'
also "late still" closed 1
quiet 'clocks agree again'
wall 0
also "put forward again, it opens" until_true 10 shown 1
also "and is told to be content" until_true 10 says 'clocks agree again'
also "for all" until_true 30 released 1
also "that wave, and no other" closed 2

# Moved while it is stopped, before the third.

at $((third - 600))
keeper_stop
also "started with the right clock it is content again" keeper_up ok
keeper_stop
quiet 'instant not proven'
wall $day
also "started with a clock a day ahead it holds" keeper_up hold
also "and says so" until_true 60 says 'instant not proven'
also "the mark on its disk proves less" closed 2
keeper_stop
also "starting again does not help" keeper_up hold
also "it stays closed" closed 2
wall 0
# its own proof is the older for the stops, by how long they took here: the
# next may be late, and then it is alarmed; but it is no longer held
waits() { health ok || health alarm; }
also "set right, it waits" until_true 10 waits
also "closed still" closed 2
if unshare --time --boottime $((10 * day)) --fork true 2>/dev/null; then
	keeper_stop
	quiet stopped
	TELLTALE_TEST_CLOCK=$dir/clock-keeper LD_PRELOAD=$preload \
	    unshare --time --boottime $((10 * day)) --fork --kill-child=TERM \
	    "$build/telltale-keeper" -C "$K" >"$dir/keeper.out" \
	    2>>"$dir/keeper.log" &
	keeper_pid=$!
	also "a kernel whose boot clock is ten days on proves nothing" \
	    until_true 20 waits
	also "the third wave stays closed" closed 2
	wall $day
	also "nor does it with a clock a day ahead" until_true 10 health hold
	also "closed still" closed 2
	wall 0
	keeper_stop KILL
	also "and it stops" until_true 60 says stopped
	keeper_start
	must until_true 20 waits
else
	n=$((n + 1))
	echo "ok $n - a kernel's boot clock # SKIP no leave for a time namespace"
fi
at $((third - 120))
also "two minutes before the third it is closed" closed 2
# later than what its mark and its stops have cost it
at $((third + 1200))
also "it opens late rather than early" until_true 10 shown 2
also "for all" until_true 30 released 2
opened_late() { shifted reader telltale -C "$dir/home/cedar-1" open "$id" \
    -o "$dir/late"; }
also "its readers open it" until_true 30 opened_late
fact "and the ledger holds" telltale log verify "$H/ledger" --log "$vkey"
finish
