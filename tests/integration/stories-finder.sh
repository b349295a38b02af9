#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-finder: a finder and a coordinator with keys of their own (stories
# RF-1, RF-2): what they see, what they answer, and what they are no part of.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft
tt() { telltale -C "$V" "$@"; }
is() { # EXPRESSION VALUE: of the last command's JSON, d
	[ "$(json "$dir/out" "$1")" = "$2" ]
}
reports() { # READER EXPRESSION VALUE: of their report, r
	as "$1" report --json >"$dir/report.json" 2>/dev/null &&
	    [ "$(json "$dir/report.json" "(lambda r: ($2))(d['reports'][0])")" = "$3" ]
}
party() { # EXPRESSION VALUE: of the first party, p
	tt embargo show "$id" --json >"$dir/show.json" 2>/dev/null &&
	    [ "$(json "$dir/show.json" \
		"(lambda p: ($1))([p for p in d['parties'] if p['name'] == 'R. Idler'][0])")" = "$2" ]
}
joins() { # READER
	must telltale -C "$dir/home/$1" join "$dir/$1.invitation" --no-passphrase
	must tt reader confirm --all
}
names_nobody() { # no partner, no reader of one, no wave
	python3 - "$V/vault.db" "$dir/out" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
text = open(sys.argv[2]).read().lower()
words = [w for row in db.execute("SELECT p.id, p.name FROM partner p JOIN "
    "standing s ON s.partner = p.id WHERE s.party = 0") for w in row]
words += [r[0] for r in db.execute("SELECT name FROM wave")]
assert len(words) > 6, words
sys.exit(any(w.lower() in text for w in words))
PY
}

# A key, before anything is out.

draft "$D" 600 3600
seal "$D"
must tt finder add "$id" --name 'R. Idler' --reported "$(utc $(date +%s))" \
    --source 'told by Alder Networks'
must tt embargo party "$id" 'R. Idler' --role finder
exits 2 "RF-1 an invitation needs an address and a file" tt finder invite "$id"
exits 2 "RF-1 or a reader, and not both" tt finder invite "$id" --reader alder-1 \
    --email r@idler.example
fact "RF-1 the finder is given a key" tt finder invite "$id" \
    --email r@idler.example -o "$dir/party-1-1.invitation" --json
also "RF-1 of a record of its own" is \
    '[(i["reader"], i["partner"]) for i in d["invitations"]]' \
    "[('party-1-1', 'party-1')]"
joins party-1-1
idler() { as party-1-1 "$@"; }
fact "RF-1 the finder sees where the report stands" idler report
cp "$dir/out" "$dir/seen"
also "RF-1 with their own line" sh -c 'tr "\n" " " <"$0" |
    grep -q "you stand as finder, who knew since"' "$dir/out"
also "RF-1 and never a partner or a wave" names_nobody
fact "RF-1 the vendor sees the same" tt finder show "$id"
also "RF-1 word for word" sh -c 'sed 1d "$1" | sed "s/ (.*//" >"$1.a" &&
    sed "s/ (.*//" "$0" | diff "$1.a" -' "$dir/out" "$dir/seen"
fact "RF-1 a source that names a partner stays with the vendor" idler report --json
also "RF-1 and is no officer's word for that" is \
    '(d["reports"][0]["source"], d["reports"][0]["stated_by_officer"])' "(None, False)"

# No partner: not in a plan, a list, a count, a census.

fact "RF-1 they are in no plan" tt seal "$D" --dry-run --json
also "RF-1 not even among those who are left out" sh -c \
    "! grep -qe party -e Idler '$dir/out'"
fact "RF-1 whoever asks is told by which rule" sh -c \
    "telltale -C '$V' policy explain party-1 '$D'; [ \$? = 1 ]"
also "RF-1 that they get nothing" printed \
    'nothing before the public instant, by party: a party agrees to dates'
fact "RF-1 they are in no list of partners" tt partner list --json
also "RF-1 none" sh -c "! grep -q party '$dir/out'"
fact "RF-1 nor of readers" tt reader list --json
also "RF-1 none" sh -c "! grep -q party '$dir/out'"
fact "RF-1 their record says what it is" tt partner show party-1 --json
also "RF-1 a party" is 'd["kind"]' party

# The first terms.

refused 4 'answers by a key' 'letter list' \
    "RF-2 nobody states the answer of who has a key" \
    tt embargo answer "$id" 'R. Idler' --accept
refused 4 'R. Idler, a terms party, has not accepted' 'embargo answer' \
    "RF-2 it is not published without it" tt publish "$id" --yes="$id"
fact "RF-2 the finder is asked" idler report
also "RF-2 about the first terms" printed 'agree to terms 1 by'
exits 4 "RF-2 terms that nobody proposed are not answered" idler report accept 2
exits 1 "RF-2 nor by whom nobody asked" as alder-1 report accept 1
fact "RF-2 an answer can be looked at first" idler report accept 1 --dry-run
also "RF-2 what would be signed" printed "^I accept terms 1 of bulletin $id: public at"
fact "RF-2 and signed" idler report accept 1
draft "$D" 600 3600	# some seconds later
seal "$D"
exits 4 "RF-2 for one instant, and no other" tt publish "$id" --yes="$id"
also "RF-2 as is said" said 'it is about other terms than those that are'
must idler report accept 1
publish
also "RF-2 it is out, by the finder's key" party \
    'p["accepts"], p["by"], p["answered_terms"], p["reader"]' \
    "(True, 'key', 1, 'party-1-1')"
must tt letter show "$(json "$dir/show.json" '[p["letter"]
    for p in d["parties"]][0]')" --signed
also "RF-2 with the text that they signed" sh -c \
    'grep -q "^I accept terms 1 of bulletin" "$0" &&
    grep -q "^said accept$" "$0" && grep -q "^— " "$0"' "$dir/out"
also "RF-2 the finder sees that it is in force" reports party-1-1 \
    'r["embargo"], r["terms"], r["answered_by"]' "('active', 1, 'key')"
fact "RF-1 they have no copy" idler inbox --json
also "RF-1 of anything" is 'd["bulletins"]' '[]'
fact "RF-1 and the state of a report is no answer to a letter" \
    idler letter read --json
also "RF-1 it has a verb of its own" is 'd["answers"]' '[]'
fact "RF-1 in the census they are a knower" tt census "$id" --json
also "RF-1 and no reader" sh -c "! grep -q party-1 '$dir/out' && grep -q Idler '$dir/out'"

fact "RF-2 what was promised can be shown" idler report --signed
also "RF-2 as an officer signed it" sh -c 'grep -q "^about report$" "$0" &&
    grep -q "\"public\":\"$1\"" "$0" && grep -q "^— .*officer" "$0"' \
    "$dir/out" "$(utc $public)"

# Dates come by themselves, late if the hub is away.

must tt finder date "$id" acknowledged "$(utc $(date +%s))"
also "RF-1 a date is told at once" reports party-1-1 \
    'r["acknowledged"] is not None' True
hub_stop
fact "RF-1 with the hub away" tt finder date "$id" fix "$(utc $(date +%s))"
also "RF-1 it is said that it waits" said 'is to be told where their report stands'
hub_start
exits 1 "RF-1 nothing is lost" sh -c "telltale -C '$V' status --json"
also "RF-1 it comes with the next visit" reports party-1-1 \
    'r["fix"] is not None' True

# Another date.

later=$(utc $((public + 3600)))
exits 75 "RF-2 a slip waits for the finder" tt slip "$id" --to "$later" --yes="$id"
also "RF-2 who is told by themselves" reports party-1-1 \
    'r["proposed"], r["proposed_terms"], r["public"], r["respond_by"]' \
    "('$later', 2, '$(utc $public)', '$(utc $public)')"
idler report --json >"$dir/out"
also "RF-2 and not of whom else it concerns" names_nobody

# What comes too late: dropped while the hub was away, and answered then.

hub_stop
must tt slip "$id" --drop
hub_start
fact "RF-2 who has not heard of it answers" idler report accept 2
fact "RF-2 what is dropped" tt embargo show "$id"
also "RF-2 is not agreed by that, and it is said so" \
    said 'does not count: no terms are proposed any more: it changes nothing'
also "RF-2 what was agreed stands" party 'd["state"], p["answered_terms"]' \
    "('active', 1)"
also "RF-2 the finder sees that" reports party-1-1 \
    'r["embargo"], r["proposed"]' "('active', None)"
exits 4 "RF-2 and cannot answer it again" idler report accept 2

# A coordinator who is a partner's reader, too; at first by a wrong key.

must tt embargo party "$id" 'CERT North' --role coordinator
fact "RF-2 an existing key may be named" tt embargo invite "$id" 'CERT North' \
    --reader birch-1
later=$(utc $((public + 7200)))
must tt knower add "$id" --organisation 'CERT North' --role coordinator \
    --from "$(utc $(date +%s))"
exits 75 "RF-2 another date" tt slip "$id" --to "$later" --yes="$id"
also "RF-2 both are told of it" reports birch-1 'r["proposed_terms"], r["role"]' \
    "(3, 'coordinator')"
must tt embargo invite "$id" 'CERT North' --reader cedar-1
exits 2 "RF-2 one key speaks for one of them" tt embargo invite "$id" \
    'CERT North' --reader party-1-1
published=$id
cp -r "$D" "$dir/other"
seal_as EX-2026-015 "$dir/other"
must tt embargo party "$id" 'B. Other' --role finder
must tt embargo invite "$id" 'B. Other' --reader birch-1
id=$published
fact "RF-2 who speaks for nobody any more, but the finder of another bulletin" \
    as birch-1 report accept 3 --bulletin "$id"
fact "RF-2 and signs all the same" tt embargo show "$id"
also "RF-2 changes nothing" said 'speaks for nobody who agrees to that'
also "RF-2 whichever name they claim" party \
    '[(q["name"], q["accepts"], q["answered_terms"]) for q in d["parties"]]' \
    "[('CERT North', None, 0), ('R. Idler', True, 1)]"
also "RF-1 a knower without a source is told that the officer states it" \
    reports cedar-1 'r["knew_as"], r["stated_by_officer"]' \
    "('coordinator', True)"
fact "RF-2 the right one answers" as cedar-1 report accept 3
exits 75 "RF-2 which is not the finder's yes" tt slip "$id" --yes="$id"
also "RF-2 it still waits for that" said 'finder, R. Idler, is to accept'
echo "I talk about it on that day." >"$dir/why"
fact "RF-2 the finder refuses" idler report reject 3 --reason "$dir/why"
fact "RF-2 the vendor learns it by itself" tt embargo show "$id"
also "RF-2 signed by key" printed \
    'R. Idler, finder: refused terms 3, signed by key'
also "RF-2 the old terms stay in force" printed '^embargo *active'
exits 1 "RF-2 as a look at the programme says" tt status
also "RF-2 who refused" printed 'R. Idler refused terms 3, the old ones stay'
fact "RF-2 the finder sees that, too" idler report
also "RF-2 in words" sh -c 'tr "\n" " " <"$0" |
    grep -q "rejected terms 3 .*The old terms stay in force"' "$dir/out"

# Agreed by both, adopted; then the finder's key is lost.

exits 75 "RF-2 once more" tt slip "$id" --to "$later" --yes="$id"
must idler report accept 4
must as cedar-1 report accept 4
fact "RF-2 with both their keys the date moves" tt slip "$id" --yes="$id"
also "RF-2 as the finder sees" reports party-1-1 \
    'r["public"], r["terms"], r["proposed"]' "('$later', 4, None)"
must tt reader revoke party-1-1 --yes=party-1-1
exits 75 "RF-2 without a key" tt slip "$id" --to "$(utc $public)" --yes="$id"
fact "RF-2 their word is noted" tt embargo answer "$id" 'R. Idler' --refuse
must tt embargo show "$id"
also "RF-2 as stated by the officer" printed \
    'R. Idler, finder: refused terms 5, as stated by the officer'
must tt release "$id" --reason finder --yes="$id"
also "RF-2 the end is told at once" reports cedar-1 'r["embargo"], r["end"]' \
    "('ended', 'reason')"

finish
