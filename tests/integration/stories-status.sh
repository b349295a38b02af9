#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-status: one glance at a programme (stories PO-7).
. "$(dirname "$0")/lib.sh"

one_clock
programme
echo "mail-operator ops@v.example" >>"$V/telltale.conf"
mailed() { # how often it was told to operators that WHAT
	telltale -C "$V" notices list --json >"$dir/notices" &&
	    python3 - "$V/vault.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM notice WHERE event = 'keeper' AND "
    "address = 'ops@v.example' AND instr(CAST(text AS TEXT), ?)",
    sys.argv[2:3]).fetchone()[0])
PY
}
status() { telltale -C "$V" status "$@"; }
item() { # KIND PATTERN: a line of it
	json "$dir/out" "any(i['kind'] == '$1' and '$2' in i['what']
for i in d['items'])" | grep -q True
}
well() { [ "$(json "$dir/out" 'd["well"]')" = "$1" ]; }

fact "PO-7 a new programme is well" status --json
also "PO-7 and says so" well True
people
fact "PO-7 so is one whose readers have keys" status --json
must telltale -C "$V" partner add late --name "Late Ltd" --tier member
exits 1 "PO-7 who applied is due" status --json
also "PO-7 as a line of its own" item due "1 partner applied"

D=$dir/draft
draft "$D" 300 3600
seal "$D"
exits 1 "PO-7 what was sealed and not published is due" status --json
also "PO-7 with its name" item due "EX-2026-014 is sealed"
also "PO-7 and what to do" [ "$(json "$dir/out" \
    "[i['next'] for i in d['items'] if 'sealed' in i['what']][0]")" = \
    "telltale publish EX-2026-014" ]
publish
exits 1 "PO-7 then its waves come next" status --json
also "PO-7 each of them" item next "wave validate opens"
also "PO-7 and the public instant" item next "EX-2026-014: public"
also "PO-7 and who has not consented" item silent "partners have not consented"
exits 1 "PO-7 offline the hub is unknown" status --offline --json
also "PO-7 never well" item unknown "not asked"

keeper_stop
clock_ahead=$((clock_ahead + 450))
clock all $clock_ahead $clock_ahead
exits 1 "PO-7 a wave that its keeper does not release" status --json
also "PO-7 is failing" item failing "wave validate was to open"
also "PO-7 as is the keeper" item failing "keeper 1 does not answer"
also "3.10 operators are told of the keeper" \
    [ "$(mailed "keeper 1 does not answer")" = 1 ]
also "3.10 and of the wave, by the bulletin's id" \
    [ "$(mailed "wave 1 of bulletin $id was to open")" = 1 ]
exits 1 "PO-7 it still is" status --json
also "3.10 they are told once" [ "$(mailed "What is safe to do")" = 2 ]
keeper_start
hub_stop
exits 1 "PO-7 a hub that is down" status --json
also "PO-7 is failing" item failing "cannot be reached"
also "PO-7 and what it would know is unknown" item unknown "receipts"
hub_start
wait_for $((first + 1))
must until_true 20 sh -c "telltale -C '$V' status --json | \
    grep -q '\"failing\"' && exit 1 || exit 0"
keeper_stop
exits 1 "PO-7 once more" status --json
also "3.10 then they are told once more" \
    [ "$(mailed "keeper 1 does not answer")" = 2 ]
keeper_start
must until_true 20 sh -c "telltale -C '$V' status --json | \
    grep -q '\"failing\"' && exit 1 || exit 0"
telltale -C "$V" embargo show "$id" --json >"$dir/out" 2>"$dir/err"
also "3.5 how late it opened is on record" [ "$(json "$dir/out" \
    '[100 < w["late_s"] < 900 for w in d["waves"] if w["wave"] == "validate"]')" = \
    "[True]" ]
also "3.5 of what is in time nothing" [ "$(json "$dir/out" \
    '[w["late_s"] for w in d["waves"] if w["wave"] == "early"]')" = "[0]" ]
exits 1 "3.5.10 status has it" status --json
also "3.5.10 as what is odd, by how much" \
    printed 'EX-2026-014: wave validate opened [0-9]* min.* late'
fact "3.5.10 the census has it" telltale -C "$V" census "$id" --json
also "3.5.10 and counts from then for sure, before perhaps" [ "$(json \
    "$dir/out" '([(w["opened_as"], 100 < w["late_s"] < 900) for w in d["waves"] if w["wave"] == "validate"],
    [r["could"]["until"] > r["could"]["from"] for r in d["readers"] if r["reader"] == "alder-1"])')" = \
    "([('late', True)], [True])" ]
fact "3.5.10 so does its table" telltale -C "$V" census "$id"
also "3.5.10 in words" printed 'released, [0-9]* min.* late'
fact "3.5.10 the time line has both instants" \
    telltale -C "$V" timeline "$id" --json
also "3.5.10 of the opening" [ "$(json "$dir/out" \
    '[r["until"] > r["from"] for r in d["rows"] if r["kind"] == "opens"]')" = \
    "[True]" ]
must telltale -C "$V" case open "$id" --title Late --json
C=$(json "$dir/out" 'd["case"]')
fact "3.5.10 a case about it" telltale -C "$V" case show "$C" --json
also "3.5.10 has the delay, too" [ "$(json "$dir/out" \
    '[(o["wave"], o["opened_as"], o["late_s"] > 100) for o in d["openings"]]')" = \
    "[('validate', 'late', True)]" ]
fact "3.5.10 for people" telltale -C "$V" case show "$C"
also "3.5.10 as well" sh -c \
    'tr -s " \n" "  " <"$0" | grep -q "opening: wave validate of .* min.* late"' \
    "$dir/out"
fact "PO-7 all of it for people, too" sh -c "telltale -C '$V' status | \
    grep -q '^next.*wave early opens'"

cp -a "$V" "$dir/old"
must telltale -C "$V" partner add newer --name "Newer Ltd" --tier member \
    --agreement 1 --paper "$root/LICENSE" --signer N
must telltale -C "$V" partner approve newer
exits 5 "PO-7 an old copy of the vault is an alarm" \
    telltale -C "$dir/old" status --json
also "PO-7 among the lines" item alarm "not what this vault"
V=$dir/old
also "3.10 which is told by mail, too" [ "$(mailed "a fork, or one of")" = 1 ]
finish
