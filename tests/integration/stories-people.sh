#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-people: partners come, are cut off and come back; what they hold,
# what they signed, and who their readers are.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
tt() { telltale -C "$V" "$@"; }
DAY=86400
echo scan >"$dir/scan.pdf"
paper=(--paper "$dir/scan.pdf" --signer "K. Iyo")
day() { date -u -d "@$(($(date +%s) + $1 * DAY))" +%Y-%m-%d; }
# record PARTNER [FIELD [REVIEW]]: a vetting record of today, without that field
record() {
	python3 - "$1" "$(day 0)" "${2-}" "${3-}" <<'PY'
import json, sys
fields = """legal owners product use reach disclosure offensive agreement
named api telemetry contact readers duties state-ties handling incidents
sponsor conduct""".split()
review = {"review": sys.argv[4]} if sys.argv[4] else {}
print(json.dumps({"format": "telltale-vetting/1", "partner": sys.argv[1],
    **review, "answers": {f: {"answer": "said so", "evidence": "letter 7",
        "on": sys.argv[2]} for f in fields if f != sys.argv[3]}}))
PY
}
# joins READER: by the invitation $dir/READER.inv
joins() {
	rm -rf "$dir/home/$1"
	must telltale -C "$dir/home/$1" join "$dir/$1.inv" --no-passphrase
	must tt reader confirm --all
}
told() { # VAULT EVENT SQL: how many notices of that event are so
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s/vault.db?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM (SELECT *, CAST(text AS TEXT) AS body "
    "FROM notice) WHERE event = ? AND " + sys.argv[3], sys.argv[2:3]).fetchone()[0])' "$@"
}
is_state() { tt partner show "$1" | grep -q "^state *$2 since"; }
# shut_out READER [VERB...]: the hub says of this reader what it says of one who
# was never confirmed.
shut_out() {
	local who=$1
	shift
	! as "$who" "${@:-inbox}" >"$dir/shut" 2>&1 &&
	    grep -qe "does not know this reader" -e "no such thing for this key" \
	        "$dir/shut"
}

# Admission.

must tt partner add kiyo --name "Kiyokawa Ltd" --tier member
record kiyo offensive >"$dir/kiyo.json"
fact "PO-5 a vetting record is entered" \
    tt partner vet kiyo "$dir/kiyo.json" --json
also "PO-5 the partner is in vetting then" is_state kiyo vetting
also "PO-5 and the record is not complete" \
    [ "$(json "$dir/out" 'd["complete"]')" = False ]
exits 4 "PO-5 approving with an incomplete record is refused" \
    tt partner approve kiyo --agreement 1 "${paper[@]}"
also "PO-5 the missing field is named" said '^offensive: missing'
also "PO-5 and no other" [ "$(grep -c ': missing' "$dir/err")" = 1 ]
also "PO-5 nothing changed" is_state kiyo vetting
record kiyo "" "$(day 25)" >"$dir/kiyo.json"
must tt partner vet kiyo "$dir/kiyo.json"
echo "vetting required" >>"$V/telltale.conf"
exits 4 "3.8 a decision has reasons" \
    tt partner approve kiyo --agreement 1 "${paper[@]}"
also "3.8 how to say them is said" said 'reason of the decision, by --reason'
sed -i '/^vetting/d' "$V/telltale.conf"
exits 4 "PO-5 no agreement, no approval" tt partner approve kiyo
exits 4 "LC-1 what nothing shows to be signed is no agreement" \
    tt partner approve kiyo --agreement 1
also "LC-1 with the remedy" said 'paper SCAN --signer NAME'
exits 4 "LC-1 nor is it with another partner" tt partner add fir --name Fir \
    --tier member --agreement 1
fact "PO-5 what approving would do is shown first" \
    tt partner approve kiyo --agreement 1 "${paper[@]}" --dry-run
also "PO-5 with the tier" printed 'tier: member'
also "PO-5 and changes nothing" is_state kiyo vetting
fact "PO-5 complete and signed, it is approved" tt partner approve kiyo \
    --agreement 1 "${paper[@]}" --signed "$(day 0)" --expires "$(day 20)" \
    --reason "protects mail at its edge"
also "3.8 the reason is kept" sh -c 'telltale -C "$0" partner show kiyo |
    grep -q "approved.*protects mail at its edge"' "$V"
also "PO-5 by whom is on record" \
    sh -c 'telltale -C "$0" partner show kiyo | grep -q "approved, .*by officer"' "$V"
must tt partner add linden --name Linden --tier member --agreement 1 \
    "${paper[@]}"
echo "vetting required" >>"$V/telltale.conf"
exits 4 "PO-5 where records are required, one without is refused" \
    tt partner approve linden
also "PO-5 and every field is missing" \
    [ "$(grep -c ': missing' "$dir/err")" = 19 ]
sed -i '/^vetting/d' "$V/telltale.conf"
fact "PO-5 a small team may do without one" tt partner approve linden
fact "PO-5 an application is refused" sh -c \
    'telltale -C "$0" partner add mulberry --name M --tier member &&
    telltale -C "$0" partner refuse mulberry --reason "no product"' "$V"
also "PO-5 it stays so" is_state mulberry refused
exits 4 "PO-5 a refused one is not approved" \
    tt partner approve mulberry --agreement 1 "${paper[@]}"
fact "PO-5 it may apply again" tt partner apply mulberry
exits 2 "PO-5 a record of another partner is none" \
    tt partner vet linden "$dir/kiyo.json"

# People and machines.

exits 4 "PA-2 a machine without an accountable person is refused" \
    tt reader add kiyo --machine --name Gateway --email g@k.example \
    -o "$dir/gate.inv"
must tt reader add kiyo --name Mei --email m@k.example --id kiyo-1 --admin \
    -o "$dir/kiyo-1.inv"
exits 4 "PA-2 nor may another partner's reader answer for it" \
    tt reader add kiyo --machine --answers alder-1 --name Gateway \
    --email g@k.example -o "$dir/gate.inv"
fact "PA-2 with one it is a reader" tt reader add kiyo --machine \
    --answers kiyo-1 --id gate --name Gateway --email g@k.example \
    -o "$dir/gate.inv"
exits 4 "PA-2 a machine is no admin" tt reader role gate admin
fact "PA-2 the list says who answers" tt reader list kiyo --json
also "PA-2 for the machine" [ "$(json "$dir/out" '[r["answers"] for r in
    d["readers"] if r["role"] == "machine"]')" = "['kiyo-1']" ]
joins kiyo-1
joins gate
fact "PA-2 staff are readers with copies of their own" \
    tt reader add --staff --id ana --name Ana --email ana@v.example \
    -o "$dir/ana-1.inv"
joins ana-1

# A bulletin: validate opens first, with the staff; elite and member later.

D=$dir/draft
draft "$D" 600 3600
sed -i 's/\["validate"\]/["validate", "staff"]/' "$D/bulletin.json"

printf '1. Copies are secret.\n' >"$dir/silent.txt"
exits 4 "LC-1b an agreement that is silent about marks is refused" \
    tt agreement add 2 "$dir/silent.txt"
also "LC-1b with the clause to add" said 'Copies are marked'
fact "LC-1b an old one may be entered all the same" \
    tt agreement add 2 "$dir/silent.txt" --no-marks-clause
exits 2 "LC-1 a version is entered once" tt agreement add 2 "$dir/silent.txt"
must tt partner renew linden --agreement 2 "${paper[@]}"
must tt reader add linden --name Lin --email l@l.example --id linden-1 \
    -o "$dir/linden-1.inv"
joins linden-1
exits 4 "LC-1b a bulletin under it is refused" tt seal "$D"
also "LC-1b the partner is named" said "linden"
also "LC-1b and the clause is there" said 'Copies are marked'
{
	cat "$V/agreement-1.txt"
	echo "8. A clause more."
} >"$dir/third.txt"
fact "LC-1 a new version of the text" tt agreement add 3 "$dir/third.txt"
fact "LC-1b signed on paper" tt agreement sign linden 3 --paper \
    "$dir/scan.pdf" --signer "L. Inden" --date "$(day 0)" --json
also "LC-1b the scan's hash is kept" [ "$(json "$dir/out" 'd["scan"]')" = \
    "$(sha256sum "$dir/scan.pdf" | cut -d' ' -f1)" ]
fact "LC-1b counts" tt partner renew linden
also "LC-1b for that version" \
    sh -c 'telltale -C "$0" partner show linden | grep -q "^agreement  3,"' "$V"
fact "LC-1 an older version than the newest shows the difference" \
    tt agreement sign kiyo 1 --paper "$dir/third.txt" --signer K \
    --date "$(day 0)"
also "LC-1 line by line" said 'A clause more'
fact "LC-1 the list warns before the end" tt partner list
also "LC-1 30 days ahead" printed 'kiyo.*ends within 30 days'
exits 1 "LC-1 and it is due" tt partner due
also "LC-1 with the remedy" printed '^kiyo.*ends within 30 days.*partner renew'

also "3.8 so is the next review, by the day that the record names" \
    printed "^kiyo.*vetting will be reviewed"
must tt partner show kiyo --json
ends=$(date -d "$(json "$dir/out" 'd["agreement_ends_at"]')" +%s)
warned() { # SECONDS WHAT: what is due of it so long before its end
	clock look $((ends - $1 + clock_ahead - $(date +%s)))
	shifted look telltale -C "$V" partner due --json >"$dir/out"
	[ "$(json "$dir/out" "[x['what'] for x in d['due'] if x['partner'] == 'kiyo' and x['what'].startswith('ends within')]")" = "[$2]" ]
}
also "LC-1 earlier than 60 days ahead nothing is" warned $((60 * DAY + 60)) ""
for days in 60 30 7; do
	also "LC-1 $days days ahead it is, once" \
	    warned $((days * DAY)) "'ends within $days days'"
done
also "LC-1 and 8 days ahead still the one before" \
    warned $((8 * DAY)) "'ends within 30 days'"

fact "LC-1b a partner may ask for marks that tell no person" \
    tt partner marks kiyo organisation
also "LC-1b it is said what that costs" printed 'to no person within it'
exits 4 "LC-1b then copies of persons are refused" tt seal "$D"
also "LC-1b and the machine is the way" said 'machine'
must tt reader revoke kiyo-1 --yes=kiyo-1
also "PA-2 revoking the last admin warns" said 'last admin'
also "PA-2 and so does what they answered for" said 'answers for 1 machine'
exits 1 "PA-2 it is due, too" tt partner due
also "PA-2 by the machine's name" printed '^kiyo.gate.nobody answers'
sed -i 's/"profile": "no-poc"/&, "prefetch": true/' "$D/bulletin.json"
fact "3.3 a wave may hand out sealed copies ahead" tt seal "$D" --dry-run
also "3.3 and the plan says what that costs" printed \
    'wave main: sealed copies can be fetched ahead.*suspended or not'
also "3.3 of that wave only" [ "$(grep -c 'fetched ahead' "$dir/out")" = 1 ]
fact "LC-1b one copy, of a machine, is none of a person" tt seal "$D" --json
cp "$dir/out" "$dir/seal.json"
id=$(json "$dir/seal.json" 'd["id"]')
also "LC-1b it is the only one" [ "$(json "$dir/seal.json" '[r["name"] for r
    in d["readers"] if r["partner"] == "kiyo"]')" = "['gate']" ]
also "PA-2 staff are in the wave that names them" [ "$(json "$dir/seal.json" \
    '[r["wave"] for r in d["readers"] if r["name"] == "ana-1"]')" = \
    "['validate']" ]
publish

# A bulletin that needs a later agreement than most have signed.

sent=$id
needs=$(mktemp -d "$dir/needs.XXXX")/draft
cp -r "$D" "$needs"
sed -i -e 's/"title"/"agreement": "9", "title"/' -e 's/EX-2026-014/EX-2026-015/' \
    "$needs/bulletin.json"
exits 2 "LC-1 a bulletin cannot need a version that is not there" \
    tt seal "$needs"
sed -i 's/"agreement": "9"/"agreement": "3"/' "$needs/bulletin.json"
fact "LC-1 a bulletin names the version that it needs" tt seal "$needs" --json
also "LC-1 partners under an older one are named" said "'cedar' has signed version 1"
also "LC-1 with the difference" said 'A clause more'
id=$(json "$dir/out" 'd["id"]')
also "LC-1 also to programs" [ "$(json "$dir/out" \
    'd["agreement"], "cedar" in d["sign_first"], "linden" in d["sign_first"]')" = \
    "('3', True, False)" ]
publish
terms() { json <(as "$1" inbox "$2" --json) 'd["agreement"]'; }
also "LC-1 its terms name that version" [ "$(terms cedar-1 "$id")" = 3 ]
also "LC-1 those of another name what everybody has signed" \
    [ "$(terms cedar-1 "$sent")" = 1 ]
exits 4 "LC-1 a signature under an older version is none" \
    as cedar-1 consent "$id" --accept
also "LC-1 both versions are named" said 'needs version 3 .* signed version 1'
fact "LC-1 one under the version is" as linden-1 consent "$id" --accept
fact "LC-1 to decline needs none" as birch-1 consent "$id" --decline
fact "LC-1 the partner stays invited" tt embargo show "$id" --json
also "LC-1 and nobody else" [ "$(json "$dir/out" '{p["partner"]: p["consent"]
    for p in d["partners"] if p["partner"] in ("birch", "cedar", "linden")}')" = \
    "{'birch': 'declined', 'cedar': 'invited', 'linden': 'signatory'}" ]
also "LC-1 its invitation has the difference" [ "$(told "$V" invitation \
    "reader = 'cedar-1' AND body LIKE '%A clause more%'")" = 1 ]
also "LC-1 no other" [ "$(told "$V" invitation \
    "reader = 'linden-1' AND body LIKE '%A clause more%'")" = 0 ]
exits 4 "LC-1 a version that nobody signed renews nothing" \
    tt partner renew cedar --agreement 3
fact "LC-1 who signs by key" as cedar-1 agreement sign 3 "$dir/third.txt" \
    --yes=3
also "LC-1 is shown the text" printed 'A clause more'
fact "LC-1 a reader's key signs" tt letter list
also "LC-1 and counts for nothing if it is no admin's" \
    said 'by cedar-1 does not count: .*speak for the partner'
exits 4 "LC-1 so it renews nothing" tt partner renew cedar --agreement 3
must tt reader role cedar-1 admin
must tt reader role birch-1 admin
must as cedar-1 agreement sign 3 "$dir/silent.txt" --yes=3 -o "$dir/silent.signed"
exits 4 "LC-1 another text is not the version's" \
    tt agreement sign cedar 3 --letter "$dir/silent.signed"
also "LC-1 and that is said" said 'text that was signed is not that'
must as birch-1 agreement sign 3 "$dir/third.txt" --yes=3 -o "$dir/birch.signed" \
    --until "$(day 400)"
exits 4 "LC-1 a partner signs for itself alone" \
    tt agreement sign cedar 3 --letter "$dir/birch.signed"
fact "LC-1 a letter may come as a file" \
    tt agreement sign birch 3 --letter "$dir/birch.signed" --json
also "LC-1 by whose key, and until when, is kept" [ "$(json "$dir/out" \
    'd["reader"], d["ends_at"][:10]')" = "('birch-1', '$(day 401)')" ]
fact "LC-1 an admin's key signs" as cedar-1 agreement sign 3 \
    "$dir/third.txt" --yes=3 --json
signed=$(json "$dir/out" 'd["letter"]')
must tt letter list
fact "LC-1 it renews" tt partner renew cedar --agreement 3 --dry-run
also "LC-1 by the letter's hash, in the ledger" \
    printed "signed by key, SHA-256 $signed"
must tt partner renew cedar
fact "LC-1 the version's page says who signed" tt agreement show 3
also "LC-1 and how" printed '^by key *cedar, by '
fact "LC-1 then its signature counts" as cedar-1 consent "$id" --accept
id=$sent

# What a partner declares, and what the vendor knows beside it.

profile() { # MEMBER VALUE
	printf '{"format": "telltale-profile/1", "%s": %s}\n' "$1" "$2"
}
profile owners '["NO"]' >"$dir/known.json"
profile countries '["FI"]' >"$dir/declared.json"
fact "PA-3 what the vendor knows is not a declaration" \
    tt partner profile linden "$dir/known.json"
must as linden-1 declare "$dir/declared.json"
must tt letter list
also "PA-3 nor is what no admin signed" \
    said 'declaration, by linden-1 does not count'
fact "PA-3 so it never declared" tt partner profile linden
also "PA-3 and its duties are unknown" printed 'never, so duties are unknown'
must tt reader role linden-1 admin
profile countries '["FI", "SE"]' >"$dir/declared.json"
fact "PA-3 its admin signs a declaration" as linden-1 declare \
    "$dir/declared.json" --json
must tt letter list
fact "PA-3 which counts" tt partner profile linden --json
also "PA-3 by whose key is kept" [ "$(json "$dir/out" \
    'd["declared"], d["signed_by"]')" = "('current', 'linden-1')" ]
fact "PA-3 beside what the vendor knows" tt partner profile linden
also "PA-3 which it does not undo" printed '^owner *NO'
also "PA-3 and adds to" printed '^country *FI'
fact "PA-3 a letter that became a record" tt letter list --json
also "PA-3 waits for nobody" [ "$(json "$dir/out" \
    '[l["answered_at"] is None for l in d["letters"]
    if l["reader"] == "linden-1"]')" = "[True, False]" ]

# Cut off.

refused 4 'not before' 'by itself' "3.3 a wave without prefetch hands out \
nothing" as birch-1 open "$id" -o "$dir/birch"
kept=$dir/home/cedar-1/receipts/$id/copy.age
refused 75 'its instant is' 'kept.*at that instant' \
    "3.3 one with it does, sealed" as cedar-1 open "$id" -o "$dir/cedar"
also "3.3 which is kept, and opens nothing" \
    eval '[ -s "$kept" ] && [ ! -e "$dir/cedar" ]'
wait_for "$first"
fact "PO-5 a reader opens the first wave" as alder-1 open "$id" -o "$dir/first"
fact "PA-2 and so do staff, who signed for it" \
    as ana-1 open "$id" -o "$dir/ana"

# Who is shown to be in the programme.

name_of() { # PARTNER
	json "$root/tests/data/partners.json" \
	    "[p['name'] for p in d['partners'] if p['id'] == '$1'][0]"
}
answers() { # PARTNER ANSWER: would it be named publicly?
	record "$1" | sed "s/\"named\": {\"answer\": \"said so\"/\"named\": {\"answer\": \"$2\"/" \
	    >"$dir/named.json"
	must tt partner vet "$1" "$dir/named.json"
}
public_members() {
	curl -ksf -o "$dir/members" "$url/public/members.json"
}
fact "3.11 members are hidden until somebody decides" tt hub members --json
also "3.11 nobody is named" [ "$(json "$dir/out" \
    'd["setting"], d["members"], d["decisions"]')" = "('hidden', [], [])" ]
exits 1 "3.11 not to a reader" as alder-1 members
also "3.11 nor to anybody" eval '! public_members'
answers alder yes
answers birch Yes.
answers cedar 'yes, once it is public that we sell it'
fact "3.11 who would be named is shown first" \
    tt hub members public --dry-run --json
also "3.11 who is willing, without conditions" [ "$(json "$dir/out" \
    'd["members"]')" = "['$(name_of alder)', '$(name_of birch)']" ]
also "3.11 and nothing has changed" eval '! public_members'
exits 2 "3.11 another setting there is not" tt hub members secret
fact "3.11 members are shown to each other" tt hub members members
fact "3.11 then a reader sees them" as cedar-1 members --json
also "3.11 by name" [ "$(json "$dir/out" \
    '[m["name"] for m in d["members"]]')" = \
    "['$(name_of alder)', '$(name_of birch)']" ]
also "3.11 and nobody else does" eval '! public_members'
fact "3.11 or to everybody" tt hub members public --json
also "3.11 the decisions are on record" [ "$(json "$dir/out" \
    '[(x["setting"], x["officer"]) for x in d["decisions"]]')" = \
    "[('members', 'officer'), ('public', 'officer')]" ]
also "3.11 who then reads them without a key" public_members
listed() { public_members && json "$dir/members" 'd["members"]'; }
rename() { # FROM TO: in the list that the hub has
	python3 - "$H/hub.db" "$@" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
was, = db.execute("SELECT statement FROM members").fetchone()
db.execute("UPDATE members SET statement = ?", [was.replace(
    b"\nname " + sys.argv[2].encode(), b"\nname " + sys.argv[3].encode())])
db.commit()
PY
}
rename "$(name_of birch)" "$(name_of birch)x"
exits 5 "3.11 a list that no officer signed is not believed" \
    as cedar-1 members
rename "$(name_of birch)x" "$(name_of birch)"

exits 4 "PO-5 a suspension has a reason" tt partner suspend birch
exits 3 "PO-5 an unknown partner is named" tt partner suspend birhc --reason x
also "PO-5 with the nearest" said 'birch'
fact "PO-5 what it would do is shown" \
    tt partner suspend birch --reason "copy found" --dry-run
also "PO-5 and does nothing" as birch-1 inbox
fact "PO-5 one officer suspends" \
    tt partner suspend birch --reason "copy found"
also "3.10 its admin is told" [ "$(told "$V" suspended \
    "reader = 'birch-1' AND body LIKE '%Ground: copy found%' AND
    body LIKE '%no copy was signed for%'")" = 1 ]
also "3.10 and nobody else" [ "$(told "$V" suspended 1)" = 1 ]
also "3.11 with the same act its name goes" [ "$(listed)" = \
    "['$(name_of alder)']" ]
also "PO-5 on its next request each of its readers is unknown" \
    shut_out birch-1
also "PO-5 and the other one" shut_out birch-2
also "PO-5 a bulletin is as one that is not there" shut_out birch-1 open "$id"
also "PO-5 others are not touched" as cedar-1 inbox
exits 4 "PO-5 it is suspended once" \
    tt partner suspend birch --reason "copy found"
fact "PO-5 what it holds is shown" tt partner holds birch --json
also "PO-5 its wave has not opened: all is withheld" \
    [ "$(json "$dir/out" '(d["kept"], d["withheld"])')" = "(0, 4)" ]
fact "3.3 whoever fetched ahead" tt partner suspend cedar \
    --reason "copy found" --dry-run
also "3.3 keeps it, and what is left to do is said" said \
    '1 of them was fetched ahead.*telltale retract.*seal it under another id'
fact "3.3 is cut off" tt partner suspend cedar --reason "copy found" --json
also "3.3 but not from that" [ \
    "$(json "$dir/out" 'd["copies_kept"], d["copies_ahead"]')" = "(1, 1)" ]
must mv "$H/copies" "$dir/copies"
wait_for "$second"
opens_alone() { # with age alone, and the key that everybody can have
	local leaf
	leaf=$(python3 -c 'import json, sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT leaf FROM wave WHERE prefetch = 1").fetchone()[0]
    .hex())' "$H/hub.db")
	curl -skf -o "$dir/wave.key" "$url/wave/$leaf/key" &&
	    age -d -i "$dir/home/cedar-1/me.key" "$kept" |
	    age -d -i "$dir/wave.key" | tar t | grep -q advisory.md
}
also "3.3 at the instant it opens all the same" opens_alone
must tt partner reinstate cedar
fact "3.3 whoever is not cut off opens it without another fetch" \
    as cedar-1 open "$id" -o "$dir/cedar"
must mv "$dir/copies" "$H/copies"
also "PO-5 nor is anything handed out when its wave opens" shut_out birch-1
fact "PO-5 reinstated" tt partner reinstate birch
also "3.10 which its admin is told" [ "$(told "$V" reinstated \
    "reader = 'birch-1'")" = 1 ]
fact "PO-5 it gets what its wave got" as birch-1 open "$id" -o "$dir/birch"

exits 2 "PO-5 removing asks for the id" \
    tt partner remove alder --reason "finding 3" --term 1
exits 2 "PO-5 and for a term" tt partner remove alder --reason x --yes=alder
fact "PO-5 removal is one action" tt partner remove alder \
    --reason "finding 3" --term 1 --yes=alder
also "PO-5 what cannot be recalled is said" printed '1 copy cannot be recalled'
also "3.11 a name goes with removal, and comes back with reinstatement" \
    [ "$(listed)" = "['$(name_of birch)']" ]
also "3.10 all its readers are told, for none is admin" [ "$(told "$V" removed \
    "reader LIKE 'alder-%' AND body LIKE '%Ground: finding 3%' AND
    body LIKE '%$id, revision 1: 1 copy, confidential until%'")" = 2 ]
also "PO-5 its readers are unknown" shut_out alder-1
also "PO-5 all of them" shut_out alder-2
also "PO-5 their keys are revoked" [ "$(json <(tt reader list alder --json) \
    '{r["state"] for r in d["readers"]}')" = "{'revoked'}" ]
fact "PO-5 a page shows what it still holds" \
    tt partner holds alder --html "$dir/alder.html"
also "PO-5 the copy" grep -q 'cannot be recalled' "$dir/alder.html"
also "PO-5 and what it owes" grep -q 'under embargo until' "$dir/alder.html"
also "3.11 the page names no bulletin by its own name, nor a wave" \
    sh -c '! grep -qe Lantern -e EX-2026 -e validate "$0"' "$dir/alder.html"
also "3.11 nor anybody else" \
    sh -c '! grep -qie birch -e cedar -e kiyo "$0"' "$dir/alder.html"
fact "PO-5 the census keeps who had it" tt census "$id" --json
also "PO-5 for ever" [ "$(json "$dir/out" '[r["fetched"] is not None for r in
    d["readers"] if r["reader"] == "alder-1"]')" = "[True]" ]

must tt partner holds alder --json
also "3.3 that its copies are destroyed is asked for" [ "$(json "$dir/out" \
    'd["destruction"]["state"], d["destruction"]["overdue"]')" = \
    "('asked for, not confirmed yet', False)" ]
exits 4 "3.3 of who was not removed nothing is entered" \
    tt partner destroyed cedar all --note "a letter"
exits 2 "3.3 nor without how it was said" tt partner destroyed alder all

# Lost keys.

must as birch-1 agreement sign 3 "$dir/third.txt" --yes=3
must tt reader lost birch-1 --yes=birch-1
also "PA-2 revoking says what the reader had opened" \
    printed '1 copy signed for'
also "PA-2 at once" shut_out birch-1
also "PA-2 and nobody else's" as birch-2 inbox
also "3.10 the others there are told" [ "$(told "$V" reader-revoked \
    "reader = 'birch-2'")" = 1 ]
also "3.10 and not who was revoked" [ "$(told "$V" reader-revoked \
    "reader = 'birch-1'")" = 0 ]
exits 4 "PA-2 revoked is revoked" tt reader revoke birch-1 --yes=birch-1
fact "PA-2 the reader makes others" \
    tt reader add birch --id birch-1 -o "$dir/birch-1.inv"
joins birch-1
must tt letter list --json
also "LC-1 what a key signed that was lost meanwhile does not count" [ "$(json \
    "$dir/out" '[(l["reader"], l["answered_at"]) for l in d["letters"]][-1]')" \
    = "('birch-1', None)" ]
fact "PA-2 the old receipt stays theirs" tt partner holds birch --json
also "PA-2 under the name they have" [ "$(json "$dir/out" '[c["reader"] for c
    in d["copies"] if c["fetched"]]')" = "['birch-1']" ]
sed -i 's/with the relay/with its relay/' "$D/advisory.md"
must tt seal "$D" --editorial
publish
fact "PA-2 a revision is sealed to the new keys" \
    as birch-1 open "$id" -o "$dir/birch2"
also "PA-2 with the marks of the same copy" [ "$(diff \
    <(tr -s ' \n' '\n\n' <"$dir/birch/advisory.md") \
    <(tr -s ' \n' '\n\n' <"$dir/birch2/advisory.md") | grep '^[<>]')" = \
    "< the
> its" ]
fact "PA-2 the census tells the two copies apart" tt partner holds birch --json
also "PA-2 both are theirs" [ "$(json "$dir/out" 'sorted(c["revision"] for c in
    d["copies"] if c["fetched"] and c["reader"] == "birch-1")')" = "[1, 2]" ]

# Time.

record alder >"$dir/alder.json"
exits 4 "PO-5 not vetted before the term ends" \
    tt partner vet alder "$dir/alder.json"
wait_for $(($(date +%s) + DAY + 60))
record alder >"$dir/alder.json"
fact "PO-5 after it, vetted anew" tt partner vet alder "$dir/alder.json"
exits 4 "PO-5 one that was removed is not simply approved" \
    tt partner approve alder
exits 2 "PO-5 it comes back on probation" tt partner reinstate alder
exits 4 "PO-5 and by a new agreement" \
    tt partner reinstate alder --probation 90d
fact "PO-5 then it is back" tt partner reinstate alder --probation 90d \
    --agreement 3 "${paper[@]}" --signed "$(day 0)"
also "PO-5 on probation" sh -c \
    'telltale -C "$0" partner list | grep -q "^alder.*on probation"' "$V"
later=$dir/later
gets() { # WAVE PROFILE RULE: alder, of a bulletin of today
	draft "$later" 600 1800
	printf 'Patch Lantern Mail on the day.\n' >"$later/brief.md"
	sed -i -e 's/"parts": \[/& { "file": "brief.md", "kind": "brief" },/' \
	    -e 's/EX-2026-014/EX-2026-030/' \
	    "$later/bulletin.json"
	tt policy explain alder "$later" --json >"$dir/out" &&
	    [ "$(json "$dir/out" 'd["wave"], d["profile"], d["rule"]')" = "('$1', '$2', '$3')" ]
}
also "3.3 which means the last wave and the strictest profile" \
    gets main brief probation
also "PO-5 its old keys stay revoked" shut_out alder-1
fact "LC-1 before its end an agreement is good" as gate inbox
wait_for $(($(date +%s) + 20 * DAY))
also "LC-1 after it the partner is expired" is_state kiyo expired
must tt partner show kiyo --json
also "LC-1 since its agreement ended" [ "$(json "$dir/out" \
    'd["since"] == d["agreement_ends_at"]')" = True ]
must mv "$V/keys/officer-officer.sign" "$dir/aside"
exits 1 "3.10 while the officer's key is not at hand" tt status
also "3.10 nobody is told" [ "$(told "$V" expired 1)" = 0 ]
also "3.10 and status says that it waits" printed \
    '^due.*1 notice to partners.*waits for the officer.s key'
must mv "$dir/aside" "$V/keys/officer-officer.sign"
fact "LC-1 the hub hears of it" tt partner settle
also "3.10 who is left there is told, with the ground and what it holds" [ "$(told "$V" \
    expired "reader = 'gate' AND body LIKE '%agreement has ended%' AND
    body LIKE '%What you hold%'")" = 1 ]
must tt partner settle
also "3.10 once, and nobody else" [ "$(told "$V" expired 1)" = 1 ]
must tt partner show kiyo
also "LC-1 on record as that" printed '^change *approved -> expired, '
also "LC-1 and lets it in no more" shut_out gate
fact "LC-1 signed again" tt partner renew kiyo --agreement 3 \
    "${paper[@]}" --signed "$(day 0)"
also "LC-1 it is approved" is_state kiyo approved
also "LC-1 with its keys" as gate inbox
must tt partner show alder --json
also "3.3 that nobody confirmed it is on record" [ "$(json "$dir/out" \
    'd["destruction"]["overdue"]')" = True ]
fact "3.3 what it says is entered" tt partner destroyed alder part \
    --note "backups until March"
must tt partner show alder
also "3.3 and shown" printed '^destroyed *confirmed in part.*backups until March'
fact "PO-5 another owner: vetted anew" \
    tt partner changed cedar --reason "bought by Arbour Inc"
also "PO-5 without access meanwhile" shut_out cedar-1
exits 4 "PO-5 and by a new record" tt partner approve cedar
fact "PO-5 or it runs on for 14 days" tt partner changed birch \
    --reason "merged" --run-on "same team"
also "PO-5 with access" as birch-2 inbox
wait_for $(($(date +%s) + 14 * DAY + 60))
also "PO-5 and no longer" is_state birch vetting
must tt partner settle
also "PO-5 at the hub too" shut_out birch-2
fact "PA-2 a partner leaves by its own wish" tt partner withdraw kiyo
also "PA-2 and hears in one paragraph what stays owed" sh -c \
    'tr -s "\n " "  " <"$0" | grep -q "What stays owed: [0-9]* cop.*agreement, version 3"' \
    "$dir/out"
also "PA-2 at once" shut_out gate
also "the documents have the table that the program has" diff \
    <(tt partner states --json | python3 -c 'import json, sys
for s in json.load(sys.stdin)["states"]: print("| %s |" % " | ".join(s.values()))') \
    <(sed -n '/^| applied/,/^| withdrawn/p' "$root/docs/partners.md")
fact "the ledger holds" telltale log verify "$H/ledger" --log "$vkey"

wait_for $(($(date +%s) + 55 * DAY))
also "3.3 until its last day" gets main brief probation
wait_for $(($(date +%s) + 2 * DAY))
also "3.3 and then its tier's again" gets validate full tier

# A year later.

wait_for $(($(date +%s) + 366 * DAY))
exits 1 "PA-3 a declaration is renewed yearly" tt partner due
also "PA-3 with the day on which it was lacking" [ "$(tt partner due --json |
    python3 -c 'import json, sys
print([d["at"][:10] for d in json.load(sys.stdin)["due"]
    if "declaration" in d["what"] and d["partner"] == "linden"][0] < sys.argv[1])' \
    "$(day 0)")" = True ]
also "3.8 a vetting record is reviewed yearly, or on its day" \
    printed '^alder.*vetting is to be reviewed'
tt status >"$dir/out" 2>"$dir/err"
also "PA-3 status says it" printed 'linden: its declaration of duties is overdue'
also "3.8 and which review is due" printed 'alder: its vetting is to be reviewed'

# Removed once more.

must tt partner remove alder --reason "finding 4" --term 1 --yes=alder
wait_for $(($(date +%s) + 15 * DAY))
exits 1 "3.3 who was removed and says nothing" tt status --json
also "3.3 is in the status when that is overdue" printed \
    'alder was removed and has not confirmed'
must tt partner destroyed alder all --note "a letter"
exits 1 "3.3 and when it has said something" tt status --json
also "3.3 no more" sh -c '! grep -q "has not confirmed" "$0"' "$dir/out"
finish
