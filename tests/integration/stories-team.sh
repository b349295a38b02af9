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
waiting() { "$1" approve --quiet | cut -f1; } # OFFICER: requests
later() { # SECONDS: the clock alone
	clock_ahead=$((clock_ahead + $1))
	clock all $clock_ahead $clock_ahead
}
in_force() { until_true 20 has_keys "$1"; } # the hub goes by list N
has_keys() {
	python3 - "$H/hub.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(db.execute("SELECT count(*) FROM entry WHERE kind = 'keys'")
         .fetchone()[0] < int(sys.argv[2]))
PY
}
first_is() { # of the suspects in $dir/out
	grep -m1 '"partner"' "$dir/out" | grep -q "\"$1\""
}
told() { # VAULT EVENT SQL: how many notices of that event are so
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s/vault.db?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM (SELECT *, CAST(text AS TEXT) AS body "
    "FROM notice) WHERE event = ? AND " + sys.argv[3], sys.argv[2:3]).fetchone()[0])' "$@"
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

fact "PO-6d officers are listed" ana vault officers
also "PO-6d with whose keys are here" \
    [ "$(cut -f1,5 "$dir/out" | tr '\t\n' '  ')" = "ana yes ben yes " ]
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
    first_is alder
fact "PO-6d a drill with a copy rendered for it" \
    ana vault drill "$dir/backup.age" --json
also "PO-6d the restored vault traces it" printed '"traces": true'
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
must in_force 2
fact "PO-6d all secrets are sealed anew" ana vault check
fact "PO-6d pushed" ana vault sync "$T" --json
also "PO-6d as the team's second" printed '"number": 2'
fact "PO-6d the other machine pulls" ben vault sync "$T" --json
also "PO-6d what is newer" printed '"done": "pulled"'
also "PO-6d and stays ben's" grep -qx 'officer ben' "$B/telltale.conf"
fact "PO-6d a vault of cy's own, from the team's folder" \
    telltale vault restore "$T/vault-00000002.age" "$dir/cy/vault" \
    -i "$dir/keys-cy/officer-cy.key"
cy() { telltale -C "$dir/cy/vault" "$@"; }
fact "PO-6d which traces, too" cy trace "$dir/leak"/* --json
also "PO-6d to the same holder" \
    first_is alder

# Two people, for what cannot be undone.

new_officer dora
echo "mail-officer ben@vendor.example" >>"$V/telltale.conf"
exits 75 "PO-5 what takes a second person waits for one" \
    ana vault add-officer "$dir/keys-dora/dora.public" --role counsel \
    --yes="$print"
also "PO-5 and says for whom" said 'waits for 1 more officer until'
also "PO-5 and nothing of it is done" \
    [ "$(grep -c dora "$V/keys/officers")" = 0 ]
also "SA-1 the others are told" [ "$(told "$V" approval \
    "state = 'waiting' AND address = 'ben@vendor.example' AND
    body LIKE '%$print%'")" = 1 ]
also "SA-1 and again an hour before it expires" [ "$(told "$V" \
    approval-expiring "state = 'waiting' AND due - queued BETWEEN 82000 AND
    82800")" = 1 ]
fact "SA-1 the other officer's queue" ben approve
R=$(cut -f1 "$dir/out")
also "SA-1 who asks, what, and what if nothing is done" [ "$(cut -f2-4,7,9 \
    "$dir/out" | tr '\t' ' ')" = \
    "keys dora ana 1 officer it expires, and nothing of it happens" ]
fact "SA-1 the dry run, not a summary" ben approve "$R" --dry-run
also "SA-1 with the fingerprint" printed "$print"
also "SA-1 and the statement that is signed" printed 'telltale/v1/keys'
refused 4 'your own request' 'another officer' "SA-1 the asker does not approve it" \
    ana approve "$R" --yes="$R"
refused 4 'enrolled your key less than seven days ago' 'another' \
    "SA-1 nor whoever the asker enrolled this week" cy approve "$R" --yes="$R"
refused 2 'what was confirmed' 'type' "SA-1 the id is typed, not y" \
    ben approve "$R" --yes=y
exits 3 "SA-1 no such request" ben approve 0000000000000000 --yes=0
sealed_by() { # how many of the team's vaults have dora's line
	cat "$V/keys/officers" "$B/keys/officers" | grep -c '^dora '
}
fact "SA-1 another officer approves, and it is done" \
    ben approve "$R" --yes="$R"
also "SA-1 in their vault" grep -q '^dora ' "$B/keys/officers"
must in_force 3
also "SA-1 and in the ledger, while the asker sleeps" has_keys 3
refused 4 'already\|your role\|has ended' 'missing' "SA-1 not twice" \
    ben approve "$R" --yes="$R"
fact "SA-1 the asker's vault does it when it wakes" ana approve
also "SA-1 and nothing waits" test ! -s "$dir/out"
also "SA-1 and who was told of it is not reminded" \
    [ "$(told "$V" approval-expiring "state = 'dropped'")" = 1 ]
also "SA-1 done once in each" [ "$(sealed_by)" = 2 ]
fact "SA-1 which is no alarm" ana vault check
fact "SA-1 nor in the third vault" cy vault check
fact "PO-6d a vault in which all did the same needs no sync" \
    ben vault sync "$T"
fact "PO-6d nor does the other" ana vault sync "$T" --json
also "PO-6d they are the same" printed '"done": "same"'

# Expiry, refusal, a request that is not the one that was shown.

new_officer eve
ask_eve() {
	exits 75 "$1" ana vault add-officer "$dir/keys-eve/eve.public" \
	    --yes="$print"
	R=$(waiting ben)
}
ask_eve "SA-1 another request"
later 86400
refused 4 'has ended' 'again' "SA-1 after 24 hours it is too late" \
    ben approve "$R" --yes="$R"
fact "SA-1 and that is on record" ana approve --all
also "SA-1 as expired" printed "^$R.*	expired	"
also "PO-5 and nothing of it was done" \
    [ "$(grep -c '^eve ' "$V/keys/officers")" = 0 ]
ask_eve "SA-1 it is asked again"
fact "SA-1 a no ends it" ben approve "$R" --refuse --reason 'not yet' --yes="$R"
exits 4 "SA-1 for everybody" cy approve "$R" --yes="$R"
also "SA-1 and nothing waits" [ -z "$(waiting ana)" ]
ask_eve "SA-1 a third time"
first_one=$R
swap() { # the hub shows something else under the id of a request
	python3 - "$H/hub.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
old = db.execute("SELECT sealed FROM request WHERE answer = 0 AND id <> ? "
                 "ORDER BY n LIMIT 1", (sys.argv[2],)).fetchone()[0]
n = db.execute("SELECT max(n) FROM request").fetchone()[0] + 1
db.execute("UPDATE request SET sealed = ?, n = ? WHERE id = ? AND answer = 0",
           (old, n, sys.argv[2]))
db.commit()
PY
}
must swap "$first_one"
refused 4 'another one than it showed' 'ask' \
    "SA-1 a request that changed since it was shown" \
    ben approve "$first_one" --yes="$first_one"
refused 4 'has ended' 'again' "SA-1 and never after" \
    ben approve "$first_one" --yes="$first_one"

exits 4 "SA-1 the asker is told, once" ana approve

# Seven days later; who leaves.

later 604800
exits 75 "PO-5 a removal waits" ana vault remove-officer cy \
    --reason 'left the company' --yes=cy
fact "SA-1 whoever leaves is not asked" cy approve
also "SA-1 nor sees it" test ! -s "$dir/out"
R=$(waiting ben)
if [ -x "${TELLTALE_CRASH_BUILD-}/telltale" ]; then
	first_try="$R --yes=$R"
	for point in answer row lineup reseal next-keys settled keys; do
		exits 86 "PO-6d stopped at $point" env \
		    TELLTALE_CRASH_AT=team-$point \
		    "$TELLTALE_CRASH_BUILD/telltale" -C "$B" approve $first_try
		first_try=
	done
	fact "PO-6d another officer's approval goes on" ben approve
else
	fact "PO-6d and another officer approves it" \
	    ben approve "$R" --yes="$R"
fi
also "PO-6d and it is done" [ "$(grep -c '^cy ' "$B/keys/officers")" = 0 ]
fact "PO-6d in a vault that is whole" ben vault check
must in_force 4
exits 3 "PO-6d who was removed is nobody to the hub" cy approve
fact "PO-6d the asker's vault does it" ana approve
fact "PO-6d and is good" ana vault check
draft "$D" 600 3600
seal_as EX-2026-015 "$D"
fact "PO-6d the publisher's new key publishes, and keepers take it" \
    ana publish "$id" --short-notice --yes="$id"
wait_for "$first"
fact "PO-6d and readers open it" until_true 60 as alder-1 open "$id" \
    -o "$dir/second"

# Both changed; an old vault.

fact "PO-6d what was published is pushed" ana vault sync "$T" --json
also "PO-6d as what is newer" printed '"done": "pushed"'
refused 5 'old copy of it' 'restore' \
    "PO-6d a vault older than the hub's ledger" ben vault check
must telltale vault restore "$T/vault-00000004.age" "$dir/ben/new" \
    -i "$dir/keys-ben/officer-ben.key"
B=$dir/ben/new
fact "PO-6d restored, it goes on" ben vault check
must ana partner add north --name North --tier member
must ben partner add south --name South --tier member
fact "PO-6d one pushes" ana vault sync "$T"
refused 5 'both changed' 'backup' "PO-6d if both changed, nothing is done" \
    ben vault sync "$T"
fact "PO-6d a drill, with the first leak, of the newest backup" ana vault \
    drill "$T/vault-00000005.age" "$dir/leak"/* --bulletin "$old"

# A finder's key.

must ana finder add "$id" --name 'R. Idler' --reported "$(utc $(date +%s))"
invite() { ana finder invite "$id" --email r@idler.example -o "$dir/idler"; }
exits 75 "RF-1 a record for a finder's key waits for the second person" invite
R=$(waiting ben)
fact "RF-1 who is told what it is" ben approve "$R" --dry-run
also "RF-1 no partner" printed 'a party to dates, and no partner'
must ben approve "$R" --yes="$R"
fact "RF-1 then the finder is invited" invite
finish
