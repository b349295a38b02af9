#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-letter: what readers tell the vendor, and the vendor answers (stories
# PR-5, PR-6, PA-3).
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft
draft "$D" 600 3600
seal "$D"
publish
letter() { telltale -C "$V" letter "$@"; }
told_by_mail() { # EVENT: it is in the queue
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(db.execute("SELECT count(*) FROM notice WHERE event = ?",
    sys.argv[2:]).fetchone()[0] == 0)' "$V/vault.db" "$1"
}
said_json() { json "$dir/out" "$1"; }
secret='May we block the relay header at our edge'
echo "$secret?" >"$dir/question"

# A question: nobody but the officers reads it, on the hub neither.
exits 2 "PR-6 a letter is about something" as alder-1 letter send gossip \
    "$id" "$dir/question"
exits 2 "PR-6 and about a bulletin by its id" as alder-1 letter send \
    question EX-2026-014 "$dir/question"
fact "PR-6 a reader asks" as alder-1 letter send question "$id" \
    "$dir/question" --json
also "PR-6 the hub cannot read it" sh -c "! grep -rqs '$secret' '$H'"
also "PR-6 the home keeps no copy in clear" \
    sh -c "! grep -rqs '$secret' '$dir/home'"
exits 1 "PR-6 a question waits, before anybody asked for letters" \
    telltale -C "$V" status --json
also "PR-6 and status says so" printed "1 letter that wait"
fact "PR-6 the vendor has it" letter list --json
also "PR-6 with its writer" [ "$(said_json 'd["letters"][0]["reader"]')" = \
    alder-1 ]
also "PR-6 the vault keeps it sealed" sh -c "! grep -qs '$secret' '$V/vault.db'"
fact "PR-6 an officer reads it" letter show 1 --json
also "PR-6 word for word" [ "$(said_json 'd["text"]')" = "$secret?" ]

# The answer to one, then to all.
echo "Yes, if nobody outside can see it." >"$dir/answer"
fact "PR-6 the answer" letter answer 1 "$dir/answer" --json
also "PR-6 goes to one" [ "$(said_json 'd["readers"]')" = 1 ]
fact "PR-6 who reads it" as alder-1 letter read --json
also "PR-6 word for word" \
    [ "$(said_json 'd["answers"][0]["text"]')" = "$(cat "$dir/answer")" ]
fact "PR-6 another" as birch-1 letter read --json
also "PR-6 sees nothing of it" [ "$(said_json 'len(d["answers"])')" = 0 ]
fact "PR-6 what changes the terms" letter answer 1 "$dir/answer" --to-all --json
everybody=$(json "$dir/seal.json" 'len(d["readers"])')
also "PR-6 goes to all of its readers" \
    [ "$(said_json 'd["readers"]')" = "$everybody" ]
fact "PR-6 at once" as birch-1 letter read --json
also "PR-6 without who asked" sh -c "[ $(said_json 'len(d["answers"])') = 1 ] &&
    ! grep -q alder '$dir/out'"
fact "PR-6 then nothing waits" sh -c "telltale -C '$V' status --json |
    grep -q 'letter' && exit 1 || exit 0"

# A mishap and a duty, each on record.
echo "A colleague without keys read it over a shoulder." >"$dir/mishap"
before=$(utc $(($(date +%s) - 10800)))
exits 2 "PR-6 a question has no instant" as alder-1 letter send question \
    "$id" "$dir/question" --since "$before"
fact "PR-6 a mishap" as alder-1 letter send mishap "$id" "$dir/mishap" \
    --to "a colleague" --since "$before"
exits 1 "PR-6 is seen at a glance" telltale -C "$V" status --json
also "PR-6 to be answered" printed "1 letter that wait"
echo "Passed on as the law asks." >"$dir/duty"
fact "PA-3 a duty that was used" as birch-1 letter send duty "$id" \
    "$dir/duty" --to "may not say"
echo "mail-counsel counsel@v.example" >>"$V/telltale.conf"
fact "PA-3 is on record" letter list --json
also "PA-3 as what it is" [ "$(said_json 'sorted(l["about"] for l in d["letters"])')" = \
    "['duty', 'mishap', 'question']" ]
must letter show "$(said_json '[l["n"] for l in d["letters"]
    if l["about"] == "mishap"][0]')"
also "PR-6 how soon it was reported is shown" \
    printed '^reported 3 h.* after it happened, by their word'
must telltale -C "$V" notices list --json
also "3.10 counsel is told of the duty, once" [ "$(said_json '[n["address"]
    for n in d["notices"] if n["event"] == "duty-reported"]')" = \
    "['counsel@v.example']" ]
must telltale -C "$V" notices show "$(said_json '[n["n"] for n in d["notices"]
    if n["event"] == "duty-reported"][0]')"
also "3.10 who, and where it stands" sh -c 'grep -q "partner *birch" "$0" &&
    grep -q "letter show [0-9]" "$0"' "$dir/out"
also "3.10 and none of the letter's words" sh -c \
    '! grep -qe "law asks" -e "may not say" "$0"' "$dir/out"

# A sighting: its hash in the ledger, its words for the officers.
now=$(date +%s)
printf 'POST /relay from 192.0.2.7, twice.\r\n\tSee the log.\n' >"$dir/seen"
exits 2 "PR-5 a sighting says when" as alder-1 letter send sighting "$id" \
    "$dir/seen"
exits 2 "PR-5 a day is no instant" as alder-1 letter send sighting "$id" \
    "$dir/seen" --since 2026-12-03
exits 2 "PR-5 without a zone it is none" as alder-1 letter send sighting \
    "$id" "$dir/seen" --since 2026-12-03T10:00:00
exits 2 "PR-5 nor one that is to come" as alder-1 letter send sighting "$id" \
    "$dir/seen" --since "$(utc $((now + 86400)))"
fact "PR-5 a sighting with its uncertainty" sh -c "cat '$dir/seen' |
    telltale -C '$dir/home/alder-1' letter send sighting '$id' - \
    --since '$(utc $((now - 7200)))' --until '$(utc $((now - 3600)))' \
    --place 192.0.2.0/24 --confidence high --json"
hash=$(said_json 'd["letter"]')
echo "mail-officer officer@vendor.example" >>"$V/telltale.conf"
exits 1 "PR-5 a look at the programme has it" telltale -C "$V" status --json
also "PR-5 as what it is" [ "$(said_json \
    '[i["what"].split(": ")[1] for i in d["items"] if i["kind"] == "suspicious"]')" = \
    "['exploitation was seen before it is public']" ]
also "LC-3 with deadlines of our own" printed "our own duty eu-cra-14-v"
also "LC-3 of which our people are told by mail" told_by_mail vendor-clock
fact "PR-5 the vendor has it" letter list --json
number=$(said_json '[l["n"] for l in d["letters"] if l["about"] == "sighting"][0]')
fact "PR-5 with place and confidence" letter show "$number" --json
also "PR-5 as they were said" [ "$(said_json \
    'd["place"], d["confidence"], d["letter"] == "'"$hash"'"')" = \
    "('192.0.2.0/24', 'high', True)" ]
fact "PR-5 it is a record at once" telltale -C "$V" sighting list --json
also "LI-5b by their partner's word, which alone counts for nothing" [ \
    "$(said_json '[(x["source"], x["network"], x["confidence"], x["counts"]) for x in d["sightings"]]')" = \
    "[('partner:alder', '192.0.2.0/24', 'high', 'not confirmed')]" ]
also "LI-5b with what was said, and when it came" [ "$(said_json \
    'd["sightings"][0]["seen_from"], d["sightings"][0]["seen_until"], d["sightings"][0]["received"] >= "'"$(utc "$now")"'"')" = \
    "('$(utc $((now - 7200)))', '$(utc $((now - 3600)))', True)" ]
fact "LC-3 our own duty runs since it came" telltale -C "$V" clocks list \
    --json
also "LC-3 not since it was seen" [ "$(said_json \
    '[c["aware"] >= "'"$(utc "$now")"'" for c in d["clocks"]]')" = \
    "[True, True, True]" ]
printf '{"seen": "%s", "country": "NO", "confidence": "medium"}\n{"seen": "%s", "source": "hunt"}\n{"seen": "%s"}\n' \
    "$(utc $((now - 5400)))" "$(utc $((now - 5000)))" 2099-01-01 >"$dir/rows"
fact "PR-5 several, as JSON lines" as birch-1 letter send sighting "$id" \
    "$dir/rows" --since "$(utc $((now - 5400)))"
fact "PR-5 come" telltale -C "$V" letter list
also "LI-5b who claims another source is not recorded as that" said \
    "line 2 of a sighting by birch is left out"
also "PR-5 nor what is still to come" said "line 3 of a sighting"
fact "PR-5 once" telltale -C "$V" sighting list --json
also "PR-5 a record each" [ "$(said_json \
    '[(x["country"], x["confidence"]) for x in d["sightings"] if x["source"] == "partner:birch"]')" = \
    "[('NO', 'medium')]" ]
in_events() {
	python3 - "$V/vault.db" "$hash" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
rows = [b.decode() for b, in db.execute(
    "SELECT bytes FROM event WHERE kind = 'sighting' AND batch IS NOT NULL")]
sys.exit(not any("evidence " + sys.argv[2] in r for r in rows))
PY
}
proven() { letter list >/dev/null && in_events; }
also "PR-5 and the ledger its hash, signed by the reader" \
    until_true 20 proven

# What only one may, others may not: nobody else's letters, nothing unsigned.
exits 3 "PR-6 there is no letter 99" letter show 99
printf 'a\033[2Jb\n' >"$dir/rude"
exits 2 "PR-6 controls are no words" as alder-1 letter send question "$id" \
    "$dir/rude"
finish
