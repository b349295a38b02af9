#!/bin/bash
# SPDX-License-Identifier: ISC
# pictures: those of docs/ that show what the programs answer are what the
# programs answer.  TELLTALE_DRAW=1 draws them anew.
. "$(dirname "$0")/lib.sh"

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
