#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-team: two people for what cannot be undone (specs/stories.md 3.9,
# SA-1), and a vault that several officers share (PO-6d): ana's machine, ben's
# machine, one hub.
. "$(dirname "$0")/lib.sh"

one_clock
programme --officer ana --officer ben
people
B=$dir/ben/vault
mkdir "$dir/ben" "$dir/cy"
ana() { telltale -C "$V" "$@"; }
ben() { telltale -C "$B" "$@"; }
ids() { json "$1" '" ".join(r["request"] for r in d["requests"])'; }
later() { # SECONDS: the clock alone
	clock_ahead=$((clock_ahead + $1))
	clock all $clock_ahead $clock_ahead
}
cut() { until_true 20 has_keys "$1"; } # the hub goes by list N
has_keys() {
	python3 - "$H/hub.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(db.execute("SELECT count(*) FROM entry WHERE kind = 'keys'")
         .fetchone()[0] < int(sys.argv[2]))
PY
}
D=$dir/draft
draft "$D" 600 3600
seal "$D"
publish
wait_for "$first"
must until_true 60 as alder-1 open "$id" -o "$dir/leak"
must ana trace "$dir/leak"/* --json
old=$id

# A vault for each of them.

fact "PO-6d officers are listed" ana vault officers --json
also "PO-6d with whose keys are here" [ "$(json "$dir/out" \
    '[(o["name"], o["here"]) for o in d["officers"]]')" = \
    "[('ana', True), ('ben', True)]" ]
refused 4 'this is ana.s vault' '' "PO-6d nobody hands over their own keys" \
    ana vault hand-over ana -o "$dir/never"
fact "PO-6d a second officer's keys leave the first machine" \
    ana vault hand-over ben -o "$dir/keys-ben"
also "PO-6d and are gone from it" test ! -e "$V/keys/officer-ben.key"
fact "PO-6d a backup" ana vault backup -o "$dir/backup.age"
fact "PO-6d restored with the second officer's key" telltale vault restore \
    "$dir/backup.age" "$B" -i "$dir/keys-ben/officer-ben.key"
also "PO-6d it is their vault" grep -qx 'officer ben' "$B/telltale.conf"
fact "PO-6d and whole" ben vault check
fact "PO-6d the second machine traces what the first one sealed" \
    ben trace "$dir/leak"/* --json
also "PO-6d and names the same holder" \
    [ "$(json "$dir/out" 'd["suspects"][0]["partner"]')" = alder ]
fact "PO-6d a drill with a copy rendered for it" \
    ana vault drill "$dir/backup.age" --json
also "PO-6d the restored vault traces it" [ "$(json "$dir/out" 'd["traces"]')" = True ]
fact "PO-6d a drill with the old leak" \
    ana vault drill "$dir/backup.age" "$dir/leak"/*
also "PO-6d leads to alder" printed 'leads to alder'
echo "never traced before" >"$dir/stray"
cat "$dir/leak/advisory.md" >>"$dir/stray"
refused 4 'never traced' 'trace it first' \
    "PO-6d a drill reads nothing that was not read before" \
    ana vault drill "$dir/backup.age" "$dir/stray"
also "PO-6d and leaves nothing in the vault's scratch" \
    [ -z "$(ls "$V/scratch")" ]

# From a small team to two people.

T=$dir/team
mkdir "$T"
fact "PO-6d the first sync brings the vault to the team's folder" \
    ana vault sync "$T"
new_officer() { # NAME: $print is the fingerprint of their new keys
	must telltale vault officer-key "$1" --no-passphrase -o "$dir/keys-$1" \
	    --origin "$(sed -n 's/^origin //p' "$V/telltale.conf")"
	print=$(cat "$dir/out")
}
new_officer cy
refused 2 'what was confirmed' 'type' "PO-6d another fingerprint is refused" \
    ana vault add-officer "$dir/keys-cy/cy.public" --yes="0000 0000"
fact "PO-6d a third officer, and the team is small no longer" \
    ana vault add-officer "$dir/keys-cy/cy.public" --end-small-team \
    --yes="$print"
must cut 2
fact "PO-6d all secrets are sealed anew" ana vault check
fact "PO-6d pushed" ana vault sync "$T" --json
also "PO-6d as the team's second" [ "$(json "$dir/out" 'd["number"]')" = 2 ]
fact "PO-6d the other machine pulls" ben vault sync "$T" --json
also "PO-6d what is newer" [ "$(json "$dir/out" 'd["done"]')" = pulled ]
also "PO-6d and stays ben's" grep -qx 'officer ben' "$B/telltale.conf"
fact "PO-6d a vault of cy's own, from the team's folder" \
    telltale vault restore "$T/vault-00000002.age" "$dir/cy/vault" \
    -i "$dir/keys-cy/officer-cy.key"
cy() { telltale -C "$dir/cy/vault" "$@"; }
fact "PO-6d which traces, too" cy trace "$dir/leak"/* --json
also "PO-6d to the same holder" \
    [ "$(json "$dir/out" 'd["suspects"][0]["partner"]')" = alder ]
finish
