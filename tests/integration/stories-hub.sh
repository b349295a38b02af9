#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-hub: embargoes that move, end early or are retracted, as hub, keeper
# and reader see to it; who may have what when; what is refused, and to whom
# that is told.  Officers' orders are made by tests/tools/order.py.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
# one who joined, and whom no officer has confirmed: a stranger
must telltale -C "$V" reader add cedar --name Ada --email a@cedar.example \
    -o "$dir/ada.invitation"
must telltale -C "$dir/home/ada" join "$dir/ada.invitation" --no-passphrase
D=$dir/draft
draft "$D" 3000 3100
seal_as EX-A "$D"
publish
A=$id public_a=$public
draft "$D" 6000 6500
for name in B C; do
	seal_as "EX-$name" "$D"
	publish
	eval "$name=$id"
done
O=$V/keys/officer-officer.sign
must age -d -i "$V/keys/officer-officer.key" -o "$dir/publisher" \
    "$V/keys/publisher.sign.age"
chmod 600 "$dir/publisher"
tell() { # KEY PATH KIND FIELD...: the status
	python3 "$root/tests/tools/order.py" "$url" "$@"
}
order() { tell "$O" "$@"; }
waves() { # ID: leaf, terms, opens, a line each, the first wave first
	python3 - "$H/hub.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for w in db.execute("SELECT leaf, terms, opens FROM wave WHERE bulletin = ? "
                    "ORDER BY opens", sys.argv[2:]):
    print(w[0].hex(), w[1].hex(), w[2])
PY
}
leaves() { waves "$1" | cut -d' ' -f1; }
row() { # READER ID MEMBER
	as "$1" inbox --json >"$dir/inbox" 2>"$dir/inbox.err" &&
	    json "$dir/inbox" \
	    "[b['$3'] for b in d['bulletins'] if b['id'] == '$2'][0]"
}
is() { [ "$(row "$1" "$2" "$3")" = "$4" ]; }
get() { curl -sk --noproxy '*' -o "$dir/got" -w '%{http_code}' "$url/$1"; }
keeper_has() { [ -e "$K/shares/$1/$2" ]; }
events() { # KIND: how many the hub has accepted
	python3 - "$H/hub.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM event WHERE kind = ?",
                 sys.argv[2:]).fetchone()[0])
PY
}
# until a batch is published that was not yet when this was asked
wait_batch() {
	cp "$H/ledger/checkpoint" "$dir/head"
	until_true 20 eval '! cmp -s "$H/ledger/checkpoint" "$dir/head"'
}
heard() { # the keeper, of the log
	curl -s --unix-socket "$K/socket" http://keeper/health |
	    grep -q '"heard":true'
}
is_logged() { [ "$(events "$1")" = "$2" ]; } # KIND NUMBER

# Only officers change anything.

first_of() { waves "$1" | head -n 1; }
read -r leaf terms opens < <(first_of "$A")
new_opens=$((opens + 500)) new_public=$((public_a + 500))
exits 1 "KO-2 an order that no officer signed is refused" tell \
    "$dir/publisher" keeper/01/move move "wave $leaf" "number 1" \
    "opens $(utc $new_opens)"
also "KO-2 and the share stays where it is" \
    eval '! keeper_has "$leaf" move'
also "KO-2 officers are told who tried" eval \
    'python3 "$root/tests/tools/hubask.py" --key "$O" GET \
    "$url/api/v1/refused" | grep -q "403.*keeper 01 move.*/p/"'
exits 1 "KO-2 nor does a publisher retract" tell "$dir/publisher" \
    keeper/01/retract embargo "bulletin $C" "revision 1" \
    "public $(utc "$public")" "state retracted"
exits 1 "KO-2 a keeper's front hands on nothing else" order keeper/01/share \
    move "wave $leaf" "number 1" "opens $(utc $new_opens)"
also "KO-2 it shows waves and instants" eval \
    'telltale-keeper -C "$K" --list | grep -q "^$leaf $(utc "$opens") wait"'

# A slip: nothing counts before keepers hold it and the ledger has it.

sha=$(python3 "$root/tests/tools/order.py" "$url" "$dir/publisher" terms \
    "$H/terms/$terms" "revision 2" "public $(utc $new_public)" \
    "opens $(utc $new_opens)" "respond-by $(utc $new_public)")
fact "PO-3 new terms are said" order statement embargo "bulletin $A" \
    "revision 2" "terms $sha" "public $(utc $new_public)" "state active"
wait_batch
also "PO-3 and change nothing yet" is alder-1 "$A" opens "$(utc "$opens")"
keeper_stop KILL
fact "PO-3 the wave is moved" order statement move "wave $leaf" "number 1" \
    "opens $(utc $new_opens)"
wait_batch
also "PO-3 not while a keeper may open at the old instant" is alder-1 "$A" \
    opens "$(utc "$opens")"
keeper_start
also "PO-3 but once it has heard of it" until_true 10 is alder-1 "$A" opens \
    "$(utc $new_opens)"
also "PO-3 the terms are the new ones" is alder-1 "$A" terms "$sha"
fact "PR-2 a reader who wants none of it says so" as alder-2 consent "$A" \
    --decline
also "PR-2 and is taken at their word" is alder-2 "$A" consent declined
exits 2 "PR-2 yes and no are not one answer" as alder-2 consent "$A" \
    --decline --accept

wait_for "$opens"
refused 4 'not before' 'by itself' "PR-2 at the old instant there is nothing" \
    as alder-1 open "$A" -o "$dir/early"
also "PR-2 but a countdown" said 'in [0-9]* min'
also "PR-2 and no folder" [ ! -e "$dir/early" ]
# what it did not write down of a clock's leap counts as time without it
has_marked() { [ "$(head -n 1 "$K/mark")" -ge "$1" ]; }
must until_true 20 has_marked "$opens"
keeper_stop KILL
keeper_start
until_true 10 heard
also "KO-1 a keeper that starts anew still has the new instant" \
    eval '! keeper_has "$leaf" shown'
wait_for $new_opens
fact "PR-2 at the new one it opens" as alder-1 open "$A" -o "$dir/a1"
also "PR-2 files and all" [ -s "$dir/a1/advisory.md" ]
refused 4 'declined' 'consent' "3.2 whoever declined gets no copy" \
    as alder-2 open "$A" -o "$dir/a2"
fact "3.2 a late yes is never refused" as alder-2 consent "$A" --accept --json
also "3.2 it is of the terms in force" [ \
    "$(json "$dir/out" 'd["terms"]')" = "$sha" ]
rm -rf "$dir/home/alder-2/receipts"
fact "3.2 and then there is a copy" as alder-2 open "$A" -o "$dir/a2"
also "KO-1 each opening is in the ledger, once" is_logged release 2

# An end, while the keeper is away.

echo 'Lantern Mail: update.' >"$dir/public.md"
put() { # ID FILE
	python3 "$root/tests/tools/order.py" "$url" "$dir/publisher" put \
	    "/api/v1/public/$1/$2" "$dir/public.md"
}
exits 1 "PO-4 nothing is public before the end" put "$B" advisory.md
also "PO-4 nor to be had" [ "$(get "public/$B/advisory.md")" = 404 ]
cp "$dir/got" "$dir/none"
also "3.11 what is silent and what never was are one answer" eval \
    '[ "$(get public/ffffffffffffffff/advisory.md)" = 404 ] &&
    cmp "$dir/got" "$dir/none"'
keeper_stop
fact "PO-4 the embargo ends" order statement embargo "bulletin $B" \
    "revision 1" "public $(utc "$public")" "state ended" "reason leak"
for w in $(leaves "$B"); do
	must order statement early "wave $w" "reason leak"
done
also "PO-4 for everybody" is cedar-1 "$B" embargo ended
fact "PO-4 its text goes out without any keeper" put "$B" advisory.md
also "PO-4 to everybody" eval '[ "$(get "public/$B/advisory.md")" = 200 ] &&
    cmp "$dir/got" "$dir/public.md"'
refused 75 'keepers must show' 'again' "PO-4 a keeper that is late is named" \
    as cedar-1 open "$B" -o "$dir/b1"
keeper_start
also "PO-4 and is asked until it answers" until_true 10 as cedar-1 open "$B" \
    -o "$dir/b1"
also "PO-4 who had no proof of concept gets none" [ ! -e "$dir/b1/poc.py" ]
also "PO-4 the ledger has why" is_logged early 3

# A retraction.

copies=$(ls "$H/copies" | wc -l)
fact "3.12 a bulletin is retracted" order statement embargo "bulletin $C" \
    "revision 1" "public $(utc "$public")" "state retracted" \
    "reason mistake"
also "3.12 its copies are deleted" until_true 5 eval \
    '[ $(ls "$H/copies" | wc -l) = $((copies - 5)) ]'
shares_gone() {
	local w
	for w in $(leaves "$C"); do
		! keeper_has "$w" share.age && keeper_has "$w" destroyed ||
		    return 1
	done
}
also "3.12 and the keeper's shares" until_true 5 shares_gone
also "3.12 which the keeper signs for" until_true 5 is_logged destroyed 3
also "3.12 recipients see that it is void" is birch-1 "$C" state retracted
refused 4 'retracted' 'destroy' "3.12 and cannot open it" \
    as birch-1 open "$C" -o "$dir/c1"
refused 4 'retracted' 'nothing to agree' "3.12 nor agree to it" \
    as birch-1 consent "$C" --accept

# In a hurry.

exits 1 "PO-6b no publisher cuts a batch" tell "$dir/publisher" batch embargo \
    "bulletin $A" "revision 3" "public $(utc $new_public)" "state active" \
    "reason attacks"
exits 1 "PO-6b nor an officer without a reason" order batch embargo \
    "bulletin $A" "revision 3" "public $(utc $new_public)" "state active"
fact "PO-6b with one, at once" order batch embargo "bulletin $A" \
    "revision 3" "public $(utc $new_public)" "state active" "reason attacks"
also "PO-6b and the batch says so" eval \
    'cat "$H"/ledger/tile/entries/*.p/* | tr "\000" "\n" | grep -qa "^urgent yes"'
fact "PO-6b the ledger holds" telltale log verify "$H/ledger" --log "$vkey"

# Who is out is out.

sign_of() { echo "$dir/home/$1/me.sign"; }
mapfile -t birch < <(python3 "$root/tests/tools/hubask.py" --key "$O" GET \
    "$url/api/v1/partners" | python3 -c 'import json, sys
body = json.loads(sys.stdin.read().split("\r\n\r\n", 1)[1])
for p in body["partners"]:
    if "\nname Birch" in p["statement"]:
        for line in p["statement"].split("\n\n")[0].split("\n")[3:]:
            print("state suspended" if line.startswith("state ") else line)')
fact "3.3 a partner is suspended" order statement partner "${birch[@]}"
fact "3.11 and gets what a stranger gets, byte for byte" \
    python3 "$root/tests/tools/order.py" --same "$url" "$(sign_of birch-1)" \
    "$(sign_of ada)" GET /api/v1/inbox GET "/api/v1/bulletin/$A" \
    GET "/api/v1/bulletin/$C" GET /api/v1/receipts POST /api/v1/receipt \
    POST /api/v1/consent GET /api/v1/bulletin/none
fact "3.11 absent, not theirs and retracted are one answer" \
    eval 'cmp <(python3 "$root/tests/tools/hubask.py" --key \
    "$(sign_of cedar-1)" GET "$url/api/v1/bulletin/$C") \
    <(python3 "$root/tests/tools/hubask.py" --key \
    "$(sign_of cedar-1)" GET "$url/api/v1/bulletin/ffffffffffffffff")'

# A backup.

fact "SO-2 the hub is copied while it runs" python3 -c 'import sqlite3, sys
old, new = (sqlite3.connect(p) for p in sys.argv[1:])
old.backup(new)' "$H/hub.db" "$dir/backup.db"
wait_batch
hub_stop
cp "$dir/backup.db" "$H/hub.db"
rm -f "$H"/hub.db-*
refused_start() { telltaled -C "$H"; }
exits 5 "SO-2 a state that is older than what was signed is noticed" \
    refused_start
also "SO-2 with the sizes" said 'older'
finish
