#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-trace: what a leak is traced by, whatever it looks like, and what the
# marks are worth before it comes to that.
. "$(dirname "$0")/lib.sh"

example=$root/examples/sharepoint-2025
L=$dir/lab
named() {
	json "$dir/out" '" ".join(sorted({s["partner"] for s in d["suspects"]
	    if s["verdict"] == "named"}))'
}
answer() { json "$dir/out" "$1"; }
tells() { tr -s ' \n' ' ' <"$dir/out" | grep -qe "$1"; }
trace() { telltale trace --lab "$L" --json "$@"; }
must telltale lab "$example" --readers 40 --render 12 -o "$L" \
    --seed "$(printf '%064d' 3)"

# Proposals leave alone what has a meaning of its own.

cd "$dir" || exit 1
cat >house.txt <<'END'
section house
	why both mean the same here
words probe: probe | trial
END
cat >exact.md <<'END'
See https://probe.example/probe and `probe`, or probe_count, probe() and
probe.c, --probe or -probe; "the probe stops", it said.

    probe --all

The probe-4.2 of 2026.
END
fact "RE-1 names, quotes, code, links and versions" \
    telltale mark exact.md --wordings house.txt -o marked.md
also "RE-1 stay as they are" cmp exact.md marked.md
printf 'Write {{ user }} here.\n' >template.md
exits 2 "RE-1 a draft with braces of its own is told" telltale mark template.md
also "RE-1 where they are" said '^template.md:1:7: error:'
also "RE-1 and how to write them plainly" said 'write .{{ for the {{'

# What they are worth.

draft "$dir/draft" 600 3600
few=(--holders 30 --copies 2)
fact "RE-2 the power of a marked draft" telltale power "$dir/draft" "${few[@]}"
also "RE-2 by class, and what each survives" tells 'fact 1 retelling'
for row in 'the whole text' 'half of it' 'a tenth of it' 'misread' \
    'the proof of concept only'; do
	also "RE-2 of $row" tells "$row"
done
also "RE-2 for one and for three who mix" tells 'one partner two mixing three'
also "LC-1b and what marks of the organisation only cost" tells \
    'asked for marks of the organisation only .* in [0-9]* of 100 cases, and the person, in [0-9]* of 100 elsewhere, in none'
printf 'The {{flaw|bug}} is {{bad|severe}} in {{int 1..900}}.\n' >short.md
exits 1 "RE-2 too little is told" telltale power short.md "${few[@]}"
also "RE-2 with how many sites are missing" tells 'Too little: [0-9]* more sites'
also "RE-2 and what would count for more" tells 'A constant, {{hex 8}}'
echo 'No choice here.' >none.md
exits 1 "NE-1 a file with nothing marked proves nothing" telltale power none.md
also "NE-1 with the kind of text that works" said 'prose and code of your own'

# However it leaks.

if command -v pango-view >/dev/null; then
	head -n 16 "$L/r7/advisory.md" >"$dir/page.md"
	for k in png pdf; do
		must pango-view --no-display --font="DejaVu Sans 11" \
		    --width=560 --output "$dir/page.$k" "$dir/page.md"
	done
	fact "LI-2 a printed page is read" trace "$dir/page.pdf"
	also "LI-2 and leads to its copy" [ "$(named)" = h7 ]
	fact "LI-2 a picture of it is read" trace "$dir/page.png" \
	    --page "$dir/page.html"
	also "LI-2 and leads there, too" [ "$(named)" = h7 ]
	also "LI-2 with a box around each place that was read" \
	    [ "$(grep -o 'class="box read-box"' "$dir/page.html" | wc -l)" \
	    -ge "$(answer 'd["sites"]["read"] - 3')" ]
	also "LI-2 on the picture itself" grep -q 'data:image/' "$dir/page.html"
else
	skip "LI-2 a picture" "pango-view is not here"
fi
printf '%%PDF-1.7\n' >"$dir/broken.pdf"
exits 3 "LI-2 what cannot be read is no accusation" trace "$dir/broken.pdf"
also "LI-2 and it is said what would help" said 'what else was found of it'

# A constant in whatever dress: bytes with two of them each.
python3 - "$L/r7/poc.py" "$dir" <<'PY'
import base64, re, sys
text, out = open(sys.argv[1]).read(), sys.argv[2]
mark = re.search(r'MARK = "(\w+)"', text).group(1)
query = re.search(r"&a=(\w+)", text).group(1)
def write(name, b):
    open(out + "/" + name, "wb").write(b"\x00\x01" + b + b"\x00\xff")
def url(s):
    return "".join("%%%02X" % ord(c) for c in s)
write("decimal", b"k=%d;a=%d" % (int(mark, 16), int(query, 16)))
write("hexadecimal", b"0x%s 0x%s" % (mark.encode(), query.upper().encode()))
write("bytes", b"...." + bytes.fromhex(mark) + b"...." + bytes.fromhex(query))
write("swapped", b"...." + bytes.fromhex(mark)[::-1] + b"...."
      + bytes.fromhex(query)[::-1])
write("base64", base64.b64encode(b"run %s at %s, that is all"
                                 % (mark.encode(), query.encode())))
write("url", ("GET /x?k=%s&b=%s" % (url(mark), url(query))).encode())
PY
for how in decimal hexadecimal bytes swapped base64 url; do
	trace "$dir/$how" >"$dir/out" 2>"$dir/err"
	also "LI-3 constants as $how are found, and lead to their copy" \
	    [ "$(answer '(d["sites"]["read"] >= 2, d["suspects"][0]["partner"],
	    d["suspects"][0]["verdict"] in ("named", "strong"))')" = \
	    "(True, 'h7', True)" ]
done
printf '10.9.8.7 - - "GET /_layouts/15/ToolPane.aspx?DisplayMode=Edit&a=%s"\n' \
    "$(sed -n 's/.*&a=\([0-9a-f]*\).*/\1/p' "$L/r7/poc.py")" >"$dir/access.log"
exits 1 "LI-3 a line of a server's log is read at its field" \
    trace "$dir/access.log"
also "LI-3 and one constant is worth asking about, and no name" \
    [ "$(answer 'd["verdict"], d["suspects"][0]["partner"]')" = \
    "('strong', 'h7')" ]

# More than the code was built for.
python3 - "$L" >"$dir/many.md" <<'PY'
import sys
copies = [open("%s/r%d/advisory.md" % (sys.argv[1], i)).read().split("\n")
          for i in range(12)]
for k, lines in enumerate(zip(*copies)):
    words = [l.split(" ") for l in lines]
    if len({len(w) for w in words}) == 1:
        print(" ".join(words[(k + i) % 12][i] for i in range(len(words[0]))))
    else:
        print(lines[k % 12])
PY
trace "$dir/many.md" >"$dir/out" 2>"$dir/err"
also "LI-4 of twelve who mix, nobody else is named" [ -z "$(named |
    tr ' ' '\n' | grep -vE '^h([0-9]|1[01])$')" ]
telltale trace --lab "$L" "$dir/many.md" >"$dir/out" 2>"$dir/err"
also "LI-4 and how many it reckons with is said" tells 'up to eight who mix'
also "LI-4 beside the bound that holds all the same" \
    tells 'an innocent holder is named with probability at most'
finish
