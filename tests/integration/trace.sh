#!/bin/bash
# SPDX-License-Identifier: ISC
# trace: specimens against what a vault sealed, logged before rows are looked
# at; the census beside it; and a text that has become public.
. "$(dirname "$0")/lib.sh"

example=$root/examples/sharepoint-2025
# on one line, or broken over two
tells() { tr -s ' \n' ' ' <"$dir/out" | grep -qe "$1"; }
is() { [ "$1" = "$2" ]; }
answer() { json "$dir/out" "$1"; }
named() {
	answer '" ".join("%s/%s" % (s["partner"], s["reader"] or "-") for s in d["suspects"] if s["verdict"] == "named")'
}
trace() { telltale -C "$V" trace --json "$@"; }
census() { telltale -C "$V" census "$@"; }

one_clock
programme
people
mkdir "$dir/draft" "$dir/second"

exits 1 "before anything is sealed" trace "$example/advisory.md"
also "no bulletin fits" is "$(answer 'd["bulletin"], d["verdict"]')" \
    "(None, 'none')"

cp "$example/advisory.md" "$dir/draft"
printf '{{Please|Kindly}} {{look|have a look}} at the {{first|other}} file.\n' \
    >"$dir/second/note.md"
now=$(date +%s)
public=$((now + 1800))
cat >"$dir/draft/bulletin.json" <<J
{"id": "EX-1", "title": "One", "public_at": "$(utc $public)",
 "waves": [
  {"name": "first", "opens_at": "$(utc $((now + 600)))", "tiers": ["validate", "elite"], "profile": "full"},
  {"name": "last", "opens_at": "$(utc $((public - 1)))", "tiers": ["member"], "profile": "full"}],
 "parts": [{"file": "advisory.md", "kind": "advisory"}]}
J
cat >"$dir/second/bulletin.json" <<J
{"id": "EX-2", "title": "Two", "public_at": "$(utc $((now + 7200)))",
 "waves": [
  {"name": "first", "before": "1h", "tiers": ["validate", "elite"], "profile": "full"}],
 "parts": [{"file": "note.md", "kind": "advisory"}]}
J
must telltale -C "$V" seal "$dir/draft" --json
id=$(answer 'd["id"]')
must telltale -C "$V" publish "$id" --short-notice --yes="$id"
must telltale -C "$V" seal "$dir/second"
exits 4 "a lab of a text that was sealed is refused" \
    telltale -C "$V" lab "$dir/draft" --readers 2 --render 1 -o "$dir/lab"
also "and says as what" said "it was sealed as $id"
also "and makes nothing" [ ! -e "$dir/lab" ]
exits 1 "a census from before it was sealed" \
    census EX-1 --at "$(utc $((now - 60)))"
also "says when it began" said "nobody could have read EX-1 by then"
exits 2 "a census of what is to come is refused" \
    census EX-1 --at "$(utc $((public + 60)))"
exits 2 "a day is no instant" census EX-1 --at 2026-01-01
fact "a census before the first wave" census EX-1 --at "$(utc $(date +%s))" \
    --json
also "counts nobody" is "$(answer 'd["sentence"][:28]')" \
    "0 people at 0 organisations "
also "but all were told" is \
    "$(answer 'sum(r["told"] is not None for r in d["readers"])')" 5

wait_for $((now + 601))
opened() {
	telltale -C "$dir/home/$1" open "$id" -o "$dir/open-$1"
}
must until_true 20 opened alder-2
cp "$dir/open-alder-2/advisory.md" "$dir/specimen"

fact "LI-2 a copy" trace "$dir/specimen"
also "LI-2 is found to be of its bulletin" is \
    "$(answer 'd["bulletin"], d["id"]')" "('EX-1', '$id')"
also "LI-2 and of its reader" is "$(named)" "alder/- alder/alder-2"
also "at the first reading" is "$(answer 'd["t"]')" 1
also "which is in the ledger's hands" is \
    "$(answer 'd["observed"]["logged"], d["observed"]["posted"]')" \
    "(True, True)"
cp "$dir/out" "$dir/first"
fact "LI-2 the same again" trace "$dir/specimen" --bulletin EX-1
also "LI-2 is the same answer" cmp "$dir/out" "$dir/first"

hub_stop
head -n 50 "$dir/specimen" >"$dir/part"
fact "LI-2 a part of it, while the hub is away" trace "$dir/part" \
    --observations "$dir/observations"
also "names the same" is "$(named)" "alder/- alder/alder-2"
also "at the second reading" is "$(answer 'd["t"]')" 2
also "and waits for the hub" is \
    "$(answer 'd["observed"]["logged"], d["observed"]["posted"]')" \
    "(True, False)"
also "with a word on that" said "the hub cannot be reached"
also "what was read has its number" is \
    "$(json "$dir/observations" 'd["t"], d["epsilon"]')" "(2, 1e-06)"
fact "words for people say so" telltale -C "$V" trace "$dir/part"
also "too" tells "waiting in the vault"
also "and that it cannot become a finding" tells "outside a case"
fact "a census while the hub is away" census EX-1
also "is of what was known before" said "are missing"
must hub_start
fact "when the hub is back" trace "$dir/part"
also "it gets what waited" is "$(answer 'd["observed"]["posted"]')" True
fact "several files are one reading" trace "$dir/part" "$dir/specimen"
also "of what the whole alone says" is \
    "$(answer 'd["t"], len(d["specimen"]["files"])')" "(1, 2)"
fact "in any order" trace "$dir/specimen" "$dir/part" "$dir/part"
also "the same" is "$(answer 'd["t"], len(d["specimen"]["files"])')" "(1, 2)"
exits 1 "LI-2 an unrelated text" trace "$root/LICENSE"
also "LI-2 fits no bulletin" is "$(answer 'd["bulletin"], d["t"]')" "(None, None)"
exits 1 "LI-2 nor does it fit when it is said to" trace "$root/LICENSE" -b EX-1
also "and that was a reading" is "$(answer 'd["verdict"], d["t"]')" \
    "('none', 3)"
exits 3 "a bulletin that nobody sealed" trace "$dir/part" -b EX-9

fact "a census" census "$id" --json
also "counts those whose wave is open" is "$(answer 'd["sentence"][:28]')" \
    "4 people at 2 organisations "
also "knows who fetched" is \
    "$(answer '[r["reader"] for r in d["readers"] if r["fetched"]]')" \
    "['alder-2']"
also "and that a key was released" is \
    "$(answer '[w["released"] is not None for w in d["waves"]]')" \
    "[True, False]"

wait_for $((public + 1))
age -d -i "$V"/keys/officer-*.key "$V/bulletins/$id/codebook.age" 2>/dev/null |
    python3 "$root/tests/integration/public_text.py" "$V" "$id" \
    "$dir/draft/advisory.md" >"$dir/public" || exit 1
exits 1 "LI-2 the text that is public by now" trace "$dir/public"
also "LI-2 explains itself" is "$(answer 'd["public"]["explains"]')" True
also "LI-2 since an instant" is "$(answer 'd["public"]["since"]')" "$(utc $public)"
also "LI-2 and names nobody" is "$(named)" ""
exits 1 "in words, too" telltale -C "$V" trace "$dir/public"
also "LI-2 that is said" tells "has been public since $(utc $public)"
fact "a copy is still its reader's" trace "$dir/specimen"
also "and nobody else's" is "$(named)" "alder/- alder/alder-2"
fact "the ledger holds" telltale log verify "$H/ledger" --log "$vkey"
finish
