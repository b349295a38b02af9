#!/bin/bash
# SPDX-License-Identifier: ISC
# mark: proposals shown and written, constants across the parts, the review on
# a terminal, broken off and gone on with, and tables of one's own.
. "$(dirname "$0")/lib.sh"

pty="$root/tests/tools/on-pty.py --keys"
cd "$dir" || exit 1
export TERM=vt100

cat >house.txt <<'END'
# a table of the house
section house
	why both mean the same here
words probe: probe | trial
words gadget: gadget | device
END
cat >draft.md <<'END'
A gadget fails here.

The probe stops. A gadget near it stops too, and `the probe` stays.

The gadget costs 1517 units. It answers on port 20419.
END

# ---- without a terminal ----
fact "RE-1 proposals are rows in a pipe" telltale mark draft.md --wordings house.txt
also "RE-1 with words in context" grep -q '\[probe\]' out
also "RE-1 and why" grep -q 'both mean the same here' out
also "RE-1 code is left alone" test "$(grep -c '\[probe\]' out)" = 1
fact "and JSON" telltale mark draft.md --wordings house.txt --json
also "which names the draft's own first" \
    jq -e '.proposals[] | select(.group == "probe") |
    .alternatives == ["probe", "trial"] and .own' out
fact "RE-1 -o writes the sites" telltale mark draft.md --wordings house.txt -o m.md
also "RE-1 where they were" grep -q '^The {{probe|trial}} stops' m.md
also "private to its owner" test "$(stat -c %a m.md)" = 600
exits 2 "what is there is not replaced" telltale mark draft.md -o m.md
also "and the message says how" grep -q -e --force err
fact "but with --force" telltale mark draft.md -o m.md --force
fact "sites that stand stay" sh -c '
    telltale mark draft.md --wordings house.txt -o a.md &&
    telltale mark a.md --wordings house.txt -o b.md && cmp a.md b.md'
printf 'Two {{flaws stand here.\n' >broken.md
exits 2 "a site that does not close is refused" telltale mark broken.md
also "with its line" grep -q 'broken.md:1:5' err
printf 'Write {{ user }}. The gadget stops.\n' >template.md
exits 2 "RE-1 a template is no site of ours" telltale mark template.md
fact "RE-1 but text, with --plain" telltale mark template.md --plain \
    --wordings house.txt -o t.md
also "RE-1 which stays text" grep -q '^Write .{{ user }}. The {{gadget|device}}' t.md
printf 'words probe: probe | \n\tnonsense here\n' >bad.txt
exits 2 "a table that is no table is refused" \
    telltale mark draft.md --wordings bad.txt
also "with its line" grep -q 'bad.txt:[12]' err

# ---- constants ----
mkdir b
cat >b/bulletin.json <<'END'
{ "id": "EX-1", "title": "A gadget fails", "public_at": "2099-01-01T00:00:00Z",
  "waves": [ { "name": "all", "before": "1h", "tiers": ["member"],
    "profile": "full" } ],
  "parts": [ { "file": "draft.md", "kind": "advisory" },
    { "file": "poc.py", "kind": "poc" } ] }
END
cp draft.md b/
printf 'PORT = 20419\nKEY = 0x4f2a\nTAG = "quartz_seven"\nN = 20419\n' >b/poc.py
fact "constants become data sites in all parts" telltale mark b -o mb \
    --constant 20419 --constant 0x4f2a --constant quartz_seven
also "under one label" grep -q 'port {{@constant-1 int 20000..60000}}' mb/draft.md
also "in the other part too" test "$(grep -c '{{@constant-1}}' mb/poc.py)" = 2
also "hexadecimal with its 0x" grep -q '0x{{hex 4}}' mb/poc.py
also "identifiers" grep -q '"{{name}}"' mb/poc.py
also "and bulletin.json is there" cmp b/bulletin.json mb/bulletin.json
fact "power takes what mark wrote" sh -c 'telltale power mb; test $? -le 1'
exits 2 "a constant that is nowhere" telltale mark b -o mc --constant 777
also "makes nothing" test ! -e mc
exits 2 "one of no form" telltale mark draft.md --constant '?!'
fact "but with a body" telltale mark b -o mc --constant '1517=int 1024..2047'
also "as it says" grep -q '{{int 1024..2047}} units' mc/draft.md
exits 2 "and not with a bad one" telltale mark b -o md --constant '1517=int 9..2'

# ---- a goal ----
exits 1 "a goal that is out of reach" telltale mark draft.md \
    --wordings house.txt --until 'c=2 holders=100 words=400' -o g.md
also "says how far it got" grep -q 'Not reached' out
also "and under which attack" grep -q "under the worst attack" out
also "and writes it" grep -q 'probe|trial' g.md
exits 2 "a goal of another form" telltale mark draft.md --until 'c=9 words=4'

# ---- a vault's tables ----
P=$dir/programme
must telltale init "$P" --name "Example PSIRT" --hub https://localhost:1 \
    --small-team --no-passphrase
fact "a vault keeps a table" telltale vault wordings house.txt -C "$P/vault"
fact "lists it" telltale vault wordings -C "$P/vault"
also "by name" grep -q '^house' out
also "as an age file" sh -c \
    'head -c 21 "$1/vault/wordings/house.txt.age" | grep -q age-encryption' - "$P"
fact "and mark proposes from it" telltale mark draft.md -C "$P/vault"
also "without the file" grep -q '\[probe\]' out
exits 2 "a bad table changes nothing" telltale vault wordings bad.txt \
    -C "$P/vault"
also "in the vault" test ! -e "$P/vault/wordings/bad.txt.age"
fact "a table is taken out" telltale vault wordings --remove house \
    -C "$P/vault"
also "for good" test ! -e "$P/vault/wordings/house.txt.age"

# ---- the review ----
# script LINES...: each a line of a script for the terminal
script() {
	printf '%s\n' "$@" >script
}
review() { $pty script telltale mark draft.md --wordings house.txt "$@"; }

exits 2 "a review needs an output" telltale mark draft.md --review
exits 2 "and a terminal" setsid -w telltale mark draft.md --review -o r.md
has_terminals || skip_rest "a review" "no terminal can be had here"
script 'wait sentence 1 of' 'save one' 'keys y' 'wait 1 accepted' 'save two' \
    'keys n' 'wait sentence 3' 'keys q'
fact "RE-1 a review, broken off" review --review -o r.md
also "shows alternatives in place" grep -q '>\[gadget|device\]<' one
also "and the power" grep -q 'power: ' one
also "writes no draft" test ! -e r.md
also "keeps what was decided" test "$(stat -c %a r.md.review)" = 600
script 'wait going on: 2 decided before' 'wait sentence 3 of' 'keys u' \
    'wait nothing to undo' 'keys w'
fact "RE-1 goes on where it stopped" review --review -o r.md
also "RE-1 and writes what was accepted" grep -q '^A {{gadget|device}} fails' r.md
also "RE-1 and not what was refused" grep -q '^The probe stops' r.md

rm -f r.md r.md.review
script 'wait sentence 1 of' 'keys a' 'wait of gadget accepted' 'keys u' \
    'wait 0 accepted' 'keys e' 'wait alternatives: gadget|device' \
    'keys |thing\r' 'wait 1 accepted' 'keys s' 'wait sentence 3' \
    'keys f' 'wait words of the draft' 'keys costs 1517 units\r' \
    'wait as true' 'keys is sold\r' 'wait another' 'keys \r' \
    'wait a fact with 2 versions' 'keys w'
fact "RE-1 groups, undo, typing, whole sentences, facts" review --review -o r.md
also "RE-1 typed alternatives" grep -q '{{gadget|device|thing}} fails' r.md
also "a sentence" grep -q '^The {{probe|trial}} stops' r.md
also "a fact" grep -q '{{@:fact costs 1517 units|is sold}}' r.md
also "what stayed open is the draft's" grep -q '^The gadget {{@' r.md

rm -f r.md r.md.review
script 'wait sentence 1 of' 'keys N' 'wait remembered in house.txt' \
    'wait sentence 2' 'keys q'
fact "a rejection for ever" review --review -o r.md
also "is a line of the table" grep -q '^never gadget: gadget$' house.txt
fact "and is not proposed again" telltale mark draft.md --wordings house.txt
also "by any place of these words" sh -c '! grep -q "\[gadget\]" out'
sed -i '/^never/d' house.txt

rm -f r.md.review
script 'wait sentence 1 of' 'keys y' 'wait 1 accepted' 'signal TERM'
exits 143 "a signal ends it, and the terminal is as it was" \
    review --review -o r.md
also "what was decided is kept" grep -q '"yes"' r.md.review
rm -f r.md.review
script 'wait sentence 1 of' 'size 10 40' 'wait sentence 1' 'keys ?' \
    'wait What to accept' 'keys x' 'wait sentence 1' 'keys \x03'
fact "ten rows of forty columns, help, and Ctrl-C" review --review -o r.md
echo 'not JSON' >r.md.review
script ''
exits 3 "a state that cannot be read" review --review -o r.md
must telltale vault wordings house.txt -C "$P/vault"
script 'wait sentence 1 of' 'keys N' 'wait remembered in the vault' 'keys q'
rm -f r.md.review
fact "what is refused is kept in the vault" $pty script telltale mark draft.md \
    -C "$P/vault" --review -o r.md
fact "and known there" telltale mark draft.md -C "$P/vault"
also "the next time" sh -c '! grep -q "\[gadget\]" out'
finish
