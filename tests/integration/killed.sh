#!/bin/bash
# SPDX-License-Identifier: ISC
# killed: SIGKILL for the hub at each step of publishing and of taking a
# receipt, and for seal, publish and open at each of theirs: nothing that was
# acknowledged is lost, and the same command goes on.
#
# Needs programs with crash points (src/store/crash.h), in the build folder
# TELLTALE_CRASH_BUILD.  With TELLTALE_KILL=all every passing of each point is
# one death, else the first and a few more.
if [ ! -x "${TELLTALE_CRASH_BUILD-}/telltaled" ]; then
	echo "ok 1 - killed anywhere # SKIP no build with crash points"
	echo 1..1
	exit 0
fi
export TELLTALE_BUILD=$TELLTALE_CRASH_BUILD
. "$(dirname "$0")/lib.sh"
one_clock

all=${TELLTALE_KILL-}
most=$([ -n "$all" ] && echo 100 || echo 16)	# passings of one point
step=4	# the first passing, the fourth, and so on
hub_starts() {
	TELLTALE_CRASH_FILE=$dir/at-hub hub_start
}
dead() { ! kill -0 "$1" 2>/dev/null; }
# at WHO POINT:N, then `spare WHO`
at() {
	echo "$2" >"$dir/at.new"
	mv "$dir/at.new" "$dir/at-$1"	# never half of it
}
spare() { rm -f "$dir/at-$1"; }
# killable COMMAND...: at the point that `at client` says
killable() {
	got=0
	{
		TELLTALE_CRASH_FILE=$dir/at-client "$@" >"$dir/out" \
		    2>"$dir/err" </dev/null || got=$?
	} 2>/dev/null	# the shell's own words
}

# What a death left wrong is said at once, for there are many.
wrong=0 deaths=0
fault() { # WHERE WHAT
	wrong=$((wrong + 1))
	echo "# FAULT at $1: $2"
	sed 's/^/#    /' "$dir/err" 2>/dev/null | head -n 5
}
try() { # WHERE WHAT COMMAND...
	local where=$1 what=$2
	shift 2
	"$@" >"$dir/out" 2>"$dir/err" </dev/null || fault "$where" "$what"
}
unfinished() {
	find "$V" "$H" "$dir/home" "$dir/open" -name '.tmp-*' -o \
	    -name '.telltale-*' -o -name '*.new' | sort
}
# What is there now may be at work, what is there still is left over.
no_strays() { # WHERE
	: >"$dir/err"
	unfinished >"$dir/first"
	[ -s "$dir/first" ] || return
	sleep 1
	unfinished | comm -12 "$dir/first" - >"$dir/err"
	[ ! -s "$dir/err" ] || fault "$1" "left over"
}
# every NAME FUNCTION LEAST POINT...: FUNCTION POINT:N is true as long as it
# came by the point so often, and dies there
every() {
	local name=$1 what=$2 least=$3 point nth
	shift 3
	deaths=0 wrong=0
	for point in "$@"; do
		nth=1
		while "$what" "$point:$nth"; do
			echo "# died at $point:$nth"
			deaths=$((deaths + 1))
			[ "$nth" -lt "$most" ] || break
			[ -n "$all" ] && nth=$((nth + 1)) || nth=$((nth * step))
		done
	done
	if [ "$wrong" = 0 ] && [ "$deaths" -ge "$least" ]; then
		ok "$name: $deaths deaths"
	else
		n=$((n + 1))
		echo "not ok $n - $name: $deaths deaths, $wrong faults"
	fi
}

mkdir "$dir/open"
programme
people
hub_stop
must hub_starts
draft "$dir/draft" 6000 6000
sed -i "s/\"before\": \"1h\"/\"opens_at\": \"$(utc $first)\"/" \
    "$dir/draft/bulletin.json"

# The hub, while a bulletin is published.

published=()
sees() { # READER ID
	as "$1" inbox --json >"$dir/inbox" 2>"$dir/err" &&
	    grep -q "\"$2\"" "$dir/inbox"
}
bulletins=0
seal_one() {
	[ -n "$id" ] || {
		bulletins=$((bulletins + 1))
		seal_as "EX-$bulletins" "$dir/draft"
	}
}
publish_it() { telltale -q -C "$V" publish "$id" --yes="$id"; }
# The hub is dead: it starts again, and is tidy.
revive() {
	{ wait "$hub_pid"; } 2>/dev/null
	[ $? = 137 ] || fault "$1" "did not die of SIGKILL"
	spare hub
	hub_starts || {
		cp "$dir/hub.log" "$dir/err"
		fault "$1" "does not start again"
	}
	no_strays "$1"
}
# After a command: a hub that lives came by the point less often, and died is
# empty, if the command was done, too.
disarm() {
	spare hub
	sleep 0.2	# it may have read that it is to die
	[ $had != 0 ] || dead "$hub_pid" || died=
}
hub_dies_publishing() {
	local had=0 died=yes
	seal_one
	at hub "$1"
	publish_it >"$dir/out" 2>"$dir/err" </dev/null || had=$?
	disarm
	if [ -n "$died" ]; then
		until_true 10 dead "$hub_pid" || {
			fault "$1" "publish ended with $had, the hub lives"
			end "$hub_pid" KILL
		}
		revive "$1"
	fi
	[ $had != 0 ] || try "$1" "published, and not seen" sees alder-1 "$id"
	[ $had = 0 ] || try "$1" "publish again" publish_it
	[ $had = 0 ] || try "$1" "published, and not seen" sees alder-1 "$id"
	try "$1" "the vault does not verify the log" telltale -C "$V" log verify
	published+=("$id")
	id=
	[ -n "$died" ]
}
id=
every "the hub may die at any point of publishing" hub_dies_publishing 20 \
    upload statement held publish db-commit db-committed file-synced \
    file-renamed cut tiles notary-asked notary-stored signed published logged
fact "the vault is good after it" telltale -C "$V" vault check
must as alder-1 inbox --json
also "and a reader sees all that was published" eval \
    'for i in "${published[@]}"; do grep -q "\"$i\"" "$dir/out" || exit 1; done'

# publish itself.

step=2
publish_dies() {
	seal_one
	at client "$1"
	killable publish_it
	spare client
	[ "$got" = 0 ] || [ "$got" = 137 ] || fault "$1" "ended with $got"
	local died=$got
	try "$1" "publish again" publish_it
	try "$1" "published, and not seen" sees alder-1 "$id"
	try "$1" "the vault is not good" telltale -C "$V" vault check
	no_strays "$1"
	published+=("$id")
	id=
	[ "$died" = 137 ]
}
every "publish may die at any of its points" publish_dies 5 \
    db-commit db-committed file-synced file-renamed

# seal, of a bulletin that is new or was sealed before and not published; then
# of a revision of one that readers have seen.

seal_dies() {
	at client "$1"
	killable telltale -C "$V" seal "$dir/draft" --json
	spare client
	[ "$got" = 0 ] || [ "$got" = 137 ] || fault "$1" "ended with $got"
	local died=$got
	try "$1" "the vault is not good" telltale -C "$V" vault check --offline
	try "$1" "seal again" telltale -C "$V" seal "$dir/draft" --json
	no_strays "$1"
	[ "$died" = 137 ]
}
seal_as EX-new "$dir/draft"
every "seal may die at any of its points" seal_dies 8 \
    db-commit db-committed file-synced file-renamed folder-renamed
seal_as EX-1 "$dir/draft"
echo "One more sentence." >>"$dir/draft/advisory.md"
every "so it may as it seals a revision" seal_dies 8 \
    db-commit db-committed file-synced file-renamed folder-renamed
records() {
	python3 - "$V" <<'PY'
import os, sqlite3, sys
db = sqlite3.connect("file:%s/vault.db?mode=ro" % sys.argv[1], uri=True)
rows = {r[0] for r in db.execute("select sealing from sealing")}
there = set(os.listdir(sys.argv[1] + "/bulletins"))
print("no record:", there - rows, "no folder:", rows - there)
sys.exit(rows != there)
PY
}
fact "each sealing has a folder, each folder a record" records

# The hub, while a receipt is taken; then open itself.

wait_for $((first + 1))
readers=(alder-1 alder-2 birch-1 birch-2 cedar-1)
pairs=()
for i in "${published[@]}"; do
	for who in "${readers[@]}"; do pairs+=("$who $i"); done
done
next_pair() {
	[ ${#pairs[@]} -gt 0 ] || return 1
	read -r who id <<<"${pairs[0]}"
	pairs=("${pairs[@]:1}")
	to=$dir/open/$who-$id
}
open_it() { as "$who" open "$id" -o "$to"; }
opens() { # as often as it takes, while keys are not there yet
	for _ in $(seq 100); do
		got=0
		open_it || got=$?
		[ $got = 75 ] || return $got
		sleep 0.1
	done
	return $got
}
next_pair
must opens
opened=("$who $id")
step=4
hub_dies_receiving() {
	local had=0 died=yes
	next_pair || return 1
	at hub "$1"
	open_it >"$dir/out" 2>"$dir/err" </dev/null || had=$?
	# a batch after it is part of taking it
	[ $had != 0 ] || until_true 2 dead "$hub_pid"
	disarm
	if [ -n "$died" ]; then
		until_true 10 dead "$hub_pid" || {
			fault "$1" "open ended with $had, the hub lives"
			end "$hub_pid" KILL
		}
		revive "$1"
	fi
	[ $had = 0 ] || try "$1" "open again" opens
	[ -s "$to/advisory.md" ] || fault "$1" "nothing was written"
	try "$1" "a reader does not verify the log" as "$who" log verify
	opened+=("$who $id")
	[ -n "$died" ]
}
every "the hub may die at any point of a receipt" hub_dies_receiving 12 \
    receipt db-commit db-committed cut tiles file-synced file-renamed \
    notary-asked notary-stored signed published logged

step=2
open_dies() {
	next_pair || return 1
	at client "$1"
	killable open_it
	spare client
	[ "$got" = 0 ] || [ "$got" = 137 ] || fault "$1" "ended with $got"
	local died=$got
	[ "$died" = 0 ] || [ ! -e "$to" ] || to=$to.again
	[ "$died" = 0 ] || try "$1" "open again" opens
	[ -s "$to/advisory.md" ] || fault "$1" "nothing was written"
	no_strays "$1"
	opened+=("$who $id")
	[ "$died" = 137 ]
}
every "open may die at any of its points" open_dies 8 \
    file-synced file-renamed extract-filled folder-renamed

# Nothing that was acknowledged is lost.

states() {
	as "$1" receipts --json >"$dir/receipts" 2>"$dir/err" &&
	    json "$dir/receipts" \
	    '" ".join(sorted({r["state"] for r in d["receipts"]}))'
}
proven() { [ "$(states "$1")" = proven ]; }
for who in "${readers[@]}"; do
	also "all receipts of $who are proven" until_true 20 proven $who
done
fact "the vault is good at last" telltale -C "$V" vault check
both_have() {
	python3 - "$V" ${#opened[@]} <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s/vault.db?mode=ro" % sys.argv[1], uri=True)
n, proven = db.execute("select count(*), count(batch) from event"
    " where kind = 'receipt'").fetchone()
print(n, proven, sys.argv[2])
sys.exit(not n == proven == int(sys.argv[2]))
PY
}
fact "and the vault has each of them, proven" both_have
hub_stop
keeper_stop
fact "the log as files verifies" telltale -C "$V" log verify "$H/ledger"
wrong=0
no_strays "the end"
also "and nothing is left over" [ $wrong = 0 ]
finish
