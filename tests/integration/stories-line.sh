#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-line: time lines from a vault's records, what instants exclude, and
# the replay of a recorded story.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft
draft "$D" 1200 3000
seal "$D"
publish
bulletin=EX-2026-014
began=$(date +%s)
opened() { until_true 60 as "$1" open "$id" -o "$dir/$1"; }
event() { telltale -C "$V" event add "$bulletin" "$@"; }
timeline() { telltale -C "$V" timeline "$bulletin" "$@"; }
# what is said of one explanation: answer KIND [NAME]
answer() {
	json "$dir/out" "[x['answer'] for x in d['independent']['explanations'] if x['explanation'] == '$1' and x['name'] in ('${2-}', None)][0]"
}
is() { [ "$(answer "$1" "${3-}")" = "$2" ]; }
# a file of sightings: sightings JSON...
sightings() {
	(IFS=,; echo "{\"format\":\"telltale-events/1\",\"sightings\":[$*]}") \
	    >"$dir/seen.json"
}
seen() { # SOURCE FROM UNTIL [MORE]
	echo "{\"source\":\"$1\",\"at\":\"$(utc "$2")\",\"until\":\"$(utc "$3")\"${4-}}"
}

# Public events.

fact "LI-5 a contest is entered, as a day" event --what contest \
    --at "$(date -u -d "@$((began - 86400))" +%F)" --source "its organiser"
fact "LI-5 a report, with an uncertain instant" event --what report \
    --at "$(utc $((began - 7200)))" --until "$(utc $((began - 3600)))" \
    --source "ticket 17"
refused 2 "what is not contest" "event add --help" \
    "LI-5 what is no kind of event is refused" event --what leak \
    --at 2025-07-07 --source x
refused 2 "at is not an instant" "event add --help" \
    "LI-5 an instant without a zone is refused" event --what talk \
    --at 2025-07-07T10:00:00 --source x
refused 2 "source is not" "event add --help" \
    "LI-5 an event without a source is refused" event --what talk \
    --at 2025-07-07
exits 2 "LI-5 so is one that is still to come" event --what patch \
    --at 2099-01-01 --source x
exits 3 "LI-5 and one of a bulletin that is not there" telltale -C "$V" \
    event add EX-NONE --what talk --at 2025-07-07 --source x
fact "LI-5 what was entered is listed" telltale -C "$V" event list "$bulletin" \
    --json
also "LI-5 and nothing else" [ "$(json "$dir/out" 'len(d["events"])')" = 2 ]
also "LI-5 a day is a day, never midnight" [ "$(json "$dir/out" \
    'd["events"][0]["from"][11:] + d["events"][0]["until"][11:]')" = \
    00:00:00Z00:00:00Z ]

# Before anything opened.

sightings "$(seen telemetry $((began - 60)) "$began")"
fact "LI-5 a time line before any opening" timeline --events \
    "$dir/seen.json" --json
also "LI-5 takes all readers out" [ "$(json "$dir/out" \
    'd["independent"]["readers_out"]')" = True ]
also "LI-5 each wave, too" is wave excluded validate
also "LI-5 and whoever has their keys" is keys excluded
also "LI-5 says so" [ "$(json "$dir/out" '"no reader, and nobody with" in d["independent"]["sentence"]')" = True ]
also "LI-5 not the vendor's own side" is insider compatible
also "LI-5 not whoever finds it independently" is found compatible
sightings "$(seen partner $((began - 60)) "$began" ',"who":"alder"')"
fact "LI-5b the same by a partner's word" timeline --events \
    "$dir/seen.json" --json
also "LI-5 without an order by lot nothing is weighed" [ "$(json "$dir/out" \
    'd["timing"]["by_lot"], d["timing"]["waves"]')" = "(False, [])" ]
also "LI-5b takes nobody out" [ "$(json "$dir/out" 'd["independent"]["readers_out"] or d["all"]["readers_out"] or any(x["answer"] == "excluded" for k in ("independent", "all") for x in d[k]["explanations"])')" = False ]

# After the first wave, before the second.

wait_for "$first"
fact "LI-5 a reader opens" opened alder-1
wait_for $((second - 600))
sightings "$(seen telemetry $((second - 900)) $((second - 800)))"
fact "LI-5 an attack between two waves" timeline --events \
    "$dir/seen.json" --json
also "LI-5 leaves the first" is wave compatible validate
also "LI-5 and its tier" is group compatible validate
also "LI-5 excludes the second" is wave excluded early
also "LI-5 excludes comparing a patch: none is out" is patch excluded
also "LI-5 says whose copies were signed for" [ "$(json "$dir/out" \
    '[r["by"] for r in d["rows"] if r["kind"] == "fetched"]')" != "[]" ]
also "LI-5 and accuses nobody" [ "$(json "$dir/out" \
    '"accuse nobody" in d["independent"]["sentence"]')" = True ]
sightings "$(seen telemetry $((first - 100)) $((first + 100)))"
fact "LI-5 an attack around an opening" timeline --events \
    "$dir/seen.json" --json
also "LI-5 is not decidable" is wave "not decidable" validate
fact "LI-5 in words" timeline --events "$dir/seen.json"
also "LI-5 in 80 columns" [ "$(awk '{ if (length > m) m = length } END { print (m <= 80) }' "$dir/out")" = 1 ]
also "LI-5 the drawing has the opening" grep -q '^wave validate opens .*O' \
    "$dir/out"
also "LI-5 and the attack, as wide as it is unknown" grep -q \
    '^attack seen .*X' "$dir/out"
sightings "$(seen feed "$first" "$first")" '{"source":"telemetry"}'
refused 2 "cannot use" "docs/formats.md" "LI-5 a file that is faulty is refused" \
    timeline --events "$dir/seen.json"
also "LI-5 with its line" said 'seen.json:1:.*"at"'

# Pictures.

sightings "$(seen telemetry "$first" $((first + 600)) \
    ',"place":"a <b>& honeypot"')" "$(seen feed "$first" "$first")"
fact "LI-5 as a drawing and a page" timeline --events "$dir/seen.json" \
    --svg "$dir/line.svg" --html "$dir/line.html"
also "LI-5 with the word of those whom it concerns apart" printed \
    'With the word of those'
drawn() {
	python3 - "$1" <<'PY'
import sys, xml.etree.ElementTree as tree
svg = "{http://www.w3.org/2000/svg}"
top = tree.parse(sys.argv[1]).getroot()
assert top.tag == svg + "svg"
assert top.find(svg + "title").text.strip()
said = top.find(svg + "desc").text
assert "wave validate opens" in said and "a <b>& honeypot" in said
assert len(list(top.iter(svg + "rect"))) > 4
assert not any("href" in k for e in top.iter() for k in e.attrib)
PY
}
also "LI-5 the drawing is XML with a title and a description" \
    drawn "$dir/line.svg"
also "LI-5 the page has a table of all instants" grep -q \
    'All instants, in their order' "$dir/line.html"
also "LI-5 and no script" sh -c "! grep -qi '<script' '$dir/line.html'"
also "LI-5 nothing of a stranger's text is markup" sh -c \
    "! grep -q '<b>&' '$dir/line.html'"

# The replay: the example's folder with fewer partners, and its first run with all.

R=$dir/story
small() { # PYTHON: with the story as s
	rm -rf "$R"
	cp -r "$root/examples/mapp-2025" "$R"
	python3 - "$R/story.json" "$root/examples/sharepoint-2025" "$1" <<'PY'
import json, sys
s = json.load(open(sys.argv[1]))
s["parts_from"] = sys.argv[2]
leak = [r.get("leaker") for r in s["runs"]]
some = [p for p in s["partners"] if p["id"] in leak]
some += [p for p in s["partners"] if "roles" in p][:3]
s["partners"] = some + [p for p in s["partners"] if p not in some][:7]
exec(sys.argv[3])
json.dump(s, open(sys.argv[1], "w"), indent=1)
PY
}
replay() { telltale replay "$R" -o "$dir/$1" --json --quiet; }
# of a run: of RUN EXPRESSION, with the run as r
of() { json "$dir/out" "[$2 for r in d['runs'] if r['id'] == '$1'][0]"; }
named() { of "$1" "[[n['partner'] for n in f['named']] for f in r['found']]"; }
small ""
fact "a story is replayed" replay one
cp "$dir/out" "$dir/first.json"
also "as it happened nothing could be traced" [ "$(of recorded \
    'len(r["found"])')" = 0 ]
also "3.13 and between so many and so many could have known" [ "$(of recorded \
    'r["poc"]["partners_least"] < r["poc"]["partners_most"] == d["partners"]')" = True ]
also "a leak by a partner of the first wave names it by its traffic" \
    [ "$(named first)" = "[['birch-harbour']]" ]
also "one by a partner of the last wave, by the text that turns up" \
    [ "$(named last)" = "[[], ['quill-lane']]" ]
also "which is later than the question" [ "$(of last \
    '[f["when_asked"] for f in r["found"]]')" = "[True, False]" ]
also "an outsider's attack names nobody" [ "$(named outsider)" = "[[]]" ]
also "nobody innocent is named in any run" [ "$(json "$dir/out" \
    'any(f["wrong"] for r in d["runs"] for f in r["found"])')" = False ]
also "partners with a duty get less" [ "$(of first \
    'r["restricted"] > 0 and r["poc"]["partners_most"] < d["partners"]')" = True ]
also "LI-5 the day of the last wave decides nothing within it" [ "$(of recorded \
    '[x["answer"] for x in r["explanations"] if x["name"] == "main"]')" = \
    "['not decidable']" ]
also "what was found can be traced again" telltale trace --lab "$dir/one/lab" \
    "$dir/one/found/first-1.txt"
also "the page has each run" [ "$(grep -o 'class="run"' \
    "$dir/one/index.html" | wc -l)" = 4 ]
also "and no script" sh -c "! grep -qi '<script' '$dir/one/index.html'"
also "and a picture for each" [ "$(ls "$dir"/one/*.svg | wc -l)" = 4 ]
refused 2 "it is there already" "not there yet" "a folder that is there is not \
written to" replay one
small "s['runs'] = [r for r in s['runs'] if r['id'] == 'first']"
fact "one run of it" replay two
also "comes out the same" [ "$(of first 'r')" = "$(json \
    "$dir/first.json" "[r for r in d['runs'] if r['id'] == 'first'][0]")" ]
python3 - "$R/policy.json" <<'PY'
import json, sys
p = json.load(open(sys.argv[1]))
p["rules"] = [r for r in p["rules"] if not r["id"].startswith("duty")]
json.dump(p, open(sys.argv[1], "w"))
PY
fact "PO-1 the policy in the story's folder decides" replay without
also "PO-1 without its rules on duties nobody is restricted" [ "$(of first \
    'r["restricted"]')" = 0 ]
small "s['runs'][1]['leaker'] = 'nobody'"
refused 2 "cannot use" "docs/formats.md" "a story that is faulty is refused" \
    replay three
also "with its line" said "story.json:[0-9]*:[0-9]*: no partner 'nobody'"
also "and leaves nothing" [ ! -e "$dir/three" ]
small "s['runs'] = s['runs'][3:]; s['runs'][0]['found'][0]['file'] = 'traffic-poc.log'"
refused 2 "has marks, but nobody leaks" "docs/formats.md" "marks without a leaker are refused" \
    replay three
also "and leave nothing" [ "$(ls -A "$dir" | grep -c three)" = 0 ]
small ""
python3 - "$root/examples/mapp-2025/story.json" "$R/story.json" "$root" <<'PY'
import json, sys
s = json.load(open(sys.argv[1]))
s["parts_from"] = sys.argv[3] + "/examples/sharepoint-2025"
s["runs"] = s["runs"][:1]
json.dump(s, open(sys.argv[2], "w"))
PY
fact "July 2025 with all its partners" replay all
also "at 100 of which the proof could have been read" [ "$(of recorded \
    'r["poc"]["partners_most"]')" = 100 ]

finish
