#!/bin/bash
# SPDX-License-Identifier: ISC
# combine: two partners mix short pieces of one bulletin after another; none of
# the leaks names anybody, and all together do.
. "$(dirname "$0")/lib.sh"

example=$root/examples/sharepoint-2025
L=$dir/lab

# leak K: a lab of its own, and every fifth line of two partners' copies, each
# line from one of them
leak() {
	telltale lab "$example" --readers 24 --per-holder 2 --render 8 \
	    -o "$L$1" --seed "$(printf '%064d' "$1")" &&
	    python3 -c 'import random, sys
random.seed(int(sys.argv[1]))
copies = [open(f).read().split("\n") for f in sys.argv[2:]]
lines = list(zip(*copies))
print("\n".join(random.choice(l) for l in lines[:len(lines) // 4 + 3]))' \
	    "$1" "$L$1/r0/advisory.md" "$L$1/r5/advisory.md" > "$L$1.md" &&
	    telltale trace --lab "$L$1" "$L$1.md" --json > "$dir/t$1"
	[ $? -le 1 ]
}
verdict() { json "$1" 'd["verdict"]'; }
named() { json "$dir/out" 'sorted(s["partner"] for s in d["suspects"] if s["verdict"] == "named")'; }

for k in 1 2 3 4 5 6; do
	must leak $k
done
fact "LI-6 no leak by itself names anybody" [ "$(for k in 1 2 3 4 5 6; do
	verdict "$dir/t$k"; done | grep -c named)" = 0 ]
exits 1 "LI-6 the first alone" telltale combine "$dir/t1"
also "LI-6 names nobody" printed "Nobody is named"
fact "LI-6 all of them" telltale combine --json "$dir"/t[1-6]
also "LI-6 name one who mixed, and nobody else" sh -c \
    "case \"$(named)\" in \"['h0']\"|\"['h2']\"|\"['h0', 'h2']\") ;; *) exit 1;; esac"
also "LI-6 six bulletins each" [ "$(json "$dir/out" \
    'set(s["bulletins"] for s in d["suspects"])')" = "{6}" ]
also "all holders are judged" \
    [ "$(json "$dir/out" 'd["holders"], len(d["suspects"])')" = "(12, 12)" ]
cp "$dir/out" "$dir/all"
fact "in another order" telltale combine --json "$dir"/t[4-6] "$dir"/t[1-3]
also "the answer is the same" sh -c "python3 -c 'import json, sys
a, b = [json.load(open(f)) for f in sys.argv[1:]]
assert all(x[\"partner\"] == y[\"partner\"] and
    abs(x[\"ln_e\"] - y[\"ln_e\"]) < 1e-9
    for x, y in zip(a[\"suspects\"], b[\"suspects\"]))' '$dir/all' '$dir/out'"
fact "in words" telltale combine "$dir"/t[1-6]
also "with what it means" printed "A procedure that names any innocent"
also "and what is not excluded" printed "that the copy was stolen"
fact "a looser promise" telltale combine --epsilon 1e-2 "$dir"/t[1-6]

exits 2 "the same reading twice" telltale combine "$dir/t1" "$dir/t2" "$dir/t1"
also "is told of" said "there already"
exits 2 "an epsilon that cannot be" telltale combine --epsilon 2 "$dir/t1"
exits 3 "a file that is not there" telltale combine "$dir/no"
echo '{"format": "telltale-trace/1", "t": 1' > "$dir/cut"
exits 3 "a file cut off" telltale combine "$dir/cut"
also "is told with its line" said "cut:[0-9]"
echo '{"format": "telltale-power/1"}' > "$dir/other"
exits 3 "another kind of answer" telltale combine "$dir/other"
also "is told of" said "is no trace"
python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
d["evidence"].append(d["evidence"][0])
json.dump(d, open(sys.argv[2], "w"))' "$dir/t1" "$dir/twice"
exits 3 "a holder twice" telltale combine "$dir/twice"
python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
d["t"] = 0
json.dump(d, open(sys.argv[2], "w"))' "$dir/t1" "$dir/zero"
exits 3 "a reading without a number" telltale combine "$dir/zero"
finish
