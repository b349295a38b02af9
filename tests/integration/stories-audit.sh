#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-audit: findings that outsiders check alone, ways to frame somebody,
# and what a partner shows of itself.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_rest "evidence" "jq is not here"

is() { [ "$1" = "$2" ]; }
answer() { json "$dir/out" "$1"; }
tell() { telltale -C "$V" case "$@"; }
verify() { telltale verify "$@" --policy "$policy"; }
lacks() { ! grep -qiE "$1" "$2"; }

# One programme: a bulletin, opened by three, leaked by alder-2.

one_clock
programme
policy=$V/policy
people
mkdir "$dir/draft" "$dir/desk"
cp "$root/examples/sharepoint-2025/advisory.md" "$dir/draft"
now=$(date +%s)
cat >"$dir/draft/bulletin.json" <<J
{"id": "EX-1", "title": "Lantern", "public_at": "$(utc $((now + 7200)))",
 "waves": [
  {"name": "first", "opens_at": "$(utc $((now + 600)))", "tiers": ["validate", "elite", "member"], "profile": "full"}],
 "parts": [{"file": "advisory.md", "kind": "advisory"}]}
J
seal "$dir/draft"
publish
wait_for $((now + 601))
opened() { as "$1" open "$id" -o "$dir/open-$1"; }
must until_true 20 opened alder-2
must until_true 20 opened birch-1
cd "$dir/desk" || exit 1
cp "$dir/open-alder-2/advisory.md" paste.txt
must tell open EX-1 --title 'Paste' --json
C=$(answer 'd["case"]')
must tell add "$C" paste.txt
tell trace "$C" >"$dir/out" 2>"$dir/err"
must tell finding "$C" --yes="$C"
written() { tell export "$C" --evidence -o "$1" --yes="$C" "${@:2}"; }

# AU-1: alone, with nothing but the bundle and a policy of one's own.

refused 2 'does not go without' '' "AU-1 rows are opened only for evidence" \
    tell export "$C" --whole -o x.tar
fact "AU-1 what would be opened is shown first" \
    tell export "$C" --evidence --dry-run
also "AU-1 whose row, and whose copy" printed 'the row of alder'
also "AU-1 and what no bundle excludes" printed 'Whoever holds the vault'
must until_true 20 written evidence.tar
hub_stop
alone() { # without network, vault or home
	(cd "$dir/alone" && unset TELLTALE_HOME && telltale verify "$@")
}
mkdir "$dir/alone" && cp evidence.tar "$policy" "$dir/alone"
fact "AU-1 a finding verifies, offline, with the verifier's own policy" \
    alone evidence.tar --policy policy
cp "$dir/out" said
also "AU-1 a line for each of the fourteen checks, in order" is \
    "$(sed -n 's/^ *\([0-9]*\) [a-z].*/\1/p' said | tr '\n' ' ')" \
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 "
also "AU-1 the rendering is said to be the vendor's word" \
    grep -q '^12 rendering .*vendor.s word' said
also "AU-1 and that no beacon was drawn" grep -q '^11 .*no beacon' said
fact "AU-1 the same for programs" alone evidence.tar --policy policy --json
also "AU-1 with verdict and score" is "$(answer \
    'd["holds"], d["findings"][0]["verdict"], d["findings"][0]["log_e_out"] > 40')" \
    "(True, 'named', True)"
cp "$dir/out" verified.json
python3 "$root/docs/score.py" evidence.tar >score 2>"$dir/err"
also "AU-1 the score, by the script of the documents" python3 - <<'PY'
import json
told = {(f["level"], str(f["number"])): f["log_e_out"]
        for f in json.load(open("verified.json"))["findings"]}
lines = [l.split() for l in open("score")]
assert len(lines) == len(told) == 2
for level, number, _, score, _, _ in lines:
    assert abs(float(score) - told[level, number]) < 1e-6, (score, told)
PY
exits 2 "AU-1 without a policy nothing is believed" alone evidence.tar
echo 'log nonsense' >"$dir/alone/bad"
refused 2 'check 1, policy: .*line 1' 'tlog-policy' "AU-1 nor with a bad one" \
    alone evidence.tar --policy bad
refused 3 'check 2, readable' '' "AU-1 what cannot be read is not judged" \
    alone nothing.tar --policy policy
head -c 4096 evidence.tar >"$dir/alone/cut.tar"
exits 1 "AU-1 a malformed bundle is refused, not trouble" \
    alone cut.tar --policy policy
also "AU-1 by the number of the check" said 'check 3, files'
must hub_start

fact "AU-1 with the copy itself" written full.tar --full
fact "AU-1 its rendering is checked, too" verify full.tar
also "AU-1 at every site" printed '^12 rendering *the copy of the receipt opens'
fact "AU-1 whole, for an expert under seal" written whole.tar --whole
fact "AU-1 log_e, p and bound are recomputed" verify whole.tar
also "AU-1 and it says so" printed '^13 score .*recomputed'
fact "AU-1 what was agreed on may be written again" \
    tell export "$C" --evidence -o again.tar
also "AU-1 what was opened is in the case's log" is "$(tell show "$C" --json |
    jq '[.entries[] | select(.text.opened != null)] | length')" 3
exits 3 "AU-1 a file that is there is left" written evidence.tar

grep -v '^$' "$root/LICENSE" >other.txt
must tell open EX-1 --title 'Another text' --json
N=$(answer 'd["case"]')
must tell add "$N" other.txt
tell trace "$N" -b EX-1 >"$dir/out" 2>"$dir/err"
none() { tell finding "$N" --yes="$N"; }
if none >"$dir/out" 2>"$dir/err"; then
	fact "AU-1 a finding that names nobody is evidence, too" until_true 20 \
	    tell export "$N" --evidence -o none.tar --yes="$N"
	fact "AU-1 and verifies" verify none.tar
	also "AU-1 nobody is accused" printed 'nobody is accused'
fi

# PA-4: what a partner shows of itself.

fact "PA-4 a reader takes what the ledger has of them" \
    until_true 20 as birch-1 export -o birch.tar
fact "PA-4 anybody verifies it" verify birch.tar
also "PA-4 it accuses nobody" printed 'there is no finding'
tar -xf birch.tar --one-top-level=birch
also "PA-4 with a receipt, its copy and the terms" is \
    "$(find birch/statements -name 'receipt-*' | wc -l) $(ls birch/copies birch/agreed | grep -c .)" "1 5"
also "PA-4 there is nothing about anybody else" \
    sh -c '! grep -rqiE "alder|cedar|dogwood" birch'
fact "PA-4 who has opened nothing shows that they are a reader" \
    as cedar-1 export -o cedar.tar
fact "PA-4 which verifies" verify cedar.tar

# AU-2: without the vault every way is refused, at a named step.

H_KEY=$H/log.sign
frame() { python3 "$root/tests/tools/frame.py" "$@"; }
steps() {
	local way step got failed=0
	frame takes >ways
	while read -r way step; do
		case $way in
		anothers_receipt) frame "$way" evidence.tar "f-$way.tar" birch.tar ;;
		hub_*) frame "$way" evidence.tar "f-$way.tar" "$H_KEY" ;;
		*) frame "$way" evidence.tar "f-$way.tar" ;;
		esac || { echo "$way: not made"; failed=1; continue; }
		verify "f-$way.tar" --json >"f-$way.json" 2>/dev/null
		got=$(jq .failed "f-$way.json")
		[ "$got" = "$step" ] && continue
		echo "$way: check $got, not $step: $(jq -r '.checks[] |
		    select(.state == "FAILED").said' "f-$way.json")"
		failed=1
	done <ways
	return $failed
}
fact "AU-2 each way to frame without the vault is refused at its step" steps
finish
