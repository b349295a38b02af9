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
PATH=$build:$PATH
dir=$(mktemp -d "${TMPDIR-/tmp}/telltale-test-XXXXXX") || exit 1
unset TELLTALE_HOME
export HOME=$dir/nobody TZ=UTC
n=0 hub_pid='' keeper_pid=''

# Ends one process of ours and waits for it: end PID [SIGNAL]
end() {
	[ -n "$1" ] || return 0
	kill "-${2-TERM}" "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	return 0
}
clean() {
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
skip_rest() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
	finish
	exit 0
}
finish() { echo "1..$n"; }

# The last command said this, on stderr or stdout; a grep pattern, with also.
said() { grep -qe "$1" "$dir/err"; }
printed() { grep -qe "$1" "$dir/out"; }
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
wait_for() { # instant, POSIX seconds
	while [ "$(date +%s)" -lt "$1" ]; do sleep 0.1; done
}
free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

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
