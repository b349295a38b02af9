#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-case: an investigation as docs/cases.md has it, and what is refused.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_rest "cases" "jq is not here"

is() { [ "$1" = "$2" ]; }
answer() { json "$dir/out" "$1"; }
tell() { telltale -C "$V" case "$@"; }
tells() { tr -s ' \n' ' ' <"$dir/out" | grep -qe "$1"; }
lacks() { ! grep -qiE "$1" "$2"; }
state() { telltale -C "$V" case show "$1" --json | jq -r .state; }

one_clock
programme
people
mkdir "$dir/draft" "$dir/desk"
cp "$root/examples/sharepoint-2025/advisory.md" "$dir/draft"
now=$(date +%s)
cat >"$dir/draft/bulletin.json" <<J
{"id": "EX-1", "title": "Lantern", "public_at": "$(utc $((now + 7200)))",
 "waves": [
  {"name": "first", "opens_at": "$(utc $((now + 600)))", "tiers": ["validate", "elite", "member"], "profile": "full"}],
 "parts": [{"file": "advisory.md", "kind": "advisory"}]}
J
must telltale -C "$V" seal "$dir/draft" --json
cp "$dir/out" "$dir/seal.json"
id=$(answer 'd["id"]')
must telltale -C "$V" publish "$id" --short-notice --yes="$id"
must telltale -C "$V" exception add birch duty-possible \
    --bulletin "$dir/draft" --reason "they build the fix"
sed -i 's/"EX-1"/"EX-2"/' "$dir/draft/bulletin.json"
printf '{{Please|Kindly}} {{look|have a look}} here.\n' >"$dir/draft/advisory.md"
must telltale -C "$V" seal "$dir/draft"
wait_for $((now + 601))
opened() {
	telltale -C "$dir/home/alder-2" open "$id" -o "$dir/open" --no-report
}
must until_true 20 opened
exits 1 "3.13 a status has who says that they opened it" telltale -C "$V" status
also "3.13 and that there is no word of the others" printed \
    '0 of 1 partners that received it say that they opened it'
echo 'A list of ours got it.' >"$dir/mishap"
must as alder-1 letter send mishap "$id" "$dir/mishap" --to "a list" \
    --since "$(utc $(($(date +%s) - 7200)))"
must telltale -C "$V" letter list

cd "$dir/desk" || exit 1
cp "$dir/open/advisory.md" paste.txt
grep -v '^$' paste.txt | head -n 8 >little.txt
echo 'We passed nothing on; a laptop was stolen.' >answer.txt

# Outside a case nothing becomes a finding.

telltale -C "$V" trace paste.txt --json >"$dir/outside" 2>/dev/null
also "LI-7 a trace outside a case is marked so" is \
    "$(json "$dir/outside" 'd["case"]')" None
exits 3 "LI-7 there is no case that was not opened" tell show 0000
exits 2 "LI-7 a case has a title" tell open EX-1
exits 3 "LI-7 and is about a bulletin that is there" tell open EX-9 --title T
must tell open EX-1 --title 'Empty' --json
empty=$(answer 'd["case"]')
refused 4 'takes a specimen' 'case add' \
    "LI-7 a case without a specimen has nothing to trace" tell trace "$empty"
must tell add "$empty" paste.txt
refused 4 'takes a trace' 'outside a case cannot' \
    "LI-7 nor to find, whatever was traced outside" \
    tell finding "$empty" --yes="$empty"
refused 4 'it is opened' '' "LC-4 nor anybody to write to" \
    tell letter "$empty" alder
refused 4 'takes a trace in the case' 'case show' \
    "LC-4 it cannot be closed as named" tell close "$empty" --outcome named
refused 4 'takes a reason' '--reason' "LC-4 nor withdrawn without a reason" \
    tell close "$empty" --outcome withdrawn
refused 4 'nothing may be told' 'case tell' \
    "LI-7 nothing is told outside unless that is set" tell statement "$empty"

hub_stop
must tell open EX-1 --title 'While the hub is away' --json
away=$(answer 'd["case"]')
must tell add "$away" paste.txt
refused 75 'does not stand in the ledger' 'next batch' \
    "LI-7 a case that is not in the ledger yet traces nothing" \
    tell trace -q "$away"
also "LI-7 and no reading is spent on it" is "$(python3 - "$V/vault.db" <<'PY'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM observed").fetchone()[0])
PY
)" 1
must hub_start

# The investigation of the document, as it is written there.

sed -n '/^```sh$/,/^```$/p' "$root/docs/cases.md" | grep -v '^```' >commands
printf 'set -eu\n%s\necho "case $C"\n' "$(cat commands)" >run
investigate() { TELLTALE_HOME=$V bash run; }
fact "LI-7 an investigation goes as docs/cases.md has it" investigate
C=$(sed -n 's/^case \([0-9a-f]\{16\}\)$/\1/p' "$dir/out" | tail -n 1)
must tell show "$C" --json
cp "$dir/out" shown
also "LI-7 every act is in its log, with who and when" is "$(json shown \
    '" ".join(e["act"] for e in d["entries"] if e["officer"] == "officer")')" \
    "open add trace hypothesis hypothesis note finding letter reply close export"
opened_first() { # by the batches that the vault has seen proof of
	telltale -C "$V" census EX-1 && python3 - "$V/vault.db" "$C" <<'PY'
import re, sqlite3, sys
batch = {k: int(re.search(rb"\nnumber (\d+)\n", b).group(1)) for k, s, b in
         sqlite3.connect(sys.argv[1]).execute("SELECT kind, bytes, batch FROM event "
         "WHERE kind IN ('case', 'observed') AND batch IS NOT NULL ORDER BY n DESC")
         if ("case " + sys.argv[2]).encode() in bytes(s)}
sys.exit(not batch["case"] < batch["observed"])
PY
}
also "LI-7 its opening is in an earlier batch than its reading" \
    until_true 20 opened_first
also "LI-7 custody is kept" is "$(json shown \
    'd["entries"][1]["text"]["custody"], d["entries"][1]["text"]["from"]')" \
    "('hotline, then Ada', 'a reader of ours')"
also "LI-7 no specimen lies open in the vault" \
    sh -c '! grep -rqlF "$(sed -n "/./{p;q}" paste.txt)" "$0"/cases "$0"/vault.db' "$V"
also "LI-6 no partner stands in the records of cases" python3 - \
    "$V/vault.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
text = repr([list(db.execute("SELECT * FROM " + t)) for t in
             ("investigation", "investigated", "case_entry")])
sys.exit("alder" in text.lower())
PY
also "LI-7 the trace in it says which case" is "$(json shown \
    'len(d["entries"][2]["text"]["readings"])')" 1
also "PO-6 who had an exception for its bulletin is in it" is "$(json shown \
    '[(x["partner"], x["rule"], x["reason"]) for x in d["exceptions"]]')" \
    "[('birch', 'duty-possible', 'they build the fix')]"
also "PO-6 on the page, too" grep -q "they build the fix" case.html
also "PR-6 a mishap is in it, with how soon it was reported" is "$(json shown \
    '[(m["partner"], 7200 <= m["reported_after_most_s"] < 7300) for m in d["mishaps"]]')" \
    "[('alder', True)]"
also "LI-7 it is another reading than the one outside" is "$(json shown \
    'd["entries"][2]["text"]["readings"][0]["t"]')" 2
also "AU-3 the reply's hash is told beside the finding" \
    grep -q "its reply" case.html
also "AU-3 and is that of what came" \
    grep -q "$(sha256sum <answer.txt | cut -d' ' -f1)" case.html
fact "LI-8 what the stolen keys could open is on record" tell show "$C"
also "LI-8 with both instants of the loss" tells 'reported lost: .* after the first specimen'
also "LI-8 and the bulletins" tells 'could open: EX-1'
also "LI-8 with no word that it was opened, which proves nothing" tells \
    'could open: EX-1; no word that it was opened, which proves nothing'
also "LI-8 and from which networks they were used, by day and minute" tells \
    'used from: \(127\.0\.0\.0/24\|::/48\), first .* last .* in [0-9]* minutes of [0-9]* days'
also "LI-8 with what that is worth" tells 'is where a packet came from'
also "LI-8 no whole address is at the hub" python3 -c '
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
rows = [n for n, in db.execute("SELECT network FROM used")]
sys.exit(not rows or any(not n.endswith((".0/24", "::/48")) for n in rows))' \
    "$H/hub.db"
also "LI-8 whoever held the keys, says the finding" tells 'whoever held these keys'
also "LC-4 with the one sentence" tells \
    'The bound is the chance that this procedure names anybody innocent, not the chance that this partner is innocent\.'

# The letter.

also "LC-4 the letter has the sentence too" sh -c 'tr "\n" " " <letter.txt |
    grep -qF "the chance that this procedure names anybody innocent, not the chance that this partner is innocent."'
also "LC-4 its own receipt and copy" grep -qx \
    "  copy     $(copy_of alder-2)" letter.txt
must telltale -C "$V" notices list --json
also "3.10 its people are told that a letter awaits, and nobody else" is \
    "$(answer '{n["address"].split("@")[1] for n in d["notices"] if n["event"] == "finding"}')" \
    "{'alder.example'}"
also "LC-4 a term" grep -q '^Term  *20' letter.txt
also "LC-4 and nothing of other partners" lacks 'birch|cedar|dogwood' letter.txt
also "LC-4 nor the title, nor a score" lacks 'lantern|log_e|EX-1' letter.txt
refused 4 'it is closed' 'reopen' "LC-4 a closed case sends none" \
    tell letter "$C" alder

# Handed over.

mkdir over && tar -C over -xf case.tar
also "LI-7 what is handed over checks itself" \
    sh -c 'cd over && sha256sum --quiet -c SHA256SUMS'
also "LI-7 nothing in it is not listed" is "$(cd over && find . -type f |
    wc -l)" "$(($(wc -l <over/SHA256SUMS) + 1))"
also "LI-7 it has no specimen unless asked" [ ! -e over/specimens ]
also "LI-7 but the trace, for telltale combine" \
    is "$(json over/traces/3.json 'd["format"], d["case"]')" \
    "('telltale-trace/1', '$C')"
also "LI-7 the finding in the ledger's words" grep -rq \
    '^telltale/v1/finding$' over/statements
f=$(grep -rl '^telltale/v1/finding$' over/statements | head -n 1)
also "LI-7 which name numbers and no partner" lacks 'alder' "$f"
also "LI-7 and the case" grep -q "^case $C$" "$f"
also "LI-7 with an out line for who sees only some rows" grep -q '^out ' "$f"
also "LI-7 the texts are those that the log hashes" python3 - over <<'PY'
import hashlib, json, sys
d = json.load(open(sys.argv[1] + "/case.json"))
for e in d["entries"]:
    if "sha256" in e:
        got = hashlib.sha256(open("%s/entries/%d.json" % (sys.argv[1], e["n"]), "rb").read()).hexdigest()
        assert got == e["sha256"], e["n"]
PY
fact "LI-7 with specimens when asked" tell export "$C" -o full.tar \
    --with-specimens
mkdir full && tar -C full -xf full.tar
also "LI-7 as they were found" cmp paste.txt full/specimens/*
exits 2 "LI-7 an archive that is there is left" tell export "$C" -o full.tar

# Outside.

must tell tell "$C" partner
fact "LC-4 heard and named, a name may be told" tell statement "$C" --dry-run
also "LC-4 with what it answered" tells "Alder Research, who was heard; its statement"
also "LC-4 and the sentence" tells 'not the chance that this partner is innocent'
fact "AU-3 a counter-statement is taken in a closed case" \
    tell reply "$C" alder letter.txt
fact "LC-4 the text, and its entry" tell statement "$C" --yes="$C"

must tell reopen "$C" --reason 'the laptop was stolen indeed'
must tell close "$C" --outcome inconclusive --reason 'not its reader'
fact "LC-4 closed with less, the case names nobody" tell statement "$C" \
    --dry-run
also "LC-4 whatever the finding said" lacks 'alder' "$dir/out"

# Below named, nothing.

must tell open EX-1 --title 'A few lines' --json
S=$(answer 'd["case"]')
must tell add "$S" little.txt "$root/LICENSE"
tell trace "$S" "$(sha256sum <little.txt | cut -c 1-12)" --json \
    >"$dir/out" 2>"$dir/err"
also "LI-6 too little decides nothing" is "$(answer 'd["verdict"]')" inconclusive
also "LI-6 its number is kept" is "$(tell show "$S" --json | jq -r \
    '.entries[3].text.readings[0].one_in | length > 0')" true
also "LI-6 and no list" is "$(tell show "$S" --json | jq \
    '[.entries[3].text.readings[0].findings[].suspects | length] | add')" 0
fact "LI-6 it can be found inconclusive" tell finding "$S" --yes="$S"
must tell show "$S"
sed '/^On record of these/,/^ *$/d' "$dir/out" >"$dir/pointing"
also "LI-6 which points at nobody" lacks 'alder|birch|cedar' "$dir/pointing"
also "LI-6 what is on record is not said of the leak" \
    printed '^On record of these bulletins, whoever leaked$'
refused 4 'no finding points at it' 'does not concern' \
    "LC-4 there is no letter to who is not concerned" tell letter "$S" birch
refused 4 'no finding points at it' '' "LC-4 nor a reply of theirs" \
    tell reply "$S" birch answer.txt
refused 4 'a finding that names somebody' '' \
    "LC-4 named without the evidence is refused" \
    tell close "$S" --outcome named
refused 4 'a finding that is strong' '' "LC-4 strong likewise" \
    tell close "$S" --outcome strong
must tell tell "$S" partner
fact "LC-4 no name is told below named" tell statement "$S" --dry-run
also "LC-4 whatever the setting" lacks 'alder|birch|cedar' "$dir/out"
fact "LI-6 it is closed as what it is" tell close "$S" --outcome inconclusive
fact "LI-7 and reopened for a reason" tell reopen "$S" --reason 'more of it'
also "LI-7 as such" is "$(state "$S")" reopened

# Named, and not heard yet.

must tell add "$S" paste.txt
fact "LI-7 a second opening stands in the ledger before its trace" \
    tell trace "$S" "$(sha256sum <paste.txt | cut -c 1-12)"
must tell finding "$S" --yes="$S"
refused 4 'to be heard' '' "LC-4 nobody is named unheard" \
    tell close "$S" --outcome named
must tell letter "$S" alder --term 2d
refused 4 'to be heard' '' "LC-4 nor before the term is over" \
    tell close "$S" --outcome named
wait_for $(($(date +%s) + 2 * 86400 + 60))
fact "LC-4 silence past the term is heard" tell close "$S" --outcome named
fact "LI-6 cases are listed" tell list
also "LI-6 without partners" lacks 'alder|birch|cedar' "$dir/out"
must tell open EX-2 --title 'Another bulletin' --json
T=$(answer 'd["case"]')
must tell add "$T" paste.txt
exits 4 "LI-7 a case is about its bulletins only" tell trace "$T"
also "LI-7 and says of which it would be" said 'the specimen fits EX-1'
fact "LI-7 the ledger holds" telltale log verify "$H/ledger" --log "$vkey"
finish
