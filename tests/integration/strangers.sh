#!/bin/bash
# SPDX-License-Identifier: ISC
# strangers: what a hub tells those whom it concerns nothing, and what slow,
# broken, greedy or late clients cost anybody else.
. "$(dirname "$0")/lib.sh"
ask() { python3 "$root/tests/tools/hubask.py" "$@"; }
command -v openssl >/dev/null || skip_rest "strangers" "openssl is not here"

one_clock
programme
people
mkdir "$dir/other"
must telltale init "$dir/other/programme" --name Other --small-team \
    --hub "https://localhost:$port/other" --no-passphrase
draft "$dir/draft" 600 900
seal "$dir/draft"
publish
main=$id
copies() { # READER's way to its own copy: leaf of copies, hash, terms, until
	ask --key "$dir/home/$1/me.sign" GET "$url/api/v1/bulletin/$main" |
	    sed '1,/^\r$/d' >"$dir/bulletin-$1"
	json "$dir/bulletin-$1" '"%s %s" % (d["copies"]["leaf"], d["wave_leaf"])'
}
read -r own own_wave < <(copies alder-1)
read -r others others_wave < <(copies cedar-1)
none=$(printf '%064d' 7)
also "leaves are named by 32 bytes" [ ${#own} = 64 ]

# A receipt that READER signs, for a copy that is, or is not, theirs.
receipt() { # READER COPIES COPY FILE
	local reader
	reader=$(sed -n 's/^reader //p' "$dir/home/$1/telltale.conf")
	json "$dir/bulletin-alder-1" '"\n".join([
	    "telltale/v1/receipt", "log localhost:'"$port"'",
	    "time 2026-01-01T00:00:00Z", "bulletin '"$main"'",
	    "reader '"$reader"'", "terms " + __import__("hashlib").sha256(
	    d["terms"].encode()).hexdigest(), "until " + d["until"],
	    "copies '"$2"'", "copy '"$3"'"])' |
	    ask --key "$dir/home/$1/me.sign" sign >"$4"
}
receipt alder-1 "$own" "$(copy_of alder-1)" "$dir/early"
receipt alder-1 "$others" "$(copy_of cedar-1)" "$dir/forbidden"
receipt alder-1 "$none" "$none" "$dir/absent"

# Absent, forbidden, not yet.

# same NAME CALLER METHOD ASK...: one answer to each, which is kept; what is
# asked for is a path, or the file of a receipt
same() {
	local name=$1 caller=$2 method=$3 what i=0
	shift 3
	for what; do
		i=$((i + 1))
		if [ "$method" = POST ]; then
			ask $caller --body "$what" POST \
			    "$url/api/v1/receipt" >"$dir/answer-$i"
		else
			ask $caller "$method" "$url$what" >"$dir/answer-$i"
		fi
		also "$name: answer $i is the first" \
		    cmp "$dir/answer-1" "$dir/answer-$i"
	done
	cp "$dir/answer-1" "$dir/err"
}
was() { head -n 1 "$dir/answer-1" | grep -q "^HTTP/1.1 $1 "; }

reader="--key $dir/home/alder-1/me.sign"
same "a reader's copy not yet, another's, none" "$reader" POST \
    "$dir/early" "$dir/forbidden" "$dir/absent"
also "is a 404" was 404
cp "$dir/answer-1" "$dir/404"
same "to a reader another's bulletin, none, what is not theirs to ask" \
    "$reader" GET /api/v1/bulletin/0000000000000000 \
    /api/v1/bulletin/ffffffffffffffff "/api/v1/publish/$main" \
    /api/v1/publish/0000000000000000 "/api/v1/statement/$own" \
    "/api/v1/statement/$none" /api/v1/partners /api/v1/readers \
    /api/v1/joins '/api/v1/events?after=0' /api/v1/none /none
also "is that 404" cmp "$dir/answer-1" "$dir/404"
same "a wave's key not yet, another wave's, none" "" GET \
    "/wave/$own_wave/key" "/wave/$others_wave/key" "/wave/$none/key"
also "is a 404" was 404

sign=$dir/other/programme/vault/keys/officer-officer.sign
same "to another programme's officer" "--key $sign" GET \
    "/api/v1/bulletin/$main" /api/v1/bulletin/0000000000000000 \
    /api/v1/inbox /api/v1/partners "/api/v1/publish/$main" /none
also "is that 404" cmp "$dir/answer-1" "$dir/404"
same "to the same under a name of this programme" \
    "--key $sign --named localhost:$port/o/officer" GET \
    "/api/v1/bulletin/$main" /api/v1/bulletin/0000000000000000 \
    /api/v1/inbox /api/v1/partners "/api/v1/publish/$main" /none
also "is that 404" cmp "$dir/answer-1" "$dir/404"
same "to the same under a reader's name" "--key $sign --named $(sed -n \
    's/^PRIVATE+KEY+\([^+]*\)+.*/\1/p' "$dir/home/alder-1/me.sign")" GET \
    "/api/v1/bulletin/$main" /api/v1/bulletin/0000000000000000 /api/v1/inbox
also "is that 404" cmp "$dir/answer-1" "$dir/404"
same "receipts of another's key" "--key $sign" POST \
    "$dir/early" "$dir/forbidden" "$dir/absent"
also "is that 404" cmp "$dir/answer-1" "$dir/404"
same "without a key" "" GET "/api/v1/bulletin/$main" \
    /api/v1/bulletin/0000000000000000 /api/v1/inbox "/api/v1/publish/$main" \
    "/api/v1/statement/$own" "/api/v1/statement/$none" /api/v1/partners
also "asks for one" was 401
same "receipts without a key" "" POST \
    "$dir/early" "$dir/forbidden" "$dir/absent"
also "ask for one" was 401
also "no receipt was taken" [ -z "$(find "$dir/home/alder-1/receipts" \
    -type f 2>/dev/null)" ]
fact "and the events have none" \
    python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit("telltale/v1/receipt" in "\n".join(db.iterdump()))' "$H/hub.db"

# Greedy.

said_413() { head -n 1 "$dir/out" | grep -q '^HTTP/1.1 413 '; }
fact "a body that is too large" ask announce 3000000 POST "$url/api/v1/join"
also "is refused by its head" said_413
head -c 40000 /dev/zero >"$dir/zeroes"
fact "one that is a little too large" ask --body "$dir/zeroes" POST \
    "$url/api/v1/join"
also "is refused too" said_413
fact "a body of a whole disk" ask announce 99999999999999 POST \
    "$url/api/v1/join"
also "is refused" said_413
fact "a length that no machine has" ask announce 99999999999999999999999 \
    POST "$url/api/v1/join"
also "is refused" eval 'head -n 1 "$dir/out" | grep -qE "^HTTP/1.1 (400|413) "'
fact "a path without end" ask GET "$url/$(head -c 9000 /dev/zero | tr '\0' a)"
also "is refused" eval 'head -n 1 "$dir/out" | grep -qE "^HTTP/1.1 4"'

# Slow: each of them has sent half of a request, and the hub works on.

hold() { # N: in the background until let_go
	mkfifo "$dir/rope"
	python3 "$root/tests/tools/hubask.py" hold "$1" "$url" \
	    <"$dir/rope" >"$dir/held" 2>/dev/null &
	holder=$!
	exec 9>"$dir/rope"
	until_true 60 grep -q held "$dir/held"
}
let_go() {
	exec 9>&-
	end "$holder"
	rm -f "$dir/rope"
}
must hold 600
also "of 600 slow clients at least 500 are held" \
    [ "$(sed -n 's/held //p' "$dir/held")" -ge 500 ]
fact "a reader is not delayed" as alder-1 inbox
fact "nor is the ledger" as alder-1 log verify
gone() { [ "$(ls /proc/"$hub_pid"/fd | wc -l)" -lt 60 ]; }
also "whoever sends nothing more is cut off" until_true 60 gone
let_go

# A stop finishes what is under way.

draft "$dir/soon" 600 1200
seal_as EX-2026-015 "$dir/soon"
publish
wait_for $((first + 1))
copies_of_soon() {
	ask --key "$dir/home/alder-1/me.sign" GET "$url/api/v1/bulletin/$id" |
	    sed '1,/^\r$/d' >"$dir/bulletin-alder-1"
	json "$dir/bulletin-alder-1" 'd["copies"]["leaf"]'
}
own=$(copies_of_soon)
main=$id
receipt alder-1 "$own" "$(copy_of alder-1)" "$dir/receipt"
fact "a receipt that SIGTERM finds half sent" ask $reader \
    --body "$dir/receipt" --end "$hub_pid" POST "$url/api/v1/receipt"
also "is taken" eval 'head -n 1 "$dir/out" | grep -q "^HTTP/1.1 200 "'
got=0
wait "$hub_pid" || got=$?
hub_pid=
also "and the hub ends well" [ $got = 0 ]
sed '1,/^\r$/d' "$dir/out" >"$dir/copy.age"
also "the copy came whole" [ "$(sha256sum <"$dir/copy.age" | cut -c 1-64)" = \
    "$(copy_of alder-1)" ]
must hub_start
on_record() {
	ask $reader GET "$url/api/v1/receipts" | sed '1,/^\r$/d' >"$dir/receipts"
	[ "$(json "$dir/receipts" '[(r["bulletin"], "batch" in r) for r in d["receipts"]]')" = \
	    "[('$id', True)]" ]
}
fact "what was acknowledged is in the ledger" until_true 15 on_record
finish
