#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-embargo: a bulletin's date moves, its embargo ends or is taken back,
# its terms change; who is bound by what, each time.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft
tt() { telltale -C "$V" "$@"; }
# the program said yes to the right question
yes() { # VERB ARGUMENT...
	local verb=$1
	shift
	tt "$verb" "$id" "$@" --yes="$id"
}
edit() { # FILE PYTHON: with the text as t
	python3 - "$D/$1" "$2" <<'PY'
import sys
t = open(sys.argv[1]).read()
exec(sys.argv[2])
open(sys.argv[1], "w").write(t)
PY
}
show() { # EXPRESSION VALUE: of embargo show, d
	tt embargo show "$id" --json >"$dir/show.json" 2>/dev/null &&
	    [ "$(json "$dir/show.json" "$1")" = "$2" ]
}
consent() { # PARTNER STATE
	show "[p['consent'] for p in d['partners'] if p['partner'] == '$1'][0]" \
	    "$2"
}
log_says() { # WORDS
	telltale log show "$H/ledger" --log "$vkey" >"$dir/log" &&
	    grep -q "$1" "$dir/log"
}
told() { # EVENT: somebody is told, by a notice in the queue
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(db.execute("SELECT count(*) FROM notice WHERE event = ?",
    sys.argv[2:]).fetchone()[0] == 0)' "$V/vault.db" "$1"
}
silent() { # BULLETIN: nothing of it is public
	[ "$(curl -ks -o "$dir/curl" -w '%{http_code}' \
	    "$url/public/$1/advisory.md")" = 404 ]
}
item() { # KIND PATTERN: a line of status
	json "$dir/out" "any(i['kind'] == '$1' and '$2' in i['what']
for i in d['items'])" | grep -q True
}
told_of() { # EVENT: as told, of $id
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM notice WHERE event = ? AND "
    "bulletin = ?", sys.argv[2:]).fetchone()[0])' "$V/vault.db" "$1" "$id"
}
keeper_is_up() {
	curl -sf -o "$dir/curl" --unix-socket "$K/socket" \
	    http://localhost/health
}

# Instants, before anything is sealed.

# the next change of clocks in Berlin, and the evening after it
after=$(python3 - "$(date +%s)" <<'PY'
import datetime, sys, zoneinfo
z = zoneinfo.ZoneInfo("Europe/Berlin")
t = datetime.datetime.fromtimestamp(int(sys.argv[1]) + 7 * 86400, z)
t = t.replace(hour=18, minute=0, second=0)
while (t + datetime.timedelta(days=1)).utcoffset() == t.utcoffset():
    t += datetime.timedelta(days=1)
t += datetime.timedelta(days=1)
print(t.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
PY
)
draft "$D" 600 3600
cp "$D/bulletin.json" "$dir/bulletin.json"
python3 - "$D/bulletin.json" "$after" <<'PY'
import json, sys
b = json.load(open(sys.argv[1]))
b.update(public_at=sys.argv[2], zone="Europe/Berlin")
for w, before in zip(b["waves"], ("5d", "2d", "24h")):
    w.pop("opens_at", 0)
    w["before"] = before
json.dump(b, open(sys.argv[1], "w"))
PY
fact "PO-1 a plan says local times" tt seal "$D" --dry-run
also "PO-1 and that the clocks change in between" \
    printed 'wave validate there: .*; the clocks change in between'
edit bulletin.json "t = t.replace('Europe/Berlin', 'Europe/Atlantis')"
exits 2 "PO-1 not in a zone that there is not" tt seal "$D" --dry-run
also "PO-1 which is named" said "'Europe/Atlantis' names no zone"
cp "$dir/bulletin.json" "$D/bulletin.json"

# Retracted before anybody saw it.

edit bulletin.json "t = t.replace('\"title\"', '\"uses\": { \"hunt\": \"perhaps\" }, \"title\"')"
refused 2 "no permitted use 'hunt'" 'permitted uses' \
    "PR-6 a use that there is not" tt seal "$D"
edit bulletin.json "t = t.replace('perhaps', 'no')"
seal "$D"
exits 2 "PO-4 nothing is retracted without a reason" yes retract
fact "PO-4 a rehearsal of retracting" yes retract --reason typo --dry-run
also "PO-4 leaves it" test -d "$V/bulletins/$id"
exits 2 "PO-4 nor without the id" tt retract "$id" --reason typo --yes=no
fact "PO-4 what nobody saw is retracted alone" yes retract --reason typo
also "PO-4 and is gone" test ! -e "$V/bulletins/$id"
exits 3 "PO-4 and cannot be published" yes publish

# Published: the first terms.

seal "$D"
exits 4 "PO-3 what is not out does not slip" yes slip --to "$(utc $((public + 60)))"
must tt embargo party "$id" 'R. Idler' --role finder
refused 4 'R. Idler, a terms party, has not accepted' 'embargo answer' \
    "RF-2 a party agrees to the first terms, too" yes publish
must tt embargo answer "$id" 'R. Idler' --refuse
exits 4 "RF-2 not out against their word" yes publish
sed -i "s/\"id\": \"EX-2026-014\"/\"id\": \"EX-2026-015\"/" "$D/bulletin.json"
seal "$D"
fact "PO-6b in a hurry, by one who stands for two" \
    yes publish --urgent
also "PO-6b and it is on record" python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(db.execute("SELECT count(*) FROM haste").fetchone()[0] != 1)' \
    "$V/vault.db"
also "PO-6b a batch was cut early, and says so" \
    log_says ', urgent'
also "PO-2 terms 1 are in force" show 'd["terms"]' 1
also "PO-2 and the ledger has them" python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(db.execute("SELECT count(*) FROM event WHERE kind = ? ",
    ["embargo"]).fetchone()[0] != 1)' "$H/hub.db"
fact "PR-6 a reader is told what is permitted" as alder-1 inbox "$id"
also "PR-6 as the bulletin says" printed "hunt.*: no"
also "PR-6 and by default" printed "machine-learning.*: no"
also "PR-6 nobody is bound yet" consent alder invited
wait_for "$first"
fact "PO-3 a reader signs" until_true 60 as alder-1 open "$id" -o "$dir/one"
also "PO-3 which binds the partner" consent alder signatory
says_haste() { tr -s ' \n' ' ' <"$1" | grep -q 'published in a hurry'; }
fact "PO-6b a trace of it" tt trace "$dir/one"/*.md --report "$dir/report.html"
also "PO-6b says what was left out" says_haste "$dir/out"
also "PO-6b so does its report" says_haste "$dir/report.html"
must tt case open "$id" --title Hurry --json
C=$(json "$dir/out" 'd["case"]')
must tt case add "$C" "$dir/one/advisory.md"
traced() { tt case trace -q "$C"; }
must until_true 20 traced
fact "PO-6b a finding about it" tt case finding "$C" --dry-run
also "PO-6b says so, too" says_haste "$dir/out"
also "PO-3 and nobody else" consent birch invited

# A typo.

edit advisory.md "t = t.replace('with the relay', 'with its relay')"
cp "$D/bulletin.json" "$dir/uses.json"
edit bulletin.json "t = t.replace('\"hunt\": \"no\"', '\"hunt\": \"yes\"')"
refused 4 'permitted use changed' 'without --editorial' \
    "PO-6c another permitted use is no typo" tt seal "$D" --editorial
cp "$dir/uses.json" "$D/bulletin.json"
fact "PO-6c a word is" tt seal "$D" --editorial
fact "PO-6c and is published" yes publish
also "PO-6c under the same terms" show 'd["terms"]' 1
also "PO-6c so nobody consents again" consent alder signatory

# Another date.

later=$(utc $((public + 86400)))
refused 2 'exists twice' '08:30:00Z or .*09:30:00Z' \
    "PO-3 a local time that exists twice" \
    yes slip --to "2026-11-01 01:30 America/Los_Angeles"
refused 2 'does not exist' 'say which is meant' \
    "PO-3 one that does not exist" \
    yes slip --to "2027-03-28 02:30 Europe/Berlin"
exits 2 "PO-3 a date alone" yes slip --to 2099-12-08
refused 2 'has passed' 'release' "PO-3 an instant that has passed" \
    yes slip --to 2020-01-01T00:00:00Z
refused 4 'longest embargo is 90 d' 'earlier' "PO-3 past the longest embargo" \
    yes slip --to "$(utc $((public + 90 * 86400)))"
refused 2 '"early" would not open' 'opens_at' \
    "PO-3 pulled in before a wave that is given by its instant" \
    yes slip --to "$(utc $((second - 60)))"
entries() { show 'len(d["entries"]), d["state"]' "($1, 'active')"; }
fact "PO-3 a table before adopting" tt slip "$id" --to "$later" --dry-run --json
plan() { [ "$(json "$dir/out" "$1")" = "$2" ]; }
wave() { plan "[w['move'] for w in d['waves'] if w['wave'] == '$1' and w['revision'] == 1][0]" "$2"; }
also "PO-3 which wave is open already" wave validate 'open already'
also "PO-3 which stays" wave early stays
also "PO-3 which moves" wave main moves
also "PO-3 in every text that is out" \
    plan 'sum(w["move"] == "moves" for w in d["waves"])' 2
also "PO-3 who must consent again" plan 'd["consent_again"]' 1
also "PO-3 and could speak at the old instant" plan \
    'd["partners"][0]["free_at"]' "$(utc $public)"
also "PO-3 a table changes nothing" entries 1

fact "RF-2 the finder is a party to the date" \
    tt embargo party "$id" 'R. Idler' --role finder
must tt finder add "$id" --name 'R. Idler' --reported "$(utc $(date +%s))"
exits 75 "RF-2 and is asked" yes slip --to "$later"
fact "RF-2 the finder sees both dates" tt finder show "$id" --json
also "RF-2 the old one in force" [ "$(json "$dir/out" \
    'd["public"], d["proposed"], d["embargo"]')" = \
    "('$(utc $public)', '$later', 'revising')" ]
also "RF-2 a proposal takes nothing away" consent alder signatory
also "RF-2 and sets no terms" show 'd["terms"], d["state"]' "(1, 'revising')"
refused 4 'another public instant' 'slip' "RE-4 no text meanwhile" tt seal "$D"
fact "RF-2 refusing" \
    tt embargo answer "$id" 'R. Idler' --refuse --note 'by mail'
also "RF-2 leaves the old terms in force" \
    show 'd["state"], d["public"]' "('active', '$(utc $public)')"
exits 75 "RF-2 asked again" yes slip --to "$later"
fact "RF-2 the table says who is to accept" tt slip "$id" --dry-run
also "RF-2 the finder is" printed 'R. Idler (finder): is to accept'
fact "RF-2 accepting" tt embargo answer "$id" 'R. Idler' --accept
must tt slip "$id" --dry-run
also "RF-2 the table says that, too" printed 'R. Idler (finder): has accepted'
keeper_stop
refused 4 'too few keepers .* the old instant stands' 'asks them again' \
    "PO-3 too few keepers: refused" yes slip
also "PO-3 the old instant stands" show 'd["public"]' "$(utc $public)"
also "PO-3 nobody's consent changed" consent alder signatory
keeper_start
until_true 10 keeper_is_up
fact "PO-3 keepers confirm, and it is adopted" yes slip
also "3.10 its readers are told of new terms" told terms
fact "RF-2 the finder sees the new date" tt finder show "$id"
also "RF-2 and the old one" sh -c 'tr -s "\n " "  " <"$0" | grep -q "$1"' \
    "$dir/out" "to be public at $(utc $public | tr T ' ').* before the date was moved"
also "PO-3 by a number" show 'd["terms"], d["public"]' "(3, '$later')"
also "PO-3 beyond the allowance it takes new consent" consent alder lapsed
old=$public
public=$((public + 86400))
refused 4 'public instant changed' 'slip' \
    "PO-3 the next text says the new date" tt seal "$D"
wait_for "$old"
tt status >/dev/null 2>&1
also "3.1 what moved is not public at its old instant" silent "$id"
also "PO-3 who did not sign is free at the old instant" \
    consent alder declined

# Attacks are seen.

seen=$(date +%s)
must tt sighting add "$id" --seen "$(utc "$seen")" --source hunt
exits 1 "3.1 attacks are seen" tt status --json
also "3.1 within four hours it is decided" [ "$(json "$dir/out" \
    "[0 <= int(__import__('datetime').datetime.fromisoformat(i['at'].replace('Z', '+00:00')).timestamp()) - $seen - 14400 < 60
    for i in d['items'] if 'decide' in i['what']]")" = '[True]' ]
exits 2 "PO-4 a decision has a reason" tt embargo decide "$id" --keep
fact "PO-4 not to end it is a decision on record" \
    tt embargo decide "$id" --keep --reason 'one host, patched'
also "PO-4 that is shown" show 'd["entries"][-1]["reason"]' 'one host, patched'
exits 1 "3.1 then nothing is to be decided" tt status --json
also "3.1 nothing" sh -c "! grep -q 'decide to keep' '$dir/out'"
also "3.1 and what was is shown" item suspicious 'kept by decision'
also "3.1 without an end that nobody wants" \
    sh -c "! grep -q 'reason exploited' '$dir/out'"
exits 2 "PO-4 a reason of the list" yes release --reason bored
exits 2 "PO-4 other reasons have text" yes release --reason other:
show 'len(d["entries"])' 0
said_by_now=$(json "$dir/show.json" 'len(d["entries"])')
fact "PO-4 a rehearsal of the end" \
    tt release "$id" --reason exploited --dry-run
also "PO-4 says what opens" printed 'wave main, no-poc.*opens at once'
also "PO-4 and what becomes public" printed 'part advisory.md becomes public'
also "PO-4 not the proof of concept" sh -c "! grep -q poc.py '$dir/out'"
also "PO-4 and does nothing" entries "$said_by_now"
keeper_stop
exits 75 "PO-4 without enough keepers it ends all the same" \
    yes release --reason exploited
also "PO-4 and says which are missing" said 'missing: 1 (does not answer)'
also "PO-4 it is over" show 'd["state"], d["end"]' "('ended', 'exploited')"
also "PO-4 for all" consent alder unbound
fact "RF-2 the finder sees that it is public" tt finder show "$id"
also "RF-2 since when" printed 'It is public since'
also "3.10 its readers are told of the end" told ended
also "PO-4 in one entry of the ledger" python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
n = sum(b"state ended" in bytes(r[0]) for r in
    db.execute("SELECT statement FROM event WHERE kind = ?", ["embargo"]))
sys.exit(n != 1)' "$H/hub.db"
public_text() {
	curl -ksf "$url/public/$id/advisory.md" | grep -q 'its relay'
}
also "PO-4 the public text needs no key" public_text
keeper_start
until_true 10 keeper_is_up
fact "PO-4 keepers are asked again, and all is open" \
    tt release "$id"
birch_opens() { until_true 30 as birch-1 open "$id" -o "$dir/birch"; }
fact "PO-4 ahead of the instant" birch_opens
refused 4 'its embargo ended' 'bulletin of its own' \
    "PO-4 after the end nothing moves" yes slip --to "$(utc $((public + 600)))"
refused 4 'it is public' 'an id of its own' \
    "RE-4 a text after the end is a new bulletin" tt seal "$D"

# Nobody does anything on the day.

draft "$D" 600 3600
seal_as EX-2026-017 "$D"
publish
exits 2 "3.1 holding it back has a reason" tt embargo hold "$id"
fact "3.1 its end can be no reason to publish" \
    tt embargo hold "$id" --reason 'the fix was pulled'
wait_for "$public"
tt status --json >"$dir/out" 2>"$dir/err"
also "3.1 then nothing goes public" silent "$id"
also "3.1 and status says why" item due 'held back (the fix was pulled)'
fact "3.1 it may after all" tt embargo hold "$id" --off
exits 1 "3.1 what nobody has seen to" tt status --offline --json
also "3.1 is late, and says so" item failing 'EX-2026-017: due to be public'
tt status --json >"$dir/out" 2>"$dir/err"
also "3.1 the next look at the hub makes it public" \
    curl -ksf -o "$dir/curl" "$url/public/$id/advisory.md"
also "3.1 which is late no more" \
    sh -c "! grep -q 'due to be public' '$dir/out'"
readers=$(json "$dir/seal.json" 'len(d["readers"])')
also "3.10 each of its readers is told of the end" \
    [ "$(told_of ended)" = "$readers" ]
draft "$D" 600 3600
asked=$((public - 3200))
edit bulletin.json \
    "t = t.replace('\"title\"', '\"respond_by\": \"$(utc $asked)\", \"title\"')"
seal_as EX-2026-018 "$D"
publish
fact "3.2 an answer is asked for by an instant" as alder-1 inbox "$id" --json
also "3.2 as the bulletin says" printed "respond_by.*$(utc $asked)"
also "3.2 until then nobody is silent" consent alder invited
wait_for "$asked"
silence() {
	show "[(p['consent'], p['how']) for p in d['partners'] if p['partner'] == '$1'][0]" \
	    "$2"
}
also "3.2 then they are" silence alder "('declined', 'silent')"
fact "3.2 a late yes is not refused" as alder-1 open "$id" -o "$dir/late"
also "3.2 and counts" consent alder signatory
also "3.2 for who gave it" silence birch "('declined', 'silent')"
wait_for "$public"
fact "3.1 a timer sees to it" tt publish --due --json
also "3.1 once" plan 'd["due"], d["public"]' '(1, 1)'
also "3.1 it is public" curl -ksf -o "$dir/curl" \
    "$url/public/$id/advisory.md"
fact "3.1 again" tt publish --due --json
also "3.1 there is nothing to do" plan 'd["due"], d["public"]' '(0, 0)'
also "3.10 nobody is told twice" [ "$(told_of ended)" = "$readers" ]
exits 2 "3.1 of one bulletin, or of all that is due" tt publish "$id" --due

# Taken back when it is out.

draft "$D" 600 3600
sed -i "s/\"id\": \"EX-2026-014\"/\"id\": \"EX-2026-016\"/" "$D/bulletin.json"
seal "$D"
must tt sighting add "$id" --seen "$(utc $(($(date +%s) - 60)))" \
    --source vendor-telemetry
refused 4 'attacks are known already' 'publish --reason' \
    "PO-2 of a flaw under attack nothing goes out without a reason" yes publish
fact "PO-2 with one it does" yes publish --short-notice \
    --reason 'two partners can shield their customers'
also "PO-2 and the ledger has that there were attacks" python3 -c '
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
sys.exit(b"\nreason attacks\n" not in db.execute("SELECT statement FROM event "
    "WHERE kind = ? ORDER BY n DESC", ["embargo"]).fetchone()[0])' "$H/hub.db"
wait_for "$first"
must as alder-1 open "$id" -o "$dir/void"
fact "PO-4 what can be taken back" \
    tt retract "$id" --reason 'no flaw' --dry-run --json
also "PO-4 two waves" plan 'd["waves_deleted"]' 2
also "PO-4 not the one that opened" plan 'd["waves_not_recalled"]' 1
must tt finder add "$id" --name 'R. Idler' --reported "$(utc "$(date +%s)")"
fact "PO-4 it is retracted" yes retract --reason 'no flaw'
fact "RF-2 the finder sees that" tt finder show "$id"
also "RF-2 and that nothing is to come" sh -c 'grep -q "was retracted, and" "$0" &&
    ! grep -q "is to be public" "$0"' "$dir/out"
also "3.10 whoever could open it is told" told retracted
also "PO-4 nothing is public" show 'd["end"]' retracted
also "PO-4 the codebook stays" test -f "$V/bulletins/$id/codebook.age"
refused 4 'it was retracted' 'with "replaces" that of the old one' \
    "RE-4 a successor is a new bulletin that names it" tt seal "$D"
exits 4 "PO-4 it is not released either" yes release --reason mistake
clock_ahead=$((clock_ahead + 7200))
clock all $clock_ahead $clock_ahead
fact "PO-4 nor public at its instant" tt publish --due --json
also "PO-4 it is not even due" plan 'd["due"]' 0
also "PO-4 nothing of it" silent "$id"

# What takes its place, for fewer tiers.

draft "$D" 600 3600
names() { # NEW OLD: in bulletin.json
	sed -i "/\"replaces\"/d; /{ \"name\": \"main\"/,+1d
	    s/\"id\": \"[^\"]*\",/\"id\": \"$1\",\n  \"replaces\": \"$2\",\n/
	    s/\(\"tiers\": \[\"elite\"\], .*\),$/\1/" "$D/bulletin.json"
}
names EX-2026-040 EX-2026-040
exits 2 "3.12 nothing replaces itself" tt seal "$D" --dry-run
also "3.12 as it is told" said 'a bulletin cannot replace itself'
names EX-2026-040 EX-2026-099
refused 2 'replaces EX-2026-099, and there is none' 'was published' \
    "3.12 nor what there never was" tt seal "$D" --dry-run
old=$id
names EX-2026-040 EX-2026-016
must tt partner suspend birch --reason 'owed reports'
fact "3.12 the plan of a bulletin that replaces another" \
    tt seal "$D" --dry-run --json
also "3.12 says which, and how many had that" plan \
    'd["replaces"]["id"], d["replaces"]["granted"] < d["replaces"]["readers"]' \
    "('$old', True)"
also "3.12 who had it is in, though no wave is for the tier" plan \
    '[(r["partner"], r["wave"], r["rule"]) for r in d["readers"] if r["tier"] == "member"]' \
    "[('cedar', 'early', 'replaces')]"
also "3.12 unless the policy says no, and which rule" plan \
    'sorted({(r["partner"], r["rule"]) for r in d["left_out"] if r["had_replaced"]})' \
    "[('birch', 'state')]"
fact "3.12 people read that, too" tt seal "$D" --dry-run
also "3.12 with who goes without" printed '^without it: birch-1 of birch, by rule state'
fact "3.12 explained for one" tt policy explain cedar "$D"
seal "$D"
publish
inbox_says() { # READER: what it is told to be replaced
	as "$1" inbox --json >"$dir/inbox" && json "$dir/inbox" \
	    "[b['replaces'] for b in d['bulletins'] if b['id'] == '$id'][0]"
}
invited() { # ID: which invitations to it name the old one
	python3 - "$V/vault.db" "$1" "replaces the bulletin $old" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print({r: sys.argv[3] in t.replace("\n", " ") for r, t in db.execute(
    "SELECT reader, CAST(text AS TEXT) FROM notice "
    "WHERE event = 'invitation' AND bulletin = ? ORDER BY reader",
    sys.argv[2:3])})
PY
}
also "3.12 the invitation says it to who had that" [ "$(invited "$id")" = \
    "{'alder-1': True, 'alder-2': True, 'cedar-1': True}" ]
also "3.12 its reader is told what it replaces" [ "$(inbox_says alder-1)" = \
    "$old" ]
also "3.11 who had not received that learns of nothing" \
    [ "$(inbox_says alder-2)" = None ]
fact "PO-2 the ledger holds" telltale log verify "$H/ledger" --log "$vkey"
finish
