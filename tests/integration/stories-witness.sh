#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-witness: somebody else's machine cosigns the log, and notices when
# it forks or rolls back (stories WO-1).
. "$(dirname "$0")/lib.sh"

programme
W=$dir/witness
must telltale-witness init "$W" --name witness.example.net/w1 \
    --listen 127.0.0.1:0
pin=$(sed -n 's/^pin //p' "$dir/out") key=$(sed -n 's/^key //p' "$dir/out")
fact "WO-1 one command trusts a log" telltale-witness trust -C "$W" "$vkey"
exits 3 "WO-1 once" telltale-witness trust -C "$W" "$vkey"
exits 2 "WO-1 what is no key is no log" telltale-witness trust -C "$W" nonsense

witness_start() { # on one port throughout
	telltale-witness -C "$W" --listen "127.0.0.1:$wport" \
	    >"$dir/witness.out" 2>>"$dir/witness.log" &
	witness_pid=$!
	pids+=($!)
	until_true 10 grep -q listening "$dir/witness.out"
}
wport=$(free_port)
must witness_start

# The hub asks it for each head from the next start on.
hub_stop
echo "witness $key https://127.0.0.1:$wport $pin" >>"$H/telltale.conf"
must hub_start
cosigned() { grep -q '^— witness.example.net/w1 ' "$H/ledger/checkpoint"; }
also "WO-1 heads are cosigned" until_true 15 cosigned
python3 - "$H/ledger/checkpoint" "$key" "$dir" >"$dir/out" 2>"$dir/err" <<'PY'
import base64, sys
path, vkey, to = sys.argv[1:]
text, lines = open(path, "rb").read().split(b"\n\n", 1)
name, _, key = vkey.split("+", 2)
sig = next(base64.b64decode(l.split()[2]) for l in lines.splitlines()
           if l.split()[1].decode() == name)
time = int.from_bytes(sig[4:12], "big")     # C2SP tlog-cosignature
open(to + "/cosigned", "wb").write(b"cosignature/v1\ntime %d\n" % time +
                                   text + b"\n")
open(to + "/cosignature", "wb").write(sig[12:])
open(to + "/witness.der", "wb").write(
    bytes.fromhex("302a300506032b6570032100") + base64.b64decode(key)[1:])
PY
fact "AU-1 a cosignature, by openssl" openssl pkeyutl -verify -pubin \
    -inkey "$dir/witness.der" -keyform DER -rawin -in "$dir/cosigned" \
    -sigfile "$dir/cosignature"
cat >"$dir/policy" <<P
log $vkey https://localhost:$port
witness w1 $key
quorum w1
P
fact "WO-1 which an outsider's policy may ask for" telltale log verify \
    "$H/ledger" --policy "$dir/policy"

# The vendor's own policy asks for it.
status() { telltale -C "$V" status --json; }
item() { # PATTERN: something that fails
	json "$dir/out" "any(i['kind'] == 'failing' and '$1' in i['what']
for i in d['items'])" | grep -q True
}
cp "$V/policy" "$dir/vault.policy"
cp "$dir/policy" "$V/policy"
fact "PO-7 with all witnesses there it is well" until_true 15 status

# Without it the log goes on, and catches up.
end "$witness_pid"
size() { sed -n 2p "$H/ledger/checkpoint"; }
before=$(size)
grown() { [ "$(size)" -gt $((before + 2)) ]; }
also "WO-1 without it the log goes on" until_true 15 grown
exits 1 "PO-7 one look shows it" status
also "PO-7 that they are too few" item "cosigned by 0 of 1 witnesses"
also "PO-7 one batch without it is no delay" \
    sh -c "! grep -q 'has not cosigned' '$dir/out'"
python3 - "$V/vault.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE witness_seen SET at = at - 600")
db.commit()
PY
exits 1 "PO-7 ten minutes are" status
also "PO-7 of whom" item "witness witness.example.net/w1 has not cosigned"
cp "$dir/vault.policy" "$V/policy"
exits 1 "WO-1 and that policy says no" telltale log verify "$H/ledger" \
    --policy "$dir/policy"
must witness_start
also "WO-1 back again it catches up" until_true 15 cosigned

# A copy of the hub from before the witness cosigned more.
end "$witness_pid"
hub_stop
cp -a "$H" "$dir/hub-then"
must hub_start
must witness_start
before=$(size)
must until_true 15 grown
must until_true 15 cosigned
hub_stop
end "$witness_pid"

# Yesterday's hub has less than the witness has cosigned.
mv "$H" "$dir/hub-now"
cp -a "$dir/hub-then" "$H"
must witness_start
telltaled -C "$H" >"$dir/out" 2>"$dir/err"
also "WO-1 a hub behind its own past does not start" [ $? = 5 ]
end "$witness_pid"
rm -rf "$H"
mv "$dir/hub-now" "$H"

# The copy from before goes its own way, unwitnessed, up to the size that the
# witness has cosigned: two heads of one size.
must witness_start
cosigned_size=$(sed -n 2p "$W"/heads/*)
sed -i '/^witness /d' "$dir/hub-then/telltale.conf"
real=$H H=$dir/hub-then
must hub_start
reached() { [ "$(size)" = "$cosigned_size" ] && cp "$H/ledger/checkpoint" "$dir/fork"; }
must until_true 30 reached
hub_stop
H=$real
cosign() { # FILE: what the witness answers to that head
	python3 - "$1" "$wport" <<'PY'
import ssl, sys, urllib.error, urllib.request
head = open(sys.argv[1]).read()
body = "old %s\n\n%s" % (head.split("\n")[1], head)
url = "https://127.0.0.1:%s/add-checkpoint" % sys.argv[2]
try:
    urllib.request.urlopen(urllib.request.Request(url, body.encode()),
                           context=ssl._create_unverified_context())
    print(200)
except urllib.error.HTTPError as e:
    print(e.code)
PY
}
also "WO-1 another root of the same size is refused" \
    [ "$(cosign "$dir/fork")" = 422 ]
wait "$witness_pid"
also "WO-1 it ends with an alarm" [ $? = 5 ]
also "WO-1 has kept both heads" [ "$(ls "$W/alarms" | wc -l)" = 2 ]
exits 5 "WO-1 and signs no more" telltale-witness -C "$W" \
    --listen 127.0.0.1:0
fact "WO-1 until it is told to" telltale-witness resume -C "$W"
exits 3 "WO-1 which is said once" telltale-witness resume -C "$W"
must witness_start

# Its own state of yesterday, while the log goes on; the hub starts anew, too.

cp -a "$W/heads" "$dir/heads-then"
must hub_start
before=$(sed -n 2p "$dir"/heads-then/*)
must until_true 15 grown
must until_true 15 cosigned
end "$witness_pid"
hub_stop
rm -rf "$W/heads"
cp -a "$dir/heads-then" "$W/heads"
must hub_start
must witness_start
also "WO-1 a state older than its own last cosignature on the log stops it" \
    until_true 15 eval '! kill -0 "$witness_pid" 2>/dev/null'
kill "$witness_pid" 2>/dev/null # which did not stop
wait "$witness_pid"
also "WO-1 by an alarm, too" [ $? = 5 ]
also "WO-1 it signed nothing after that state" \
    [ "$(sed -n 2p "$W"/heads/*)" = "$(sed -n 2p "$dir"/heads-then/*)" ]
exits 5 "WO-1 and stays stopped" telltale-witness -C "$W" \
    --listen 127.0.0.1:0
also "WO-1 which the hub's log says, too" \
    grep -q 'remembers less than it has cosigned' "$dir/hub.log"
finish
