#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-known: who could have known what, what was seen where, what partners
# send as permitted, our own clocks.  Lines begin with the story's id.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft
draft "$D" 600 3600
# a constant that goes over a wire, at a field of its own
sed -i 's|^if __name__|def path():\n    return "/relay?route={{@route hex 16}}\&n=600"\n\n\n&|' \
    "$D/poc.py"
B=EX-2026-014
before=$(date +%s)
seal "$D"
publish
tt() { telltale -C "$V" "$@"; }
is() { [ "$(json "$dir/out" "$1")" = "$2" ]; }
day() { date -u -d "@$(($(date +%s) - $1 * 86400))" +%Y-%m-%d; }
next_day() { date -u -d "$1 + 1 day" +%Y-%m-%d; }

# RF-1, RF-2: knowers and the finder

d1=$(day 3)
fact "RF-1 a knower is entered with a day" tt knower add "$B" --organisation \
    "Example Contest" --role contest --from "$d1" \
    --conflict "sells filters" --json
also "RF-1 which stays a day, never midnight" is \
    'd["knowers"][0]["from"], d["knowers"][0]["until"]' \
    "('${d1}T00:00:00Z', '$(next_day "$d1")T00:00:00Z')"
also "RF-1 without a source it is the officer's word" is \
    'd["knowers"][0]["source"]' "as stated by the officer officer"
fact "RF-1 one that is a partner too, of one part" tt knower add "$B" \
    --organisation "Birch Networks" --person "A. Other" --role upstream \
    --from "${d1}T10:00:00Z" --until "${d1}T12:00:00Z" --source "a mail" \
    --parts advisory.md
refused 2 "no instant with a zone" "write it as" \
    "RF-1 a time without a zone is refused" tt knower add "$B" \
    --organisation X --role staff --from "${d1}T10:00:00"
refused 2 "still to come" "known" "RF-1 what is to come is refused" \
    tt knower add "$B" --organisation X --role staff --from 2090-01-01
exits 2 "RF-1 a role of no list is refused" tt knower add "$B" \
    --organisation X --role friend --from "$d1"
fact "RF-1 the finder is entered" tt finder add "$B" --name "R. Aalto" \
    --reported "$(day 20)" --found "$(day 30)" --source "report 4711"
exits 2 "RF-1 once" tt finder add "$B" --name "R. Aalto" \
    --reported "$(day 20)"
fact "RF-1 and is a knower" tt knower list "$B" --json
also "RF-1 since they found it" is \
    '[k["from"][:10] for k in d["knowers"] if k["role"] == "finder"]' \
    "['$(day 30)']"
fact "RF-2 dates of the report" tt finder date "$B" acknowledged "$(day 19)"
fact "RF-2 what the finder sees" tt finder show "$B"
also "RF-2 is the state of the report" printed "The report was acknowledged"
also "RF-2 and their own line" printed "you stand"
also "RF-2 and never a partner, a wave or another knower" sh -c \
    "! grep -qiE 'alder|birch|cedar|validate|early|Contest' '$dir/out'"
exits 2 "RF-2 a date that no report has" tt finder date "$B" paid "$(day 1)"

# LI-9, LC-3, PR-5: sightings; nothing is public

fact "LC-3 nothing runs yet" tt clocks list --json
also "LC-3 no clock" is 'len(d["clocks"])' 0
echo "mail-officer officer@vendor.example" >>"$V/telltale.conf"
waits() { # FIELDS: of the mail of our own clocks that waits
	tt notices list --json | json /dev/stdin \
	    "[($1) for n in d['notices'] if n['event'] == 'vendor-clock' and n['state'] == 'waiting']"
}
echo "a packet" >"$dir/evidence"
now=$(date +%s)
fact "LI-5b a partner's report" tt sighting add "$B" --seen "$(day 1)" \
    --source partner:alder --place DE --evidence "$dir/evidence" \
    --confidence low --json
cp "$dir/out" "$dir/first"
also "LI-5b does not count alone" is 'd["sightings"][0]["counts"]' \
    "not confirmed"
also "LI-9 before the public instant it alerts" said \
    "alert: exploitation of $B was seen before it is public"
also "LI-9 and says what to run next" said \
    "next: telltale release $B --reason exploited"
also "LC-3 and which deadlines run" said "early-warning: due"
also "LC-3 mail says so: now, and before each deadline" [ "$(waits 1)" = \
    "[1, 1, 1, 1]" ]
tt notices show "$(waits 'n["n"]' | tr -dc '0-9,' | cut -d, -f1)" \
    >"$dir/mail" 2>&1
also "LC-3 with what to file where" grep -q "early-warning: 20" "$dir/mail"
also "LC-3 and without the bulletin's name" sh -c "! grep -q '$B' '$dir/mail'"
fact "LI-5b the same again" tt sighting add "$B" --seen "$(day 1)" \
    --source partner:alder --place DE --evidence "$dir/evidence" \
    --confidence low --json
also "LI-5b is one" is 'd["fresh"], d["sightings"][0]["n"]' "(False, 1)"
refused 2 "still to come" "known" "PR-5 a future instant is refused" \
    tt sighting add "$B" --seen "$(utc $((now + 600)))" --source hunt
refused 2 "no instant with a zone" "write it" \
    "PR-5 one without a zone is refused" tt sighting add "$B" \
    --seen "${d1}T10:00:00" --source hunt
exits 2 "PR-5 a source of no list" tt sighting add "$B" --seen "$d1" \
    --source rumour
exits 3 "PR-5 a partner that nobody knows" tt sighting add "$B" \
    --seen "$d1" --source partner:nobody
refused 2 "victim's name" "sealed" "LI-9 a victim's name as a source" \
    tt sighting add "$B" --seen "$d1" --source "victim:Example Works"
refused 2 "not 'Example Works'" "victim" "LI-9 a victim's name as a place" \
    tt sighting add "$B" --seen "$d1" --source hunt --place "Example Works"
exits 2 "LI-9 a victim without a case" tt sighting add "$B" --seen "$d1" \
    --source hunt --victim "Example Works"
early=$((before - 7200))
must tt case open "$B" --title "Who was hit" --json
C=$(json "$dir/out" 'd["case"]')
refused 3 "no case 'C-7'" "telltale case list" "LI-9 a case that is none" \
    tt sighting add "$B" --seen "$(utc "$early")" --source hunt --case C-7 \
    --victim "Example Works"
fact "LI-9 a victim's name is sealed to a case" tt sighting add "$B" \
    --seen "$(utc "$early")" --source hunt --place 192.0.2.0/24 --case "$C" \
    --victim "Example Works" --confidence high --received \
    "$(utc $((early + 60)))"
also "LI-9 and is in no database" sh -c "! grep -rqa 'Example Works' '$V'"
fact "LI-9 told one by one" tt sighting victims 2
also "LI-9 by the officers' key" printed "^Example Works$"
exits 1 "LI-9 none where none was named" tt sighting victims 1
fact "LI-9 those of a case, by its first digits" tt sighting list \
    --case "${C:0:8}" --json
also "LI-9 are its own" is '[(s["n"], s["case"]) for s in d["sightings"]]' \
    "[(2, '$C')]"
refused 3 "no case 'C-7'" "telltale case list" "LI-9 of none there is none" \
    tt sighting list --case C-7
fact "LI-5 the time line of a case" tt timeline "${C:0:8}" --json
also "LI-5 is that of its bulletin, with what was done in the case" is \
    '[d["case"]] + [b["bulletin"] for b in d["bulletins"]] + [[(r["what"], r["by"]) for r in b["rows"] if r["kind"] == "act"] for b in d["bulletins"]]' \
    "['$C', '$B', [('case: open', 'officer')]]"
exits 3 "LI-5 what is no bulletin and no case" tt timeline nothing
fact "LI-9 a list" tt sighting list "$B" --json
also "LI-9 counts victims in bands" is 'd["victims"]' "under 5"
also "LI-9 with the warning on addresses" printed "where a packet came from"
also "LI-5b with interest the first is the partner's" is \
    'd["first"]["from"][:10]' "$(day 1)"
also "LI-5b without it is our own" is \
    'd["first_without_interested"]["from"]' "$(utc "$early")"
also "LI-5b said and received stand side by side" is \
    'd["sightings"][1]["seen_from"], d["sightings"][1]["received"]' \
    "('$(utc "$early")', '$(utc $((early + 60)))')"
fact "LI-5 they stand in the time line" tt timeline "$B" --json
also "LI-5 ours, before anything opened, takes readers out" is \
    'd["independent"]["readers_out"]' True
also "LI-5b the partner's takes nobody out" is \
    'd["all"]["readers_out"], [r["kind"] for r in d["rows"] if "alder" in r["by"]]' \
    "(False, ['said'])"
also "LI-5 knowers are weighed: the finder's side" is \
    '[x["answer"] for x in d["independent"]["explanations"] if x["explanation"] == "finder"]' \
    "['compatible']"
fact "LI-5b somebody without interest confirms" tt sighting add "$B" \
    --seen "$(day 1)" --source hunt --confirms 1
fact "LI-5b then" tt sighting list "$B" --json
also "LI-5b it counts" is \
    '[s["counts"] for s in d["sightings"] if s["n"] == 1]' "['yes']"

exits 1 "LC-3 status has what runs" tt status --offline --json
also "LC-3 our own duties with their deadlines" is \
    '[i["what"] for i in d["items"] if i["kind"] == "due" and "own duty" in i["what"]]' \
    "['$B: our own duty eu-cra-14-v: early-warning is due', '$B: our own duty eu-cra-14-v: notification is due']"
also "PO-4 an early end is proposed" is \
    '[(i["kind"], i["next"]) for i in d["items"] if "exploitation was seen" in i["what"]]' \
    "[('suspicious', 'telltale release $B --reason exploited')]"

# imports

printf 'seen,country,source,victim\n%s,DE,hunt,\n"%s",US,partner:birch,"Works, ""Inc"""\n' \
    "$d1" "${d1}T11:00:00+01:00" >"$dir/seen.csv"
exits 2 "PR-5 a file with a victim and no case" tt sighting import \
    "$dir/seen.csv" -b "$B"
also "PR-5 says in which line" said "seen.csv:3: a victim is sealed"
fact "PR-5 a CSV file" tt sighting import "$dir/seen.csv" -b "$B" \
    --case "$C" --json
also "PR-5 has two" is 'd["fresh"], len(d["sightings"])' "(2, 2)"
printf '{"seen": "%s", "source": "public", "network": "AS64500"}\n\n{"seen": "%s", "name": "X"}\n' \
    "$d1" "$d1" >"$dir/seen.jsonl"
exits 2 "PR-5 JSON lines with a field of no list" tt sighting import \
    "$dir/seen.jsonl" -b "$B"
also "PR-5 keep nothing" said "seen.jsonl:3: there is no field 'name'"
sed -i 's/, "name": "X"/, "source": "hunt"/' "$dir/seen.jsonl"
fact "PR-5 JSON lines" tt sighting import "$dir/seen.jsonl" -b "$B" --json
also "PR-5 two more" is 'd["fresh"]' 2
cat >"$dir/bundle.json" <<J
{"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
 "objects": [
  {"type": "identity", "id": "identity--1", "name": "Example Works"},
  {"type": "location", "id": "location--1", "country": "NO"},
  {"type": "sighting", "id": "sighting--1", "first_seen": "${d1}T10:00:00.500Z",
   "confidence": 80, "where_sighted_refs": ["identity--1", "location--1"]},
  {"type": "sighting", "id": "sighting--2", "first_seen": "${d1}T10:00:00Z",
   "revoked": true}]}
J
exits 2 "PR-5 STIX that nobody answers for" tt sighting import \
    "$dir/bundle.json" -b "$B"
fact "PR-5 a STIX bundle" tt sighting import "$dir/bundle.json" -b "$B" \
    --source authority --json
also "PR-5 one sighting of it" is \
    '[(s["country"], s["confidence"], s["seen_until"][-3:]) for s in d["sightings"]], d["left_out"]' \
    "([('NO', 'high', '01Z')], 2)"

# the first wave opens: an exploit made of a copy

wait_for "$first"
must until_true 20 as alder-1 open "$id" -o "$dir/open"

# 3.13: who says that they opened it

must as alder-2 open "$id" -o "$dir/quiet" --no-report
opened() { # READER: as the census has it, and whether there is a word
	json "$dir/out" "[(r['opened'] is not None, r['word'] is not None)
	    for r in d['readers'] if r['reader'] == '$1'][0]"
}
fact "3.13 a census of what was opened" tt census "$B" --json
also "3.13 has who said so, with the word for it" [ "$(opened alder-1)" = \
    "(True, True)" ]
also "3.13 not before it could be, nor before now" is \
    '[r["could"]["from"] <= r["opened"]["from"] <= r["word"]["received"] for r in d["readers"] if r["opened"]]' \
    "[True]"
also "3.13 not who asked for silence" [ "$(opened alder-2)" = \
    "(False, False)" ]
fact "3.13 for people, too" tt census "$B"
also "3.13 where none is no word, and no more" printed 'alder-2 .* no word'
hub_opened() { # how many words the hub has
	python3 - "$H/hub.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM opened").fetchone()[0])
PY
}
must as alder-1 open "$id" -o "$dir/twice"
also "3.13 it is said once" [ "$(hub_opened)" = 1 ]
hub_stop
fact "3.13 without the hub it opens as before" as alder-2 open "$id" \
    -o "$dir/loud"
hub_start
fact "3.13 and is said by the next verb that meets the hub" as alder-2 inbox
also "3.13 once" [ "$(hub_opened)" = 2 ]
# birch-1 says it of alder's copies, which it has no receipt for
mkdir -p "$dir/home/birch-1/receipts/$id"
cp "$dir/home/alder-1/receipts/$id/receipt" "$dir/home/birch-1/receipts/$id/"
utc "$(date +%s)" | tr -d '\n' >"$dir/home/birch-1/receipts/$id/opened"
must as birch-1 inbox
also "3.13 nobody can say it without a receipt" [ "$(hub_opened)" = 2 ]
also "3.13 which is not tried again" [ ! -e \
    "$dir/home/birch-1/receipts/$id/opened" ]
rm -r "$dir/home/birch-1/receipts/$id"
forge() { # SQL on the hub's words
	python3 - "$H/hub.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute(sys.argv[2])
db.commit()
PY
}
must tt census "$B" --json
forge "INSERT INTO opened (reader, copies, note, received)
    SELECT 'x', copies, replace(note, 'at=', 'at=1'), received FROM opened LIMIT 1"
exits 5 "3.13 a word that its reader did not sign is not believed" \
    tt census "$B"
forge "DELETE FROM opened WHERE reader = 'x'"
fact "3.13 and the next visit is as before" tt census "$B" --json
also "3.13 with both by now" [ "$(opened alder-2)" = "(True, True)" ]
route=$(sed -n 's/.*route=\([0-9a-f]*\).*/\1/p' "$dir/open/poc.py")
stamp=$(LC_ALL=C date -u -d "@$(date +%s)" '+%d/%b/%Y:%H:%M:%S +0000')
{
	for i in $(seq 300); do
		echo "198.51.100.$((i % 200)) - - [$stamp] \"GET /relay?q=$i HTTP/1.1\" 200 9 \"-\" \"x\""
	done
	for i in 9 9 11; do
		echo "203.0.113.$i - - [$stamp] \"GET /relay?route=$route&n=600 HTTP/1.1\" 200 9 \"-\" \"x\""
	done
} >"$dir/access.log"
exits 2 "LI-9 a log is read against a bulletin" tt sighting import \
    "$dir/access.log" --source hunt --case "$C"
fact "LI-9 in a log, where its constants stand" tt sighting import \
    "$dir/access.log" -b "$B" --source hunt --dry-run --json
also "LI-9 an address each" is '[s["network"] for s in d["sightings"]]' \
    "['203.0.113.9', '203.0.113.11']"
fact "LI-9 and a dry run keeps nothing" tt sighting list "$B" --json
also "LI-9 as was" is 'len(d["sightings"])' 8
python3 - "$dir/access.log" "$dir/hit.pcap" "$(date +%s)" <<'P'
import struct, sys
body = b"GET /relay?route=" + open(sys.argv[1]).read().split("route=")[1][:16].encode() + \
    b"&n=600 HTTP/1.1\r\nHost: x\r\n\r\n"
tcp = struct.pack(">HHIIBBHHH", 40000, 80, 1, 1, 0x50, 0x18, 9000, 0, 0) + body
ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0,
                 bytes([203, 0, 113, 9]), bytes([192, 0, 2, 1])) + tcp
frame = b"\x02" * 6 + b"\x04" * 6 + b"\x08\x00" + ip
open(sys.argv[2], "wb").write(
    struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1) +
    struct.pack("<IIII", int(sys.argv[3]), 5, len(frame), len(frame)) + frame)
P
fact "LI-9 a capture" tt sighting import "$dir/hit.pcap" -b "$B" \
    --source hunt --json
also "LI-9 between its first and its last packet" is \
    'd["fresh"], d["before_public"]' "(1, True)"
echo "198.51.100.1 - - [$stamp] \"GET / HTTP/1.1\" 200 9" >"$dir/other.log"
exits 1 "LI-9 a log with nothing of it" tt sighting import \
    "$dir/other.log" -b "$B" --source hunt

# LI-3b: permitted emissions

cut -d'"' -f2 "$dir/access.log" | tail -n 1 >"$dir/hit.txt"
tt trace "$dir/hit.pcap" -b "$B" --json >"$dir/out" 2>"$dir/err"
also "LI-3b a constant in a capture leads to its partner" is \
    'd["suspects"][0]["partner"], d["verdict"]' "('alder', 'named')"
tt trace "$dir/hit.pcap" -b "$B" >"$dir/out" 2>"$dir/err"
also "LI-3b and an unregistered use is told from a leak" sh -c \
    "tr -s ' \n' ' ' <'$dir/out' | grep -q 'breach of the terms, and is no leak'"
fact "LI-3b another partner registers its scanner" tt emission add birch \
    "$B" --what scanner --from "$(utc "$first")" --network 198.51.100.0/24 \
    --reference T-1
tt trace "$dir/hit.pcap" -b "$B" --json >"$dir/out" 2>"$dir/err"
also "LI-3b which clears nobody else" is 'd["verdict"]' named
fact "LI-3b this one does" tt emission add alder "$B" --what honeypot \
    --from "$(utc "$first")" --network 203.0.113.0/24 --network AS64500 \
    --reference T-2
exits 1 "LI-3b then its constants alone" tt trace "$dir/hit.pcap" -b "$B" \
    --json
also "LI-3b stay below named" is \
    'd["verdict"], d["suspects"][0]["needs_permitted"]' "('strong', True)"
fact "LI-3b both are on the list" tt emission list "$B" --json
also "LI-3b with their networks" is \
    '[e["networks"] for e in d["emissions"]]' \
    "['203.0.113.0/24 AS64500', '198.51.100.0/24']"
exits 2 "LI-3b a network that is none" tt emission add alder "$B" \
    --what scanner --from "$(utc "$first")" --network everywhere \
    --reference T-3

# LI-1: the census

at=$(date +%s)
must until_true 20 until_proven as alder-1 receipts --json
fact "LI-1 a census of the proof of concept" tt census "$B" --part poc.py \
    --complement --json
also "LI-1 begins with its sentence" is 'd["sentence"][:56]' \
    "4 people at 3 organisations could have read poc.py by 20"
also "LI-1 has the knowers of that part" is \
    'sorted(k["as"] for k in d["knowers"])' "['contest', 'finder']"
also "LI-1 its complement has a reason each" is \
    'sorted({(r["reader"], r["why"][:20]) for r in d["complement"]})' \
    "[('birch-1', 'the wave was not ope'), ('birch-2', 'the wave was not ope'), ('cedar-1', 'their copy lacks tha'), ('dogwood-1', 'no copy was made for')]"
also "LI-1 the vendor's own are lines" is \
    '[s["name"] for s in d["staff"]]' "['officer', 'publisher']"
also "LI-1 and keepers are told" is \
    '{(w["keepers"], w["keepers_needed"]) for w in d["waves"]}' "{(1, 1)}"
fact "LI-1 an interval" tt census "$B" --from "$(utc $((first - 60)))" --json
also "LI-1 says who came to it there" is \
    '[r["reader"] for r in d["readers"] if r["new"]]' \
    "['alder-1', 'alder-2']"
fact "LI-1 a partner that is a knower too" tt census "$B" --json
also "LI-1 is one organisation" is 'd["sentence_bulletin"][:28]' \
    "5 people at 4 organisations "
fact "LI-1 before it was sealed only knowers" tt census "$B" --at \
    "$(day 2)T12:00:00Z" --json
also "LI-1 could have read it" is 'd["sentence_bulletin"][:28]' \
    "3 people at 3 organisations "
exits 1 "LI-1 before anybody knew there is nothing" tt census "$B" --at \
    "$(day 40)T12:00:00Z"
also "LI-1 and it says when it began" said "it began at $(day 30) 00:00:00Z"
fact "LI-1 for people, with a picture and proofs" tt census "$B" \
    --svg "$dir/c.svg" --proof "$dir/proof"
also "LI-1 says what is not in it" printed "word of mouth"
also "LI-1 the picture is XML" python3 -c "import sys, xml.dom.minidom as m
m.parse(sys.argv[1])" "$dir/c.svg"
fact "LI-1 an outsider checks each proof" python3 - "$dir/proof" <<'P'
import base64, hashlib, os, sys

def h(b): return hashlib.sha256(b).digest()

def root(leaf, index, size, path):
    """RFC 6962: from a leaf to the root."""
    fn, sn = index, size - 1
    for p in path:
        if fn & 1 or fn == sn:
            leaf = h(b"\1" + p + leaf)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            leaf = h(b"\1" + leaf + p)
        fn, sn = fn >> 1, sn >> 1
    return leaf

n = 0
for where, _, files in os.walk(sys.argv[1]):
    for f in files:
        if not f.endswith(".set-proof"):
            continue
        stem = os.path.join(where, f[:-len(".set-proof")])
        read = lambda e: open(stem + e, "rb").read()
        head, statement = read(".set-proof").split(b"\n\n", 1)
        lines = head.split(b"\n")
        salt = base64.b64decode(lines[1].split()[1])
        path = [base64.b64decode(x) for x in lines[3:]]
        leaf = h(b"\0telltale/v1/leaf\n" + salt + statement)
        batch = read(".batch")
        said = dict(x.split(b" ", 1) for x in batch.split(b"\n") if b" " in x)
        assert root(leaf, int(lines[2].split()[1]), 1 << len(path),
                    path).hex().encode() == said[b"set"], f
        head, checkpoint = read(".tlog-proof").split(b"\n\n", 1)
        lines = head.split(b"\n")
        path = [base64.b64decode(x) for x in lines[2:]]
        origin, size, top = checkpoint.split(b"\n")[:3]
        assert root(h(b"\0" + batch), int(lines[1].split()[1]), int(size),
                    path) == base64.b64decode(top), f
        n += 1
assert n >= 12, n
P
fact "PO-6 an exception" tt exception add birch duty-possible --bulletin \
    "$D" --reason "they build the fix"
fact "PO-6 is in the census" tt census "$B" --json
also "PO-6 with its reason" is \
    '[(x["partner"], x["rule"], x["reason"]) for x in d["exceptions"]]' \
    "[('birch', 'duty-possible', 'they build the fix')]"
fact "LI-1 CSV" tt census "$B" --csv
also "LI-1 a row each" [ "$(wc -l <"$dir/out")" = 9 ]
exits 2 "LI-1 a part that it does not have" tt census "$B" --part none.md
exits 2 "LI-1 an instant or an interval" tt census "$B" \
    --at "$(utc "$at")" --from "$(utc "$at")"

# LC-3: our own clocks

fact "LC-3 the clocks of one bulletin" tt clocks list --json
also "LC-3 are three, from the first awareness" is \
    '[c["stage"] for c in d["clocks"]], len({c["aware"] for c in d["clocks"]})' \
    "(['early-warning', 'notification', 'final-report'], 1)"
also "LC-3 the report waits for a fix" is 'd["clocks"][2]["due"]' \
    "once there is a fix"
fact "LC-3 one is closed with a reference" tt clocks close 1 \
    --reference SRP-1 --json
also "LC-3 and nobody is reminded of it any more" [ "$(waits 1)" = \
    "[1, 1, 1]" ]
exits 4 "LC-3 and stays closed" tt clocks dismiss 1 --reason "no"
exits 2 "LC-3 dismissing asks for a reason" tt clocks dismiss 2
fact "LC-3 with a reason" tt clocks dismiss 2 --reason "not sold there"
fact "LC-3 it stays on record" tt clocks list --json
also "LC-3 with that" is \
    '[(c["state"], c["note"]) for c in d["clocks"]][:2]' \
    "[('closed', 'SRP-1'), ('dismissed', 'not sold there')]"
fact "LC-3 a fix" tt clocks fix "$B" --at "$(utc "$at")"
fact "LC-3 starts the last one" tt clocks list --json
also "LC-3 14 days from it" is 'd["clocks"][2]["due"]' \
    "$(utc $((at + 14 * 86400)))"
fact "LC-3 another sighting, known since an hour" tt sighting add "$B" \
    --seen "$(utc "$at")" --source vendor-telemetry \
    --aware "$(utc $((at - 3600)))" --json
fact "LC-3 starts anew what was dismissed" tt clocks list --open --json
also "LC-3 and what runs is counted from the earlier awareness" is \
    '[(c["stage"], c["aware"]) for c in d["clocks"]]' \
    "[('final-report', '$(utc $((at - 3600)))'), ('notification', '$(utc $((at - 3600)))')]"
wait_for $((at + 73 * 3600))
exits 1 "LC-3 overdue" tt clocks list --open --json
also "LC-3 says so" is '[c["state"] for c in d["clocks"]]' \
    "['open', 'overdue']"
fact "LC-3 a sighting after it is public" tt sighting add "$B" \
    --seen "$(utc $((at + 72 * 3600)))" --source public --json
also "LC-3 proposes no early end" is 'd["before_public"]' False

fact "the ledger holds" telltale log verify "$H/ledger" --log "$vkey"

# LI-9: a reader's sighting is known by its signature alone. The hub tells of
# one by alder-1 again, as if birch-1 had signed it.

echo "seen here" >"$dir/letter"
must as alder-1 letter send sighting "$id" "$dir/letter" \
    --since "$(utc "$at")" --until "$(utc "$at")"
fact "LI-9 a reader's sighting is taken" tt timeline "$B" --json
forge() {
	python3 - "$H/hub.db" "$V/vault.db" <<'P'
import base64, os, sqlite3, sys
hub, vault = (sqlite3.connect(x, timeout=20) for x in sys.argv[1:])
vkey, = vault.execute("SELECT sign FROM reader WHERE id = 'birch-1'").fetchone()
name, key_id = vkey.split("+")[:2]
said, = hub.execute("SELECT statement FROM event WHERE kind = 'sighting' AND "
                    "reader IS NOT NULL").fetchone()
text, signature = bytes(said).rsplit(b"\n\n", 1)
by_alder = base64.b64decode(signature.split()[2])[4:]
line = "\u2014 %s %s\n" % (name, base64.b64encode(
    bytes.fromhex(key_id) + by_alder).decode())
hub.execute("INSERT INTO event (kind, leaf, salt, statement, own, reader, "
            "clear, rank, received) SELECT kind, ?, ?, ?, 'forged', reader, "
            "clear, rank, received FROM event WHERE statement = ?",
            (os.urandom(32), os.urandom(32),
             text + b"\n\n" + line.encode(), said))
hub.commit()
P
}
also "LI-9 the hub tells of it as another's" forge
exits 5 "LI-9 one by another key than its reader's is refused" \
    tt timeline "$B"
also "LI-9 for its signature" said \
    "cannot believe an event that the hub tells of.*signature"
also "LI-9 and is not on record" python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
seen = [bytes(b) for b, in db.execute("SELECT bytes FROM event WHERE kind = ?",
                                      ("sighting",))]
by = [db.execute("SELECT sign FROM reader WHERE id = ?", (r,)).fetchone()[0]
      .split("+")[0].encode() for r in ("alder-1", "birch-1")]
sys.exit([sum(b"\n\n\xe2\x80\x94 " + r + b" " in s for s in seen)
          for r in by] != [1, 0])' "$V/vault.db"
finish
