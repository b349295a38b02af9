#!/bin/bash
# SPDX-License-Identifier: ISC
# trace --read: what was read before, weighed as a specimen is, in a lab and in
# a vault; and every file that is refused, by its line, before anything is
# logged.
. "$(dirname "$0")/lib.sh"

example=$root/examples/sharepoint-2025
L=$dir/lab
bad=$dir/bad.json

tells() { tr -s ' \n' ' ' <"$dir/out" | grep -qe "$1"; }
is() { [ "$1" = "$2" ]; }
answer() { json "$dir/out" "$1"; }
named() {
	answer '" ".join("%s/%s" % (s["partner"], s["reader"] or "-") for s in d["suspects"] if s["verdict"] == "named")'
}
# rewrite FROM TO EXPRESSION: what python makes of d, an item a line
rewrite() {
	python3 - "$@" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
exec(sys.argv[3])
items = ",\n".join(json.dumps(o) for o in d["observations"])
with open(sys.argv[2], "w") as f:
    f.write('{"epsilon": %r,\n"t": %d,\n"observations": [\n%s\n]}\n' %
            (d["epsilon"], d["t"], items))
PY
}
# differs FILE [MEMBER...]: the members of FILE and of the last answer that are
# not alike, but for these, the specimen, what is said of the logging, and the
# same in words
differs() {
	python3 - "$dir/out" "$@" <<'PY'
import json, sys
a, b = [json.load(open(f)) for f in sys.argv[1:3]]
but = ["specimen", "observed", "says"] + sys.argv[3:]
print(sorted(k for k in a.keys() | b.keys()
             if k not in but and a.get(k) != b.get(k)))
PY
}

# t, q and v: the t that is to come, a site of alternatives, one of values
q=0 v=0 t=1
sites_of() { # a lab's folder
	q=$(json "$1/codebook.json" \
	    '[i for i, s in enumerate(d["sites"]) if s.get("q") == 2][0]')
	v=$(json "$1/codebook.json" \
	    '[i for i, s in enumerate(d["sites"]) if "value" in s][0]')
}
# with ITEM: a file that has it in line 5
with() {
	printf '{"epsilon": 1e-06,\n"t": %s,\n"observations": [\n' "$t"
	printf '{"site": %s, "symbol": 0},\n%s\n]}\n' "$q" "$1"
} >"$bad"
# faulty LINE CAUSE NAME: $bad is refused so, in the lab or the vault
faulty() {
	refused 3 "bad.json:$1: $2" "nothing was logged" "$3 is refused" read_bad
}
# items: those that fit no bulletin, and those that do not fit this one
all_faults() {
	local item cause name
	while IFS='|' read -r name item cause; do
		item=${item//@n/$1} item=${item//@q/$q}
		with "${item//@v/$v}"
		faulty 5 "$cause" "$name"
	done <<'T'
a site over all|{"site": @n, "gone": true}|there is no site
the millionth site|{"site": 1000000, "gone": true}|.*site
a symbol out of range|{"site": @q, "symbol": 15}|symbol 15, but site
a symbol over all|{"site": @q, "symbol": 16}|.*symbol
a symbol where values are|{"site": @v, "symbol": 0}|site [0-9]* has values
likelihoods where values are|{"site": @v, "likelihood": [1, 0]}|site [0-9]* has values
values where alternatives are|{"site": @q, "values": ["0"]}|site [0-9]* has alternatives
likelihoods of another length|{"site": @q, "likelihood": [1, 0, 0, 0, 0, 0, 0, 0]}|8 likelihoods, but site
a likelihood that is a text|{"site": @q, "likelihood": ["1", 0]}|.*numbers only
a likelihood that is no number|{"site": @q, "likelihood": [NaN, 0]}|.*token
a likelihood above 1|{"site": @q, "likelihood": [1.5, 0]}|likelihood 0
a likelihood below 0|{"site": @q, "likelihood": [1, -1]}|likelihood 1
likelihoods that are all 0|{"site": @q, "likelihood": [0, 0]}|.*all 0
a count under its matches|{"site": @v, "count": 1, "matches": ["1", "2"]}|count is 1
a value of N or more|{"site": @v, "values": ["18446744073709551615"]}|value 18446744073709551615, but
a value twice|{"site": @v, "values": ["5", "5"]}|value 5 of site
no value|{"site": @v, "values": []}|no value
a member of no form|{"site": @q, "symbol": 0, "by": "me"}|observation 1
an item that is a number|7|observation 1
T
	with '{"site": 0, "symbol": 0' && truncate -s -4 "$bad"
	faulty 5 '.*near end of file' "a file that is cut off"
	with "$(printf '{"site": 0, "values": ["\377"]}')"
	faulty 5 '.*0xff' "what is not UTF-8"
	with '{"site": 0, "gone": true}' && sed -i '1s/1e-06/2/' "$bad"
	faulty 1 'epsilon is 2' "an epsilon of 2"
	sed -i '1s/2,/0,/' "$bad"
	faulty 1 'epsilon is 0' "an epsilon of 0"
	sed -i '1s/0,/1e-3,/' "$bad"
	faulty 1 'epsilon is 0.001, where the promise is 0.000001' \
	    "another promise"
	with '{"site": 0, "gone": true}' && sed -i '2s/: [0-9]*/: 0/' "$bad"
	faulty 2 '.*"t"' "t 0"
	sed -i '2d' "$bad"
	faulty 1 'member "t" is missing' "a file without t"
	with '{"site": 0, "gone": true}' && sed -i '2s/$/ "case": 1,/' "$bad"
	faulty 2 'member "case"' "a member of no such file"
	echo '{"bulletins": []}' >"$bad"
	faulty 1 '.*several bulletins' "what was read of several"
	: >"$bad"
	faulty 1 '.*end of file' "an empty file"
	python3 -c 'print("""{"epsilon": 1e-6, "t": %s, "observations": [""" %
    "'$t'" + ",\n".join("""{"site": %d, "gone": true}""" % i
    for i in range(1000000)) + "]}")' >"$bad"
	faulty 262145 '.*site' "a million sites"
	rm "$bad"
	exits 3 "a file that is not there" read_bad
}

fact "a lab" telltale lab "$example" --readers 40 --per-holder 2 --render 10 \
    -o "$L" --seed "$(printf '%064d' 7)"
in_lab() { telltale trace --lab "$L" "$@"; }
read_bad() { in_lab --read "$bad"; }
fact "a specimen" in_lab "$L/r8/poc.py" "$L/r8/advisory.md" --json \
    --observations "$dir/observations"
also "names its reader" is "$(named)" "h4/- h4/r8"
cp "$dir/out" "$dir/first"
fact "what was read of it" in_lab --read "$dir/observations" --json \
    --observations "$dir/again"
also "says the same, in every number" is "$(differs "$dir/first")" "[]"
also "and is written again as it was" cmp "$dir/observations" "$dir/again"
also "it is of that file" is "$(answer 'd["specimen"]["sha256"]')" \
    "$(sha256sum "$dir/observations" | cut -d' ' -f1)"
also "and that it is given, is told" is \
    "$(answer 'd["observed"]["given"], d["observed"]["logged"]')" \
    "(True, False)"
head -n 12 "$L/r3/advisory.md" >"$dir/short"
in_lab "$dir/short" --json --observations "$dir/few" >"$dir/first"
in_lab --read "$dir/few" --json >"$dir/out"
also "of a short piece, the same" is "$(differs "$dir/first")" "[]"
must rewrite "$dir/observations" "$dir/later" 'd["t"] = 7'
fact "any t will do where nothing is logged" in_lab --read "$dir/later" --json
also "and is what is judged" is "$(answer 'd["t"], d["epsilon_t"] * 56')" \
    "(7, 1e-06)"
fact "words for people" in_lab --read "$dir/observations"
also "say that nothing was looked at" tells "what $dir/observations says"

sites_of "$L"
must rewrite "$dir/observations" "$dir/twice" \
    "d['observations'] += [{'site': $q, 'symbol': y} for y in (0, 1)]"
fact "a site that says two things" in_lab --read "$dir/twice" --json
also "is listed, and says nothing" is \
    "$(answer "d['contradicted'] == [$q], d['sites']['erased']")" \
    "(True, $(($(json "$dir/first" 'd["sites"]["total"]') -
	$(json "$dir/observations" 'len(d["observations"])') + 1)))"
also "in the sum of all" is "$(answer 'd["sites"]["erased"] + d["sites"]["read"] + d["sites"]["gone"] + d["sites"]["novel"] == d["sites"]["total"]')" True
must rewrite "$dir/observations" "$dir/soft" "d['observations'] = [
    dict(site=o['site'], likelihood=[float(a == o['symbol'])
    for a in range(s['q'])]) if 'q' in s else o
    for o, s in ((o, json.load(open('$L/codebook.json'))['sites'][o['site']])
    for o in d['observations'])]"
fact "likelihoods that are certain" in_lab --read "$dir/soft" --json
also "name whom symbols name" is "$(named)" "h4/- h4/r8"
all_faults "$(json "$L/codebook.json" 'len(d["sites"])')"

O=$dir/observations
refused 2 "one or the other" "trace --help" "a specimen beside it is refused" \
    in_lab --read "$O" "$dir/short"
refused 2 "neither --page" "trace --help" "a page of no text is refused" \
    in_lab --read "$O" --page "$dir/page.html"
also "and none is made" [ ! -e "$dir/page.html" ]
refused 2 "bulletin ID, or --lab" "trace --help" \
    "without saying of what, it is refused" telltale trace --read "$O"
refused 2 "an argument is missing" "trace --help" \
    "nothing to trace is refused" telltale trace --lab "$L"

one_clock
programme
people
mkdir "$dir/draft"
cp "$example/advisory.md" "$example/poc.py" "$dir/draft"
now=$(date +%s)
cat >"$dir/draft/bulletin.json" <<J
{"id": "EX-1", "title": "One", "public_at": "$(utc $((now + 7200)))",
 "waves": [{"name": "first", "opens_at": "$(utc $((now + 600)))",
  "tiers": ["validate", "elite"], "profile": "full"}],
 "parts": [{"file": "advisory.md", "kind": "advisory"},
  {"file": "poc.py", "kind": "poc"}]}
J
# the same sites as those that are sealed
must telltale lab "$dir/draft" --readers 2 --render 1 -o "$dir/slots"
seal "$dir/draft"
publish
wait_for $((now + 601))
opened() { as "$1" open "$id" -o "$dir/open-$1"; }
must until_true 20 opened alder-2

in_vault() { telltale -C "$V" trace "$@"; }
read_bad() { in_vault --bulletin EX-1 --read "$bad"; }
# what the vault holds: "t specimen" of each reading
logged() {
	python3 - "$V/vault.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for row in db.execute("SELECT t, lower(hex(specimen)) FROM observed ORDER BY t"):
    print(*row)
PY
}
sha() { sha256sum "$1" | cut -d' ' -f1; }

fact "in a vault, a specimen" in_vault "$dir/open-alder-2/advisory.md" \
    "$dir/open-alder-2/poc.py" --json --observations "$dir/sealed"
also "names its reader" is "$(named)" "alder/- alder/alder-2"
cp "$dir/out" "$dir/first"
sites_of "$dir/slots"
must in_vault "$dir/open-alder-2/poc.py" -b EX-1	# another reading of it
t=3
must logged
cp "$dir/out" "$dir/before"
remember "$V"
all_faults "$(json "$dir/first" 'd["sites"]["total"]')"
must rewrite "$dir/sealed" "$bad" 'd["t"] = 1'
faulty 2 't is 1, which was used: the next reading of this bulletin is 3' \
    "a t that was used"
must rewrite "$dir/sealed" "$bad" 'd["t"] = 4'
faulty 2 't is 4, which is too far ahead: the next reading of this bulletin is 3' \
    "a t too far ahead"
exits 3 "a bulletin that nobody sealed" in_vault -b EX-9 --read "$dir/sealed"
also "nothing is logged by any of these" unchanged
must logged
also "nor counted" cmp "$dir/out" "$dir/before"

must rewrite "$dir/sealed" "$dir/third" 'd["t"] = 3'
fact "with the next t" in_vault -b "$id" --read "$dir/third" --json
also "it names whom the specimen does" is "$(named)" "alder/- alder/alder-2"
also "with the same numbers, at another share of the promise" is \
    "$(differs "$dir/first" t epsilon_t named_from)" "[]"
also "which is smaller" is "$(answer 'd["epsilon_t"] * 12')" 1e-06
also "as the third reading, logged and posted" is \
    "$(answer 'd["t"], d["observed"]["logged"], d["observed"]["posted"], d["observed"]["given"]')" \
    "(3, True, True, True)"
must logged
also "the file is the specimen" grep -qx "3 $(sha "$dir/third")" "$dir/out"
cp "$dir/third" "$bad"
faulty 2 't is 3, which was used: the next reading of this bulletin is 4' \
    "the same file again"
fact "the next specimen" in_vault -b EX-1 --json \
    "$dir/open-alder-2/advisory.md"
also "is counted after it" is "$(answer 'd["t"]')" 4
must rewrite "$dir/sealed" "$dir/fifth" "d['t'] = 5
s = json.load(open('$dir/slots/codebook.json'))['sites']
d['observations'] = [o for o in d['observations']
    if s[o['site']]['part'] == 'advisory.md']"
mkdir "$V/public"
cp "$dir/open-alder-2/advisory.md" "$V/public/blog.md"
exits 1 "what everybody could have read before" in_vault -b EX-1 \
    --read "$dir/fifth" --json
also "explains what is given, too" is "$(answer 'd["published"]')" \
    "[{'file': 'blog.md', 'explains': True}]"
also "and accuses nobody of it" is "$(named)" ""
fact "the ledger holds" telltale log verify "$H/ledger" --log "$vkey"
fact "the vault is whole" telltale -C "$V" vault check
finish
