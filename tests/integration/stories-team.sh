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
