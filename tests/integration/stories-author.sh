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

fact "RE-3 the vault is whole after it" tt vault check

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

# One act hands it over.

yes() { tt publish "$id" --short-notice --yes="$id"; }
entries() { # KIND: how many statements of it the hub has
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM event WHERE kind = ?",
    sys.argv[2:]).fetchone()[0])' "$H/hub.db" "$1"
}
hub_stop
cp -a "$H" "$dir/hub-then"
must hub_start
must telltale-witness init "$dir/witness" --name w.example.net/w1 \
    --listen 127.0.0.1:0
cp "$V/policy" "$dir/policy"
printf 'log %s %s\nwitness w1 %s\nquorum w1\n' "$vkey" "$url" \
    "$(sed -n 's/^key //p' "$dir/out")" >"$V/policy"
impatient() { # publishing, by a clock on which a minute is soon over
	local k=0 pid
	clock publish 0
	shifted publish telltale -C "$V" publish "$id" --short-notice \
	    --yes="$id" &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		k=$((k + 6))
		sleep 0.2
		clock publish 0 0 "$k"
	done
	wait "$pid"
}
exits 75 "PO-2 what no witness has cosigned is not handed out" \
    impatient
also "PO-2 and it is said" said "too few witnesses"
must as alder-1 inbox --json
also "PO-2 and nobody sees it" [ "$(json "$dir/out" 'd["bulletins"]')" = "[]" ]
cp "$dir/policy" "$V/policy"
fact "PO-2 one act, that goes on where it stopped" yes
also "PO-2 says when the first wave opens" printed 'first wave opens .*(in '
also "PO-2 and what to run next" said '^next: telltale '
also "PO-2 the ledger has codebook, waves and audience by then" \
    [ "$(entries codebook) $(entries wave) $(entries copies)" = "1 3 3" ]
exits 4 "PO-2 before anybody can fetch a copy" \
    as alder-1 open "$id" -o "$dir/early"
fact "PO-2 again" yes
also "PO-2 it sends nothing twice" \
    [ "$(entries codebook) $(entries wave) $(entries copies)" = "1 3 3" ]
wait_for "$first"

fact "RE-3 and stands in the census, by whoever looked" \
    tt census EX-2026-014 --json
also "RE-3 once each, as staff" [ "$(json "$dir/out" \
    'sorted((k["organisation"], k["as"]) for k in d["knowers"])')" = \
    "[('ana', 'staff'), ('ben', 'staff')]" ]

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

# Yesterday's hub.
hub_stop
rm -rf "$H"
cp -a "$dir/hub-then" "$H"
must hub_start
exits 5 "PO-2 a ledger older than the vault remembers is an alarm" yes
also "PO-2 as such" said 'rolled back'
finish
