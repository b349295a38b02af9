#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-audit: findings that outsiders check alone, ways to frame somebody,
# and what a partner shows of itself.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_rest "evidence" "jq is not here"

is() { [ "$1" = "$2" ]; }
answer() { json "$dir/out" "$1"; }
tell() { telltale -C "$V" case "$@"; }
verify() { telltale verify "$@" --policy "$policy"; }
lacks() { ! grep -qiE "$1" "$2"; }

# One programme: a bulletin, opened by three, leaked by alder-2.

one_clock
programme
policy=$V/policy
people
mkdir "$dir/draft" "$dir/desk"
cp "$root/examples/sharepoint-2025/advisory.md" "$dir/draft"
now=$(date +%s)
cat >"$dir/draft/bulletin.json" <<J
{"id": "EX-1", "title": "Lantern", "public_at": "$(utc $((now + 7200)))",
 "waves": [
  {"name": "first", "opens_at": "$(utc $((now + 600)))", "tiers": ["validate", "elite", "member"], "profile": "full"}],
 "parts": [{"file": "advisory.md", "kind": "advisory"}]}
J
seal "$dir/draft"
must telltale -C "$V" reader add --staff --id ana --name Ana \
    --email ana@v.example -o "$dir/ana.invitation"
must telltale -C "$V" preview EX-1 --for ana-1 -o "$dir/look"
publish
wait_for $((now + 601))
opened() { as "$1" open "$id" -o "$dir/open-$1"; }
must until_true 20 opened alder-2
must until_true 20 opened birch-1
cd "$dir/desk" || exit 1
cp "$dir/open-alder-2/advisory.md" paste.txt
must tell open EX-1 --title 'Paste' --json
C=$(answer 'd["case"]')
must tell add "$C" paste.txt
tell trace "$C" >"$dir/out" 2>"$dir/err"
must tell finding "$C" --yes="$C"
written() { tell export "$C" --evidence -o "$1" --yes="$C" "${@:2}"; }

# AU-1: alone, with nothing but the bundle and a policy of one's own.

refused 2 'does not go without' '' "AU-1 rows are opened only for evidence" \
    tell export "$C" --whole -o x.tar
fact "AU-1 what would be opened is shown first" \
    tell export "$C" --evidence --dry-run
also "AU-1 whose row, and whose copy" printed 'the row of alder'
also "AU-1 and what no bundle excludes" printed 'Whoever holds the vault'
must until_true 20 written evidence.tar
hub_stop
alone() { # without network, vault or home
	(cd "$dir/alone" && unset TELLTALE_HOME && telltale verify "$@")
}
mkdir "$dir/alone" && cp evidence.tar "$policy" "$dir/alone"
fact "AU-1 a finding verifies, offline, with the verifier's own policy" \
    alone evidence.tar --policy policy
cp "$dir/out" said
also "AU-1 a line for each of the fourteen checks, in order" is \
    "$(grep -oE '^ ?[0-9]+ [a-z]' said | tr -dc '0-9\n' | tr '\n' ' ')" \
    "$(seq -s ' ' 14) "
also "AU-1 the rendering is said to be the vendor's word" \
    grep -q '^12 rendering .*vendor.s word' said
also "AU-1 and that no beacon was drawn" grep -q '^11 .*no beacon' said
fact "AU-1 the same for programs" alone evidence.tar --policy policy --json
also "AU-1 with verdict and score" is "$(answer \
    'd["holds"], d["findings"][0]["verdict"], d["findings"][0]["log_e_out"] > 40')" \
    "(True, 'named', True)"
cp "$dir/out" verified.json
python3 "$root/docs/score.py" evidence.tar >score 2>"$dir/err"
also "AU-1 the score, by the script of the documents" python3 - <<'PY'
import json
told = {(f["level"], str(f["number"])): f["log_e_out"]
        for f in json.load(open("verified.json"))["findings"]}
lines = [l.split() for l in open("score")]
assert len(lines) == len(told) == 2
for level, number, _, score, _, _ in lines:
    assert abs(float(score) - told[level, number]) < 1e-6, (score, told)
PY
tar -xf evidence.tar --one-top-level=unpacked
python3 - unpacked/proofs/0.tlog-proof "$vkey" >"$dir/out" 2>"$dir/err" <<'PY'
import base64, sys
note = open(sys.argv[1], "rb").read().split(b"\n\n", 1)[1]
text, line = note.split(b"\n\n")
open("head", "wb").write(text + b"\n")
open("note", "wb").write(note)
open("sig", "wb").write(base64.b64decode(line.split()[2])[4:])
open("key.der", "wb").write(bytes.fromhex("302a300506032b6570032100") +
                            base64.b64decode(sys.argv[2].split("+", 2)[2])[1:])
PY
fact "AU-1 the checkpoint's signature, by openssl" openssl pkeyutl -verify \
    -pubin -inkey key.der -keyform DER -rawin -in head -sigfile sig
outside=${TELLTALE_SHARED-}/checks/logverify
if [ -d "$outside" ] && command -v go >/dev/null &&
    [ -d /usr/share/gocode/src/golang.org/x/mod ]; then
	must env -C "$outside" -u LD_PRELOAD GO111MODULE=off GOFLAGS= \
	    GOPATH=/usr/share/gocode GOCACHE="$dir/cache" \
	    go build -o "$dir/logverify" .
	fact "AU-1 the log behind it, and that it continues, by logverify" \
	    "$dir/logverify" -log "$vkey" -old note "$H/ledger"
else
	skip "AU-1 the log behind it, by logverify" "it, or go, is not here"
fi
exits 2 "AU-1 without a policy nothing is believed" alone evidence.tar
echo 'log nonsense' >"$dir/alone/bad"
refused 2 'check 1, policy: .*line 1' 'tlog-policy' "AU-1 nor with a bad one" \
    alone evidence.tar --policy bad
exits 3 "AU-1 what cannot be read is not judged" \
    alone nothing.tar --policy policy
also "AU-1 and the check is named" said 'check 2, readable'
head -c 4096 evidence.tar >"$dir/alone/cut.tar"
exits 1 "AU-1 a malformed bundle is refused, not trouble" \
    alone cut.tar --policy policy
also "AU-1 by the number of the check" said 'check 3, files'
must hub_start

fact "AU-1 with the copy itself" written full.tar --full
fact "AU-1 its rendering is checked, too" verify full.tar
also "AU-1 at every site" printed '^12 rendering *the copy of the receipt opens'
fact "AU-1 whole, for an expert under seal" written whole.tar --whole
fact "AU-1 log_e, p and bound are recomputed" verify whole.tar
also "AU-1 and it says so" printed '^13 score .*recomputed'
also "AU-1 among all who were counted, with the staff who had a preview" is \
    "$(tar -xOf whole.tar roster | grep -cE '^(holder|public) ')" \
    "$(tar -xOf whole.tar statements/finding-1.set-proof | sed -n 's/^n //p')"
fact "AU-1 what was agreed on may be written again" \
    tell export "$C" --evidence -o again.tar
also "AU-1 what was opened is in the case's log" is "$(tell show "$C" --json |
    jq '[.entries[] | select(.text.opened != null)] | length')" 3
exits 2 "AU-1 a file that is there is left" written evidence.tar

grep -v '^$' "$root/LICENSE" >other.txt
must tell open EX-1 --title 'Another text' --json
N=$(answer 'd["case"]')
must tell add "$N" other.txt
tell trace "$N" -b EX-1 >"$dir/out" 2>"$dir/err"
none() { tell finding "$N" --yes="$N"; }
fact "AU-1 that nobody is named can be a finding" none
fact "AU-1 which is evidence, too" until_true 20 \
    tell export "$N" --evidence -o none.tar --yes="$N"
fact "AU-1 and verifies" verify none.tar
also "AU-1 nobody is accused" printed 'verdict none: nobody is accused'

# PA-4: what a partner shows of itself.

echo 'We see requests to this path.' >seen.txt
must as birch-1 letter send sighting "$id" --since "$(utc "$(date +%s)")" \
    --place 'one sensor' seen.txt
has_sighting() {
	rm -f birch.tar
	as birch-1 export -o birch.tar &&
	    tar -tf birch.tar | grep -q statements/sighting-1
}
fact "PA-4 a reader takes what the ledger has of them" \
    until_true 20 has_sighting
fact "PA-4 anybody verifies it" verify birch.tar
also "PA-4 it accuses nobody" printed 'there is no finding'
tar -xf birch.tar --one-top-level=birch
also "PA-4 with a receipt, its copy and the terms" is \
    "$(find birch/statements -name 'receipt-*' | wc -l) $(find birch/copies birch/agreed -type f | wc -l)" "1 2"
also "PA-4 there is nothing about anybody else" \
    sh -c '! grep -rqiE "alder|cedar|dogwood" birch'
fact "PA-4 who has opened nothing shows that they are a reader" \
    as cedar-1 export -o cedar.tar
fact "PA-4 which verifies" verify cedar.tar
must telltale -C "$V" partner suspend cedar --reason "a question"
shut() { ! as cedar-1 inbox; }
must until_true 10 shut
fact "PA-4 whose partner is suspended shows it all the same" \
    as cedar-1 export -o suspended.tar
fact "PA-4 with the suspension, which verifies" verify suspended.tar

# AU-2: without the vault every way is refused, at a named step.

ways() { # each is verified; what is not refused where it should be is said
	local way step got by n=0 failed=0
	mkdir framed && python3 "$root/tests/tools/frame.py" evidence.tar \
	    framed "$H/log.sign" birch.tar "$policy" >ways || return 1
	while read -r way step; do
		n=$((n + 1))
		by=$policy
		case $way in witness_*) by=framed/policy ;; esac
		telltale verify "framed/$way.tar" --policy "$by" --json \
		    >framed/said 2>framed/err
		got=$(sed -n 's/^ *"failed": \([0-9]*\),*$/\1/p' framed/said)
		case " $step " in *" ${got:-none} "*) continue ;; esac
		echo "$way: check $got, not $step: $(cat framed/err)"
		failed=1
	done <ways
	[ "$n" -gt 30 ] && [ "$failed" = 0 ]
}
fact "AU-2 each way to frame without the vault is refused at its step" ways
telltale init "$dir/other" --name Other --hub https://localhost:1 \
    --interval 1s --small-team --no-passphrase >"$dir/out" 2>"$dir/err"
exits 1 "AU-2 nor does a log that the verifier does not believe prove it" \
    telltale verify evidence.tar --policy "$dir/other/vault/policy"
also "AU-2 at the checkpoints" said 'check 4'

# With the vault a specimen can be written from anybody's copy: birch's, here.

cp "$dir/open-birch-1/advisory.md" written.txt
must tell open EX-1 --title 'Written in the house' --json
W=$(answer 'd["case"]')
must tell add "$W" written.txt
tell trace "$W" >traced 2>"$dir/err"
must tell finding "$W" --yes="$W"
fact "AU-2 with the vault it works: the bundle of a written specimen" \
    until_true 20 tell export "$W" --evidence -o written.tar --yes="$W"
fact "AU-2 verifies, against an innocent partner" verify written.tar
also "AU-2 and says which ways the vault has" sh -c 'for way in \
    "has the vault wrote the specimen" "drew keys until a row fitted" \
    "made a reader up"; do grep -q "$way" "$0/out" || exit 1; done' "$dir"
also "AU-2 as does the finding" sh -c 'tr -s " \n" "  " <traced |
    grep -q "has the vault wrote the specimen"'
must tell show "$W"
also "AU-2 and its case" sh -c 'tr -s " \n" "  " <"$0/out" |
    grep -q "made a reader up"' "$dir"

# PA-4, else: what the hub has lost is named.

lose() { # at the hub: one receipt of birch-1
	hub_stop
	python3 - "$H/hub.db" "$(sed -n 's/^reader //p' \
	    "$dir/home/birch-1/telltale.conf")" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
n = db.execute("UPDATE event SET reader = 'lost' WHERE kind = 'receipt' AND "
               "reader = ?", sys.argv[2:]).rowcount
db.commit()
sys.exit(n != 1)
PY
	hub_start
}
must lose
wait_for $(($(date +%s) + 10))
exits 5 "PA-4 a receipt that the hub cannot produce is an alarm" \
    as birch-1 export -o lost.tar
also "PA-4 which names it" said "cannot produce the receipt of $id"
also "PA-4 and nothing is written" [ ! -e lost.tar ]
finish
