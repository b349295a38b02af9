#!/bin/bash
# SPDX-License-Identifier: ISC
# reader: a reader's side, from invitation to proven receipt, with a real hub
# and keeper; and all that must be refused on the way.
. "$(dirname "$0")/lib.sh"

# A home of reader R: tt_as R VERB...
tt_as() {
	local who=$1
	shift
	telltale -C "$dir/home/$who" "$@"
}
gone() { [ ! -e "$1" ]; }
nothing_at() { gone "$1" && gone "$1.joining"; }
private() {
	[ "$(stat -c %a "$1")" = 700 ] &&
	    [ -z "$(find "$1" -type f ! -perm 600)" ] &&
	    [ -z "$(find "$1" -type d ! -perm 700)" ]
}
# The state that a verb's JSON says of the bulletin.
state() { json "$1" "[b['state'] for b in d['$2'] if b['id'] == '$id'][0]"; }
is() { [ "$1" = "$2" ]; }
full_disk() ( # KILOBYTES COMMAND...: no file may grow over that
	trap '' XFSZ
	ulimit -f "$1"
	shift
	"$@"
)

one_clock
programme
mkdir "$dir/home"
must telltale -C "$V" partner import "$root/tests/data/partners.json"
must telltale -C "$V" reader add --all -o "$dir/inv"
inv() { echo "$dir/inv/${1%-*}--$1.invitation"; }

# Joining.

for r in alder-1 birch-1 birch-2 cedar-1; do
	fact "PA-1 $r joins" tt_as $r join "$(inv $r)" --no-passphrase
	cp "$dir/out" "$dir/fingerprint-$r"
done
id=$(sed -n 's/^reader //p' "$dir/home/alder-1/telltale.conf")
also "PA-1 what join prints is the reader's id in groups of four" \
    is "$(tr -d ' \n' <"$dir/fingerprint-alder-1")" "$id"
also "a home and all in it is its owner's" private "$dir/home/alder-1"

exits 3 "PA-1 an invitation used twice is refused" \
    tt_as twice join "$(inv alder-1)" --no-passphrase
cp "$dir/err" "$dir/used"
also "and leaves nothing" nothing_at "$dir/home/twice"
exits 3 "used where its home is, too" \
    tt_as alder-1 join "$(inv alder-1)" --no-passphrase
sed '/^name /s/ .*/ Someone else/' "$(inv alder-2)" >"$dir/altered"
exits 3 "PA-1 an altered invitation is refused" \
    tt_as altered join "$dir/altered" --no-passphrase
also "with the same words" cmp "$dir/err" "$dir/used"
also "and leaves nothing" nothing_at "$dir/home/altered"
must telltale -C "$V" reader add alder --name Late --email l@alder.example \
    --expires 1s -o "$dir/late"
sleep 2
exits 3 "PA-1 an expired invitation is refused" \
    tt_as late join "$dir/late" --no-passphrase
also "with the same words" cmp "$dir/err" "$dir/used"
stranger() { # as a program of their own would
	curl -sk --noproxy '*' -o "$dir/got" -w '%{http_code}' -d "{\"reader\":\
\"telltale/v1/reader\",\"token\":\"$(printf '00%.0s' $(seq 32))\"}" \
	    "$url/api/v1/join"
}
also "PA-1 an invented one, too" [ "$(stranger)$(stranger)" = 404404 ]
telltale -C "$V" status --json >"$dir/out" 2>"$dir/err"
said_of() { json "$dir/out" "[x['what'] for x in d['items'] if '$1' in x['what']][0]"; }
also "PA-1 the inviter hears of the one used twice" \
    is "$(said_of 'after it was used')" "the invitation of alder-1 came again \
after it was used, once: who has it besides them?"
also "PA-1 of the one that had expired" is "$(said_of expired)" "the \
invitation of alder-3 had expired when it came, once: they need a new one"
also "PA-1 and of those that are none" is "$(said_of 'none of ours')" \
    "somebody came with an invitation that is none of ours, altered or \
invented, 2 times"
head -c 300 "$(inv alder-2)" >"$dir/cut"
exits 3 "half an invitation is refused" \
    tt_as cut join "$dir/cut" --no-passphrase
exits 2 "without a terminal, keys need a word on their passphrase" \
    tt_as alder-2 join "$(inv alder-2)"
exits 2 "a home is not made where something is" \
    tt_as alder-1 join "$(inv alder-2)" --no-passphrase
exits 3 "nor on a full disk" full_disk 0 \
    tt_as alder-2 join "$(inv alder-2)" --no-passphrase
also "and nothing is left" nothing_at "$dir/home/alder-2"
hub_stop
exits 3 "without the hub nobody joins" \
    tt_as alder-2 join "$(inv alder-2)" --no-passphrase
also "and nothing is left" nothing_at "$dir/home/alder-2"
must hub_start
other=psirt.example.com/telltale+2f55edbf
other=$other+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
sed "s|^log-key .*|log-key $other|" "$(inv alder-2)" >"$dir/other-log"
exits 3 "an invitation to another log is refused" \
    tt_as other join "$dir/other-log" --no-passphrase

mv "$dir/home/birch-1" "$dir/home/birch-1.joining"
fact "a join that was stopped at its end goes on with its keys" \
    tt_as birch-1 join "$(inv birch-1)" --no-passphrase
also "the same ones" cmp "$dir/out" "$dir/fingerprint-birch-1"

(umask 077 && echo "correct horse battery" >"$dir/pass" &&
    echo "another one entirely" >"$dir/wrong-pass")
fact "keys under a passphrase" tt_as alder-2 join "$(inv alder-2)" \
    --passphrase-file "$dir/pass"
also "are armored age files" grep -q 'BEGIN AGE ENCRYPTED FILE' \
    "$dir/home/alder-2/me.key.age" "$dir/home/alder-2/me.sign.age"
also "and no others" gone "$dir/home/alder-2/me.key"
exits 3 "PA-1 before the officer's yes the hub knows nobody" tt_as alder-1 inbox
also "PA-1 and the fingerprint to confirm is named" \
    said "$(cat "$dir/fingerprint-alder-1")"
must telltale -C "$V" reader confirm --all
fact "PA-1 after it the inbox is empty" tt_as alder-1 inbox --json
also "and says so" is "$(json "$dir/out" 'd["bulletins"]')" "[]"
exits 2 "a passphrase cannot be asked for without a terminal" \
    tt_as alder-2 inbox
exits 3 "another passphrase opens nothing" \
    tt_as alder-2 inbox --passphrase-file "$dir/wrong-pass"
fact "the right one does" tt_as alder-2 inbox --passphrase-file "$dir/pass"

# A bulletin: two waves open soon, one much later.

mkdir "$dir/draft"
words='one two three four five six seven eight nine ten eleven twelve'
for i in $words $words $words $words; do
	echo "Item $i {{is|was}} reached {{quickly|at once|soon}} by it."
done >"$dir/draft/advisory.md"
now=$(date +%s)
first=$((now + 600)) second=$((now + 900)) public=$((now + 7200))
cat >"$dir/draft/bulletin.json" <<J
{ "id": "EX-2026-001", "title": "a flaw", "public_at": "$(utc $public)",
  "waves": [
   { "name": "validate", "opens_at": "$(utc $first)",
     "tiers": ["validate"], "profile": "full" },
   { "name": "early", "opens_at": "$(utc $second)",
     "tiers": ["elite"], "profile": "full" },
   { "name": "main", "before": "1h", "tiers": ["member"],
     "profile": "no-poc" } ],
  "parts": [ { "file": "advisory.md", "kind": "advisory" } ] }
J
must telltale -C "$V" seal "$dir/draft" --json
cp "$dir/out" "$dir/seal.json"
id=$(json "$dir/seal.json" 'd["id"]')
must telltale -C "$V" publish "$id" --short-notice --yes="$id"
copy_of() { json "$dir/seal.json" \
    "[r['copy'] for r in d['readers'] if r['name'] == '$1'][0]"; }

fact "the inbox lists it" tt_as alder-1 inbox --json
cp "$dir/out" "$dir/inbox"
also "as waiting" is "$(state "$dir/inbox" bulletins)" waiting
also "with the wave's instant" \
    is "$(json "$dir/inbox" 'd["bulletins"][0]["opens"]')" "$(utc $first)"
also "and the public one" \
    is "$(json "$dir/inbox" 'd["bulletins"][0]["until"]')" "$(utc $public)"
fact "its terms can be read before" tt_as alder-1 inbox "$id"
also "with the agreement" printed '^agreement *version 1'
exits 4 "PR-2 before the instant it is refused" \
    tt_as alder-1 open "$id" -o "$dir/early"
also "PR-2 with the time that is left" said "not before $(utc $first |
    tr T ' ') (in "
also "PR-2 and nothing is written" gone "$dir/early"
also "nor signed" gone "$dir/home/alder-1/receipts/$id/receipt"
exits 4 "nor for the third wave" tt_as cedar-1 open "$id" -o "$dir/early"
exits 3 "a folder in one that is not there" \
    tt_as alder-1 open "$id" -o "$dir/nowhere/early"
exits 3 "a bulletin that is not there" \
    tt_as alder-1 open 0123456789abcdef -o "$dir/early"
exits 2 "an id that is none" tt_as alder-1 open EX-2026-001 -o "$dir/early"

# Opening.

wait_for $((first + 1))
later() {
	local got=75
	for _ in $(seq 100); do
		got=0
		"$@" || got=$?
		[ $got = 75 ] || return $got
		sleep 0.2
	done
	return $got
}
fact "PR-2 after the instant it opens" \
    later tt_as alder-1 open "$id" -o "$dir/open/"
keeper_stop	# before the second wave, less than the ten minutes that it may miss
also "PR-2 its parts are in a new folder" is "$(ls "$dir/open")" advisory.md
also "for its owner's eyes" private "$dir/open"
also "and have no marks left" grep -qv '{{' "$dir/open/advisory.md"
kept=$dir/home/alder-1/receipts/$id
also "the kept copy is the one that was sealed" \
    is "$(sha256sum "$kept/copy.age" | cut -d' ' -f1)" "$(copy_of alder-1)"
also "PR-2 the receipt names it" grep -q "^copy $(copy_of alder-1)\$" \
    "$kept/receipt"
also "PR-2 and the terms" grep -q "^terms $(sha256sum "$kept/terms" |
    cut -d' ' -f1)\$" "$kept/receipt"
exits 2 "a folder that is there is not touched" \
    tt_as alder-1 open "$id" -o "$dir/open"
fact "the inbox says received" tt_as alder-1 inbox --json
also "and signatory" is "$(json "$dir/out" \
    '[(b["state"], b["consent"]) for b in d["bulletins"]]')" \
    "[('received', 'signatory')]"

fact "a second reader opens with a passphrase" later tt_as alder-2 open \
    "$id" -o "$dir/open2" --passphrase-file "$dir/pass"
also "and has another text" test \
    "$(cksum <"$dir/open/advisory.md")" != "$(cksum <"$dir/open2/advisory.md")"

# Receipts.

proven() {
	tt_as alder-1 receipts --json >"$dir/receipts" 2>"$dir/err" &&
	    is "$(state "$dir/receipts" receipts)" proven
}
fact "the receipt is proven soon" until_true 10 proven
also "by three files" ls "$kept/receipt.set-proof" \
    "$kept/receipt.tlog-proof" "$kept/receipt.batch"
sed -i 's/^index [0-9]*$/index 999/' "$kept/receipt.set-proof"
fact "a proof that does not hold is fetched again" until_true 5 proven
also "and holds" grep -vq '^index 999$' "$kept/receipt.set-proof"

# Without the hub; and altered copies.

hub_stop
fact "what was opened opens again without the hub" \
    tt_as alder-1 open "$id" -o "$dir/again"
also "with the same text" diff -r "$dir/open" "$dir/again"
fact "proven receipts need no hub either" tt_as alder-1 receipts
cp "$kept/copy.age" "$dir/good"
flip() { # FILE OFFSET: one bit
	python3 - "$1" "$2" <<'PY'
import sys
b = bytearray(open(sys.argv[1], "rb").read())
b[int(sys.argv[2])] ^= 4
open(sys.argv[1], "wb").write(b)
PY
}
flip "$kept/copy.age" 700
exits 5 "PR-2 a copy with a bit flipped" tt_as alder-1 open "$id" -o "$dir/bad"
also "PR-2 writes nothing" gone "$dir/bad"
head -c 5000 "$dir/good" >"$kept/copy.age"
exits 5 "a copy that was cut" tt_as alder-1 open "$id" -o "$dir/bad"
cp "$dir/home/alder-2/receipts/$id/copy.age" "$kept/copy.age"
exits 5 "the copy of another reader" tt_as alder-1 open "$id" -o "$dir/bad"
also "PR-2 writes nothing" gone "$dir/bad"
cp "$dir/good" "$kept/copy.age"
cp "$dir/home/alder-1/me.key" "$dir/me.key"
cp "$dir/home/birch-1/me.key" "$dir/home/alder-1/me.key"
exits 3 "PR-2 another reader's key does not open it" \
    tt_as alder-1 open "$id" -o "$dir/bad"
also "PR-2 and both keys are named" said "$(sed -n 's/^seal //p' \
    "$dir/home/alder-1/reader").*$(sed -n 's/^# public key: //p' \
    "$dir/home/birch-1/me.key")"
cp "$dir/me.key" "$dir/home/alder-1/me.key"
chmod 644 "$dir/home/alder-1/me.key"
exits 4 "a key that others can read is refused" \
    tt_as alder-1 open "$id" -o "$dir/bad"
chmod 600 "$dir/home/alder-1/me.key"
exits 3 "a full disk" full_disk 1 tt_as alder-1 open "$id" -o "$dir/bad"
also "leaves nothing" is "$(ls "$dir" | grep -c bad)" 0

# A hub that alters, and a keeper that is late.

must hub_start
wait_for $((second + 1))
sealed=$H/copies/$(copy_of birch-1)
cp "$sealed" "$dir/sealed"
chmod u+w "$sealed"
flip "$sealed" 700
exits 5 "PR-2 a copy that the hub altered" tt_as birch-1 open "$id" -o "$dir/bad"
also "is not kept" gone "$dir/home/birch-1/receipts/$id/copy.age"
cp "$dir/sealed" "$sealed"
exits 75 "PR-2 a keeper that is late" tt_as birch-1 open "$id" -o "$dir/bad"
also "PR-2 is named as what is missing" said '1 of 1 keepers must show'
also "the sealed copy is there" test -s \
    "$dir/home/birch-1/receipts/$id/copy.age"
fact "and the inbox says so" tt_as birch-1 inbox
exits 3 "a disk too full for a receipt" full_disk 1 \
    tt_as birch-2 open "$id" -o "$dir/bad"
also "has none" gone "$dir/home/birch-2/receipts/$id/receipt"
keeper_start
fact "PR-2 once the keeper is there it opens" \
    later tt_as birch-1 open "$id" -o "$dir/birch"
also "to its own text" test -s "$dir/birch/advisory.md"

leaf=$(ls "$H/ledger/wave" | head -n 1)
for leaf in $(ls "$H/ledger/wave"); do
	cp "$H/ledger/wave/$leaf/key" "$dir/key-$leaf"
	cat "$dir/me.key" >"$H/ledger/wave/$leaf/key"
done
exits 75 "a wave key of another recipient delays only" \
    tt_as birch-2 open "$id" -o "$dir/bad"
also "and is not kept" gone "$dir/home/birch-2/receipts/$id/wave.key"
for leaf in $(ls "$H/ledger/wave"); do
	cat "$dir/key-$leaf" >"$H/ledger/wave/$leaf/key"
done

# With stock tools.

fact "PR-3 copy and wave key for stock age" \
    tt_as birch-2 open "$id" --sealed "$dir/parcel"
if command -v age >/dev/null; then
	with_age() {
		mkdir "$dir/stock" && age -d -i "$dir/home/birch-2/me.key" \
		    "$dir/parcel/copy.age" | age -d -i \
		    "$dir/parcel/wave.key" | tar -x -C "$dir/stock"
	}
	fact "PR-3 which opens them" with_age
	must tt_as birch-2 open "$id" -o "$dir/own"
	fact "PR-3 to the same files" diff -r "$dir/stock" "$dir/own"
fi

# The ledger.

fact "a reader's home verifies the hub's ledger" tt_as alder-1 log verify
also "and says what it holds" printed '^the ledger holds: [0-9]* entries, '
fact "so does the vault" telltale -C "$V" log verify --json
also "in JSON" is "$(json "$dir/out" 'd["holds"] and d["faults"]')" 0
fact "anybody verifies it by URL" telltale log verify "$url" --log "$vkey" \
    --pin "$(sed -n 's/^pin //p' "$V/telltale.conf")"
exits 5 "but not with another pin" telltale log verify "$url" \
    --log "$vkey" --pin "AAAA$(sed -n 's/^pin ....//p' "$V/telltale.conf")"
fact "log show lists it" tt_as alder-1 log show --json
also "from programme and keys on" is "$(json "$dir/out" \
    '[e["kind"] for e in d["entries"][:3]]')" \
    "['programme', 'keys', 'agreement']"
fact "and prints one as it stands" tt_as alder-1 log show --entry 1
also "the first keys" cmp "$dir/out" "$dir/home/alder-1/keys"
exits 2 "an entry that is not there" tt_as alder-1 log show --entry 99999
hub_stop
fact "a folder is verified offline" \
    telltale log verify "$H/ledger" --log "$vkey"
fact "against the vault's newest checkpoint too" \
    telltale -C "$V" log verify "$H/ledger"
cp -r "$H/ledger" "$dir/ledger"
ledger() { telltale log verify "$dir/ledger" --log "$vkey"; }
part=$(cd "$dir/ledger" && ls -d tile/0/*.p | head -n 1)
flip "$dir/ledger/$part/$(ls "$dir/ledger/$part" | sort -n | head -n 1)" 40
exits 5 "an old tile that was changed" ledger
cp -r "$H/ledger/." "$dir/ledger/"
size=$(sed -n 2p "$dir/ledger/checkpoint")
flip "$dir/ledger/tile/entries/000.p/$((size % 256))" 600
exits 5 "an entry that was changed" ledger
cp -r "$H/ledger/." "$dir/ledger/"
flip "$dir/ledger/checkpoint" 25
exits 5 "a checkpoint that was changed" ledger
printf 'log %s\nwitness w %s\nquorum w\n' "$vkey" "witness.example.net/w1+\
0abc1f19+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU" >"$dir/witnessed"
exits 1 "without the witness that a policy asks for it does not hold" \
    telltale log verify "$H/ledger" --policy "$dir/witnessed"
exits 5 "another log's key" telltale log verify "$H/ledger" --log "$other"

# Yesterday's disk: the whole hub from before the bulletin, notary and all.

cp -r "$H" "$dir/hub-now"
must hub_start
sleep 2
fact "readers see it grow" tt_as alder-1 log verify
hub_stop
rm -rf "$H"
cp -r "$dir/hub-now" "$H"
must hub_start
exits 5 "a hub that was rolled back is noticed" tt_as alder-1 inbox
also "as such" said 'rolled back'
also "both checkpoints are kept" ls "$dir/home/alder-1/alarms"
fact "by who has seen less it is not" tt_as cedar-1 inbox
finish
