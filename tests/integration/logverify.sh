#!/bin/bash
# SPDX-License-Identifier: ISC
# logverify: logs written here are judged by a program that shares no code
# with them, built on golang.org/x/mod.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
check=${TELLTALE_SHARED-}/checks/logverify
skip() {
	echo "ok 1 - logverify # SKIP $1"
	exit 0
}
[ -n "${TELLTALE_SHARED-}" ] && [ -d "$check" ] || skip "its source is not here"
command -v go >/dev/null || skip "go is not here"
[ -d /usr/share/gocode/src/golang.org/x/mod ] || skip "golang.org/x/mod is not here"
tool=$(cd "${TELLTALE_BUILD-$root/build}" && pwd)/tests/logtool
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

n=0
# fact NAME STATUS COMMAND...: a line of TAP
fact() {
	local name=$1 want=$2 got
	shift 2
	n=$((n + 1))
	"$@" >"$dir/out" 2>"$dir/err"
	got=$?
	if [ $got = "$want" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		echo "# status $got, not $want"
		sed 's/^/# /' "$dir/err"
	fi
}

build() {
	cd "$check" && GO111MODULE=off GOFLAGS= GOPATH=/usr/share/gocode \
	    GOCACHE=$dir/cache go build -o "$dir/logverify" .
}
fact "the checker builds" 0 build
read -r log witness < <("$tool" keys)
verify() { "$dir/logverify" -log "$log" -witness "$witness" -quorum 1 "$@"; }

for size in 0 1 2 255 256 257 300 65536 70000; do
	"$tool" "$dir/log-$size" entry $size
	fact "a log of $size is accepted" 0 verify "$dir/log-$size"
done

"$tool" "$dir/steps" entry 0 1 5 255 256 257 300 700
"$tool" "$dir/leap" entry 700
fact "a log that grew in steps is accepted" 0 verify "$dir/steps"
for size in 0 1 5 255 256 257 300 700; do
	fact "it continues itself at $size" 0 \
	    verify -old "$dir/steps/checkpoint.at-$size" "$dir/steps"
done
same_tiles() {
	(cd "$dir/leap" && find tile -type f -print0) |
	    (cd "$dir" && xargs -0 -I{} cmp leap/{} steps/{})
}
fact "its tiles are those of one leap" 0 same_tiles

"$tool" "$dir/fork" other 5 700
fact "another log of that name is a fork" 1 \
    verify -old "$dir/steps/checkpoint.at-300" "$dir/fork"
fact "a smaller one is a rollback" 1 \
    verify -old "$dir/steps/checkpoint.at-700" "$dir/log-300"
fact "another log's key is refused" 1 "$dir/logverify" \
    -log "$(sed -n 's/.*"vkey": "\(psirt[^"]*telltale+[^"]*\)".*/\1/p' \
    "$TELLTALE_SHARED/data/ledger/keys.json")" "$dir/log-300"

change() { printf '%s' "$2" | dd of="$1" bs=1 seek=4 conv=notrunc status=none; }
change "$dir/log-300/tile/entries/000" "#"
fact "a changed entry is refused" 1 verify "$dir/log-300"
change "$dir/log-257/tile/0/001.p/1" "#"
fact "a changed tile is refused" 1 verify "$dir/log-257"
echo "1..$n"
