#!/bin/bash
# SPDX-License-Identifier: ISC
# lab: copies of the example for invented readers, what leaks of them, and
# who is named; every number is computed again by tests/reference.
. "$(dirname "$0")/lib.sh"

example=$root/examples/sharepoint-2025
L=$dir/lab
seed=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
other=fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210

# named FILE: "partner/reader ..." of whoever is, a holder's reader as -
named() {
	json "$1" '" ".join("%s/%s" % (s["partner"], s["reader"] or "-") for s in d["suspects"] if s["verdict"] == "named")'
}
# in words, on one line or broken over two
tells() { tr -s ' \n' ' ' <"$dir/out" | grep -qe "$1"; }
names() { [ "$(named "$dir/out")" = "$1" ]; }
# what trace --json has to have, and sums that have to come out
documented() {
	[ "$(json "$dir/out" 'all(k in d for k in ("bulletin", "verdict", "sites", "holders", "copies", "epsilon", "t", "suspects")) and all(k in s for s in d["suspects"] for k in ("level", "partner", "reader", "log_e", "log_e_comb", "p_value", "bound", "verdict")) and d["sites"]["total"] == sum(d["sites"][k] for k in ("read", "novel", "gone", "erased")) and d["sites"]["absent"] >= 0')" = True ]
}
# trace with JSON and observations, and keep both for recompute
trace() {
	telltale trace --lab "$L" --json --observations "$dir/observations" "$@"
}
recomputes() {
	cp "$dir/out" "$dir/trace.json"
	python3 "$root/tests/reference/recompute.py" \
	    "$L/codebook.json" "$dir/observations" "$dir/trace.json"
}
# after trace --json --report: the page says what the JSON says, and no more
reported() {
	python3 "$root/tests/integration/report.py" "$dir/report.html" \
	    "$dir/out"
}
# the page with that change is no longer so
unmasked() {
	sed "$1" "$dir/report.html" >"$dir/other.html"
	! cmp -s "$dir/report.html" "$dir/other.html" &&
	    ! python3 "$root/tests/integration/report.py" "$dir/other.html" \
	    "$dir/out"
}
shows() { tr -s ' \n' ' ' <"$dir/report.html" | grep -qe "$1"; }
# line by line from one of two, in an order that is always the same
mixed() {
	paste -d '\t' "$1" "$2" |
	    awk -F '\t' '{ print $((NR * 7 % 5 < 2) + 1) }'
}
# NAME, WHO, FILE...: an exact naming, and its numbers
leak() {
	local name=$1 who=$2
	shift 2
	fact "$name is traced" trace "$@"
	also "... to $who and nobody else" names "$who"
	also "... with all that is documented" documented
	also "... and the numbers are those of another program" recomputes
}

fact "NE-1 a lab is made" telltale lab "$example" --readers 40 --per-holder 2 \
    --render 40 -o "$L" --seed $seed
also "NE-1 with a folder for each reader" [ -f "$L/r39/advisory.md" ]
also "two readers are not told the same" \
    [ "$(cat "$L/r0/advisory.md")" != "$(cat "$L/r1/advisory.md")" ]
also "no mark is left in a copy" sh -c "! grep -rqF '{{' '$L/r7'"
must cp "$L/codebook.json" "$dir/first.json"
exits 2 "a folder that is there is not written to" telltale lab "$example" \
    --readers 2 --render 1 -o "$L"
also "and is as it was" cmp -s "$L/codebook.json" "$dir/first.json"
fact "the same seed again" telltale lab "$example" --readers 40 \
    --per-holder 2 --render 40 -o "$dir/again" --seed $seed
also "makes the same lab" diff -r "$L" "$dir/again"
exits 2 "more copies than readers are refused" telltale lab "$example" \
    --readers 2 --render 3 -o "$dir/no"
also "and leave nothing" [ ! -e "$dir/no" ]
exits 2 "a short seed is refused" telltale lab "$example" --readers 2 \
    -o "$dir/no" --seed 1234
echo "no marks in here" >"$dir/plain.md"
exits 2 "NE-1 a text without a site is refused" telltale lab "$dir/plain.md" \
    --readers 2 -o "$dir/no"
also "NE-1 with what a site looks like" said '{{one|another}}'

leak "a copy as it was" "h3/- h3/r7" "$L/r7/advisory.md"
half=$(($(wc -l <"$L/r8/advisory.md") / 2))
tail -n "+$half" "$L/r8/advisory.md" >"$dir/half"
leak "half of one" "h4/- h4/r8" "$dir/half"
"$root/scripts/retype" "$L/r21/advisory.md" 3 >"$dir/retyped"
leak "half of one, typed again with slips" "h10/- h10/r21" "$dir/retyped"
leak "a proof of concept and half an advisory, together" "h4/- h4/r8" \
    "$L/r8/poc.py" "$dir/half"

fact "words for people" telltale trace --lab "$L" "$L/r7/advisory.md"
also "say what the bound is not" tells 'not the probability'
also "and what is not excluded" tells 'not excluded'
also "and that it becomes no finding" tells 'nothing was logged'

mixed "$L/r7/advisory.md" "$L/r20/advisory.md" >"$dir/mixed"
fact "LI-4 two copies, mixed line by line" trace "$dir/mixed" \
    --report "$dir/report.html"
also "LI-4 name both partners" [ "$(json "$dir/out" \
    'sorted(s["partner"] for s in d["suspects"] if s["verdict"] == "named" and s["level"] == "holder")')" \
    = "['h10', 'h3']" ]
also "the report says what the JSON says" reported
also "with the sentence of what a bound is not" shows \
    'That is not the probability that this holder is innocent'
also "LI-4 and how it looks to have been made" shows 'had mixed their copies'
{ head -n 38 "$L/r7/advisory.md"; tail -n +39 "$L/r20/advisory.md"; } \
    >"$dir/spliced"
fact "LI-4 the first lines from one, the others from another" trace "$dir/spliced" \
    --report "$dir/report.html"
also "LI-4 which stretch came from whom is told" [ "$(json "$dir/out" \
    '[(s["partners"], s["to_line"] <= 38, s["from_line"] > 38) for s in d["stretches"]]')" = \
    "[(['h3'], True, False), (['h10'], False, True)]" ]
also "LI-4 in the report too" shows 'advisory.md, lines [0-9]* to [0-9]*: as h3 has it'
also "a figure that is changed is found" unmasked \
    's/>+0\.\([0-9]\)/>+9.\1/'
also "so is a bar" unmasked 's/\(class="ink" x="0.00%" width="\)/\19/g'
also "and an agreement" unmasked 's/is agrees/is differs/'
also "it is the team's alone" \
    [ "$(stat -c %a "$dir/report.html")" = 600 ]
must cp -r "$L" "$dir/hostile"
sed -i 's|"name":"h3"|"name":"<b onclick=x>h3"|' "$dir/hostile/codebook.json"
fact "a partner whose name is markup" telltale trace --lab "$dir/hostile" \
    "$L/r7/advisory.md" --json --report "$dir/report.html"
also "is named" names "<b onclick=x>h3/- <b onclick=x>h3/r7"
also "and is text on the page" shows '&lt;b onclick=x&gt;h3'
also "and nothing else" [ -z "$(grep -F '<b onclick' "$dir/report.html")" ]
also "which says what the JSON says" reported
head -n 12 "$L/r7/advisory.md" >"$dir/few"
exits 1 "LI-2 a few lines" trace "$dir/few" --report "$dir/report.html"
also "LI-2 name nobody" names ""
also "LI-2 which the report says, and what would help" shows \
    'Nobody is named: the sites that could be read do not decide it'
also "of a lone leaker" shows 'A lone leaker is named in 95 of 100 cases'
also "and opens nobody's copy" shows 'so nobody&#39;s copy was opened'
also "as the JSON does" reported

exits 1 "an unrelated text" trace "$root/LICENSE" --report "$dir/report.html"
also "has a report, too" reported
also "is nobody's" [ "$(json "$dir/out" 'd["verdict"]')" = none ]
also "and names nobody" names ""
must telltale lab "$example" --readers 1 --render 1 -o "$dir/outside" \
    --seed $other
exits 1 "a copy of a reader who is in no list" trace \
    "$dir/outside/r0/advisory.md"
also "names nobody" names ""
also "one alone would have been named, though two perhaps not" \
    [ "$(json "$dir/out" 'd["verdict"], d["power"] >= .95, d["power_mixing"][0] == d["power"]')" = "('inconclusive', True, True)" ]
exits 1 "LI-3 a rule, whose constants products emit" trace "$L/r9/rule.yml" \
    --report "$dir/report.html"
also "LI-3 is told so in the report" shows 'a permitted use of the bulletin'
also "which says what the JSON says" reported
also "names nobody" names ""
also "LI-3 but is worth asking about" \
    [ "$(json "$dir/out" 'd["verdict"], d["suspects"][0]["needs_permitted"]')" = "('strong', True)" ]

printf '%%PDF-1.7\n' >"$dir/found.pdf"
exits 3 "a PDF is refused" trace "$dir/found.pdf"
also "by name" said 'found.pdf: it is damaged or cut off'
exits 3 "a lab that is not there" telltale trace --lab "$dir/nowhere" \
    "$dir/half"
must cp -r "$L" "$dir/changed"
sed -i 's/{{/{{changed|/' "$dir/changed/marked/rule.yml"
exits 3 "a lab whose text was changed" telltale trace --lab "$dir/changed" \
    "$dir/half"

P=$dir/partners
fact "a list of partners" telltale lab "$example" --partners \
    "$example/partners.json" --render 66 -o "$P"
also "gives nobody of the last wave the proof of concept" \
    [ ! -e "$P/angstrom-1/poc.py" ]
also "and everybody of the first" [ -e "$P/arbour-1/poc.py" ]
L=$P
leak "a copy without proof of concept" "cairn/cairn-1" "$P/cairn-1/advisory.md"
fact "beside a proof of concept that it never had" trace \
    "$P/cairn-1/advisory.md" "$P/arbour-1/poc.py" --report "$dir/report.html"
also "the report says which sites its copy lacks" shows 'it lacks the site'
also "and what the JSON says" reported

# attack FILE NAME KEY: a number of one attack's
attack() { json "$1" "[a for a in d['attacks'] if a['attack'] == '$2'][0]['$3']"; }
# every attack's trials are each one thing, and no share is beside its interval
adds_up() {
	[ "$(json "$dir/out" 'all(a["named"] + a["wrong"] + a["strong"] + a["misled"] + a["neither"] == a["trials"] == d["trials"] and a["guilty"] == a["trials"] * (1 if d["within"] else d["colluders"]) >= a["guilty_named"] >= a["named"] and a["copies"]["named"] <= a["copies"]["asked"] <= a["guilty_named"] and a["low"] - 1e-9 <= a["share"] == a["named"] / a["trials"] <= a["high"] + 1e-9 for a in d["attacks"])')" = True ]
}
fact "all attacks on the example are measured" telltale lab "$example" \
    --readers 20 --per-holder 2 --colluders 2 --attack all --trials 10 --json \
    --seed $seed --report "$dir/report.html"
also "and the counts add up" adds_up
also "and there are as many as help names" [ "$(telltale help attacks |
    grep -c '^[a-z]')" = "$(json "$dir/out" 'len(d["attacks"]) + 1')" ]
also "and nobody innocent is named" \
    [ "$(json "$dir/out" 'sum(a["innocents_named"] + a["copies"]["innocents_named"] for a in d["attacks"])')" = 0 ]
also "and the seed is told" [ "$(json "$dir/out" 'd["seed"]')" = $seed ]
also "the page loads nothing from elsewhere" sh -c \
    "! grep -qE '(src|href|action)=\"[^#]|url\\([^#)]|@import|<script|https?:' '$dir/report.html'"
also "... has a bar for each attack" [ "$(grep -oE 'class="name">[a-z]+' \
    "$dir/report.html" | sort -u | wc -l)" = \
    "$(json "$dir/out" 'len(d["attacks"])')" ]
also "... and is as private as a report is" [ "$(stat -c %a \
    "$dir/report.html")" = 600 ]
cp "$dir/out" "$dir/all.json"
fact "some of them again" telltale lab "$example" --readers 20 --per-holder 2 \
    --colluders 2 --attack redraw,group:8 --trials 10 --json --seed $seed
also "are as they were, in any order" \
    [ "$(json "$dir/out" 'd["attacks"]')" = "$(json "$dir/all.json" '[[a for a in d["attacks"] if a["attack"] == n][0] for n in ("redraw", "group:8")]')" ]
fact "one reader who changes nothing" telltale lab "$example" --readers 20 \
    --colluders 1 --attack inter --trials 10 --json
also "is always named" [ "$(attack "$dir/out" inter named)" = 10 ]
cp "$dir/out" "$dir/first.json"
fact "the same text again, without a seed" telltale lab "$example" \
    --readers 20 --colluders 1 --attack inter --trials 10 --json
also "is measured alike" cmp -s "$dir/out" "$dir/first.json"
fact "of a twentieth of it" telltale lab "$example" --readers 20 \
    --colluders 1 --attack inter --keep .05 --trials 10 --json
also "nobody is named" [ "$(attack "$dir/out" inter named)" = 0 ]
fact "three readers of one partner" telltale lab "$example" --readers 20 \
    --per-holder 4 --within --colluders 3 --attack rnd --trials 5 --json
also "are one partner" adds_up
also "who is named" [ "$(attack "$dir/out" rnd named)" = 5 ]
fact "words for people" telltale lab "$example" --readers 20 --attack \
    strip,redraw --colluders 2 --keep .35 --trials 3 --loss .1 --misread .01
also "say what was measured" tells '2 readers, of 20 in all at 20 partners'
also "and how it was read" tells '10 % of the sites could not be read'
also "and which is worst" tells 'Worst for this text is redraw'

refused 2 "there is no attack 'intern'" "attacks are inter, rnd, min, .* or all" \
    "an attack that is not there" telltale lab "$example" --readers 4 \
    --attack intern
for bad in "--attack group:0" "--attack group:x" "--attack inter:1" \
    "--attack ," "--attack inter --keep 0" "--attack inter --loss 1" \
    "--attack inter --misread -1" "--attack inter --epsilon 0" \
    "--attack inter --trials 0" "--attack inter --colluders 5" \
    "--attack inter --colluders 65" "--attack inter --within" \
    "--attack inter --render 1" "--attack inter -o $dir/no" \
    "--keep .5 -o $dir/no" "--report $dir/no -o $dir/no"; do
	# shellcheck disable=SC2086
	exits 2 "$bad is refused" telltale lab "$example" --readers 4 $bad
done
also "and nothing is made" [ ! -e "$dir/no" ]
finish
