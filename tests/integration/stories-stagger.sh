#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-stagger: a wave whose partners open in slots by lot; what is drawn,
# what commits to it, and what the clock then says.
. "$(dirname "$0")/lib.sh"

one_clock
programme
members="alder birch cedar dogwood elm fir hazel iris"
python3 - $members >"$dir/partners.json" <<'PY'
import json, sys
def partner(name, tier):
    return {"id": name, "name": name.title() + " Labs", "tier": tier,
            "state": "approved", "agreement": {"version": "1",
            "signed": "2026-01-10", "expires": "2098-12-31"}, "duties": [],
            "readers": [{"id": name, "name": name.title(), "email":
                         name + "@example.net", "state": "active"}]}
json.dump({"partners": [partner(m, "member") for m in sys.argv[1:]] +
           [partner("zelkova", "elite")]}, sys.stdout)
PY
must telltale -C "$V" partner import "$dir/partners.json"
must telltale -C "$V" reader add --all -o "$dir/inv"
mkdir -p "$dir/home"
joins=()
for r in $members zelkova; do
	as "$r" join "$dir"/inv/*--"$r".invitation --no-passphrase \
	    >"$dir/join-$r" 2>&1 &
	joins+=($!)
done
wait "${joins[@]}"
must telltale -C "$V" reader confirm --all
tt() { telltale -C "$V" "$@"; }
py() { python3 "$root/tests/integration/staggered.py" "$@"; }
is() { [ "$(json "$dir/out" "$1")" = "$2" ]; }
# Slots of ten minutes, in 20 minutes; public in three hours: staggered NAME
staggered() {
	local at
	at=$(date +%s)
	rm -rf "$D"
	cp -r "$root/tests/data/bulletin" "$D"
	first=$((at + 1200)) public=$((at + 10800))
	cat >"$D/bulletin.json" <<J
{ "id": "$1", "title": "Lantern Mail: the relay",
  "public_at": "$(utc $public)",
  "waves": [
    { "name": "main", "before": "160m", "tiers": ["member"],
      "profile": "full", "stagger": "10m", "slots": 4 },
    { "name": "late", "before": "1h", "tiers": ["elite"],
      "profile": "no-poc" } ],
  "parts": [
    { "file": "advisory.md", "kind": "advisory" },
    { "file": "poc.py", "kind": "poc", "check": "grep -q def {}" },
    { "file": "rule.yml", "kind": "rule" } ] }
J
}
# the partners of a slot, as they were drawn: slot N
slot() {
	json "$dir/drawn.json" "' '.join(p['partner'] for p in d['timing']['waves'][0]['partners'] if p['slot'] == $1)"
}

# Drawn, and committed to.

D=$dir/draft
staggered EX-2026-021
fact "LI-5 a dry run says that slots are to be drawn" tt seal "$D" --dry-run --json
also "LI-5 how many, and the last instant" is \
    '[(s["partners"], s["slots"], s["drawn"], s["last"]) for s in d["staggers"]]' \
    "[(8, 4, False, '$(utc $((first + 1800)))')]"
fact "LI-5 in words" tt seal "$D" --dry-run
also "LI-5 by lot" printed "8 partners in 4 slots 10 min apart, to be drawn by lot"
sed -i 's/"10m"/"40m"/' "$D/bulletin.json"
refused 2 'would open no earlier than the wave "late"' "closer" \
    "LI-5 slots that reach into the next wave are refused" tt seal "$D"
sed -i 's/"40m"/"10m"/' "$D/bulletin.json"
seal "$D"
also "LI-5 each slot is a wave of its own" [ "$(json "$dir/seal.json" \
    'sorted({w["opens"] for w in d["waves"] if w["wave"] == "main"})')" = \
    "['$(utc "$first")', '$(utc $((first + 600)))', '$(utc $((first + 1200)))', '$(utc $((first + 1800)))']" ]
also "LI-5 of two partners each, and one size" [ "$(json "$dir/seal.json" \
    '{(w["readers"], w["bytes"]) for w in d["waves"] if w["wave"] == "main"}')" = \
    "{(2, $(json "$dir/seal.json" 'd["waves"][0]["bytes"]'))}" ]
sealing=$(ls "$V/bulletins")
publish
fact "LI-5 a time line of it" tt timeline "$id" --json
cp "$dir/out" "$dir/drawn.json"
also "LI-5 the order follows from the salt" py order "$dir/drawn.json"
also "LI-5 and was committed to in the sets of copies" \
    py commit "$dir/drawn.json" "$V/bulletins/$sealing"
also "LI-5 nothing is tested before an attack is seen" is \
    'd["timing"]["waves"][0]["seen"], {p["verdict"] for p in d["timing"]["waves"][0]["partners"]}' \
    "(None, {'inconclusive'})"
fact "PO-3 a slip keeps their distance" tt slip "$id" --to \
    "$(utc $((public + 3600)))" --dry-run --json
also "PO-3 all slots move alike" is \
    'sorted(w["to"] for w in d["waves"] if w["wave"] == "main")' \
    "['$(utc $((first + 3600)))', '$(utc $((first + 4200)))', '$(utc $((first + 4800)))', '$(utc $((first + 5400)))']"

# A revision keeps the order.

told() { json "$1" '[(r["name"], r["opens"]) for r in d["readers"]]'; }
sed -i 's/## Summary/## In short/' "$D/advisory.md"
sed -i 's/"slots": 4/"slots": 2/' "$D/bulletin.json"
refused 4 'the slots of the wave "main" are drawn' "as they were" \
    "RE-4 slots that are drawn stay" tt seal "$D"
sed -i 's/"slots": 2/"slots": 4/' "$D/bulletin.json"
must tt seal "$D" --editorial
fact "PO-6c a word is changed, and sealed once more" tt seal "$D" --editorial --json
also "PO-6c everybody keeps its instant" [ "$(told "$dir/out")" = \
    "$(told "$dir/seal.json")" ]
publish
must tt timeline "$id" --json
also "PO-6c and the order is the one that was committed to" \
    py commit "$dir/out" "$V/bulletins/$sealing"
also "PO-6c as it was" is 'd["timing"]' "$(json "$dir/drawn.json" 'd["timing"]')"

# What a reader sees.

read -r early _ <<<"$(slot 0)"
read -r later _ <<<"$(slot 2)"
must as "$early" inbox "$id" --json
cp "$dir/out" "$dir/early.json"
must as "$later" inbox "$id" --json
cp "$dir/out" "$dir/later.json"
also "LI-5 a reader sees its own instant" grep -q "$(utc $((first + 1200)))" \
    "$dir/later.json"
also "LI-5 and nobody else's" sh -c "! grep -qE '$(utc "$first")|$(utc $((first + 600)))|$(utc $((first + 1800)))|slot|stagger' '$dir/later.json'"
also "LI-5 nor does the size tell" [ "$(wc -c <"$dir/early.json")" = \
    "$(wc -c <"$dir/later.json")" ]

# Opened in that order.

opens() { until_true 60 as "$1" open "$id" -o "$dir/open-$1"; }
wait_for "$first"
fact "LI-5 the first slot opens" opens "$early"
exits 4 "LI-5 a later one does not" as "$later" open "$id" -o "$dir/too-early"
wait_for $((first + 1200))
fact "LI-5 it opens at its own instant" opens "$later"
must tt timeline "$id" --json
also "LI-5 slots are told apart" is \
    'len({r["what"] for r in d["rows"] if r["what"].startswith("wave main, slot")})' 3

# The exact test.

wait_for $((first + 1500))
seen() { # SOURCE AT
	must tt sighting add "$id" --seen "$(utc "$2")" --source "$1" --place DE
}
seen partner:"$later" $((first + 300))
fact "LI-5b a partner's word alone" tt timeline "$id" --json
also "LI-5b tests nobody" is 'd["timing"]["waves"][0]["seen"]' None
seen vendor-telemetry $((first + 900))
fact "LI-5 an attack between the second slot and the third" tt timeline "$id" --json
cp "$dir/out" "$dir/tested.json"
also "LI-5 four of eight could open before it" is \
    '[(w["partners_before"], w["chance"]) for w in d["timing"]["waves"]]' \
    "[(4, 0.6)]"
also "LI-5 p and factors are those of the text" py test "$dir/tested.json"
also "LI-5 by the two slots before it" is \
    '" ".join(sorted(p["partner"] for p in d["timing"]["waves"][0]["partners"] if p["p"] < 1))' \
    "$(echo "$(slot 0) $(slot 1)" | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//')"
also "LI-5 nothing is entered before it is public" is \
    'd["timing"]["waves"][0]["entered"], {p["incidents"] for p in d["timing"]["waves"][0]["partners"]}' \
    "(None, {0})"
fact "LI-5 in words, and as a page" tt timeline "$id" --html "$dir/line.html"
also "LI-5 with the bound" printed "at most 0.6000"
also "LI-6 the page does not either" grep -q "timing accuses nobody" \
    "$dir/line.html"
also "LI-5 in 80 columns" [ "$(awk '{ if (length > m) m = length } END { print (m <= 80) }' "$dir/out")" = 1 ]

# Entered once, and multiplied with the next.

wait_for "$public"
must tt timeline "$id" --json
cp "$dir/out" "$dir/one.json"
also "LI-6 after the public instant the incident is entered" is \
    '{p["incidents"] for p in d["timing"]["waves"][0]["partners"]}' "{1}"
seen hunt $((first + 100))
must tt timeline "$id" --json
also "LI-6 once: what is found later changes nothing" is \
    'd["timing"]["waves"][0]["seen"], d["timing"]["waves"][0]["partners_before"], {p["incidents"] for p in d["timing"]["waves"][0]["partners"]}' \
    "('$(utc $((first + 900)))', 4, {1})"
staggered EX-2026-022
seal "$D"
publish
json "$dir/partners.json" '__import__("json").dumps({"partners": d["partners"][-1:]})' |
    sed 's/zelkova/yew/g; s/elite/member/' >"$dir/more.json"
must tt partner import "$dir/more.json"
must tt reader add --all -o "$dir/more"
must as yew join "$dir"/more/*--yew.invitation --no-passphrase
must tt reader confirm --all
fact "LI-5 who comes after the draw" tt seal "$D" --dry-run --json
also "LI-5 opens with the last slot" is \
    '[r["opens"] for r in d["readers"] if r["partner"] == "yew"]' \
    "['$(utc $((first + 1800)))']"
also "LI-5 and is not of the order" is \
    '[(s["partners"], s["drawn"]) for s in d["staggers"]]' "[(8, True)]"
wait_for "$public"
seen partner:alder $((first + 1700))
reported=$(json <(tt sighting list "$id" --json) 'd["sightings"][0]["n"]')
must tt sighting add "$id" --seen "$(utc $((first + 1700)))" --source hunt \
    --confirms "$reported"
fact "LI-6 another bulletin" tt timeline "$id" --json
also "LI-5 by a report that a hunt confirms" py test "$dir/out"
also "LI-5b its reporter gains and loses nothing" is \
    '[(p["reporter"], p["p"] == 1, p["ln_factor"] == 0) for p in d["timing"]["waves"][0]["partners"] if p["partner"] == "alder"]' \
    "[(True, True, True)]"
also "LI-6 the products are over both" py score "$dir/one.json" "$dir/out"
also "LI-6 nobody is named under the threshold" is \
    'round(d["timing"]["ln_threshold"], 3), d["timing"]["partners_ever"]' \
    "(15.895, 8)"
# years of one who is always alone before the attack
python3 - "$V/vault.db" $members <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for year in range(12):
    of = ("%016x" % (year + 1), "main")
    db.execute("INSERT INTO stagger VALUES (?, ?, 1, zeroblob(32), zeroblob(32), "
               "8, 60, ?, 1, 'hunt', 1)", of + (year + 1,))
    db.executemany("INSERT INTO stagger_place VALUES (?, ?, ?, ?, ?, 0)",
                   [of + (who, i, who == "cedar")
                    for i, who in enumerate(sys.argv[2:])])
db.commit()
PY
fact "LI-6 one who is early for years" tt timeline "$id" --json
also "LI-6 is named, and nobody else" is \
    '[p["partner"] for p in d["timing"]["waves"][0]["partners"] if p["verdict"] == "named"]' \
    "['cedar']"
fact "LI-6 in words" tt timeline "$id"
also "LI-6 with what the name rests on" printed "timing names cedar"

finish
