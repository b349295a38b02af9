#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-desk: the team's page on loopback: who may look, what is due (PO-7),
# what a draft would give to whom (PO-1), who has a bulletin, and what waits
# for a second person (SA-1).  ana asks; ben is the other officer; cy's keys,
# under a passphrase, were enrolled by ana this week.
. "$(dirname "$0")/lib.sh"

one_clock
programme --officer ana --officer ben
people
B=$dir/ben/vault C=$dir/cy/vault T=$dir/team D=$dir/draft
mkdir "$dir/ben" "$dir/cy" "$T"
ana() { telltale -C "$V" "$@"; }
ben() { telltale -C "$B" "$@"; }
waiting() { "$1" approve --quiet | cut -f1; } # OFFICER: requests
new_officer() { # NAME: $print is the fingerprint of their keys
	must telltale vault officer-key "$1" -o "$dir/keys-$1" --no-passphrase \
	    --origin "$(sed -n 's/^origin //p' "$V/telltale.conf")"
	print=$(cat "$dir/out")
}

must ana vault hand-over ben -o "$dir/keys-ben"
must ana vault sync "$T"
must telltale vault restore "$T/vault-00000001.age" "$B" \
    -i "$dir/keys-ben/officer-ben.key"
draft "$D" 600 3600
seal "$D"
publish
wait_for "$first"
must until_true 60 as alder-1 open "$id" -o "$dir/leak"
new_officer cy
must ana vault add-officer "$dir/keys-cy/cy.public" --end-small-team \
    --yes="$print"
must ana vault sync "$T"
must ben vault sync "$T"
must telltale vault restore "$T/vault-00000002.age" "$C" \
    -i "$dir/keys-cy/officer-cy.key"
# Under a passphrase, by less work than a person's: the same for the desk.
passphrase="seven quiet lanterns & one +"
echo "$passphrase" >"$dir/passphrase"
for i in "$C/keys/officer-cy.key" "$C/keys/officer-cy.sign"; do
	(umask 077 && "$build/tests/agetool" seal-passphrase "$dir/passphrase" \
	    10 <"$i" >"$i.age") && rm "$i"
done
ask() { # NAME: ana asks that they become an officer; $R is the request
	new_officer "$1"
	ana vault add-officer "$dir/keys-$1/$1.public" --yes="$print" \
	    >/dev/null 2>&1
	R=$(waiting ben)
}
ask dora

# A desk of somebody's vault: desk NAME VAULT [OPTION...]; its address is in
# $at, its origin in $origin, and where it leads to in $base.
declare -A desks
desk() {
	local name=$1 vault=$2
	shift 2
	telltale -C "$vault" desk "$@" >"$dir/desk-$name" \
	    2>"$dir/desk-$name.log" </dev/null &
	pids+=($!)
	desks[$name]=$!
	until_true 60 test -s "$dir/desk-$name" || return 1
	at=$(cat "$dir/desk-$name")
	origin=${at%%/\?*} jar=$dir/jar-$name
	base=$(curl -s -o "$dir/in" -w '%{redirect_url}' -c "$jar" "$at")
	base=${base%/}
}
# Asks, and $dir/page is the answer: asked STATUS PATH [CURL OPTION...]; the
# path is below $base, or on_root
on_root() { local on=$origin; asked "$@"; }
asked() {
	local want=$1 path=$2 got
	shift 2
	got=$(curl -s -o "$dir/page" -w '%{http_code}' "$@" "${on-$base}$path")
	[ "$got" = "$want" ] || {
		echo "got $got, not $want" >&2
		return 1
	}
}
get() { asked 200 "$1" -b "$jar"; }
# The page's words, without markup; shows PATTERN
words() { sed 's/<[^>]*>/ /g; s/&#39;/'"'"'/g; s/&quot;/"/g; s/  */ /g' "$dir/page"; }
shows() { words | grep -qe "$1"; }
holds() { grep -qFe "$1" "$dir/page"; }
token() { sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -n 1; }
hidden() { sed -n 's/.*name="'"$1"'" value="\([^"]*\)".*/\1/p' "$dir/page" | head -n 1; }
# Sends the form of $dir/page: sent STATUS PATH [CURL OPTION...]
sent() {
	local want=$1 path=$2
	shift 2
	asked "$want" "$path" -b "$jar" -H "Origin: $origin" \
	    --data-urlencode "token=$(token)" "$@"
}
tidied() { # is it HTML, as tidy knows it: nothing but attributes it has not
	[ -z "$(tidy -qe --warn-proprietary-attributes no "$dir/page" 2>&1)" ]
}
have_tidy=$(command -v tidy)
tidy_page() { # NAME
	if [ -n "$have_tidy" ]; then
		also "$1" tidied
	else
		skip "$1" "no tidy"
	fi
}

# Who comes in.

fact "PO-7 the desk says where it is" desk ana "$V"
base_ana=$base
also "PO-7 on loopback, with a key" \
    grep -qxE 'http://127\.0\.0\.1:[0-9]+/\?key=[0-9a-f]{32}' "$dir/desk-ana"
also "PO-7 the key gives a cookie that no script and no other site has" \
    grep -q '^#HttpOnly_127.0.0.1.*telltale-desk-' "$jar"
fact "PO-7 and leads to an address without it" \
    on_root 303 "/?${at#*\?}" -D "$dir/head"
also "PO-7 which is the first page, below a path of this run" \
    grep -qiE '^location: /[0-9a-f]{16}/.$' "$dir/head"
also "PO-7 the cookie stays on this site" \
    grep -qi '^set-cookie: .*HttpOnly; SameSite=Strict' "$dir/head"
also "PO-7 and below that path, for other ports of this machine get all others" \
    grep -qi "^set-cookie: .*; Path=${base#"$origin"}/;" "$dir/head"
fact "PO-7 above it nobody is in" on_root 403 / -b "$jar"
fact "PO-7 without either nobody is let in" on_root 403 /
fact "PO-7 not by an address that somebody saw" asked 403 /
also "PO-7 and is told how" shows 'telltale desk printed'
fact "PO-7 nor with another key" \
    on_root 403 "/?key=00000000000000000000000000000000"
fact "PO-7 nor to any page" asked 403 "/requests/$R"
fact "PO-7 a name that a stranger points here is not ours" \
    asked 403 / -b "$jar" -H "Host: rebound.example:${origin##*:}"
fact "PO-7 nor does the key help it" \
    on_root 403 "/?${at#*\?}" -H "Host: rebound.example:${origin##*:}"
fact "PO-7 another site's page reads nothing" \
    asked 403 / -b "$jar" -H 'Origin: https://elsewhere.example'
fact "PO-7 the first page" asked 200 / -b "$jar" -D "$dir/head"
also "PO-7 nothing of it is kept" grep -qi '^cache-control: no-store' "$dir/head"
also "PO-7 it may load only its own" grep -qi \
    "^content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'" \
    "$dir/head"
also "PO-7 and is in nobody's frame" grep -qi "frame-ancestors 'none'" "$dir/head"
fact "PO-7 a page that is not there" asked 404 /nothing -b "$jar"
fact "PO-7 an id that would be an option" asked 404 /bulletin/--help -b "$jar"

# Is it working?

fact "PO-7 the first page, again" get /
cp "$dir/page" "$dir/first"
ana status --json >"$dir/status.json"
all_items() {
	python3 - "$dir/status.json" "$dir/first" <<'PY'
import html, json, sys
page = html.unescape(open(sys.argv[2]).read())
items = json.load(open(sys.argv[1]))["items"]
sys.exit(not items or any(">%s<" % i["what"] not in page for i in items))
PY
}
also "PO-7 has each line of the status" all_items
also "PO-7 the bulletin" holds "/bulletin/$id\""
also "PO-7 what waits" shows '1 waits for a second person'
also "PO-7 and the same thing in the terminal" holds 'telltale status'
tidy_page "PO-7 it is clean HTML"
hub_stop
fact "PO-7 without the hub" get /
also "PO-7 what could not be asked is unknown" holds 'pill due">unknown'
also "PO-7 and not well" [ "$(grep -c 'All is well' "$dir/page")" = 0 ]
also "PO-7 as the foot of each page says" shows \
    'log: [0-9]* entries .* [1-9][0-9]* unknown, asked 20'
hub_start

# The wave planner.

ana seal "$D" --dry-run --json >"$dir/plan.json"
all_planned() {
	python3 - "$dir/plan.json" "$dir/page" <<'PY'
import html, json, re, sys
plan = json.load(open(sys.argv[1]))
text = open(sys.argv[2]).read()
rows = [[html.unescape(re.sub("<[^>]*>", "", c)) for c in
         re.findall("<t[dh][^>]*>(.*?)</t[dh]>", r)]
        for r in re.findall("<tr>(.*?)</tr>", text, re.S)]
def there(*want):
    return any(all(any(c == w or c.startswith(w + " (") for c in r)
               for w in want) for r in rows)
def at(t):
    return t.replace("T", " ")
bad = [r for r in plan["readers"] if not there(r["partner"], r["name"],
       r["wave"], at(r["opens"]), r["profile"], str(r["bytes"]), r["rule"])]
bad += [r for r in plan["left_out"] if not there(r["partner"], r["rule"],
        r["because"])]
bad += [w for w in plan["waves"] if not there(w["wave"], at(w["opens"]),
        str(w["readers"]), ", ".join(w["parts"]))]
bad += [t for t in plan["tiers"] if not there(t["tier"], str(t["readers"]),
        str(t["left_out"]))]
print(bad)
sys.exit(bool(bad or not plan["left_out"] or len(plan["readers"]) < 5))
PY
}
fact "PO-1 the planner offers the folders that the vault knows" get /plan
also "PO-7 other pages say what is next, too" shows 'Next: EX-2026-014: wave'
also "PO-1 such as this one" holds "/plan?dir=$D\""
fact "PO-1 the plan of a draft" get "/plan?dir=$D"
also "PO-1 has each reader, wave, instant, profile, parts, bytes, and who is left out by which rule" \
    all_planned
also "PO-1 totals add up" [ "$(json "$dir/plan.json" \
    'sum(t["readers"] for t in d["tiers"]) == len(d["readers"]) and sum(t["left_out"] for t in d["tiers"]) == len(d["left_out"])')" = True ]
also "PO-1 and the command that says the same" \
    holds "telltale seal $D --dry-run"
tidy_page "PO-1 it is clean HTML"
cp -r "$D" "$dir/<i>late & 'odd'"
sed -i 's/"before": "1h"/"before": "0s"/' "$dir/<i>late & 'odd'/bulletin.json"
late() {
	curl -s -G -o "$dir/page" -w '%{http_code}' -b "$jar" \
	    --data-urlencode "dir=$dir/<i>late & 'odd'" "$base/plan"
}
fact "PO-1 a wave that opens at the public instant" [ "$(late)" = 422 ]
also "PO-1 is shown with its line" \
    shows 'bulletin.json:[0-9]*:[0-9]*: error: the wave opens at'
also "PO-1 a folder's name is no markup" [ "$(grep -c '<i>' "$dir/page")" = 0 ]
tidy_page "PO-1 the page is clean HTML"
fact "PO-1 a folder that is not there" asked 502 "/plan?dir=/nowhere" -b "$jar"
also "PO-1 is named with the cause" shows 'cannot read /nowhere/bulletin.json: not there'
fact "PO-1 what begins like an option is none" \
    asked 422 "/plan?dir=--help" -b "$jar"

if [ -e /usr/share/zoneinfo/Europe/Berlin ]; then
	TZ=Europe/Berlin desk berlin "$V"
	fact "PO-1 the plan of a team elsewhere" get "/plan?dir=$D"
	also "PO-1 has their time beside UTC" \
	    shows 'early full 20[0-9-]* [0-9:]*Z ([0-9:]* CES*T, in '
	end "${desks[berlin]}"
	base=$base_ana jar=$dir/jar-ana origin=${base_ana%/*}
else
	skip "PO-1 has their time beside UTC" "no tzdata"
fi

draft "$dir/next" 600 3600
sed -i 's/"id": "[^"]*"/"id": "EX-2026-050", "replaces": "EX-2026-014"/' \
    "$dir/next/bulletin.json"
fact "3.12 the plan of one that replaces another" get "/plan?dir=$dir/next"
also "3.12 has who of its readers gets it" shows \
    'EX-2026-014: of its readers, [0-9]*, this one goes to [0-9]*'

# The delivery board.

fact "PO-7 who has the bulletin" get "/bulletin/$id"
also "PO-7 what it is called" shows "EX-2026-014"
row() { # of a reader: their line in the page
	tr '\n' ' ' <"$dir/page" | sed 's/<tr>/\n/g' | grep ">$1<" |
	    sed 's/<[^>]*>/ /g; s/  */ /g'
}
reads() { row "$1" | grep -qE "$2"; } # READER PATTERN
also "PO-7 a reader who signed for it" reads alder-1 \
    'alder-1 validate yes 2.* 2.* 2.* signatory'
also "3.13 and who says that they opened it" holds 'opened, as they say'
also "PO-7 one who could" reads alder-2 'alder-2 validate yes 2.* 2.* - signatory'
also "PO-7 one whose wave is to come" reads birch-1 \
    'birch-1 early yes 2.* - - invited'
tidy_page "PO-7 it is clean HTML"
fact "PO-7 its time line, as a picture" \
    asked 200 "/bulletin/$id/line.svg" -b "$jar" -D "$dir/head"
also "PO-7 in which nothing can run" \
    grep -qi "^content-security-policy: default-src 'none'.*sandbox" "$dir/head"
also "PO-7 of the waves and receipts" holds '<title>Time line of EX-2026-014'
fact "PO-7 one that is not there" asked 502 /bulletin/EX-NONE -b "$jar"

# What waits for a second person.

fact "SA-1 the asker sees it wait" get "/requests/$R"
fact "SA-1 the asker does not approve it" sent 403 "/requests/$R" -d act=sign \
    --data-urlencode "hash=$(hidden hash)" -d typed=dora
also "SA-1 with the verb's words" shows 'it is your own request'
fact "SA-1 somebody whom the asker enrolled this week" desk cy "$C"
fact "SA-1 opens the queue" get /requests
also "SA-1 which is sealed to them" shows 'key is kept under a passphrase'
fact "SA-1 the first page says that it does not know" get /
also "SA-1 rather than that all is well" holds 'pill due">unknown'
fact "SA-1 unlocking it" get /unlock
fact "SA-1 takes the passphrase" sent 403 /unlock -d passphrase=wrong
also "SA-1 and no other" shows 'This did not unlock it'
also "SA-1 which no page repeats" [ "$(grep -c 'value="wrong"' "$dir/page")" = 0 ]
fact "SA-1 the right one" sent 303 /unlock \
    --data-urlencode "passphrase=$passphrase"
fact "SA-1 shows the queue" get /requests
also "SA-1 with the request" holds "/requests/$R"
fact "SA-1 all of it" get "/requests/$R"
must_sign() { # with whatever the form has
	sent "$1" "/requests/$R" -d act=sign \
	    --data-urlencode "hash=$(hidden hash)" -d typed=dora "${@:2}"
}
fact "SA-1 what is signed asks for the passphrase again" must_sign 422
if command -v strace >/dev/null && strace -o "$dir/none" true 2>/dev/null; then
	strace -f -v -s 4096 -e trace=execve -o "$dir/strace" \
	    -p "${desks[cy]}" 2>/dev/null &
	tracer=$!
	pids+=($tracer)
	until_true 60 grep -q TracerPid:.[1-9] "/proc/${desks[cy]}/status"
fi
fact "SA-1 a key that the asker enrolled within seven days" must_sign 403 \
    --data-urlencode "passphrase=$passphrase"
also "SA-1 is refused in the verb's words" shows \
    'enrolled your key less than seven days ago'
if [ -n "${tracer-}" ]; then
	end $tracer INT
	also "SA-1 the verb was run" grep -q '"approve"' "$dir/strace"
	also "SA-1 and got the passphrase neither as an argument nor in its environment" \
	    [ "$(grep -cF "${passphrase%% *}" "$dir/strace")" = 0 ]
else
	skip "SA-1 and got the passphrase neither as an argument nor in its environment" "no strace"
fi
end "${desks[cy]}"

fact "SA-1 the second person" desk ben "$B"
fact "SA-1 has it in the queue" get /requests
also "SA-1 who asks, and what if nothing is done" shows \
    'keys of dora asked by ana .* missing 1 officer until .* it expires, and nothing of it happens'
tidy_page "SA-1 it is clean HTML"
fact "SA-1 and the dry run, not a summary" get "/requests/$R"
ben approve "$R" --dry-run --json >"$dir/request.json"
all_shown() {
	python3 - "$dir/request.json" "$dir/page" <<'PY'
import html, json, sys
r = json.load(open(sys.argv[1]))
page = html.unescape(open(sys.argv[2]).read())
want = [r["shown"], r["effect"], r["hash"], r["asker"]] + r["statements"]
sys.exit(any(w not in page for w in want) or not r["statements"])
PY
}
also "SA-1 to the letter" all_shown
tidy_page "SA-1 it is clean HTML"
cp "$dir/page" "$dir/request"
form() { cp "$dir/request" "$dir/page"; } # as it was shown
fact "SA-1 from another page nothing is signed" asked 403 "/requests/$R" \
    -b "$jar" -H 'Origin: https://elsewhere.example' -d act=sign -d typed=dora \
    -d "hash=$(hidden hash)" -d "token=$(token)"
form
fact "SA-1 nor without an origin" asked 403 "/requests/$R" -b "$jar" \
    -d act=sign -d typed=dora -d "hash=$(hidden hash)" -d "token=$(token)"
form
fact "SA-1 nor without the form's token" asked 403 "/requests/$R" -b "$jar" \
    -H "Origin: $origin" -d act=sign -d typed=dora -d "hash=$(hidden hash)" \
    -d token=00000000000000000000000000000000
form
fact "SA-1 nor as anything but a form" asked 403 "/requests/$R" -b "$jar" \
    -H "Origin: $origin" -H 'Content-Type: application/json' -d '{}'
form
fact "SA-1 the subject is typed, not y" sent 422 "/requests/$R" -d act=sign \
    -d "hash=$(hidden hash)" -d typed=y
also "SA-1 as the verb says" shows 'what was confirmed is "y"'
form
fact "SA-1 what changed since it was shown is not signed" \
    sent 403 "/requests/$R" -d act=sign -d typed=dora \
    -d "hash=$(hidden hash | tr '0123456789abcdef' '123456789abcdef0')"
also "SA-1 in the verb's words" shows 'not what was shown\|another one than'
refused 4 'cannot sign' 'again' "SA-1 as in the terminal" \
    ben approve "$R" --yes="$R" --shown="$(printf '%064d' 0)"
refused 2 'no hash' 'hash' "SA-1 which takes no other word for it" \
    ben approve "$R" --yes="$R" --shown=dora
also "SA-1 and nothing of it is done" \
    [ "$(grep -c '^dora ' "$B/keys/officers")" = 0 ]

walked() { json "$dir/walk.json" "$1"; }
if command -v chromedriver chromium >/dev/null; then
	fact "SA-1 in a browser, with the keyboard alone" python3 \
	    "$root/tests/integration/desk_walk.py" "$at" "$dir/walk.json" \
	    "$R" dora / "/plan?dir=$D" "/bulletin/$id" /requests "/requests/$R"
	also "SA-1 the key is not in the address that is shown" \
	    [ "$(walked 'd["address"]')" = "$base/" ]
	also "SA-1 nor the cookie in any script's reach" [ -z "$(walked 'd["cookie"]')" ]
	also "SA-1 it fits a phone of 320 pixels" \
	    [ "$(walked 'd["width"], d["wide"]')" = '(320, {})' ]
	also "SA-1 what can be pressed is large enough" [ "$(walked 'd["small"]')" = '{}' ]
	also "SA-1 and has a name" [ "$(walked 'd["nameless"]')" = '{}' ]
	also "SA-1 the first key leads over the navigation" \
	    [ "$(walked 'd["skip"], d["skipped"]')" = "('skip', 'main')" ]
	also "SA-1 and nothing broke the page's policy" [ "$(walked 'd["logs"]')" = '[]' ]
else
	skip "SA-1 in a browser, with the keyboard alone" "no chromium"
	form
	fact "SA-1 signed" sent 303 "/requests/$R" -d act=sign -d typed=dora \
	    -d "hash=$(hidden hash)"
fi
also "SA-1 it is done, in the second person's vault" \
    grep -q '^dora ' "$B/keys/officers"
fact "SA-1 its page says so" get "/requests/$R"
also "SA-1 and asks nothing any more" [ "$(grep -c '<form' "$dir/page")" = 0 ]
must ana approve
ask eve
fact "SA-1 another request" get "/requests/$R"
fact "SA-1 is refused" sent 303 "/requests/$R" -d act=refuse -d typed=eve \
    -d "hash=$(hidden hash)"
fact "SA-1 and has ended" get "/requests/$R"
also "SA-1 for everybody" shows 'state refused'
fact "SA-1 nothing waits" get /requests
also "SA-1 and the empty page says what comes here" shows \
    'Nothing waits for a second person'

# A case, on the first desk again.

base=$base_ana jar=$dir/jar-ana
must ana case open "$id" --title 'A paste of today'
incase=$(ana case list | cut -f1)
fact "PO-7 a case" get "/case/$incase"
also "PO-7 before anything was traced" shows 'Nothing was traced in this case yet'
must ana case add "$incase" "$dir/leak/advisory.md"
until_traced() { ana case trace "$incase" >/dev/null 2>&1; }
must until_true 20 until_traced
fact "PO-7 and after" get "/case/$incase"
also "PO-7 with the bound in words" shows \
    'alder: named somebody innocent would be named on evidence like this less than once in [0-9]'
also "PO-7 and what the bound is not" shows \
    'not the chance that this partner is innocent'
also "PO-7 of guilt it says nothing" \
    [ "$(grep -ciE 'guilt|culprit|leaker' "$dir/page")" = 0 ]
tidy_page "PO-7 it is clean HTML"

# At the end.

also "PO-7 no log has the title, the cookie or the key" \
    [ "$(cat "$dir"/desk-*.log | grep -cE "Lantern|key=|$(cut -f7 "$jar" | tail -n 1)")" = 0 ]
stops() { end "${desks[$1]}" "$2" && ! kill -0 "${desks[$1]}" 2>/dev/null; }
fact "PO-7 the desk ends when it is told" stops ben INT
fact "PO-7 either way" stops ana TERM
refused 3 'cannot listen on 127.0.0.1' '.-port' "PO-7 a port that is taken" \
    ana desk --port "${url##*localhost:}"
refused 2 'is no port' 'from 1' "PO-7 what is no port" ana desk --port 70000
finish
