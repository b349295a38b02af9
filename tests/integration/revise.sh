#!/bin/bash
# SPDX-License-Identifier: ISC
# revise: a bulletin sealed anew before anybody saw it, edited and revised
# after it went out: sites that did not change stay what each reader has.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
D=$dir/draft
draft "$D" 600 3600
edit() { # FILE PYTHON: with the text as t
	python3 - "$D/$1" "$2" <<'PY'
import sys
t = open(sys.argv[1]).read()
exec(sys.argv[2])
open(sys.argv[1], "w").write(t)
PY
}
sealings() { ls "$V/bulletins" | wc -l; }
yes() { telltale -C "$V" publish "$id" --short-notice --yes="$id"; }
opened() { # READER FOLDER: when the instant has come
	until_true 60 as "$1" open "$id" -o "$dir/$2"
}

# Before it is published.

exits 2 "nothing to compare with" telltale -C "$V" seal "$D" --diff
exits 2 "nothing to edit" telltale -C "$V" seal "$D" --editorial
fact "a bulletin is sealed" telltale -C "$V" seal "$D" --json
id=$(json "$dir/out" 'd["id"]')
also "as its first revision" [ "$(json "$dir/out" 'd["revision"]')" = 1 ]
exits 1 "nothing changed since" telltale -C "$V" seal "$D" --diff
edit advisory.md "t = t.replace('with the relay', 'with its relay')"
fact "and something did" telltale -C "$V" seal "$D" --diff --json
cp "$dir/out" "$dir/diff"
also "one line" [ "$(json "$dir/diff" 'len(d["lines"])')" = 2 ]
also "and no site" [ "$(json "$dir/diff" 'd["sites_new"]')" = 0 ]
draft_again() { # with its wave ahead again
	local advisory=$dir/advisory.md
	cp "$D/advisory.md" "$advisory"
	draft "$D" 600 3600
	cp "$advisory" "$D/advisory.md"
}
draft_again
fact "sealing again, before anybody saw it" telltale -C "$V" seal "$D" --json
also "keeps the id" [ "$(json "$dir/out" 'd["id"]')" = "$id" ]
also "and the number" [ "$(json "$dir/out" 'd["revision"]')" = 1 ]
also "and leaves one sealing" [ "$(sealings)" = 1 ]
fact "which is published" yes

# A typo.

wait_for "$first"
fact "a reader opens it" opened alder-1 first
edit advisory.md "t = t.replace('with its relay', 'with one relay')"
cp "$D/advisory.md" "$dir/good.md"
edit advisory.md "t += 'Versions before 9.8 too.\n'"
refused 4 'no editorial revision: a number changed' 'without --editorial' \
    "PO-6c a number is no typo" telltale -C "$V" seal "$D" --editorial
cp "$dir/good.md" "$D/advisory.md"
fact "PO-6c a word is" telltale -C "$V" seal "$D" --editorial --json
cp "$dir/out" "$dir/seal.json"
also "and makes a revision" [ "$(json "$dir/out" 'd["revision"]')" = 2 ]
also "PO-6c of the same bulletin" [ "$(json "$dir/out" 'd["id"]')" = "$id" ]
also "beside the first" [ "$(sealings)" = 2 ]
fact "it is published" yes
revised() { # REVISION: who was told by mail that there is another
	python3 - "$V/vault.db" "$id revision $1 " <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(*sorted(r for r, in db.execute("SELECT reader FROM notice WHERE "
    "event = 'revised' AND instr(what, ?)", sys.argv[2:3])))
PY
}
also "PO-6c its readers are told, each once" [ "$(revised 2)" = "$(json \
    "$dir/seal.json" '" ".join(sorted(r["name"] for r in d["readers"]))')" ]
also "PO-6c and invited once" [ "$(json <(telltale -C "$V" notices list --json) \
    '[n["event"] for n in d["notices"]].count("invitation")')" = \
    "$(revised 2 | wc -w)" ]
in_inbox() { # READER STATE
	as "$1" inbox --json >"$dir/inbox" &&
	    [ "$(json "$dir/inbox" 'd["bulletins"][0]["state"]')" = "$2" ]
}
also "PO-6c the inbox of who had it says so" until_true 60 \
    in_inbox alder-1 revised
also "PO-6c not that of who had nothing" in_inbox alder-2 open
fact "the reader asks again, and gets it" opened alder-1 second
also "PO-6c then the inbox has it" in_inbox alder-1 received
fact "PO-6c it shows what changed against the copy before" \
    as alder-1 open "$id" -o "$dir/again"
also "PO-6c the line as it was" printed '^- advisory.md:[0-9]*:.*its relay'
also "PO-6c and as it is" printed '^+ advisory.md:[0-9]*:.*one relay'
fact "PO-6c to scripts, too" as alder-1 open "$id" -o "$dir/once" --json
also "PO-6c nothing else in it" [ "$(json "$dir/out" '[(f["file"],
    [list(l)[1] for l in f["lines"]]) for f in d["changed"]]')" = \
    "[('advisory.md', ['went', 'came'])]" ]
also "the word is there" grep -q 'with one relay' "$dir/second/advisory.md"
# word for word, nothing else differs between the two renderings
words() { tr -s ' \n' '\n\n' <"$1"; }
also "nothing else differs" [ "$(diff <(words "$dir/first/advisory.md") \
    <(words "$dir/second/advisory.md") | grep '^[<>]')" = "< its
> one" ]
also "nor in another part" cmp "$dir/first/rule.yml" "$dir/second/rule.yml"
fact "both receipts are kept" until_proven as alder-1 receipts --json
also "two of one bulletin" [ "$(json "$dir/out" 'len(d["receipts"])')" = 2 ]
also "PO-6c under one text of terms" cmp \
    "$dir/home/alder-1/receipts/$id/terms" \
    "$dir/home/alder-1/receipts/$id.1/terms"

# More than a typo.

edit advisory.md "t += 'Versions {{before|prior to|ahead of}} 9.8 too.\n'"
fact "RE-4 a sentence more" telltale -C "$V" seal "$D" --json
also "RE-4 is a revision" [ "$(json "$dir/out" 'd["revision"]')" = 3 ]
fact "RE-4 it is published, too" yes
also "RE-4 the readers are told" [ "$(revised 3)" = "$(revised 2)" ]
also "RE-4 by their inbox, too" until_true 60 in_inbox alder-1 revised
fact "RE-4 and opened" opened alder-1 third
fact "RE-4 with what changed" as alder-1 open "$id" -o "$dir/thrice" --json
also "RE-4 a line came, none went" [ "$(json "$dir/out" \
    '[list(l)[1] for f in d["changed"] for l in f["lines"]]')" = "['came']" ]
also "RE-4 what stood there stands as it did" [ "$(diff \
    "$dir/second/advisory.md" "$dir/third/advisory.md" | grep -c '^<')" = 0 ]
fact "the ledger holds" telltale log verify "$H/ledger" --log "$vkey"

# A copy of each revision leads to its reader.

for n_th in first second third; do
	telltale -C "$V" trace "$dir/$n_th"/* --json >"$dir/out" 2>"$dir/err"
	also "RE-4 the $n_th copy is traced to its holder alone" [ "$(json \
	    "$dir/out" '" ".join(sorted({s["partner"] for s in d["suspects"]
	    if s["verdict"] in ("named", "strong")}))')" = alder ]
done

# Who has an earlier revision only.

wait_for "$second"
wait_for $(($(date +%s) + 2))	# cut off a while after it could read
must telltale -C "$V" partner suspend birch --reason "owed reports"
edit advisory.md "t += 'Restart it afterwards.\n'"
edit bulletin.json "import re
t = re.sub('    { .name.: .early.[^}]*},\n', '', t)"
fact "LI-1 one more, for all but one partner" telltale -C "$V" seal "$D" \
    --json
also "LI-1 which has no copy of it" [ "$(json "$dir/out" \
    'd["revision"], [r["name"] for r in d["readers"] if "birch" in r["name"]]')" \
    = "(4, [])" ]
must yes
census() { # OPTION...
	telltale -C "$V" census "$id" --json "$@"
}
# READER: could read it, and by which revisions told, could, fetched
who() {
	json "$dir/out" "[(r['could_read'], r['revisions'])
	    for r in d['readers'] if r['reader'] == '$1']"
}
fact "LI-1 a census after that" census --complement
also "LI-1 has the partner that got earlier ones only" [ "$(who birch-1)" = \
    "[('yes', {'told': 1, 'could': 1})]" ]
also "LI-1 a reader of several once, by the first" [ "$(who alder-1)" = \
    "[('yes', {'told': 1, 'could': 1, 'fetched': 1, 'opened': 1})]" ]
also "LI-1 nobody who could is said not to" [ "$(json "$dir/out" \
    'sorted(r["reader"] for r in d["complement"])')" = \
    "['dogwood-1']" ]
also "LI-1 waves are told by revision" [ "$(json "$dir/out" \
    'sorted({w["revision"] for w in d["waves"]})')" = "[1, 2, 3, 4]" ]
fact "LI-1 with proofs" telltale -C "$V" census "$id" --proof "$dir/proof"
also "LI-1 of each receipt" [ "$(cd "$dir/proof/readers/alder-1" &&
    echo receipt-*.batch)" = \
    "receipt-1.batch receipt-2.batch receipt-3.batch" ]
fact "LI-1 a census from before the last one" census --at "$(utc "$first")"
also "LI-1 is of those who could by then" [ "$(json "$dir/out" \
    '[r["reader"] for r in d["readers"] if r["could_read"] == "yes"]')" = \
    "['alder-1', 'alder-2']" ]

# A finding about any revision convinces an outsider: the bundle has the texts
# in their order, and which slot a site has follows from them.

policy=$V/policy
tell() { telltale -C "$V" case "$@"; }
bundle() { # NAME FILE...: a case about it, to a verified bundle
	local name=$1
	shift
	tell open "$id" --title "$name" --json >"$dir/out" || return
	case=$(json "$dir/out" 'd["case"]')
	tell add "$case" "$@" && { tell trace "$case"; [ $? = 0 ]; } &&
	    tell finding "$case" --yes="$case" &&
	    until_true 20 tell export "$case" --evidence --whole --full \
		-o "$dir/$name.tar" --yes="$case" &&
	    telltale verify "$dir/$name.tar" --policy "$policy" --json \
		>"$dir/$name.json"
}
texts() { tar -tf "$dir/$1.tar" | grep -c 'parts$'; }
for n_th in first second third; do
	fact "AU-1 a leak of the $n_th revision, as evidence" bundle "$n_th" \
	    "$dir/$n_th/advisory.md"
	also "AU-1 verifies as named" [ "$(json "$dir/$n_th.json" \
	    'd["holds"], d["findings"][0]["verdict"]')" = "(True, 'named')" ]
done
also "AU-1 with the texts up to one that has its sites" [ "$(texts third)" -ge 3 ]
ways() { # what is not refused at its step is said
	local way steps by failed=0
	mkdir "$dir/framed" && python3 "$root/tests/tools/frame.py" \
	    "$dir/third.tar" "$dir/framed" - - - >"$dir/ways" || return 1
	while read -r way steps; do
		telltale verify "$dir/framed/$way.tar" --policy "$policy" \
		    --json >"$dir/framed/said" 2>"$dir/framed/err"
		by=$(json "$dir/framed/said" 'd["failed"]')
		case " $steps " in *" $by "*) continue ;; esac
		echo "$way: check $by, not $steps: $(cat "$dir/framed/err")"
		failed=1
	done <"$dir/ways"
	[ "$failed" = 0 ]
}
fact "AU-2 texts that are swapped, altered or withheld are refused" ways
head -n 20 "$dir/first/advisory.md" >"$dir/mixed.md"
tail -n +21 "$dir/third/advisory.md" >>"$dir/mixed.md"
fact "AU-1 a leak of two revisions mixed" bundle mixed "$dir/mixed.md"
also "AU-1 is a lone leaker's" [ "$(json "$dir/mixed.json" \
    'd["holds"], d["findings"][0]["verdict"]')" = "(True, 'named')" ]

# Nothing replaces what replaces it.

draft "$dir/later" 600 3600
sed -i '/"name": "early"/,+1d
    s/"id": "[^"]*"/"id": "EX-2026-020", "replaces": "EX-2026-014"/' \
    "$dir/later/bulletin.json"
must telltale -C "$V" seal "$dir/later"
sed -i 's/"id": "[^"]*"/"id": "EX-2026-014", "replaces": "EX-2026-020"/' \
    "$D/bulletin.json"
refused 2 'replaces EX-2026-020, and that replaces this one' 'was there before' \
    "3.12 no two replace each other" telltale -C "$V" seal "$D"
finish
