# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# lib - what tests of whole programs share: sourced, not run.
#
#	. "$(dirname "$0")/lib.sh"
#	programme			# init, in $P; hub and keeper start
#	fact "NAME" COMMAND...		# passes if the command does
#	exits 4 "NAME" COMMAND...	# passes if it ends with that status
#	finish				# the plan; the last line
#
# $dir is a folder of this test alone, gone after it, as are its processes.
# What the last command of fact or exits said is in $dir/out and $dir/err;
# `also` states a further fact about it and leaves these files alone.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(cd "${TELLTALE_BUILD-$root/build}" && pwd) || exit 1
# programs are called as people call them; the verb's folder is -C
PATH=$build:/usr/bin:/bin:$PATH
dir=$(mktemp -d "${TMPDIR-/tmp}/telltale-test-XXXXXX") || exit 1
unset TELLTALE_HOME
export HOME=$dir/nobody TZ=UTC
n=0 hub_pid='' keeper_pid='' clock_ahead=0 pids=()
unset TELLTALE_TEST_CLOCK

# Ends one process of ours and waits for it: end PID [SIGNAL]
end() {
	[ -n "$1" ] || return 0
	kill "-${2-TERM}" "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	return 0
}
clean() {
	local p
	for p in "${pids[@]}"; do
		end "$p"
	done
	end "$hub_pid"
	end "$keeper_pid"
	chmod -R u+rwX "$dir" 2>/dev/null
	rm -rf "$dir"
}
trap clean EXIT
trap 'exit 130' INT TERM

ok() {
	n=$((n + 1))
	echo "ok $n - $1"
}
not_ok() {
	n=$((n + 1))
	echo "not ok $n - $1"
	sed 's/^/# /' "$dir/out" "$dir/err" 2>/dev/null | head -n 30
}
fact() { exits 0 "$@"; }
# exits STATUS NAME COMMAND...
exits() {
	local want=$1 name=$2 got=0
	shift 2
	"$@" >"$dir/out" 2>"$dir/err" </dev/null || got=$?
	if [ "$got" = "$want" ]; then
		ok "$name"
	else
		not_ok "$name"
		echo "# status $got, not $want: $*"
	fi
}
# also NAME COMMAND...
also() {
	local name=$1
	shift
	if "$@" >/dev/null 2>&1; then
		ok "$name"
	else
		not_ok "$name"
		echo "# not so: $*"
	fi
}
# What must work for the test to go on at all.
must() {
	"$@" >"$dir/out" 2>"$dir/err" </dev/null && return
	not_ok "set up: $*"
	exit 1
}
# skip NAME WHY
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}
skip_rest() {
	skip "$@"
	finish
	exit 0
}
finish() { echo "1..$n"; }

# The last command said this, on stderr or stdout; a grep pattern, with also.
said() { grep -qe "$1" "$dir/err"; }
printed() { grep -qe "$1" "$dir/out"; }
has_terminals() { python3 -c 'import pty; pty.openpty()' 2>/dev/null; }
# json FILE EXPRESSION: python's view of it, d
json() {
	python3 -c 'import json,sys
d = json.load(open(sys.argv[1]))
print(eval(sys.argv[2]))' "$1" "$2"
}
utc() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }
# until_true SECONDS COMMAND...: tries every tenth of a second
until_true() {
	local tries=$(($1 * 10))
	shift
	while ! "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.1
	done
}
# until_proven receipts...: for when the machine's clock, by which files have
# their times, is not that of the test.
until_proven() {
	for _ in $(seq 100); do
		! "$@" >"$dir/proven" || break
		sleep 0.1
	done
	cat "$dir/proven"
	! grep -q missing "$dir/proven"
}
# Until that instant, POSIX seconds, and until the waves that open by then are
# open: on one_clock by moving it.
wait_for() {
	local ahead=$(($1 - $(date +%s)))
	if [ -n "${TELLTALE_TEST_CLOCK-}" ] && [ "$ahead" -gt 0 ]; then
		clock_ahead=$((clock_ahead + ahead))
		clock all $clock_ahead $clock_ahead
	fi
	while [ "$(date +%s)" -lt "$1" ]; do sleep 0.1; done
	[ -z "$keeper_pid" ] || must until_true 60 none_due
}
none_due() { # at the hub
	python3 - "$H/hub.db" "$(date +%s)" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(db.execute("SELECT count(*) FROM wave WHERE visible = 1 AND "
                    "released = 0 AND opens <= ?", sys.argv[2:]).fetchone()[0])
PY
}
free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# serve NAME COMMAND...: starts it, and its first line, a port, is in $port;
# what it says on stderr is in $dir/NAME.log.
serve() {
	local said=$dir/$1.port log=$dir/$1.log
	shift
	"$@" >"$said" 2>"$log" </dev/null &
	pids+=($!)
	until_true 10 test -s "$said"
	port=$(cat "$said")
	[ -n "$port" ]
}

# nghttp2's server on loopback, within TLS if it is given a key; its port is in
# $port, like serve's: serve_http2 NAME [KEY CERTIFICATE]
serve_http2() {
	local name=$1 at
	shift
	at=$(free_port)
	serve "$name" sh -c 'echo "$0"; exec nghttpd "$@" >/dev/null' "$at" \
	    -a 127.0.0.1 -d "$dir" -b 16 $([ $# -gt 0 ] || echo --no-tls) \
	    "$at" "$@" || return 1
	until_true 10 listens "$port"
}
listens() { (: <"/dev/tcp/127.0.0.1/$1"); }

hub_start() {
	: >"$dir/hub.out"
	telltaled -C "$H" >"$dir/hub.out" 2>>"$dir/hub.log" &
	hub_pid=$!
	until_true 10 grep -q listening "$dir/hub.out"
}
hub_stop() {
	end "$hub_pid" "$@"
	hub_pid=
}
keeper_start() {
	telltale-keeper -C "$K" >"$dir/keeper.out" 2>>"$dir/keeper.log" &
	keeper_pid=$!
}
keeper_stop() {
	end "$keeper_pid" "$@"
	keeper_pid=
}
# A programme in $P with a batch every second; both processes are started.
programme() {
	port=$(free_port)
	url=https://localhost:$port
	P=$dir/programme V=$dir/programme/vault
	H=$dir/programme/hub K=$dir/programme/keeper
	must telltale init "$P" --name "Example PSIRT" --hub "$url" \
	    --interval 1s --depth 8 --small-team --no-passphrase "$@"
	keeper_start
	hub_start || {
		cp "$dir/hub.log" "$dir/err"
		not_ok "the hub starts"
		exit 1
	}
	vkey=$(sed -n 's/^log //p' "$V/telltale.conf")
}

# refused STATUS CAUSE HINT NAME COMMAND...: it ends so, and stderr begins
# with a line of the cause and has a line of the remedy (grep patterns).
refused() {
	local want=$1 cause=$2 hint=$3 name=$4 got=0
	shift 4
	"$@" >"$dir/out" 2>"$dir/err" </dev/null || got=$?
	if [ "$got" = "$want" ] &&
	    sed -n 1p "$dir/err" | grep -qe "^telltale: .*$cause" &&
	    grep -qe "^hint: .*$hint" "$dir/err"; then
		ok "$name"
		return
	fi
	not_ok "$name"
	echo "# status $got, wanted $want, \"$cause\" and \"$hint\": $*"
}
# What a folder holds, to be compared: names, modes, bytes; of a database
# what it says, and nothing of the newest checkpoint that a client has seen.
contents() {
	python3 - "$@" <<'PY'
import hashlib, os, sqlite3, sys
for top in sys.argv[1:]:
    for where, folders, files in sorted(os.walk(top)):
        print(where, sorted(folders))
        for f in sorted(files):
            path = os.path.join(where, f)
            if f.endswith((".db-wal", ".db-shm")) or f in ("lock", "checkpoint"):
                continue
            if f.endswith(".db"):
                db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
                text = "\n".join(db.iterdump()).encode()
                db.close()
            elif os.path.isfile(path):
                text = open(path, "rb").read()
            else:
                text = b""
            print(path, oct(os.lstat(path).st_mode), hashlib.sha256(text).hexdigest())
PY
}
# remember FOLDER...; then `also "nothing changed" unchanged`
remember() {
	watched=("$@")
	contents "$@" >"$dir/remembered"
}
unchanged() {
	contents "${watched[@]}" >"$dir/now" &&
	    diff "$dir/remembered" "$dir/now" >&2
}

# The partners and readers of tests/data, joined; their homes in $dir/home.
people() {
	local i r
	must telltale -C "$V" partner import "$root/tests/data/partners.json"
	must telltale -C "$V" reader add --all -o "$dir/inv"
	mkdir -p "$dir/home"
	for i in "$dir"/inv/*.invitation; do
		r=${i##*--}
		r=${r%.invitation}
		must telltale -C "$dir/home/$r" join "$i" --no-passphrase
	done
	must telltale -C "$V" reader confirm --all
}
as() { # READER VERB...
	local who=$1
	shift
	telltale -C "$dir/home/$who" "$@"
}
# A marked bulletin in DIR, whose first two waves open so many seconds from
# now and the third an hour before it is public: draft DIR FIRST SECOND
draft() {
	local at
	at=$(date +%s)
	rm -rf "$1"
	cp -r "$root/tests/data/bulletin" "$1"
	first=$((at + $2)) second=$((at + $3)) public=$((at + 7200))
	cat >"$1/bulletin.json" <<J
{ "id": "EX-2026-014", "title": "Lantern Mail: the relay",
  "public_at": "$(utc $public)",
  "waves": [
    { "name": "validate", "opens_at": "$(utc $first)",
      "tiers": ["validate"], "profile": "full" },
    { "name": "early", "opens_at": "$(utc $second)",
      "tiers": ["elite"], "profile": "full" },
    { "name": "main", "before": "1h",
      "tiers": ["member"], "profile": "no-poc" }
  ],
  "parts": [
    { "file": "advisory.md", "kind": "advisory" },
    { "file": "poc.py", "kind": "poc", "check": "grep -q def {}" },
    { "file": "rule.yml", "kind": "rule" }
  ]
}
J
}
# Seals the draft in DIR; $id is what the hub will call it.
seal() {
	must telltale -C "$V" seal "$1" --json
	cp "$dir/out" "$dir/seal.json"
	id=$(json "$dir/seal.json" 'd["id"]')
}
# The draft in DIR as a bulletin of its own, of which nobody has seen a revision:
# seal_as NAME DIR
seal_as() {
	sed -i "s/\"id\": \"[^\"]*\"/\"id\": \"$1\"/" "$2/bulletin.json"
	seal "$2"
}
publish() {
	must telltale -C "$V" publish "$id" --short-notice --yes="$id"
}
copy_of() { # of a reader, as sealed: SHA-256
	json "$dir/seal.json" \
	    "[r['copy'] for r in d['readers'] if r['name'] == '$1'][0]"
}
# A program under clocks of its own: shifted NAME COMMAND...; set by
# clock NAME WALL [BOOT [STEADY]], in seconds beside the machine's.
clock() {
	printf '%+011d %+011d %+011d ' "$2" "${3-0}" "${4-0}" \
	    1<>"$dir/clock-$1"
}
# All programs from here on, under one clock that wait_for moves: instants may
# be as far ahead as a slow machine needs, and nobody waits for them.
one_clock() {
	[ -f "$build/tests/clockshift.so" ] ||
	    skip_rest "a clock that moves" "no clockshift.so in this build"
	clock_ahead=0
	clock all 0
	export TELLTALE_TEST_CLOCK=$dir/clock-all \
	    LD_PRELOAD=$build/tests/clockshift.so
}
shifted() {
	local file=$dir/clock-$1
	shift
	TELLTALE_TEST_CLOCK=$file LD_PRELOAD=$build/tests/clockshift.so "$@"
}
