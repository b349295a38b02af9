#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-rules: who may get what, when, and why; with real programs.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft X=$dir/explain.json
draft "$D" 600 1800
printf 'Patch Lantern Mail on the day.\n' >"$D/brief.md"
python3 - "$D/bulletin.json" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
d["products"] = ["relay"]
d["parts"].append({"file": "brief.md", "kind": "brief"})
json.dump(d, open(sys.argv[1], "w"), indent=1)
PY
vault() { telltale -C "$V" "$@"; }
plan() { # EXPRESSION: about the dry run's rows of readers, r, and left out, l
	vault seal "$D" --dry-run --json >"$dir/plan.json" 2>/dev/null
	json "$dir/plan.json" "(lambda r, l: ($1))({x['name']: x for x in d['readers']}, {x['name']: x for x in d['left_out']})"
}
planned() { [ "$(plan "$1")" = "$2" ]; }
leaf_of() { # KIND: how many such statements the vault has posted
	python3 - "$V/vault.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM statement WHERE kind = ? AND posted "
                 "IS NOT NULL", (sys.argv[2],)).fetchone()[0])
PY
}
soon=$(utc "$(($(date +%s) - 86400))")
profile() { # FILE MEMBERS: a profile that was declared yesterday
	printf '{"format":"telltale-profile/1","declared_at":"%s"%s}' \
	    "$soon" "$2" >"$1"
}

# PO-1: every reader, every wave, and who is left out by which rule.

fact "PO-1 a dry run names everybody" vault seal "$D" --dry-run --json
cp "$dir/out" "$dir/plan.json"
also "PO-1 with wave, instant, profile, bytes" [ "$(json "$dir/plan.json" \
    'all(all(k in r for k in ("wave", "opens", "profile", "bytes", "tier", "rules", "exceptions")) for r in d["readers"])')" = True ]
also "PO-1 and parts of each wave" [ "$(json "$dir/plan.json" \
    '[w["parts"] for w in d["waves"] if w["wave"] == "main"]')" = \
    "[['advisory.md', 'rule.yml']]" ]
also "PO-1 and the rule that left somebody out" planned \
    'l["dogwood-1"]["rule"]' state
fact "PO-1 and in words, with totals of each tier" vault seal "$D" --dry-run
also "PO-1 of readers" printed '^tier validate: 2 readers, 0 left out'
also "PO-1 by the policy that is built in" printed 'policy: built in'
# faulty NAME PLACE WORDS PYTHON: a bulletin d so changed is refused, and the
# message names the line of bulletin.json where the text PLACE stands
faulty() {
	local name=$1 line
	rm -rf "$dir/bad"
	cp -r "$D" "$dir/bad"
	line=$(python3 - "$dir/bad/bulletin.json" "$2" "$4" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
exec(sys.argv[3])
json.dump(d, open(sys.argv[1], "w"), indent=1)
lines = open(sys.argv[1]).read().split("\n")
n = [i for i, s in enumerate(lines, 1) if sys.argv[2] in s][0]
# of an object that is wrong, the line where it begins
print(n - 1 if lines[n - 2].strip() == "{" else n)
PY
	)
	exits 2 "PO-1 $name is refused" vault seal "$dir/bad"
	also "PO-1 with its line" said "bulletin.json:$line[: ].*$3"
}
past=$(utc "$(($(date +%s) - 60))")
faulty "an instant in the past" "$past" 'is past' \
    "d['waves'][0]['opens_at'] = '$past'"
faulty "a public instant in the past" '"public_at"' 'is past' \
    "d['public_at'] = '$past'"
faulty "a local time that does not exist" '"public_at"' 'is no instant' \
    "d['public_at'] = '2099-03-29 02:30 Europe/Berlin'"
faulty "one that exists twice" '"public_at"' 'is no instant' \
    "d['public_at'] = '2099-10-25T02:30:00'; d['zone'] = 'Europe/Berlin'"
faulty "a wave at the public instant" "\"opens_at\": \"$(utc $public)\"" \
    'not before the public' "d['waves'][1]['opens_at'] = d['public_at']"
faulty "a wave after it" '2099-' 'not before the public' \
    "d['waves'][1]['opens_at'] = '2099-01-01T00:00:00Z'"
faulty "an empty wave" '"early"' 'has no reader' \
    "d['waves'][1]['tiers'] = ['nobody']"
faulty "a part that no profile carries" 'poc.py' "no wave.s profile has" \
    "[w.update(profile='no-poc') for w in d['waves']]"
also "PO-1 nothing of all that was sealed" \
    [ -z "$(ls "$V/bulletins" 2>/dev/null)" ]

# The policy's file.

cp "$root/share/policy/tiers.json" "$dir/policy.json"
fact "a policy is checked without a vault" telltale policy check \
    "$dir/policy.json"
also "and read aloud" printed 'duty.report is possible or unknown'
sed 's/"partner.state"/"partner.mood"/; s/"nothing": true/"none": true/' \
    "$dir/policy.json" >"$dir/faulty.json"
exits 2 "what is not understood is refused" telltale policy check \
    "$dir/faulty.json"
also "with its place" said 'faulty.json:[0-9]*:[0-9]*: error: there is no fact'
also "all of it in one run" said 'unknown member "none"'
sed 's/"partner.probation": true/"partner.country": "JP"/' \
    "$dir/policy.json" >"$dir/country.json"
fact "a rule that names a country is accepted" telltale policy check \
    "$dir/country.json"
also "and warned of" said 'both directions'

sed -n '/^```json policy/,/^```$/p' "$root/docs/policy.md" | sed '1d;$d' \
    >"$dir/documented.json"
fact "the documented policy is right" telltale policy check \
    "$dir/documented.json"
also "and says of whom it asks" printed 'certain or possible or unknown'

# LC-2: duties as data.

fact "LC-2 the duties that are known" vault duties show --json
cp "$dir/out" "$dir/duties.json"
also "LC-2 one without a source is shown as unverified" [ "$(json \
    "$dir/duties.json" '[x["confidence"] for x in d["duties"] if x["id"] == "cn-rmsv-9"]')" = "['unverified']" ]

# Three traps of the known duties (3.7), in waves of 14, 5 days and 24 hours.

L=$dir/long
cp -r "$D" "$L"
python3 - "$L/bulletin.json" "$(utc "$(($(date +%s) + 20 * 86400))")" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
d["public_at"] = sys.argv[2]
for w, before in zip(d["waves"], ("14d", "5d", "24h")):
    w.pop("opens_at", 0)
    w["before"] = before
json.dump(d, open(sys.argv[1], "w"), indent=1)
PY
bound() { # MEMBERS WANT: what binds alder, who declares that, in each wave
	profile "$dir/alder.json" ",\"products\":[\"relay\"],$1"
	vault partner profile alder "$dir/alder.json" >"$dir/out" &&
	    vault policy explain alder "$L" --json >"$X" &&
	    [ "$(json "$X" '[w["duty"]["report"] for w in d["waves"]], d["wave"]')" = "$2" ]
}
provides() { # FAMILY: in China
	echo '"countries":["CN"],"roles":[{"role":"provider-of-affected-product",' \
	    "\"family\":\"$1\"}]"
}
also "3.7 trap 1: a country alone binds nobody" \
    bound '"countries":["CN"]' "(['none'], 'validate')"
also "3.7 trap 1: nor does providing something else" \
    bound "$(provides shop)" "(['none'], 'validate')"
also "3.7 trap 1: who provides the affected product is bound" \
    bound "$(provides relay)" "(['certain', 'certain', 'possible'], 'main')"
also "3.7 trap 1: by that duty" [ "$(json "$X" \
    '{w["duty"]["duty"] for w in d["waves"]}')" = "{'cn-rmsv-7'}" ]
also "3.7 trap 2: the database that is told has its operator's name" \
    [ "$(json "$dir/duties.json" \
    '["MIIT" in x["recipient"] and "NVDB" in x["recipient"] for x in d["duties"] if x["id"] == "cn-rmsv-7"]')" = "[True]" ]
also "3.7 trap 2: another one's programme is an undertaking, and no duty" \
    bound '"countries":["CN"],"undertakings":["CNNVD"]' "(['none'], 'validate')"
also "3.7 trap 2: which is shown" [ "$(json "$X" \
    'd["facts"]["partner.undertaking"]')" = "['CNNVD']" ]
maker='"countries":["DE"],"markets":["EU"],"roles":[{"role":"manufacturer","family":"relay"}]'
also "3.7 trap 3: a duty that begins with exploitation may begin late" \
    bound "$maker" "(['possible', 'possible', 'possible'], 'main')"

cat >"$dir/duties.in" <<'J'
{ "format": "telltale-duties/1", "updated": "2026-11-22",
  "duties": [
    { "id": "jp-example", "jurisdiction": "JP", "title": "An invented law",
      "binds": { "role": ["provider-of-affected-product"],
                 "territory": "established-in" },
      "subject": "own-product", "trigger": "aware-of-vulnerability",
      "stages": [ { "name": "report", "after": "10m", "from": "trigger" } ],
      "recipient": "an invented office", "in_force_from": "2020-01-01",
      "sources": [ { "what": "nothing", "where": "nowhere" } ],
      "confidence": "verified", "review_by": "2099-01-01" },
    { "id": "kr-example", "jurisdiction": "KR", "title": "Another",
      "binds": { "role": ["manufacturer"],
                 "territory": "established-in" },
      "subject": "own-product", "trigger": "aware-of-exploitation",
      "stages": [ { "name": "report", "after": "1m", "from": "trigger" } ],
      "recipient": "an invented office", "in_force_from": "2020-01-01",
      "sources": [ { "what": "nothing", "where": "nowhere" } ],
      "confidence": "verified", "review_by": "2099-01-01" } ] }
J
fact "LC-2 counsel's file is checked" telltale duties check "$dir/duties.in"
sed 's/"review_by": "2099-01-01"/"comment": "no date"/' "$dir/duties.in" \
    >"$dir/undated.in"
fact "LC-2 one without a review date loads" telltale duties check \
    "$dir/undated.in" --json
also "LC-2 as unverified" printed '"confidence": *"unverified"'
also "LC-2 which is said" said "'jp-example' has no review date"
fact "LC-2 it is adopted" vault duties adopt "$dir/duties.in"
exits 2 "LC-2 once" vault duties adopt "$dir/duties.in"
also "LC-2 the ledger has it" [ "$(leaf_of policy)" = 1 ]

# PA-3: what partners declare.

profile "$dir/birch.json" ',"countries":["JP"],"roles":[{"role":"provider-of-affected-product","family":"relay"}],"products":["relay"]'
fact "PA-3 a declaration is kept" vault partner profile birch \
    "$dir/birch.json"
also "PA-3 and good for a year" printed '^declared  *good until'
exits 0 "PA-3 what binds them is certain" vault policy explain birch "$D" \
    --json
cp "$dir/out" "$X"
also "LC-2 for each wave" [ "$(json "$X" \
    '[w["duty"]["report"] for w in d["waves"]]')" = "['certain', 'certain']" ]
also "LC-2 so they get the last wave, brief" [ "$(json "$X" \
    'd["wave"], d["profile"], d["rule"]')" = \
    "('main', 'brief', 'duty-certain')" ]
printf '{"format":"telltale-profile/1","declared_at":"2020-01-01"}' \
    >"$dir/cedar.json"
fact "PA-3 an old declaration is kept, too" vault partner profile cedar \
    "$dir/cedar.json" --json
also "PA-3 with the day since when it is overdue" printed \
    '"lacking_since": *"2020-12-31T00:00:00Z"'
must vault partner settle
must vault notices list --json
also "3.10 its people are told, once, and nobody else" [ "$(json "$dir/out" \
    '{n["address"].split("@")[1] for n in d["notices"] if n["event"] == "duty-due"}')" = \
    "{'cedar.example'}" ]
exits 0 "PA-3 overdue: unknown, the strictest case" vault policy explain \
    cedar "$D"
also "PA-3 in words" printed 'duty.report: unknown; .*since 2020-12-31'
also "PA-3 by the rule" printed '^result .*main, brief.*by duty-unknown'
printf '{"format":"telltale-profile/1","products":["shop"],"declared_at":"%s"}' \
    "$soon" >"$dir/alder.json"
must vault partner profile alder "$dir/alder.json"
exits 1 "who protects another product need not know" vault policy explain \
    alder "$D"
also "by the rule" printed '^result .*nothing.*by need-to-know'
exits 2 "PA-3 what is no profile is refused" vault partner profile alder \
    "$dir/policy.json"
exits 3 "an unknown partner" vault policy explain nobody "$D"
exits 3 "an unknown bulletin" vault policy explain birch EX-0000

# PO-6: one exception.

exits 4 "PO-6 the rule state cannot be lifted" vault exception add dogwood \
    state --bulletin "$D" --reason "because"
exits 4 "PO-6 nor agreement" vault exception add cedar agreement \
    --bulletin "$D" --reason "because"
exits 2 "PO-6 without a reason none" vault exception add birch duty-certain \
    --bulletin "$D"
exits 2 "PO-6 a rule that is none" vault exception add birch nothing \
    --bulletin "$D" --reason "because"
exits 4 "PO-6 for all bulletins, where the policy says one" vault exception \
    add birch duty-certain --until 2099-01-01T00:00:00Z --reason "because"
fact "PO-6 shown before it is done" vault exception add birch duty-certain \
    --bulletin "$D" --reason "counsel asked them" --dry-run
also "PO-6 and not done" planned 'r["birch-1"]["profile"]' brief
fact "PO-6 one rule, one partner, one bulletin" vault exception add birch \
    duty-certain --bulletin "$D" --reason "counsel asked them"
also "PO-6 more for this one" planned \
    'r["birch-1"]["wave"], r["birch-1"]["profile"]' "('early', 'full')"
also "PO-6 shown in the dry run" planned 'r["birch-1"]["exceptions"]' \
    "['duty-certain']"
also "PO-6 for nobody else" planned 'r["cedar-1"]["profile"]' brief
fact "PO-6 listed" vault exception list birch --json
also "PO-6 with its reason" printed 'counsel asked them'
kept=$(json "$dir/out" 'd["exceptions"][0]["bulletin"]')
also "PO-6 the ledger has it" [ "$(leaf_of exception)" = 1 ]
fact "PO-6 for a time, where the rule allows that" vault exception add cedar \
    duty-unknown --until "$(utc "$(($(date +%s) + 86400))")" --reason "soon"
also "PO-6 cedar has its profile back" planned 'r["cedar-1"]["profile"]' \
    no-poc

# The bulletin that the exception names is the one that is sealed.

python3 - "$D/bulletin.json" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
d["waves"] = d["waves"][1:]
d["waves"][0]["tiers"].append("validate")
json.dump(d, open(sys.argv[1], "w"), indent=1)
PY
fact "what the dry run said is sealed" vault seal "$D" --json
cp "$dir/out" "$dir/seal.json"
also "under the id that the exception has" [ "$(json "$dir/seal.json" \
    'd["id"]')" = "$kept" ]
also "for this audience" [ "$(json "$dir/seal.json" \
    'sorted((r["name"], r["wave"], r["profile"]) for r in d["readers"])')" = \
    "[('birch-1', 'early', 'full'), ('birch-2', 'early', 'full'), ('cedar-1', 'main', 'no-poc')]" ]
exits 0 "explained by its id, too" vault policy explain birch "$kept"

# PO-1, LC-2: another policy, and whose result it changes.

sed 's/"2026-12-01T00:00:00Z"/"2026-01-01T00:00:00Z"/; s/"lead_max": "5d"/"lead_max": "30m"/' \
    "$dir/policy.json" >"$dir/next.json"
fact "a new policy tells whose result changes" vault policy adopt \
    "$dir/next.json" --dry-run --json
cp "$dir/out" "$dir/changes.json"
also "in the bulletins that are open" [ "$(json "$dir/changes.json" \
    '[(x["bulletin"], x["partner"]) for x in d["changes"]]')" = \
    "[('EX-2026-014', 'birch'), ('EX-2026-014', 'cedar')]" ]
fact "and is not adopted by a dry run" vault policy show
also "the built-in one holds" printed '^policy built in'
fact "it is adopted" vault policy adopt "$dir/next.json" --reason "yearly"
fact "and in force" vault policy show
also "by its version" printed '^policy version 1'
also "with its hash in the ledger" [ "$(leaf_of policy)" = 2 ]
exits 2 "the same version again is none" vault policy adopt "$dir/next.json"
exits 1 "a lead that is too long leaves nothing" vault policy explain birch \
    "$D"
sed 's/"version": 1/"version": 2/; s/"embargo_max": "90d"/"embargo_max": "1h"/' \
    "$dir/next.json" >"$dir/short.json"
must vault policy adopt "$dir/short.json"
exits 4 "PO-3 past the longest embargo: refused" vault seal "$D"
also "PO-3 with the cap" said 'embargo_max, 1 h'

# LC-2: a duty that begins with exploitation.

profile "$dir/kr.json" ',"countries":["KR"],"roles":[{"role":"manufacturer","family":"relay"}],"products":["relay"]'
must vault partner profile cedar "$dir/kr.json"
reports() {
	vault policy explain cedar "$kept" --json >"$dir/out" 2>"$dir/err"
	[ "$(json "$dir/out" 'sorted({w["duty"]["report"] for w in d["waves"]})')" \
	    = "$1" ]
}
also "LC-2 before any attack was seen it may be due late" reports \
    "['possible']"
must vault sighting add EX-2026-014 --seen "$(date -u -d -1hour +%FT%TZ)" \
    --source public
also "LC-2 and once one was, from the opening on" reports "['certain']"

sed 's/"updated": "[^"]*"/"updated": "2026-11-24"/' \
    "$root/share/duties/known.json" >"$dir/known.json"
must vault duties adopt "$dir/known.json"
also "3.7 trap 3: once an attack was seen it binds from the opening on" \
    bound "$maker" "(['certain', 'certain', 'possible'], 'main')"
fact "3.7 trap 3: which starts the vendor's own clock" vault clocks list --json
also "3.7 trap 3: by that duty" printed 'eu-cra-14-v'

finish
