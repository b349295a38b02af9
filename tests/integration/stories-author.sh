#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-author: what whoever writes a bulletin does before and after it goes
# out, by the real programs.
. "$(dirname "$0")/lib.sh"

one_clock
programme
people
tt() { telltale -C "$V" "$@"; }
must tt reader add --staff --id ana --name Ana --email ana@v.example \
    -o "$dir/ana.inv"
must tt reader add --staff --id ben --name Ben --email ben@v.example \
    -o "$dir/ben.inv"
ana=ana-1 ben=ben-1
D=$dir/draft
draft "$D" 600 3600

# Nothing breaks, and somebody has read it.

refused 4 'it was not sealed yet' 'telltale seal' \
    "RE-3 what was not tried is not shown" \
    tt preview "$D" --for "$ana" -o "$dir/look"
sed -i 's/"kind": "advisory"/&, "check": "grep A.relay {}"/' "$D/bulletin.json"
sed -i '1s/The relay/{{A relay|The relay}}/' "$D/advisory.md"
remember "$V" "$D"
refused 2 'advisory.md does not pass its check' 'change the alternative' \
    "RE-3 an alternative that breaks a part is found before sealing" \
    tt seal "$D"
also "RE-3 at its site" said '^advisory.md:1:'
also "RE-3 by its reading" said 'the alternative "The relay"'
also "RE-3 beside one that passes" said '"A relay" does not'
also "RE-3 in the checker's words" said 'the check said: nothing'
also "RE-3 and nothing is sealed" unchanged
draft "$D" 600 3600
seal "$D"

refused 4 'none of the staff' 'reader add --staff' \
    "RE-3 a partner's reader is shown no preview" \
    tt preview "$D" --for alder-1 -o "$dir/look"
exits 2 "RE-3 a preview is for somebody" tt preview "$D" -o "$dir/look"
fact "RE-3 a preview is made of what was sealed" \
    tt preview "$D" --for "$ana" -o "$dir/look" --json
also "RE-3 of every part" [ "$(json "$dir/out" \
    '" ".join(f["name"] for f in d["files"])')" = \
    "advisory.md poc.py rule.yml preview.html" ]
banner() { # FILE: above and below it
	head -n 1 "$1" | grep -q 'PREVIEW of EX-2026-014.*for ana-1' &&
	    tail -n 1 "$1" | grep -q 'PREVIEW of EX-2026-014.*marked'
}
for part in advisory.md poc.py rule.yml; do
	also "RE-3 with a banner on $part" banner "$dir/look/$part"
done
also "RE-3 and on the page" grep -q 'class="says">PREVIEW of EX-2026-014' \
    "$dir/look/preview.html"
also "RE-3 which has the same words" python3 - "$dir/look" <<'PY'
import html, sys
page = html.unescape(open(sys.argv[1] + "/preview.html").read())
text = open(sys.argv[1] + "/poc.py").read().split("\n", 1)[1]
assert text.rsplit("# PREVIEW", 1)[0] in page
PY
also "RE-3 the program is one still" python3 -m py_compile "$dir/look/poc.py"
also "RE-3 without a mark that shows" eval "! grep -rqF '{{' '$dir/look'"
also "RE-3 for its owner's eyes" [ "$(stat -c %a "$dir/look" \
    "$dir/look/poc.py" | tr '\n' ' ')" = "700 600 " ]
fact "RE-3 another of the staff looks at it" \
    tt preview EX-2026-014 --for "$ben" -o "$dir/look-ben"
also "RE-3 and has other words" eval "! cmp -s <(sed '1d;\$d' \
    '$dir/look/advisory.md') <(sed '1d;\$d' '$dir/look-ben/advisory.md')"
fact "RE-3 the same again" tt preview EX-2026-014 --for "$ana" -o "$dir/look-2"
also "RE-3 has the same words" cmp <(sed '1d;$d' "$dir/look/advisory.md") \
    <(sed '1d;$d' "$dir/look-2/advisory.md")
fact "RE-3 who looked, and when, is on record" \
    tt preview EX-2026-014 --list --json
also "RE-3 every time" [ "$(json "$dir/out" \
    '" ".join(p["reader"] for p in d["previews"])')" = "ana-1 ben-1 ana-1" ]

# Sealed anew, it leaves to everybody what they had.
sed -i 's/Products: Lantern/Product: Lantern/' "$D/advisory.md"
refused 4 'changed since it was sealed' 'telltale seal' \
    "RE-3 what was changed since is not shown" \
    tt preview "$D" --for "$ana" -o "$dir/look-3"
seal "$D"
fact "RE-3 sealed again, it is shown again" \
    tt preview "$D" --for "$ana" -o "$dir/look-3"
also "RE-3 in the same words" [ "$(diff <(sed '1d;$d' \
    "$dir/look/advisory.md") <(sed '1d;$d' "$dir/look-3/advisory.md") |
    grep -c '^[<>]')" = 2 ]
publish
wait_for "$first"

# A preview that leaks.
leaks() { # FILES...: whom they lead to
	tt trace "$@" --json >"$dir/out" 2>"$dir/err"
	json "$dir/out" '" ".join(sorted({s["partner"] for s in d["suspects"]
	    if s["verdict"] in ("named", "strong")}))'
}
also "RE-3 a preview that leaks leads to who looked" \
    [ "$(leaks "$dir"/look/{advisory.md,poc.py,rule.yml})" = ana ]
also "RE-3 and to no other preview" \
    [ "$(leaks "$dir"/look-ben/{advisory.md,poc.py,rule.yml})" = ben ]
fact "RE-3 the page does, too" eval "[ \"\$(leaks '$dir/look/preview.html')\" = ana ]"
must as alder-1 open "$id" -o "$dir/open"
also "RE-3 a reader's copy leads to the reader, as before" \
    [ "$(leaks "$dir"/open/*)" = alder ]
finish
