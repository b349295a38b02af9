#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-exchange: a reader's copy in the formats that tools read (PR-4), and
# sightings as tools have them (PR-5).
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft
draft "$D" 600 3600
sed -i 's/^- Products:/- CVE: CVE-2026-31337, CWE-787 (TLP:AMBER)\n&/
	s/^## Summary/Unlike CVE-2014-0160, it needs no “heartbeat”.\n\n&/' \
    "$D/advisory.md"
cat >"$D/sigma.yml" <<'Y'
title: Lantern Mail relay {{abuse|misuse}}
logsource: { product: linux, service: mail }
detection:
  words: [ 'relay "{{@tag}}" \d' ]
  condition: words
level: {{high|critical}}
Y
cat >"$D/relay.yar" <<'Y'
rule relay {
	meta: note = "{{seen|found}} in relays"
	strings: $a = "relay \"x\"" wide
	condition: $a
}
Y
cat >"$D/relay.rules" <<'R'
# Both are tried with an empty configuration.
alert tcp any any -> any 25 (msg:"relay {{abused|misused}}"; sid:1000001;)
alert tcp any any -> any 25 (msg:"relay {{again|once more}}"; \
  sid:1000002;)
R
sed -i 's|.*"rule.yml".*|    { "file": "sigma.yml", "kind": "rule" },\
    { "file": "relay.yar", "kind": "rule" },\
    { "file": "relay.rules", "kind": "rule" }|' "$D/bulletin.json"
seal "$D"
publish
formats() { python3 "$root/tests/integration/formats.py" "$@"; }
# The first object of a type in a bundle: object FILE TYPE
object() {
	json "$1" "[o for o in d['objects'] if o['type'] == '$2'][0]"
}
# Who is named by something that was found: named FILE
named() {
	telltale -C "$V" trace "$@" --json >"$dir/trace" 2>&1
	[ "$(json "$dir/trace" 'd["verdict"], d["suspects"][0]["partner"]')" = \
	    "('named', '$who')" ]
}

# Before its instant, and what cannot be.
refused 4 "not before" "opens by itself" "PR-4 not before the instant" \
    as alder-1 convert "$id" --to stix -o "$dir/early"
exits 4 "PR-4 nor beside the files" as alder-1 open "$id" -o "$dir/early" \
    --also csaf
also "PR-4 and nothing is written" [ ! -e "$dir/early" ]
wait_for "$first"
exits 2 "PR-4 into what must be said" as alder-1 convert "$id"
refused 2 "no format 'pdf'" "stix, misp or csaf" "PR-4 and be known" \
    as alder-1 convert "$id" --to stix,pdf
exits 2 "PR-4 what is not opened is not converted" as alder-1 open "$id" \
    --sealed "$dir/early" --also stix
mkdir "$dir/there"
refused 2 "cannot write $dir/there" "not there" "PR-4 a folder that is there" \
    as alder-1 convert "$id" --to stix -o "$dir/there"
also "PR-4 and stays empty" [ -z "$(ls -A "$dir/there")" ]

# At the instant, all at once.
A=$dir/alder
fact "PR-4 from the instant, beside the files" as alder-1 open "$id" \
    -o "$A" --also stix,misp --also csaf --json
also "PR-4 all of them are told" [ "$(json "$dir/out" \
    'sorted(f["name"].split("/")[1] for f in d["files"] if "/" in f["name"])')" \
    = "['csaf', 'misp', 'misp', 'misp', 'stix.json']" ]
also "PR-4 a proof of concept goes into no feed" sh -c \
    "grep -q def '$A/poc.py' && ! grep -rqs 'def ' '$A/exchange'"
also "PR-4 and that is said" said "1 of its files go into no format"
X=$A/exchange
fact "PR-4 STIX 2.1, as the standard asks" formats stix "$X/stix.json"
csaf=("$X"/csaf/*.json)
fact "PR-4 CSAF 2.0, as its mandatory tests ask" formats csaf "${csaf[0]}"
fact "PR-4 a feed that MISP reads" formats misp "$X/misp"
schema() {
	python3 "$root/share/checks/schema.py" "$root/share/checks/csaf.json" \
	    "${csaf[0]}"
}
if python3 -c 'import jsonschema, yaml' 2>/dev/null; then
	fact "PR-4 its schema too" schema
else
	skip "PR-4 its schema too" "python3-jsonschema is not installed"
fi

# What stands in it is the copy's, letter for letter.
cat >"$dir/same.py" <<'P'
import json, os, sys
top = sys.argv[1]
def text(name):
    with open(os.path.join(top, name), encoding="utf-8") as f:
        return f.read()
def find(folder):
    [name] = [n for n in os.listdir(os.path.join(top, "exchange", folder))
              if n[0] not in "hm"]
    return json.loads(text("exchange/%s/%s" % (folder, name)))
objects = json.loads(text("exchange/stix.json"))["objects"]
[note] = [o["content"] for o in objects if o["type"] == "note"]
rules = {o["name"]: o["pattern"] for o in objects if o["type"] == "indicator"}
notes = {n["title"]: n["text"] for n in find("csaf")["document"]["notes"]}
event = find("misp")["Event"]
values = [a["value"] for a in event["Attribute"]]
[report] = [r["content"] for r in event["EventReport"]]
assert note == notes["advisory.md"] == report == text("advisory.md")
for name in "sigma.yml", "relay.yar":
    assert rules[name] == notes[name] == text(name) and text(name) in values
assert rules["relay.rules"] in text("relay.rules")
assert rules["relay.rules (2)"] in text("relay.rules")
P
fact "PR-4 every text as it stands in the copy" python3 "$dir/same.py" "$A"
also "PR-4 with the number that is its own, and no other" [ "$(json \
    "$X/stix.json" '[o["name"] for o in d["objects"] if o["type"] == "vulnerability"]')" = \
    "['CVE-2026-31337']" ]
also "PR-4 labelled as the terms say, which are stricter than the text" \
    grep -q '"name": "TLP:RED"' "$X/stix.json"
also "PR-4 with the public instant" [ "$(json "${csaf[0]}" \
    'd["vulnerabilities"][0]["release_date"]')" = "$(utc "$public")" ]
object "$X/stix.json" grouping >"$dir/grouping"
also "PR-4 put together, not published" grep -q unspecified "$dir/grouping"

# The rules load in the engines themselves.
pattern() { # TYPE NAME
	json "$X/stix.json" "[o['pattern'] for o in d['objects'] if \
	    o.get('pattern_type') == '$1'][0]" >"$dir/$2"
}
pattern yara rule.yar
pattern sigma rule.yml
json "$X/stix.json" "'\n'.join(o['pattern'] for o in d['objects'] if \
    o.get('pattern_type') == 'suricata')" >"$dir/net.rules"
if command -v yara >/dev/null; then
	fact "PR-4 YARA loads its rule" yara "$dir/rule.yar" "$dir/rule.yar"
else
	skip "PR-4 YARA loads its rule" "yara is not installed"
fi
if python3 -c 'import jsonschema, yaml' 2>/dev/null; then
	fact "PR-4 the Sigma rule is one" python3 "$root/share/checks/schema.py" \
	    "$root/share/checks/sigma.json" "$dir/rule.yml"
else
	skip "PR-4 the Sigma rule is one" "python3-jsonschema is not installed"
fi
if command -v suricata >/dev/null; then
	fact "PR-4 Suricata loads its rules" suricata -T -l "$dir" \
	    -S "$dir/net.rules"
else
	skip "PR-4 Suricata loads its rules" "suricata is not installed"
fi

# It stays one reader's copy.
who=alder
also "PR-4 the bundle traces to its reader" named "$X/stix.json"
also "PR-4 so does the CSAF document" named "${csaf[0]}"
event=$(ls "$X"/misp/*-*.json)
also "PR-4 so does the event" named "$event"
python3 - "$X/stix.json" >"$dir/again.json" <<'P'
import json, sys
print(json.dumps(json.load(open(sys.argv[1])), ensure_ascii=True))
P
also "PR-4 another program's writing has other escapes" \
    grep -q 'no \\u201cheartbeat' "$dir/again.json"
also "PR-4 and traces" named "$dir/again.json"

# Again, later, without the hub: the same bytes.
hub_stop
fact "PR-4 once opened it needs no hub" as alder-1 convert "$id" \
    --to csaf,misp,stix -o "$dir/again" -q
also "PR-4 the same files, byte for byte" diff -r "$X" "$dir/again"
must hub_start

# Another reader's has other names and other words.
wait_for "$second"
fact "PR-4 another reader, into a folder of the id's name" sh -c \
    "cd '$dir' && telltale -C home/birch-1 convert $id --to stix,csaf"
Y=$dir/$id-exchange
also "PR-4 names another" sh -c "! cmp -s '$Y/stix.json' '$X/stix.json'"
who=birch
also "PR-4 as it should" named "$Y/stix.json"
python3 - "$X" "$Y" >"$dir/shared" <<'P'
import os, re, sys
def uuids(top):
    return {u for where, _, names in os.walk(top) for n in names for u in
            re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f-]{17}",
                       n + open(os.path.join(where, n)).read())}
print(len(uuids(sys.argv[1]) & uuids(sys.argv[2])))
P
also "PR-4 no object of both has one name, but for the publisher" \
    [ "$(cat "$dir/shared")" = 1 ]

# What the author wrote as CSAF is left alone.
C=$dir/own
mkdir "$C"
cat >"$C/advisory.json" <<'J'
{ "document": { "category": "csaf_base", "csaf_version": "2.0",
  "title": "Lantern Mail: {{the relay|a relay}}",
  "publisher": { "category": "vendor", "name": "Example",
    "namespace": "https://example.com" },
  "notes": [ { "category": "summary", "text": "{{It|The relay}} runs programs." } ],
  "tracking": { "id": "EX/2026 {{hex 8}}", "status": "draft", "version": "0",
    "initial_release_date": "2026-11-01T00:00:00Z",
    "current_release_date": "2026-11-01T00:00:00Z",
    "revision_history": [ { "date": "2026-11-01T00:00:00Z",
      "number": "0", "summary": "draft" } ] } } }
J
early=$(($(date +%s) + 60))
cat >"$C/bulletin.json" <<J
{ "id": "EX-2026-015", "title": "Own",
  "public_at": "$(utc $((early + 7200)))",
  "waves": [ { "name": "w", "opens_at": "$(utc $early)", "tiers": ["validate"],
    "profile": "full" } ],
  "parts": [ { "file": "advisory.json", "kind": "advisory" } ] }
J
bulletin=$id
seal "$C"
publish
wait_for $early
fact "PR-4 an author's own document" as alder-1 open "$id" -o "$dir/kept" \
    --also csaf,stix
also "PR-4 stays as it is, under the name that it has" cmp \
    "$dir/kept/advisory.json" "$dir"/kept/exchange/csaf/ex_2026_*.json
also "PR-4 and its words are in the bundle" sh -c \
    "grep -q 'runs programs' '$dir/kept/exchange/stix.json'"
fact "PR-4 which is one" formats stix "$dir/kept/exchange/stix.json"
must telltale -C "$V" retract "$id" --reason 'no flaw' --yes="$id"
exits 4 "PR-4 what was retracted goes into no tool" as alder-1 convert "$id" \
    --to stix -o "$dir/void"
also "PR-4 and that is why" said "cannot convert.*the vendor retracted it"

# A sighting, as a reader's tools have it.
id=$bulletin
seen=$(($(date +%s) - 3600))
cat >"$dir/seen.json" <<J
{"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
 "objects": [
  {"type": "identity", "id": "identity--1", "name": "Example Works"},
  {"type": "location", "id": "location--1", "country": "NO"},
  {"type": "sighting", "id": "sighting--1",
   "first_seen": "$(utc $seen)", "confidence": 80,
   "where_sighted_refs": ["identity--1", "location--1"]},
  {"type": "sighting", "id": "sighting--2",
   "first_seen": "$(utc $((seen + 60)))"}]}
J
letter() { as alder-1 letter send "$@"; }
exits 2 "PR-5 STIX says when by itself" letter sighting "$id" \
    "$dir/seen.json" --stix --since "$(utc $seen)"
exits 2 "PR-5 and is of sightings" letter question "$id" "$dir/seen.json" \
    --stix
refused 2 "no STIX bundle" "STIX 2.1" "PR-5 and nothing else" letter \
    sighting "$id" "${csaf[0]}" --stix
exits 2 "PR-5 nor of none" letter sighting "$id" "$X/stix.json" --stix
sed "s/$(utc $seen)/2099-01-01T00:00:00Z/" "$dir/seen.json" >"$dir/future"
refused 2 "object 3: .*still to come" "sightings" \
    "PR-5 a future instant is refused" letter sighting "$id" "$dir/future" --stix
sed "s/$(utc $seen)/2026-11-01T00:00:00/" "$dir/seen.json" >"$dir/zoneless"
exits 2 "PR-5 and one without a zone" letter sighting "$id" "$dir/zoneless" \
    --stix
fact "PR-5 a reader's STIX" letter sighting "$id" "$dir/seen.json" --stix
must telltale -C "$V" letter list --json
number=$(json "$dir/out" \
    '[l["n"] for l in d["letters"] if l["about"] == "sighting"][0]')
fact "PR-5 is with the vendor" telltale -C "$V" letter show "$number" --json
also "PR-5 without the names that were in it" sh -c \
    "! grep -q 'Example Works' '$dir/out'"
fact "PR-5 a record each" telltale -C "$V" sighting list --json
also "PR-5 with place and confidence" [ "$(json "$dir/out" \
    '[(s["source"], s["country"], s["confidence"], s["seen_from"]) for s in d["sightings"]]')" = \
    "[('partner:alder', 'NO', 'high', '$(utc $seen)'), ('partner:alder', None, 'low', '$(utc $((seen + 60)))')]" ]

# The instant moves; once it has come it is public, by the hub's word too.
moved=$((public + 3600))
must telltale -C "$V" slip "$id" --to "$(utc $moved)" --yes="$id"
wait_for "$public"
fact "PR-4 at the instant that was" as alder-1 convert "$id" --to stix,csaf \
    -o "$dir/moved"
csaf=("$dir"/moved/csaf/*.json)
also "PR-4 it is still silent" sh -c "grep -q '\"type\": \"grouping\"' \
    '$dir/moved/stix.json' && grep -q 'TLP:RED' '$dir/moved/stix.json'"
also "PR-4 until the one that is" [ "$(json "${csaf[0]}" \
    'd["vulnerabilities"][0]["release_date"]')" = "$(utc $moved)" ]
wait_for $moved
fact "PR-4 afterwards" as alder-1 convert "$id" --to stix,misp,csaf \
    -o "$dir/after"
fact "PR-4 it is a report" formats stix "$dir/after/stix.json"
also "PR-4 of that instant" sh -c "grep -q '\"published\": \"$(utc $moved |
    sed 's/Z$/.000Z/')\"' '$dir/after/stix.json'"
csaf=("$dir"/after/csaf/*.json)
fact "PR-4 still the reader's own draft" formats csaf "${csaf[0]}"
also "PR-4 a version on" [ "$(json "${csaf[0]}" \
    'd["document"]["tracking"]["version"]')" = 0.1.1 ]
also "PR-4 under the label of its text" grep -q '"label": "AMBER"' "${csaf[0]}"
fact "PR-4 and the feed" formats misp "$dir/after/misp"
hub_stop
fact "PR-4 without the hub nobody says that it is over" as alder-1 convert \
    "$id" --to stix -o "$dir/alone"
also "PR-4 and the stricter label stays" grep -q 'TLP:RED' \
    "$dir/alone/stix.json"
finish
