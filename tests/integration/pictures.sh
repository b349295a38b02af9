#!/bin/bash
# SPDX-License-Identifier: ISC
# pictures: the charts of docs are what their table draws, byte for byte, and
# another table draws others; the picture of a case is what the programs answer.
# TELLTALE_DRAW=1 draws that anew.
. "$(dirname "$0")/lib.sh"

draw=$root/scripts/draw-power
table=$root/tests/data/power-excerpts.tsv

# drawn PROGRAM: the table as that awk program changes it
drawn() {
	awk -F '\t' -v OFS='\t' "$1" "$table" >"$dir/table" &&
	    ! cmp -s "$dir/table" "$table" &&
	    python3 "$draw" "$dir/table" "$dir"
}
differs() { ! cmp -s "$dir/$1" "$root/docs/$1"; }
# Text as text, told to who cannot see it, and nothing from elsewhere.
is_plain() {
	python3 - "$1" <<'PY'
import sys, xml.etree.ElementTree as tree
svg = "{http://www.w3.org/2000/svg}"
top = tree.parse(sys.argv[1]).getroot()
told = [top.find(svg + k) for k in ("title", "desc")]
assert [e.get("id") for e in told] == top.get("aria-labelledby").split()
assert all(e.text.strip() for e in told)
assert len(list(top.iter(svg + "text"))) > 10
assert not any("href" in k for e in top.iter() for k in e.attrib)
PY
}

fact "the table is drawn" python3 "$draw" "$table" "$dir"
for f in power-words.svg power-advisories.svg; do
	fact "docs/$f is what is drawn" cmp "$dir/$f" "$root/docs/$f"
	fact "$f is text, with a title and a description" is_plain \
	    "$root/docs/$f"
done
fact "another power is drawn" drawn \
    '$1 == "excerpt" && $5 == 230 { $8 += 40 } { print }'
also "otherwise" differs power-words.svg
fact "another count of advisories is drawn" drawn \
    '$1 == "advisory" && $5 == 200 { $8 -= 1 } { print }'
also "otherwise, too" differs power-advisories.svg
exits 1 "a table without excerpts" drawn '$1 != "excerpt"'
also "is told" said "no excerpts of "
exits 1 "a table of something else" python3 "$draw" \
    "$root/tests/data/proposals-read.tsv" "$dir"
also "is told, too" said "not a table of bench_excerpts"

L=$dir/lab
must telltale lab "$root/examples/sharepoint-2025" --readers 100 \
    --render 80 -o "$L" --seed "$(printf '%064d' 21)"
must python3 -c 'import random, sys
random.seed(1)
copies = [open(f).read().split("\n") for f in sys.argv[1:]]
print("\n".join(random.choice(lines) for lines in zip(*copies)))' \
    "$L/r17/advisory.md" "$L/r71/advisory.md"
cp "$dir/out" "$dir/mixed.md"
must telltale trace --lab "$L" "$dir/mixed.md" --json
cp "$dir/out" "$dir/case.json"
fact "one case is drawn" "$root/scripts/draw-case" "$dir/case.json"
[ -z "${TELLTALE_DRAW-}" ] || cp "$dir/out" "$root/docs/evidence-case.svg"
also "as it stands in the documents" cmp "$dir/out" \
    "$root/docs/evidence-case.svg"
also "and is well-formed" python3 -c 'import sys, xml.etree.ElementTree as e
e.parse(sys.argv[1])' "$dir/out"
finish
