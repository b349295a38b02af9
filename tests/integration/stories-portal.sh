#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-portal: a reader in a real browser, against a hub that now and then
# lies: joins, signs in by keyboard alone, opens a copy at its instant; and
# what is refused, by the hub and by the page.
. "$(dirname "$0")/lib.sh"

browser() { # VERB...: asks the one that was started
	local said status
	printf '%s\0' $# "$@" >&8
	IFS= read -r -d $'\4' -u 9 said && read -r -u 9 status || return 3
	printf '%s' "$said"
	[ "$status" = 0 ] || tail -n 1 "$dir/browser.log" >&2
	return "$status"
}
browser_start() {
	mkfifo "$dir/ask" "$dir/said"
	"$root/tests/tools/browser.py" "$dir/browser" start || return 1
	"$root/tests/tools/browser.py" "$dir/browser" serve <"$dir/ask" \
	    >"$dir/said" 2>"$dir/browser.log" &
	pids+=($!)
	exec 8>"$dir/ask" 9<"$dir/said"
}
trap '[ ! -f "$dir/browser" ] ||
    "$root/tests/tools/browser.py" "$dir/browser" stop; clean' EXIT

shows() { browser shows "${2-15}" "$1"; } # TEXT [SECONDS]
hides() { ! browser text | grep -qF "$1"; }
# All that a person without a mouse has: press NAME goes there by Tab.
press() { browser focus "$1" && browser keys Enter; }
visit() { # PATH: by a machine whose clock is that of the test
	[ "$ticks" = "$clock_ahead" ] || browser clock "$clock_ahead"
	ticks=$clock_ahead
	browser goto "$url$1"
}
ticks=0
lie() { echo "{$1}" >"$dir/lies.new" && mv "$dir/lies.new" "$dir/lies"; }
told() { # METHOD PATH STATUS: by the hub, of the newest such request
	grep "^$1 $2" "$dir/lies.seen" | tail -n 1 | grep -q " $3\$"
}
# What the console said of a policy that forbade something.
violations() {
	browser logs >"$dir/logs"
	! grep -iE 'security policy|trusted|uncaught' "$dir/logs"
}

one_clock
programme
must telltale -C "$V" partner import "$root/tests/data/partners.json"
must telltale -C "$V" reader add --all -o "$dir/inv"
mkdir "$dir/home"
for r in alder-2 birch-1 cedar-1; do
	must telltale -C "$dir/home/$r" join "$dir"/inv/*--$r.invitation \
	    --no-passphrase
done
must telltale -C "$V" reader confirm --all

# The hub behind one that can lie for it, under its name.
cp "$H/ledger/checkpoint" "$dir/first-checkpoint"
hub_stop
behind=$(free_port)
sed -i "s/^listen .*/listen localhost:$behind/" "$H/telltale.conf"
must hub_start
lie ''
serve liar python3 "$root/tests/tools/liar.py" "$(sed 's/.*://' <<<"$url")" \
    "$behind" "$H/tls.key" "$H/tls.crt" "$dir/lies" || exit 1
must browser_start
authenticator=$(browser authenticator)

# To join.

inv=$(echo "$dir"/inv/*--alder-1.invitation)
visit /portal/join
also "PR-3 the page says what it cannot protect from" shows \
    "cannot protect you against the vendor"
browser fill '#invitation' "$(sed 's/Uma/Eve/' "$inv")"
press "Make keys and join"
fact "PA-1 an altered invitation is refused" shows \
    "it was used, has expired, or was altered"
also "PA-1 and the hub heard nothing of it" eval '! told POST /api/v1/join ""'
lie '"GET /tile/entries/000": {"swap": ["Example PSIRT", "Example PSIRt"]}'
visit /portal/join
browser fill '#file' "$inv"
press "Make keys and join"
fact "PA-1 a log that another began is an alarm" shows "alarm: the hub's ledger"
lie ''
visit /portal/join
browser fill '#file' "$inv"
press "Make keys and join"
fact "PA-1 an invitation and a keyboard are enough to join" shows \
    "Fingerprint of your keys"
fingerprint=$(browser text '#fingerprint')
browser focus "Register a passkey"
groups='^([0-9a-f]{4} ){7}[0-9a-f]{4}$'
fact "PA-1 the page shows the fingerprint in groups" eval \
    '[[ $fingerprint =~ $groups ]]'
browser keys Enter
fact "PA-1 a passkey is bound to the reader" shows "The passkey is registered"
mine='new Promise((y, n) => { const r = indexedDB.open("telltale", 1);
    r.onsuccess = () => { const g = r.result.transaction("home")
    .objectStore("home").get("me"); g.onsuccess = () => y(g.result); }; })'
fact "PR-3 the keys cannot be exported" eval "browser async '$mine.then(h =>
    Promise.allSettled([h.sign, h.seal].flatMap(k => [\"pkcs8\", \"jwk\"].map(
    f => crypto.subtle.exportKey(f, k))))).then(r => r.filter(
    x => x.status === \"rejected\").length)' | grep -qx 4"
also "PR-3 nor are they anywhere else in the browser's store" eval \
    "browser async '$mine.then(h => [h.sign, h.seal].every(k => !k.extractable))' |
    grep -qx true"
visit /portal
press "Sign in with a passkey"
fact "PA-1 before the officer confirms nobody gets in" shows "cannot sign in"
fact "PA-1 the officer compares" telltale -C "$V" reader confirm --all
also "PA-1 the same fingerprint" printed "$fingerprint"
browser async "fetch('/api/v1/join', { method: 'POST', body: '{}' }).then(
    r => r.status)" >"$dir/out"
also "PA-1 whatever is wrong with a join is one answer" grep -qx 404 "$dir/out"

# To sign in, by key events alone.

visit /portal
press "Sign in with a passkey"
fact "PR-3 a passkey and a keyboard sign in" shows "Action required"
browser cookies >"$dir/cookies"
also "PR-3 the cookie is for this host alone, and no script's" [ "$(json \
    "$dir/cookies" '[(c["httpOnly"], c["secure"], c["sameSite"], c["path"])
    for c in d if c["name"] == "__Host-telltale"]')" = \
    "[(True, True, 'Strict', '/')]" ]
also "PR-3 the hub keeps no cookie, but its hash" eval '! grep -aq "$(json \
    "$dir/cookies" "[c[\"value\"] for c in d][0]")" "$H"/hub.db*'
answers() { # JS WANT: with the passkey module as m, and a way to sign in
	browser async "import(performance.getEntriesByType('resource')
	    .map(r => r.name).find(n => n.includes('/asset/passkey.'))).then(
	    async m => { const post = b => fetch('/portal/session', {
		method: 'POST', body: b }).then(r => r.status);
		const b = await m.usePasskey(); return $1; })" |
	    grep -qxF "$2"
}
visit /portal/join
fact "PR-3 an assertion is taken once" answers \
    '[await post(b), await post(b)].join()' '"204,404"'
fact "PR-3 and not for another challenge" answers \
    'post(JSON.stringify({ ...JSON.parse(b), challenge: "00".repeat(32) }))' 404
fact "PR-3 nor by another passkey" answers \
    'post(JSON.stringify({ ...JSON.parse(b), credential: btoa("x") }))' 404
curl -sk -o /dev/null -w '%{http_code}\n' -H 'Origin: https://elsewhere' \
    -H "Cookie: $(json "$dir/cookies" '"__Host-telltale=" + d[0]["value"]')" \
    --data '' "$url/portal/logout" >"$dir/out"
also "PR-3 another site's page cannot act here" grep -qx 404 "$dir/out"
stranger() { # COOKIE: what a page says to it
	curl -sk -H "Cookie: __Host-telltale=$1" "$url/portal" | grep -o \
	    '<h1>[^<]*'
}
also "PR-3 a stranger's cookie opens nothing" [ "$(stranger \
    "$(printf '%064d' 7)")" = "<h1>Sign in" ]
also "PR-3 nor does one that is none" [ "$(stranger x)" = "<h1>Sign in" ]

# To open a copy, and not before its instant.

D=$dir/draft
draft "$D" 600 3600
seal "$D"
publish
opens=$first
visit "/portal/bulletin/$id"
fact "PR-3 the terms are shown before anything is signed" shows \
    "confirms to have asked for it"
press "Sign the receipt and open"
fact "PR-3 before the instant there is a countdown" shows \
    "everything holds; it opens"
also "PR-3 and nothing else" eval 'hides Lantern &&
    ! told POST /api/v1/receipt ""'
wait_for "$opens"
attempt() { # LIE: opens the page, presses
	lie "$1"
	visit "/portal/bulletin/$id"
	press "Sign the receipt and open"
}
nothing_shown() {
	hides "Lantern Mail" && browser js \
	    'document.getElementById("copy").hidden' | grep -qx true
}
refuses() { # NAME CAUSE LIE
	attempt "$3"
	fact "PR-3 $1 is refused" shows "$2"
	also "PR-3 $1: nothing is shown" nothing_shown
}
refuses "a ledger that was rolled back" "it was rolled back" \
    "\"GET /checkpoint\": {\"file\": \"$dir/first-checkpoint\"}"
{
	sed -n 1,2p "$H/ledger/checkpoint"
	head -c 32 /dev/zero | base64
} | python3 "$root/tests/tools/hubask.py" --key "$H/log.sign" sign \
    >"$dir/forked"
refuses "a ledger that forks, though the log signed it" "it forks" \
    "\"GET /checkpoint\": {\"file\": \"$dir/forked\"}"
press "Save the evidence"
both() { [ "$(grep -c "^$(sed -n 1p "$dir/forked")\$" "$1")" = 2 ]; }
also "PR-3 both heads of it can be kept, and shown to anybody" until_true 10 \
    both "$(browser saved)/evidence.txt"
swap() { # OLD NEW: in what is said of the bulletin
	echo "\"GET /api/v1/bulletin/\": {\"swap\": [\"$(sed 's/"/\\"/g' <<<"$1")\",
	    \"$(sed 's/"/\\"/g' <<<"$2")\"]}"
}
refuses "another wave" "the link from the copies to wave" \
    "$(swap '"wave_leaf":"' '"wave_leaf":"0')"
refuses "an instant that was moved" "the place of the wave in the ledger" \
    "$(swap "opens $(utc "$opens")" "opens $(utc $((opens - 60)))")"
refuses "another reader's place" "the copy's place among the copies" \
    "$(swap "reader ${fingerprint// /}" "reader $(printf '%032d' 1)")"
refuses "terms that allow more" "the terms, of which the inbox names others" \
    "$(swap 'named readers only' 'whoever asks for it')"
also "PR-3 nothing was signed for all that" eval '! told POST /api/v1/receipt ""'
refuses "an altered copy" "a copy that is not the one in the ledger" \
    '"POST /api/v1/receipt": {"flip": 5000}'
browser clock 0
attempt ''
fact "PR-3 a hub with another clock gets no signature" shows \
    "cannot sign: the hub's clock is"
ticks=none
age-keygen -o "$dir/other.key" 2>/dev/null
attempt "\"GET /wave/\": {\"file\": \"$dir/other.key\"}"
fact "PR-3 another's wave key can only delay" shows "waiting for the keepers"
also "PR-3 another's wave key: nothing is shown" nothing_shown
lie ''
fact "PR-3 the right one opens the copy" shows "The relay of Lantern Mail"
also "PR-3 for the reader, by name and number" shows \
    "marked for Uma of Alder Research, copy"
also "PR-3 under a receipt that is in the hub" told POST /api/v1/receipt 200
also "3.13 and the vendor is told that it was opened" until_true 10 \
    told POST /api/v1/opened/ 204

# What was opened is the copy, byte for byte.

mkdir "$dir/shown"
browser js 'Array.from(document.querySelectorAll("pre[data-part]")).map(
    p => [p.dataset.part, p.textContent])' >"$dir/parts"
python3 - "$dir" <<'PY'
import json, sys
for name, text in json.load(open(sys.argv[1] + "/parts")):
    open(sys.argv[1] + "/shown/" + name, "w").write(text)
PY
fact "PR-3 all parts of the profile are there" [ "$(ls "$dir/shown" | tr '\n' \
    ' ')" = "advisory.md poc.py rule.yml " ]
press "Save advisory.md"
saved=$(browser saved)
fact "PR-3 a file that is saved is what is shown" until_true 10 cmp \
    "$saved/advisory.md" "$dir/shown/advisory.md"
telltale -C "$V" trace "$dir"/shown/* --json >"$dir/trace" 2>"$dir/err"
also "PR-3 traced, it is this reader's organisation's" [ "$(json "$dir/trace" \
    '[(s["partner"], s["verdict"]) for s in d["suspects"]][0]')" = \
    "('alder', 'named')" ]
also "PR-3 with every site as it was sealed" [ "$(json "$dir/trace" \
    'd["sites"]["read"] == d["sites"]["total"], d["sites"]["absent"]')" = \
    "(True, 0)" ]
fact "PR-3 the vault has the receipt" telltale -C "$V" census "$id" --json
also "PR-3 of this reader, and of no other" [ "$(json "$dir/out" \
    '[(r["reader"], "fetched" in r["revisions"]) for r in d["readers"]
    if "fetched" in r["revisions"]]')" = "[('alder-1', True)]" ]
browser size 320x800
also "9.3 it fits a phone of 320 pixels" eval "browser js \
    'document.documentElement.scrollWidth <= innerWidth' | grep -qx true"
browser size 1280x900

# Another list of keys, another bulletin; a no, and a late yes.

must telltale vault officer-key dora --no-passphrase -o "$dir/keys-dora" \
    --origin "$(sed -n 's/^origin //p' "$V/telltale.conf")"
must telltale -C "$V" vault add-officer "$dir/keys-dora/dora.public" \
    --role counsel --yes="$(cat "$dir/out")"
draft "$D" 600 3600
seal_as EX-2026-015 "$D"
publish
visit "/portal/bulletin/$id"
press "Decline"
fact "3.2 a no is signed in the browser" browser wait 15 \
    'document.querySelector(".pill")?.textContent === "declined"'
wait_for "$first"
attempt ''
fact "3.2 whoever declined gets no copy" shows "cannot have the copy"
press "Accept the terms"
fact "3.2 a late yes is never refused" browser wait 15 \
    'document.querySelector(".pill")?.textContent === "signatory"'
press "Sign the receipt and open"
fact "PR-3 a new list of keys is followed, from officer to officer" shows \
    "The relay of Lantern Mail"
sed -i 's/The relay of Lantern Mail/The relay that is in Lantern Mail/' \
    "$D/advisory.md"
must telltale -C "$V" seal "$D" --editorial
publish
visit /portal
fact "PO-6c a bulletin that was revised is to be opened anew" shows \
    "it was revised: open it anew"
attempt ''
fact "PO-6c which shows the new text" shows "The relay that is in Lantern Mail"
visit /portal
fact "PO-6c then it is as the others are" hides "it was revised"

# What a reader saw.

seen=$(utc $(($(date +%s) - 60)))
report() { # SEEN: fills in the form, and sends it
	visit "/portal/letter/$id"
	browser fill '#since' "$1"
	browser fill '#place' 'a honeypot in Lyon'
	browser fill '#words' 'Somebody calls the helper by its port.'
	press "Sign and send"
}
report "${seen%Z}"
fact "PR-5 a time without its zone is refused" shows "is no instant with its zone"
report "$(utc $(($(date +%s) + 7200)))"
fact "PR-5 a time to come is refused" shows "is still to come"
report "$seen"
fact "PR-5 a sighting is reported in the browser" shows "can open it"
fact "PR-5 the vendor has it" telltale -C "$V" letter list --json
also "PR-5 with its writer" [ "$(json "$dir/out" \
    '[(l["about"], l["reader"], l["bulletin"] == "'"$id"'")
    for l in d["letters"]]')" = "[('sighting', 'alder-1', True)]" ]
fact "PR-5 an officer opens it" telltale -C "$V" letter show 1
also "PR-5 word for word" printed 'Somebody calls the helper by its port.'
also "PR-5 the hub cannot" eval '! grep -raqs "by its port" "$H"'

# An end at once.

visit /portal
also "PR-3 signed in, the pages need no other" shows Inbox
cookie="__Host-telltale=$(browser cookies | python3 -c 'import json, sys
print([c["value"] for c in json.load(sys.stdin)][0])')"
tidied() { # PATH...
	local p
	for p in "$@"; do
		curl -sk -H "Cookie: $cookie" "$url$p" >"$dir/page"
		grep -q "<h1>" "$dir/page" && [ -z "$(tidy -qe \
		    --warn-proprietary-attributes no "$dir/page" 2>&1)" ] ||
		    return 1
	done
}
if command -v tidy >/dev/null; then
	fact "9.3 the pages are clean HTML" tidied /portal /portal/join \
	    /portal/files /portal/approve "/portal/bulletin/$id" \
	    "/portal/letter/$id"
else
	skip "9.3 the pages are clean HTML" "no tidy"
fi
press "Sign out"
fact "PR-3 whoever signs out is out" shows "Sign in with a passkey"
press "Sign in with a passkey"
fact "PR-3 and comes in again" shows Inbox

# An admin's own people.

browser async "fetch('/portal/people').then(r => r.status)" >"$dir/out"
also "PA-2 who is no admin has no page of people" grep -qx 404 "$dir/out"
must telltale -C "$V" reader role alder-1 admin
visit /portal
fact "PA-2 an admin has one" shows "Who reads here for your organisation"
visit /portal/people
fact "PA-2 with their names, which the browser opens" shows "Farah (alder-2)"
also "3.11 and nobody else's" hides birch
browser fill '#name' "Iris Lund"
browser fill '#email' iris@alder.example
press "Invite"
fact "PA-2 an admin invites in the browser" shows "Iris Lund is invited"
press "Save the invitation"
also "PA-2 the invitation is saved" until_true 10 test -s "$saved/invitation"
fact "PA-2 and good to join with" telltale -C "$dir/home/iris" join \
    "$saved/invitation" --no-passphrase
fact "PA-2 the officer sees whose it was" telltale -C "$V" reader confirm --json
also "PA-2 by a letter that was sealed in the browser" [ "$(json "$dir/out" \
    '[(r["name"], r["invited_by"]) for r in d["readers"]][-1]')" = \
    "('Iris Lund', 'alder-1')" ]
whom='(() => { const s = document.getElementById("who");
    s.value = [...s.options].find(o => o.text === "alder-2").value; })()'
browser js "$whom" >"$dir/out"
browser fill '#confirm' alder
press "Stop this reader"
fact "PA-2 to stop somebody is to type who" shows "what was typed is not"
browser fill '#confirm' -2
press "Stop this reader"
fact "PA-2 an admin stops somebody in the browser" shows "alder-2 is stopped"
exits 3 "PA-2 who is out then" telltale -C "$dir/home/alder-2" inbox
visit /portal/join
press "Save my receipts"
receipts() { [ "$(json "$saved/receipts.json" \
    '[(r["bulletin"], "set_proof" in r) for r in d["receipts"]][-1]')" = \
    "('$id', True)" ]; }
fact "PA-4 receipts are saved from the browser, with their proofs" until_true \
    10 receipts
visit /portal
must telltale -C "$V" partner suspend alder --reason "owed reports"
visit /portal
fact "3.3 a suspension ends sessions in the same action" shows \
    "Sign in with a passkey"
press "Sign in with a passkey"
fact "3.3 and the passkey opens none" shows "cannot sign in"

# A second officer who has a phone, and nothing else.

browser size 390x844
visit /portal/approve
browser fill '#name' cy
browser fill '#log' "log psirt.example.com+00000000+AAAA"
press "Make an officer's keys"
fact "SA-1 a log key that is none makes no keys" shows "cannot believe the hub"
visit /portal/approve
browser fill '#name' cy
browser fill '#log' "$(grep '^log ' "$V/telltale.conf")"
press "Make an officer's keys"
fact "SA-1 an officer's keys are made on the phone" shows "Fingerprint: "
print=$(browser text '#fingerprint')
press "Load the queue"
fact "SA-1 before they are enrolled there is nothing" shows "cannot have the queue"
browser js 'document.querySelector("#public pre").textContent' |
    python3 -c 'import json, sys; print(json.load(sys.stdin), end="")' \
    >"$dir/cy.public"
must telltale -C "$V" vault add-officer "$dir/cy.public" --end-small-team \
    --yes="$print"
wait_for $(($(date +%s) + 8 * 86400))
must telltale vault officer-key eve --no-passphrase -o "$dir/keys-eve" \
    --origin "$(sed -n 's/^origin //p' "$V/telltale.conf")"
print=$(cat "$dir/out")
exits 75 "SA-1 what takes two waits" telltale -C "$V" vault add-officer \
    "$dir/keys-eve/eve.public" --yes="$print"
lie '"GET /api/v1/requests": {"swap": ["\"answer\":true", "\"answer\":false"]}'
visit /portal/approve
press "Load the queue"
fact "SA-1 what its asker did not sign for is not asked" shows "0 wait"
lie ''
visit /portal/approve
press "Load the queue"
fact "SA-1 the queue on a phone" shows "1 waits"
also "SA-1 it fits" eval "browser js \
    'document.documentElement.scrollWidth <= innerWidth' | grep -qx true"
also "SA-1 who asks, what, until when, and what if nothing is done" eval \
    'shows "keys: eve" && shows "officer asks" && shows "nothing of it happens"'
also "SA-1 the dry run, not a summary" shows "$print"
also "SA-1 and the statement that is signed" shows "telltale/v1/keys"
press "Sign "
fact "SA-1 a yes is signed on the phone" shows "signed; the asker"
press "Load the queue"
fact "SA-1 once" shows "0 wait"
fact "SA-1 the asker's vault has it" telltale -C "$V" approve --all
also "SA-1 and did what was asked" grep -q '^eve ' "$V/keys/officers"
also "9.2 no page broke its own policy" violations
finish
