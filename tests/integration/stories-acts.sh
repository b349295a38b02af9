#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-acts: each act that takes several people (specs/stories.md 3.9), in
# a programme of two officers and counsel, each with a vault of their own.
. "$(dirname "$0")/lib.sh"

one_clock
programme --officer ana --officer ben
people
echo 'vetting optional' >>"$V/telltale.conf"
echo 'mail-officer officers@vendor.example' >>"$V/telltale.conf"
mkdir "$dir/ben" "$dir/dora" "$dir/team"
B=$dir/ben/vault C=$dir/dora/vault T=$dir/team
ana() { telltale -C "$V" "$@"; }
ben() { telltale -C "$B" "$@"; }
dora() { telltale -C "$C" "$@"; }
asked() { # ACT: $R is the request for it that is open
	R=$(ana approve --quiet | awk -F'\t' -v a="$1" '$2 == a { print $1 }')
}
sign() { "$1" approve "$R" --yes="$R"; } # OFFICER
later() {
	clock_ahead=$((clock_ahead + $1))
	clock all $clock_ahead $clock_ahead
}
state_is() { # OFFICER PARTNER STATE
	"$1" partner show "$2" --json 2>&1 | grep -q "\"state\": *\"$3\""
}
sql() { # QUERY: one number, of ana's vault
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute(sys.argv[2]).fetchone()[0])' "$V/vault.db" "$1"
}
mailed() { # WORDS: notices of requests with them
	sql "SELECT count(*) FROM notice WHERE event = 'approval' AND
	    CAST(text AS TEXT) LIKE '%${1-}%'"
}
handed_round() { # what ana's vault has is everybody's
	must ana vault sync "$T"
	must ben vault sync "$T"
	must dora vault sync "$T"
}

# A letter that came before counsel did.

D=$dir/draft
draft "$D" 600 3600
seal_as EX-2026-001 "$D"
publish
echo 'May the night shift read it?' >"$dir/question"
asks() { as alder-1 inbox "$id" && as alder-1 letter send question "$id" "$dir/question"; }
must until_true 30 asks
must ana letter list

# Counsel came over seven days ago: whoever enrolled a key may ask its person.

must ana vault hand-over ben -o "$dir/keys-ben"
must telltale vault officer-key dora --no-passphrase -o "$dir/keys-dora" \
    --origin "$(sed -n 's/^origin //p' "$V/telltale.conf")"
must ana vault add-officer "$dir/keys-dora/dora.public" --role counsel \
    --end-small-team --yes="$(cat "$dir/out")"
must ana vault sync "$T"
must telltale vault restore "$T/vault-00000001.age" "$B" \
    -i "$dir/keys-ben/officer-ben.key"
must telltale vault restore "$T/vault-00000001.age" "$C" \
    -i "$dir/keys-dora/officer-dora.key"
must ben vault sync "$T"
must until_true 20 dora vault sync "$T" # once the list is in force
later 604801

# A bulletin that is out, a case, one who applies.

draft "$D" 600 3600
seal "$D"
publish
out=$id
L=$dir/late
draft "$L" 600 3600
seal_as EX-2026-003 "$L"
publish
late=$id
wait_for "$first"
must until_true 60 as alder-1 open "$out" -o "$dir/leak"
must ana case open "$out" --title 'A paste' --json
S=$(json "$dir/out" 'd["case"]')
must ana case add "$S" "$dir/leak/advisory.md"
must until_true 20 ana case trace "$S"
must ana partner add north --name North --tier validate --agreement 1 \
    --paper "$root/LICENSE" --signer N --signed 2026-01-10 --expires 2098-12-31
handed_round
fact "PO-6d counsel, who came last, reads what is in the case" \
    dora case show "$S"
also "PO-6d each text of it" printed 'A paste'

fact "PO-6d and a letter from before" dora letter show 1
also "PO-6d as it was written" printed 'night shift'

# Partners.

exits 75 "PO-5 one officer alone admits nobody" ana partner approve north
also "PO-5 and says for whom it waits" said 'waits for 1 more officer'
also "PO-5 nothing is done" state_is ana north applied
asked admit
must as alder-1 letter send question "$id" "$dir/question"
echo 'POST /relay from 192.0.2.7' >"$dir/seen"
came=$(utc "$(date +%s)")
must as alder-1 letter send sighting "$out" "$dir/seen" \
    --since "$(utc $(($(date +%s) - 60)))"
exits 1 "PO-7 the second's status has it" ben status
also "PR-6 and letters that nobody has asked for" \
    printed '2 letters at the hub'
also "LC-3 one of which says that attacks were seen" \
    printed 'suspicious.*sighting is in a letter that nobody has taken in'
also "PO-7 with how to read it" printed "ana waits.*approve $R"
exits 1 "PO-7 and the first's" ana status
also "PO-7 as what others have to do" printed "our request waits"
must ben sighting list
also "LC-3 which is on nobody's record yet" [ ! -s "$dir/out" ]
clocks_told() { sql "SELECT count(*) FROM notice WHERE event = 'vendor-clock'"; }
also "LC-3 mail says that a duty of ours has begun" [ "$(clocks_told)" = 1 ]
ana status >"$dir/out" 2>"$dir/err"
also "LC-3 once" [ "$(clocks_told)" = 1 ]
fact "SA-1 the second reads all of it" ben approve "$R" --dry-run
also "SA-1 what becomes of the partner" printed 'partner north, North'
fact "PO-5 the second officer admits" sign ben
also "PO-5 it is approved there" state_is ben north approved
fact "PO-5 the first one's vault follows" ana approve
also "PO-5 and is approved" state_is ana north approved

# One who comes late: the validators' wave is open (3.6, row G).

must ana reader add north --name Nora --email n@north.example --id north-1 \
    -o "$dir/north.inv"
must as north-1 join "$dir/north.inv" --no-passphrase
must ana reader confirm --all
planned() { # WAVE PROFILE EXCEPTIONS: for who came late
	ana seal "$L" --dry-run --json >"$dir/plan" && [ "$(json "$dir/plan" \
	    '[(r["wave"], r["profile"], r["exceptions"]) for r in d["readers"] if r["name"] == "north-1"]')" = \
	    "[('$1', '$2', [$3])]" ]
}
also "3.5.9 who comes late gets the next wave that policy grants" \
    planned early full ""
exits 75 "3.5.9 the open one is an exception, which waits" ana exception \
    add north opened --bulletin "$late" --reason "they look after the relay"
asked late
also "3.5.9 one person alone opens it for nobody" planned early full ""
refused 4 'your own request' 'another officer' "3.5.9 nor the same one twice" \
    sign ana
fact "3.5.9 a second one does" sign ben
must ana approve
also "3.5.9 then it is theirs, and the dry run says by what" \
    planned validate full "'opened'"
must ana seal "$L"
later 60
must ana publish "$late" --short-notice --yes="$late"
made=$(utc "$(date +%s)")
census() { # READER PYTHON: of the instant s since when they could
	ana census "$late" --json >"$dir/census" && [ "$(json "$dir/census" \
	    "[$2 for s in [(r['could'] or {}).get('from') for r in d['readers'] if r['reader'] == '$1']]")" = "[True]" ]
}
also "3.5.9 the census does not count them from the wave's instant" \
    census north-1 's is None'
later 60
signed=$(utc "$(date +%s)")
fact "3.5.9 they open it at once" until_true 60 as north-1 open "$late" \
    -o "$dir/north"
also "3.5.9 then it counts them from their receipt" \
    until_true 20 census north-1 "s is not None and s >= '$signed'"
also "3.5.9 and others from when their wave opened" \
    census alder-1 "s < '$made'"
also "PO-6 it shows the exception, and whose it is" [ "$(json "$dir/census" \
    '[(x["partner"], x["rule"], x["officers"]) for x in d["exceptions"] if x["rule"] == "opened"]')" = \
    "[('north', 'opened', 'ana, ben')]" ]
must ana timeline "$late" --json
also "3.5.9 so does the time line" [ "$(json "$dir/out" \
    "[r['until'] >= '$signed' for r in d['rows'] if r['kind'] == 'fetched']")" = "[True]" ]
fact "3.5.9 their copy leads to them" ana trace "$dir/north"/* \
    --bulletin "$late" --json
also "3.5.9 and to nobody else" [ "$(json "$dir/out" \
    '{s["partner"] for s in d["suspects"] if s["verdict"] == "named"}')" = \
    "{'north'}" ]
fact "PO-6 a trace of it" ana trace "$dir/north"/* --bulletin "$late" \
    --report "$dir/north.html"
says_lifted() { tr -s ' \n' ' ' <"$1" | grep -q '1 exception to the policy .*(opened)'; }
also "PO-6 says that a rule was lifted" says_lifted "$dir/out"
also "PO-6 so does its report" says_lifted "$dir/north.html"
also "3.5.9 and its codebook is in the ledger before it" python3 -c '
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
last = dict(db.execute("SELECT kind, max(n) FROM event GROUP BY kind"))
first = db.execute("SELECT min(n) FROM event WHERE kind = ?", ("codebook",))
sys.exit(not first.fetchone()[0] < last["copies"] < last["receipt"])' \
    "$H/hub.db"
cat >"$dir/more.json" <<'J'
{"partners": [
 {"id": "fir", "name": "Fir", "tier": "member", "state": "approved",
  "agreement": {"version": "1", "signed": "2026-01-10",
  "expires": "2098-12-31"}, "duties": [], "readers": []},
 {"id": "gorse", "name": "Gorse", "tier": "member", "state": "approved",
  "agreement": {"version": "1", "signed": "2026-01-10",
  "expires": "2098-12-31"}, "duties": [], "readers": []}]}
J
exits 75 "PO-5 a list that is imported is asked for" \
    ana partner import "$dir/more.json"
also "PO-5 nobody of it is in" state_is ana fir vetting
asked admit
also "PO-5 one request for all of it" [ "$(ana approve | wc -l)" = 1 ]
handed_round
fact "PO-5 the second officer admits the list" sign ben
must ana approve
also "PO-5 the first of it" state_is ana fir approved
also "PO-5 and the last" state_is ana gorse approved

exits 75 "PO-5 a removal waits" ana partner remove cedar \
    --reason "finding 3" --term 1 --yes=cedar
asked remove
fact "PO-5 a second officer is not enough" sign ben
also "PO-5 it says so" said 'others are still missing'
also "PO-5 it is as it was" state_is ben cedar approved
fact "PO-5 with counsel it is done" sign dora
also "PO-5 there" state_is dora cedar removed
must ana approve
also "PO-5 and here" state_is ana cedar removed
gone() { ! as cedar-1 inbox >/dev/null 2>&1; }
also "PO-5 none of its readers gets in" until_true 10 gone
must ben approve
fact "PO-6d three vaults did the same" ana vault sync "$T"
fact "PO-6d so that the second needs nothing" ben vault sync "$T" --json
also "PO-6d of it" printed '"done": "same"'

fact "PO-5 one officer suspends at once" ana partner suspend birch \
    --reason "copy found"
also "PO-5 and says what it takes" said 'lapses in 72 h unless'
also "PO-5 it is suspended" state_is ana birch suspended
also "PO-5 and those who may confirm it are told, and that it is done" \
    [ "$(mailed "done already")" = 1 ]
asked suspend
must ben approve
also "PO-5 in the second vault, too" state_is ben birch suspended
refused 4 'asked for it' 'telltale approve' "PO-5 it is confirmed as asked" \
    ben partner suspend birch --confirm
refused 4 'your own request' 'another officer' "PO-5 not by who asked" \
    sign ana
fact "PO-5 but by another" sign ben
must ana approve
fact "PO-5 another suspension, which nobody confirms" \
    ana partner suspend fir --reason "a rumour"

# Rules.

python3 - "$dir/policy.json" <<'PY'
import json, sys
json.dump({"format": "telltale-policy/1", "version": 1,
    "effective_from": "2026-01-01T00:00:00Z",
    "profiles": ["brief", "no-poc", "full"],
    "tiers": {"validate": {"lead_max": "14d", "profile_max": "full"},
              "elite": {"lead_max": "5d", "profile_max": "full"},
              "member": {"lead_max": "24h", "profile_max": "no-poc"}},
    "embargo_max": "90d",
    "rules": [
      {"id": "elite-poc", "when": {"partner.tier": ["elite"]},
       "cap": {"profile_max": "no-poc"}, "because": "they test elsewhere",
       "exception": {"approvals": 2, "scope": "either"}},
      {"id": "state", "when": {"partner.state": {"not": ["approved"]}},
       "cap": {"nothing": True}, "because": "only approved partners"},
      {"id": "duty-unknown", "when": {"duty.report": ["unknown"]},
       "cap": {"wave": "last", "profile_max": "brief"},
       "because": "a law may make them report",
       "exception": {"approvals": 2, "scope": "either"}}]},
    open(sys.argv[1], "w"))
PY
in_force() { "$1" policy show 2>&1 | grep -q '^policy version 1'; }
exits 75 "PO-6 a policy waits" ana policy adopt "$dir/policy.json"
asked policy
fact "PO-6 for a second officer" sign ben
also "PO-6 and is not in force" sh -c '! "$@"' - in_force ben
fact "PO-6 and for counsel" sign dora
must ana approve
also "PO-6 then it is" in_force ana
until=$(utc "$(($(date +%s) + 864000))")
exits 75 "PO-6 an exception to a rule of duty waits" ana exception add alder \
    duty-unknown --until "$until" --reason "counsel asked them"
asked exception-duty
fact "PO-6 for a second officer, too" sign ben
fact "PO-6 and counsel" sign dora
must ana approve
fact "PO-6 then it is on the list" ana exception list alder
also "PO-6 with its rule" printed 'duty-unknown'
exits 75 "PO-6 one to another rule waits, too" ana exception add alder \
    elite-poc --until "$until" --reason "they fix it with us"
asked exception
fact "PO-6 for a second officer only" sign ben
must ana approve
fact "PO-6 then that is on the list" ana exception list alder
also "PO-6 with that rule" printed 'elite-poc'

# A finding.

exits 75 "LC-4 one officer finds nothing" ana case finding "$S" --yes="$S"
asked finding
also "SA-1 mail says that it waits" [ "$(mailed "$R%not for mail")" = 1 ]
also "SA-1 and nothing of what is found" \
    [ "$(mailed "A paste"),$(mailed "Finding in case")" = 0,0 ]
fact "LC-4 a second one" sign ben
fact "LC-4 and counsel" sign dora
must ana approve
fact "LC-4 then it is in the case" ana case show "$S"
also "LC-4 as a finding" printed 'finding'
evidence() { ana case export "$S" --evidence -o "$dir/evidence.tar" --yes="$S"; }
exits 75 "AU-1 one officer opens no codebook" evidence
also "AU-1 and there is nothing" [ ! -e "$dir/evidence.tar" ]
asked bundle
fact "AU-1 a second one" sign ben
must ana approve
fact "AU-1 then the evidence is written" until_true 20 evidence

# An embargo.

exits 75 "PO-3 a longer embargo waits" ana slip "$out" \
    --to "$(utc $((public + 3600)))" --reason "the fix is late" --yes="$out"
also "PO-3 and says how it goes on" said "telltale slip $out again"
asked lengthen
fact "PO-3 the second officer signs it" sign ben
fact "PO-3 who asked goes on" ana slip "$out"
also "PO-3 and it is in force" printed 'terms 2 are in force'

rm -rf "$D"
draft "$D" 600 3600
python3 - "$D/bulletin.json" "$(utc $((first + 200000)))" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
d["public_at"] = sys.argv[2]
del d["waves"][1:]
json.dump(d, open(sys.argv[1], "w"))
PY
seal_as EX-2026-020 "$D"
exits 75 "PO-6b one person alone hurries nothing" \
    ana publish "$id" --urgent --yes="$id"
asked urgent
also "PO-6b and the second one's notice is there" \
    [ "$(mailed "$R%published at once")" = 1 ]
must ben approve "$R" --refuse --yes="$R"
must ana approve
exits 75 "PO-2 a proof of concept over a day ahead waits" \
    ana publish "$id" --short-notice --yes="$id"
also "PO-2 and nobody sees it" sh -c '! "$@"' - telltale -C \
    "$dir/home/alder-1" inbox "$id"
asked publish-early
fact "PO-2 the second officer reads who gets it" ben approve "$R" --dry-run
also "PO-2 and when" printed 'a proof of concept goes out over a day ahead'
fact "PO-2 and lets it go" sign ben
fact "PO-2 then it is published" ana publish "$id" --short-notice --yes="$id"
fact "PO-2 and readers see it" until_true 20 as alder-1 inbox "$id"

# A keeper takes no officer's word alone.

leaf=$(python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT leaf FROM wave WHERE bulletin = ? AND released = 0",
    sys.argv[2:]).fetchone()[0].hex())' "$H/hub.db" "$id")
one=$V/keys/officer-ana.sign two=$V/keys/officer-ana.sign,$B/keys/officer-ben.sign
tells() { # KEYS WHAT KIND FIELD...: keeper 1
	python3 "$root/tests/tools/order.py" "$url" "$1" "keeper/01/$2" "${@:3}"
}
move=(move move "wave $leaf" "number 1" "opens $(utc $((first + 60)))")
exits 1 "KO-2 one officer of two moves no share" tells "$one" "${move[@]}"
exits 1 "KO-2 nor opens a wave early" \
    tells "$one" early early "wave $leaf" "reason leak"
exits 1 "KO-2 nor has shares destroyed" tells "$one" retract embargo \
    "bulletin $id" "revision 1" "public $(utc $((first + 200000)))" \
    "state retracted" "reason mistake"
also "KO-2 the share is as it was" eval '[ -e "$K/shares/$leaf/share.age" ] &&
    [ ! -e "$K/shares/$leaf/move" ] && [ ! -e "$K/shares/$leaf/early" ]'
must ana vault sync "$T" # of what she published, too
must ben vault sync "$T"
for who in ana ben; do
	exits 1 "KO-2 $who is told by status" $who status
	also "KO-2 of each of the three" [ "$(grep -c \
	    'refused: keeper 01 .*, sent by .*/o/ana' "$dir/out")" = 3 ]
done
fact "KO-2 two of them do" tells "$two" "${move[@]}"
also "KO-2 and the share is of that instant" [ -e "$K/shares/$leaf/move" ]

exits 75 "KO-2 another keeper waits for the second officer" \
    ana keeper add "$dir/keeper-02" --yes=2
asked keys
fact "KO-2 who reads whose key it is" ben approve "$R" --dry-run
also "KO-2 and how many open a wave" printed '2 of 2 keepers open a wave'
fact "KO-2 and signs" sign ben
also "KO-2 their vault has it" grep -q '^keeper 02 ' "$B/telltale.conf"
fact "KO-2 the first one's follows" ana approve
also "KO-2 with the number it takes" eval \
    'grep -q "^keeper 02 " "$V/telltale.conf" &&
    grep -q "^threshold 2$" "$V/telltale.conf"'

exits 75 "PO-4 an end waits" ana release "$out" --reason leak --yes="$out"
asked release
fact "PO-4 the second officer's yes ends it, and all is public" sign ben
also "PO-4 which says so" printed 'parts are public'
exits 75 "3.12 a retraction waits" ana retract "$id" --reason mistake \
    --yes="$id"
asked retract
fact "3.12 the second officer takes it back" sign ben
is_void() { as alder-1 inbox --json | grep -A9 "$id" | grep -q retracted; }
also "3.12 and readers see that it is void" until_true 20 is_void

also "SA-1 the others are told of each that waited" \
    [ "$(mailed)" = "$(sql "SELECT count(*) FROM request")" ]

# What nobody confirmed.

exits 75 "SA-1 an end waits for an hour, no longer" \
    ana release "$late" --reason leak --yes="$late"
asked release
later 3540
must ana approve
also "SA-1 until then it is open" printed "^$R"
later 60
refused 4 'has ended' 'again' "SA-1 after the hour it is too late" sign ben
fact "SA-1 that is on record" ana approve --all
also "SA-1 as expired" printed "^$R.*	expired	"
ended() { ana embargo show "$late" --json >"$dir/show" && [ "$(json "$dir/show" 'd["state"]')" = ended ]; }
also "SA-1 and nothing ended" eval '! ended'
later 259201
fact "PO-5 after 72 h it has lapsed" ana approve --all
also "PO-5 on record" printed 'fir.*lapsed'
also "PO-5 and the partner is as before" state_is ana fir approved
also "PO-5 what was confirmed stays" state_is ana birch suspended
also "SA-1 of what is over no mail is on its way" [ "$(sql "SELECT count(*)
    FROM notice WHERE event LIKE 'approval%' AND state = 'waiting'")" = 0 ]
exits 75 "PO-5 one officer brings nobody back" ana partner reinstate birch
asked admit
fact "PO-5 a second one does" sign ben
must ana approve
also "PO-5 they are in again" state_is ana birch approved
fact "LC-3 days later an officer takes the letter in" ana letter list
exits 1 "LC-3 by then the first deadline has passed" ana clocks list --json
also "LC-3 and our duty runs since it came, not since it was read" [ "$(json \
    "$dir/out" "{'$came' <= c['aware'] < '$(utc $(($(date +%s) - 259200)))' for c in d['clocks']}")" = "{True}" ]
must ana sighting list --json
also "LC-3 which is the instant when it was received" [ "$(json "$dir/out" \
    "['$came' <= s['received'] for s in d['sightings']]")" = "[True]" ]
handed_round
fact "PO-6d counsel traces the case's specimen" dora case trace "$S"
later 2592001
exits 1 "PO-6d after 30 days without a backup" ana status
also "PO-6d status says so" printed 'no backup of the vault for over 30 days'
finish
