#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-mine: a partner's own admin has its own people in hand.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
tt() { telltale -C "$V" "$@"; }
told() { # EVENT READER: how many notices of that event this reader gets
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s/vault.db?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM notice WHERE event = ? AND reader = ?",
    sys.argv[2:]).fetchone()[0])' "$V" "$@"
}
shut_out() { # READER
	! as "$1" inbox >"$dir/shut" 2>&1 &&
	    grep -qe "does not know this reader" \
	        -e "no such thing for this key" "$dir/shut"
}
# mine EXPRESSION: of what birch's admin is shown; p is who is who
mine() {
	as birch-1 people list --json --quiet >"$dir/mine" &&
	    json "$dir/mine" "(lambda p: ($1))({r['name']: r for r in d['people']})"
}
due() { # TEXT: the status says it
	tt status --json >"$dir/due" 2>&1
	grep -qe "$1" "$dir/due"
}

D=$dir/draft
draft "$D" 600 1200
seal "$D"
publish
wait_for "$second"
must as birch-2 open "$id" -o "$dir/birch-2"

# Who is admin, and what they see.

exits 3 "PA-2 who is no admin sees nobody" as birch-1 people list
exits 3 "PA-2 and stops nobody" as birch-2 people revoke birch-1 \
    --reason left --yes=birch-1
must tt reader role birch-1 admin
must tt reader role alder-1 admin
fact "PA-2 an admin sees the own people" as birch-1 people list --json
also "PA-2 by their names, and nobody else's" [ "$(json "$dir/out" \
    'sorted((p["id"], p["name"], p["role"]) for p in d["people"])')" = \
    "[('birch-1', 'Mina', 'admin'), ('birch-2', 'Ola', 'reader')]" ]
also "PA-2 and what each has signed for" [ "$(json "$dir/out" \
    '{p["id"]: (p["receipts"], p["newest"] is None) for p in d["people"]}')" \
    = "{'birch-1': (0, True), 'birch-2': (1, False)}" ]
also "3.11 of others there is not a word" \
    sh -c '! grep -qie alder -e cedar -e dogwood "$0"' "$dir/out"
also "PA-2 the hub keeps no names" \
    sh -c '! cat "$0"/hub.db* | grep -qae Mina -e birch-1' "$H"

# Somebody new.

exits 4 "PA-2 a machine without an accountable person is refused" as birch-1 \
    people add --machine --name Gateway --email g@birch.example -o "$dir/g"
exits 3 "PA-2 nor does somebody of another partner answer for one" as birch-1 \
    people add --machine --answers alder-1 --name Gateway \
    --email g@birch.example -o "$dir/g"
exits 3 "PA-2 who is no admin invites nobody" as birch-2 people add \
    --name Mei --email m@birch.example -o "$dir/mei.inv"
also "PA-2 and has no file" [ ! -e "$dir/mei.inv" ]
fact "PA-2 an admin invites at once" as birch-1 people add --name "Mei Ito" \
    --email m@birch.example -o "$dir/mei.inv"
also "PA-2 the invitation is theirs alone to hand on" \
    [ "$(stat -c %a "$dir/mei.inv")" = 600 ]
fact "PA-2 a machine has a person who answers for it" as birch-1 people add \
    --machine --answers Ola --name Gateway --email g@birch.example \
    -o "$dir/gate.inv"
fact "PA-2 who was invited joins" telltale -C "$dir/home/mei" join \
    "$dir/mei.inv" --no-passphrase
print=$(cat "$dir/out")
must telltale -C "$dir/home/gate" join "$dir/gate.inv" --no-passphrase
also "PA-2 the hub keeps no name of theirs" \
    sh -c '! cat "$0"/hub.db* | grep -qae "Mei Ito" -e m@birch' "$H"
also "PA-2 the admin sees who waits, and their fingerprint" [ "$(mine \
    'p["Mei Ito"]["state"], p["Mei Ito"]["fingerprint"]')" = \
    "('pending', '$print')" ]
also "PA-2 who gets nothing before an officer has looked" shut_out mei
fact "PA-2 the officer sees who joined, and who invited them" \
    tt reader confirm --json
also "PA-2 by the fingerprint that they have" [ "$(json "$dir/out" \
    '[(r["invited_by"], r["fingerprint"]) for r in d["readers"]
    if r["name"] == "Mei Ito"]')" = "[('birch-1', '$print')]" ]
before=$(told reader-new birch-1) others=$(told reader-new alder-1)
must tt reader confirm --all
fact "PA-2 then they are in" as mei inbox
also "3.10 the partner's admin is told" \
    [ $(($(told reader-new birch-1) - before)) = 2 ]
also "3.10 and no other partner's" \
    [ "$(told reader-new alder-1)" = "$others" ]
also "PA-2 the admin sees who answers for the machine" [ "$(mine \
    'p["Gateway"]["role"], p["Gateway"]["answers"], p["Mei Ito"]["state"]')" \
    = "('machine', 'birch-2', 'active')" ]
sed "s/^name .*/name Eve/" "$dir/mei.inv" >"$dir/eve.inv"
exits 3 "PA-1 an invitation that was altered is none" telltale \
    -C "$dir/home/eve" join "$dir/eve.inv" --no-passphrase

# Somebody leaves the company.

exits 4 "PA-2 the last admin cannot go" as birch-1 people revoke birch-1 \
    --reason role --yes=birch-1
also "PA-2 and asks the officer" said 'ask the officer'
exits 3 "PA-2 another partner's reader is nobody" as birch-1 people revoke \
    cedar-1 --reason left --yes=cedar-1
exits 2 "PA-2 a revocation has a reason" as birch-1 people revoke birch-2 \
    --yes=birch-2
exits 2 "PA-2 and is meant" as birch-1 people revoke birch-2 --reason left
fact "PA-2 what they have opened is said before" as birch-1 people revoke \
    birch-2 --reason left --dry-run --json
also "PA-2 with the instant" [ "$(json "$dir/out" '[(c["bulletin"],
    c["fetched"] is not None) for c in d["copies"]]')" = "[('$id', True)]" ]
also "PA-2 and nothing is done" as birch-2 inbox
fact "PA-2 an admin revokes at once" as birch-1 people revoke birch-2 \
    --reason left --yes=birch-2
also "PA-2 what was opened cannot be recalled" printed \
    '1 copy signed for cannot be recalled'
also "PA-2 it is said for whom they answered" said "for the machine"
also "PA-2 from the next request on they are out" shut_out birch-2
also "PA-2 and nobody else is" as mei inbox
exits 4 "PA-2 once is enough" as birch-1 people revoke birch-2 \
    --reason left --yes=birch-2
draft "$D" 600 1200
sed -i 's/EX-2026-014/EX-2026-015/' "$D/bulletin.json"
exits 1 "PA-2 the officer sees it at the next visit" tt status
also "PA-2 with what to do" printed \
    'birch-2 was stopped by its admin birch-1.*reader revoke birch-2'
also "PA-2 the list says so" [ "$(json <(tt reader list birch --json) \
    '[r["state"] for r in d["readers"] if r["id"] == "birch-2"]')" = \
    "['stopped']" ]
also "3.10 the partner's admins are told" \
    [ "$(told reader-revoked birch-1)" = 1 ]
must tt seal "$D" --dry-run --json
also "PA-2 nothing is sealed to who was stopped" [ "$(json "$dir/out" \
    'sorted(r["name"] for r in d["readers"] if r["partner"] == "birch"
    and r["wave"] is not None)' )" = "['birch-1', 'birch-3', 'birch-4']" ]
exits 4 "PA-2 nor are they invited anew before the ledger has it" tt \
    reader add birch --id birch-2 -o "$dir/again.inv"
fact "PA-2 an officer puts it in the ledger" tt reader revoke birch-2 \
    --yes=birch-2
also "PA-2 then it waits for nobody" sh -c '! "$@"' - due birch-2.was.stopped
also "3.10 nobody is told twice" [ "$(told reader-revoked birch-1)" = 1 ]
also "PA-2 and the admin sees it" [ "$(mine 'p["Ola"]["state"]')" = revoked ]

# The partner leaves.

ref=$(sed -n 's/^partner //p' "$dir/home/birch-1/telltale.conf")
exits 3 "PA-2 only an admin can leave" as mei people leave --yes="$ref"
fact "PA-2 what stays owed is said before" as birch-1 people leave --dry-run \
    --json
also "PA-2 in one paragraph" [ "$(json "$dir/out" \
    '(d["owed"].startswith("What stays owed: 1 copy was signed for") and
    "agreement, version 1" in d["owed"] and "\n" not in d["owed"])')" = True ]
also "PA-2 and nothing is done by that" as birch-1 inbox
exits 2 "PA-2 leaving is meant" as birch-1 people leave
fact "PA-2 a partner leaves by its admin's word" as birch-1 people leave \
    --yes="$ref"
also "PA-2 and hears what stays owed" printed 'What stays owed: 1 copy'
also "PA-2 at once: the admin" shut_out birch-1
also "PA-2 and everybody there" shut_out mei
also "PA-2 a machine too" shut_out gate
also "PA-2 others are not touched" as alder-1 people list
exits 1 "PA-2 the officer sees that, too" tt status
also "PA-2 with what to do about it" printed \
    'birch leaves, by the word of its admin birch-1.*partner withdraw birch'
must tt seal "$D" --dry-run --json
also "PA-2 nothing more is sealed to it" [ "$(json "$dir/out" \
    '[r["name"] for r in d["readers"] if r["partner"] == "birch"
    and r["wave"] is not None]' )" = "[]" ]
fact "PA-2 an officer completes it" tt partner withdraw birch
also "PA-2 and then it waits for nobody" sh -c '! "$@"' - due birch.leaves
fact "the ledger holds" telltale log verify "$H/ledger" --log "$vkey"
finish
