#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-keepers: three keepers of whom two open a wave; what happens with one
# of them away, and with two; one that is lost is replaced.
. "$(dirname "$0")/lib.sh"

for wrong in "--keepers 0" "--keepers 17" "--keepers 3 --threshold 4" \
    "--threshold 2"; do
	# shellcheck disable=SC2086
	exits 2 "3.5.6 no programme with $wrong" telltale init "$dir/none" \
	    --name None --small-team --no-passphrase $wrong
done
one_clock
programme --keepers 3 --threshold 2
tt() { telltale -C "$V" "$@"; }
yes() { # VERB ID ARGUMENT...: the program said yes to the right question
	local verb=$1 of=$2
	shift 2
	tt "$verb" "$of" "$@" --yes="$of"
}
declare -A guard
folder=([2]=$P/keeper-02 [3]=$P/keeper-03)
guard_start() { # NUMBER; the first is the keeper of lib.sh
	telltale-keeper -C "${folder[$1]}" >"$dir/keeper-$1.out" \
	    2>>"$dir/keeper.log" &
	guard[$1]=$!
	pids+=($!)
}
guard_stop() { end "${guard[$1]}" KILL; }
is_up() { # FOLDER
	curl -sf -o "$dir/curl" --unix-socket "$1/socket" \
	    http://keeper/health && grep -q '"heard":true' "$dir/curl"
}
all_up() { is_up "$K" && is_up "${folder[2]}" && is_up "${folder[3]}"; }
guard_start 2
guard_start 3
people
must until_true 20 all_up
also "3.5.6 each has a folder and a number of its own" grep -q '^number 03' \
    "$P/keeper-03/telltale.conf"
D=$dir/draft
for name in A B C R; do
	draft "$D" 3000 3500
	seal_as "EX-$name" "$D"
	publish
	eval "$name=$id"
done
fact "3.5.6 the vault knows who gets shares" tt keeper list --json
also "3.5.6 and how many open a wave" [ \
    "$(json "$dir/out" 'd["threshold"], len(d["keepers"])')" = "(2, 3)" ]
statements() { # KIND: how many the hub has accepted
	python3 - "$H/hub.db" "$1" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("SELECT count(*) FROM event WHERE kind = ?",
                 sys.argv[2:]).fetchone()[0])
PY
}
is_logged() { [ "$(statements "$1")" = "$2" ]; } # KIND NUMBER

# One is away.

guard_stop 3
late() { tt status --json >"$dir/status"; grep -q "$1" "$dir/status"; }
fact "PO-7 status names the one that is late" \
    late 'keeper 3 does not answer the hub'
also "PO-7 and no other" eval '! grep -q "keeper [12]" "$dir/status"'
slipped=$((public + 86400))
fact "PO-3 a slip holds with two of three" yes slip "$B" --to "$(utc $slipped)"
also "PO-3 and names the third" said 'wave main: 2 of 3.*missing: 3'
show() { # ID EXPRESSION VALUE
	tt embargo show "$1" --json >"$dir/show.json" 2>/dev/null &&
	    [ "$(json "$dir/show.json" "$2")" = "$3" ]
}
also "PO-3 it is in force" show "$B" 'd["public"]' "$(utc $slipped)"
fact "PO-4 two of three open everything early" \
    yes release "$C" --reason leak
also "PO-4 and the third is named" said 'missing: 3 (does not answer)'
fact "PO-4 what they open can be read" as cedar-1 open "$C" -o "$dir/c"
wait_for "$first"
fact "KO-1 two of three keepers open a wave" as alder-1 open "$A" -o "$dir/a1"
also "KO-1 with every file" [ -s "$dir/a1/poc.py" ]
also "KO-1 and sign for it in the ledger" until_true 10 is_logged release 6

# Two are away.

keeper_stop KILL
refused 4 'too few keepers .* the old instant stands' 'asks them again' \
    "PO-3 a slip does not count with one of three" \
    yes slip "$R" --to "$(utc $slipped)"
also "PO-3 and says whom it lacks" said \
    '1 of 3 keepers.*2 are needed; missing: 1 (does.*3 (does not answer)'
also "PO-3 nothing has moved" show "$R" 'd["public"]' "$(utc $public)"
wait_for "$second"
refused 75 '2 of 3 keepers must show' 'again' \
    "KO-1 one of three opens nothing" as birch-1 open "$A" -o "$dir/a2"
also "KO-1 there is no key of the wave" [ ! -e "$dir/a2" ]
exits 75 "PO-4 one of three ends it, and opens nothing" \
    yes release "$A" --reason leak
also "PO-4 those that lack are named" said \
    '1 of 3 keepers.*2 are needed; missing: 1 (does.*3 (does not answer)'
also "PO-4 over it is all the same" show "$A" 'd["state"]' ended
keeper_start
also "KO-1 once a second one is back, it is open" until_true 20 \
    as birch-1 open "$A" -o "$dir/a2"
also "PO-4 as is what they open early" until_true 20 \
    as cedar-1 open "$A" -o "$dir/a3"

# Taken back; the one that is away hears of it when it comes.

live() { # the shares of a folder that were neither shown nor destroyed
	telltale-keeper -C "$1" --list | grep -c ' wait'
}
had=$(live "$K")
fact "3.12 a bulletin is retracted" yes retract "$R" --reason mistake
destroyed() { [ "$(live "$K")" -lt "$had" ] && is_logged destroyed "$1"; }
also "3.12 two keepers destroy its shares" until_true 20 destroyed 2
guard_start 3
also "3.12 the third, of all that it never showed, as soon as it is there" \
    until_true 20 destroyed 5

# One is lost, with its disk.

guard_stop 3
rm -rf "${folder[3]:?}"
refused 2 'keeper list' 'keeper add --help' "3.5.6 whom to replace is named" \
    tt keeper add "$P/new" --replace 4 --yes=4
fact "3.5.6 a rehearsal" tt keeper add "$P/new" --replace 3 --dry-run
also "3.5.6 says what becomes of it" printed 'Keeper 03 is another one'
also "3.5.6 and makes nothing" [ ! -e "$P/new" ]
fact "3.5.6 a lost keeper is replaced" tt keeper add "$P/new" --replace 3 \
    --reason 'its disk died' --yes=3 --json
row="$(json "$dir/out" 'd["row"]') $(json "$dir/out" 'd["socket"]')"
also "3.5.6 the vault has the new one" grep -q "^keeper ${row% *}$" \
    "$V/telltale.conf"
hub_stop
sed -i "s|^keeper 03 .*|keeper $row|" "$H/telltale.conf"
must hub_start
folder[3]=$P/new
guard_start 3
must until_true 20 all_up
fact "3.5.6 the team's list of keys names it, and the ledger holds" \
    telltale log verify "$H/ledger" --log "$vkey"
keeper_pid="" wait_for $((slipped - 3600)) # a retracted wave is never open
fact "KO-1 what was sealed before opens with the other two" \
    until_true 20 as cedar-1 open "$B" -o "$dir/b"
also "KO-1 the new one never had a share of it" \
    [ -z "$(telltale-keeper -C "$P/new" --list)" ]
draft "$D" 3000 3500
seal_as EX-E "$D"
fact "3.5.6 a new bulletin has a share for it" tt publish "$id" \
    --short-notice --yes="$id"
keeper_stop
wait_for "$first"
also "KO-1 and opens with it, the first being away" until_true 20 \
    as alder-1 open "$id" -o "$dir/e"

# The patch comes a week early, as in 2021: public on 9 March, then on 2 March.

DAY=86400
draft "$D" 600 3600
python3 - "$D/bulletin.json" "$(utc $((first + 14 * DAY)))" <<'PY'
import json, sys
b = json.load(open(sys.argv[1]))
b.update(public_at=sys.argv[2])
for w, before in zip(b["waves"], ("14d", "5d", "24h")):
    w.pop("opens_at", 0)
    w["before"] = before
json.dump(b, open(sys.argv[1], "w"))
PY
seal_as EX-F "$D"
keeper_start
must until_true 20 all_up
publish
keeper_stop
march_2=$((first + 7 * DAY))
wait_for "$first"
fact "PO-3 two weeks ahead the first wave opens" until_true 10 \
    as alder-1 open "$id" -o "$dir/february"
wait_for $((first + 5 * DAY))
fact "PO-3 pulled in by a week" \
    tt slip "$id" --to "$(utc $march_2)" --dry-run --json
moves() { # WAVE MOVE INSTANT
	[ "$(json "$dir/out" "[(w['move'], w['to']) for w in d['waves'] if w['wave'] == '$1']")" = \
	    "[('$2', '$(utc "$3")')]" ]
}
also "PO-3 what is open stays" moves validate 'open already' "$first"
also "PO-3 what would have opened by now opens at once" \
    moves early 'opens at once' $((march_2 - 5 * DAY))
also "PO-3 and the last one moves" moves main moves $((march_2 - DAY))
guard_stop 2
refused 4 'too few keepers .* the old instant stands' 'asks them again' \
    "3.5.7 one of three keepers pulls nothing in" \
    yes slip "$id" --to "$(utc $march_2)"
also "3.5.7 nothing has moved" show "$id" 'd["public"]' \
    "$(utc $((first + 14 * DAY)))"
guard_start 2
until_true 20 is_up "${folder[2]}"
fact "3.5.7 with two it is in force" yes slip "$id"
birch_reads() { as birch-1 open "$id" -o "$dir/march"; }
fact "3.5.7 and the wave is open" until_true 10 birch_reads
opened() { # WAVE VALUES: how, and how late
	show "$id" "[(w['opened_as'], w['late_s'] < 60) for w in d['waves'] if w['wave'] == '$1']" \
	    "[('$2', True)]"
}
also "3.5.7 marked as pulled in, and not as late" opened early 'pulled in'
also "3.5.7 the first one is as it was" opened validate 'at its instant'
also "PO-3 who signed stays bound, for it is shorter" show "$id" \
    "[p['consent'] for p in d['partners'] if p['partner'] == 'alder']" \
    "['signatory']"
exits 4 "PO-3 the last one is not open" as cedar-1 open "$id" -o "$dir/no"
wait_for $((march_2 - DAY))
fact "PO-3 before its new instant" until_true 10 \
    as cedar-1 open "$id" -o "$dir/main"
wait_for "$march_2"
must tt publish --due
also "PO-3 at the new instant it is public" \
    curl -ksf -o "$dir/curl" "$url/public/$id/advisory.md"
finish
