#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""make_vectors.py > CASES: invented leaks, and what is to be found of them.

In the form of "joint" and "two_levels" of the specification's vectors.  A
case is kept as it is in the tables below only if what is found does not hang
on rounding: make_vectors.py refuses any other.
"""
import json
import math
import struct
import sys

import decoder
from certificate import outside
from codebook import COPY, HOLDER, Codebook
from stream import labelled, stream
from vectors import holders_of, one_level, two_level
from verdict import judge, judge_holders

EPSILON = 1e-6
SITES = 50              # of a case of two levels
DRAWS = 10000           # of one case's coins
TIES = (1e-11, 1e-7)    # nothing may change if these are all the same


class Coins:
    def __init__(self, name):
        key = labelled("telltale evidence case v1", name.encode())
        self.words = iter(struct.unpack("<%dQ" % DRAWS,
                                        stream(key, 0, 8 * DRAWS)))

    def below(self, n):
        return next(self.words) * n >> 64

    def heads(self, per_mille):
        return self.below(1000) < per_mille

    def one_of(self, things):
        return things[self.below(len(things))]


def held(symbols):
    """{how many hold it: those symbols}."""
    by_count = {}
    for a in sorted(set(symbols)):
        by_count.setdefault(symbols.count(a), []).append(a)
    return by_count


# What a coalition puts where its members have these symbols of q: section 15.
ATTACKS = {
    "inter": lambda coins, symbols, q: coins.one_of(symbols),
    "rnd": lambda coins, symbols, q: coins.one_of(sorted(set(symbols))),
    "min": lambda coins, symbols, q: coins.one_of(
        held(symbols)[min(held(symbols))]),
    "maj": lambda coins, symbols, q: coins.one_of(
        held(symbols)[max(held(symbols))]),
    "strip": lambda coins, symbols, q:
        symbols[0] if len(set(symbols)) == 1 else "gone",
    "redraw": lambda coins, symbols, q:
        symbols[0] if len(set(symbols)) == 1 else coins.below(q),
}


def misread(coins, symbol, q):
    return (symbol + 1 + coins.below(q - 1)) % q


def spread(coins, symbol, q):
    """Not sure: all others a little likely, or one, or all of them alike."""
    if coins.heads(100):
        return [.5] * q
    if coins.heads(500):
        return [.8 if a == symbol else .05 for a in range(q)]
    other = misread(coins, symbol, q)
    return [.6 if a == symbol else .4 if a == other else 0.0
            for a in range(q)]


def joint_case(name, qs, sites, holders, guilty, attack, lost, wrong):
    """lost, wrong: per mille of the sites."""
    coins = Coins(name)
    vector = {"name": name,
              "key": labelled("telltale case key v1", name.encode()).hex(),
              "q": [coins.one_of(qs) for _ in range(sites)],
              "holders": holders, "guilty": guilty, "y": []}
    book = Codebook(bytes.fromhex(vector["key"]),
                    [("q", q, HOLDER) for q in vector["q"]])
    rows = {h: book.row(HOLDER, h) for h in guilty}
    for i, q in enumerate(vector["q"]):
        y = ATTACKS[attack](coins, [rows[h][i] for h in guilty], q)
        if y != "gone" and coins.heads(wrong):
            y = misread(coins, y, q)
        vector["y"].append(None if coins.heads(lost) else y)
    return vector


def value_observation(coins, n, values, issued):
    """One of the leakers' values; beside it what else is at its place."""
    if coins.heads(100):
        return {"gone": True}
    found = [coins.one_of(values)]
    if coins.heads(300):
        chosen = sorted(set(found + [coins.one_of(issued)]))
        return {"count": n // 1000 + 2, "matches": [str(v) for v in chosen]}
    if coins.heads(500):
        found.append((found[0] + 1 + coins.below(n - 1)) % n)
    return {"values": [str(v) for v in found]}


def word_observation(coins, q, symbols, attack, wrong, unsure):
    y = ATTACKS[attack](coins, symbols, q)
    if y == "gone":
        return {"novel": True} if coins.heads(300) else {"gone": True}
    if coins.heads(wrong):
        y = misread(coins, y, q)
    if coins.heads(unsure):
        return {"likelihood": spread(coins, y, q)}
    return {"symbol": y}


def lacking(copies_of, part, holders, copies):
    """Absent pairs: none of these holders, nor these copies, has the part."""
    of_holders = [j for h in holders for j in copies_of[h]]
    return {"absent_holders": [[h, i] for h in holders for i in part],
            "absent_copies": [[j, i] for j in sorted(of_holders + copies)
                              for i in part]}


def two_level_case(name, sites, copies, guilty, attack, lost, wrong, unsure,
                   absent=(range(0), [], [])):
    coins = Coins(name)
    vector = {"name": name,
              "key": labelled("telltale case key v1", name.encode()).hex(),
              "sites": [coins.one_of(sites) for _ in range(SITES)],
              "level": [COPY if i % 3 == 2 else HOLDER
                        for i in range(SITES)],
              "copies_of_holder": copies, "guilty_copies": guilty,
              **lacking(holders_of(copies), *absent),
              "observations": [], "epsilon": EPSILON}
    case = two_level(vector)
    for i, (kind, n) in enumerate(vector["sites"]):
        at = symbols_at(case, i, vector["absent_copies"])
        leaked = [at[j] for j in guilty if j in at]
        if not leaked or coins.heads(lost):
            continue
        o = value_observation(coins, n, leaked, sorted(at.values())) \
            if kind == "value" else \
            word_observation(coins, n, leaked, attack, wrong, unsure)
        vector["observations"].append({"site": i, **o})
    return vector


def symbols_at(case, i, absent):
    """Of every copy that has the site."""
    of_holder = case.sites[i][2] == HOLDER
    return {j: case.holder_rows[h][i] if of_holder else case.copy_rows[j][i]
            for h, js in case.copies_of.items() for j in js
            if [j, i] not in absent}


def told(certificate):
    c = certificate
    return {"number": c.number, "others": c.others,
            "log_e_combined": c.comb, "log_e_single": c.single,
            "log_e_product": c.product, "log_e_sitewise": c.site,
            "log_e": c.log_e, "p_value": math.exp(c.ln_p),
            "bound": math.exp(c.ln_bound)}


def of_outcome(outcome):
    return {"coalition": sorted(outcome.found.members),
            "model": outcome.found.model,
            "preselected": outcome.level.pre,
            "certificates": [told(c) for c in outcome.certificates]}


def rounded(x):
    return round(x, 9)


def solve_joint(vector):
    outcome = judge_holders(one_level(vector), EPSILON)
    level = outcome.level
    singles = {j: level.single(j) for j in level.rows}
    top = sorted(singles, key=lambda j: (-singles[j], j))[:5]
    shown = [(0, [], 1), (4, [0, 2], 1), (17, [2], 0)]
    return {"marginal_ll": [rounded(level.marg[b]) for b in level.models],
            "log_e_single_top5": [[j, rounded(singles[j])] for j in top],
            "outside": [[b, d, j, rounded(outside(level, b, d, j))]
                        for b, d, j in shown], **of_outcome(outcome)}


def solve_two_levels(vector):
    case = two_level(vector)
    holders, within = judge(case, EPSILON)
    level = holders.level
    return {"marginal_ll": [rounded(level.marg[b]) for b in level.models],
            "preselected_copies": case.copy_level(0).pre,
            **of_outcome(holders),
            "within": {str(h): of_outcome(o) for h, o in within.items()}}


def solved(vector, solve):
    """The case with its solution, which is the same however ties are told."""
    decoder.TIE = TIES[0]
    found = solve(vector)
    decoder.TIE = TIES[1]
    if solve(vector) != found:
        sys.exit("%s: hangs on a tie" % vector["name"])
    return {**vector, **found}


WORDS = [("q", 2), ("q", 2), ("q", 3), ("q", 4), ("q", 5), ("flat", 2)]
CONSTANTS = 3 * WORDS + [("value", 40001), ("value", 2 ** 32),
                         ("value", 10 ** 15)]
SIX = [3, 1, 4, 2, 1, 2]
TWELVE = [1, 2, 3, 1, 2, 5, 1, 2, 1, 2, 2, 1]
JOINT = (
    ("one of 3, a third lost", [2, 3], 30, 3, [1], "inter", 333, 0),
    ("one of 12, a tenth misread", [2, 3, 4], 40, 12, [7], "inter", 100, 100),
    ("two of 12 interleave", [2, 3, 4, 5], 60, 12, [2, 9], "inter", 0, 10),
    ("two of 8 strip", [2, 3, 4], 50, 8, [0, 7], "strip", 100, 0),
    ("two of 12 draw anew", [2, 4], 60, 12, [3, 11], "redraw", 0, 20),
    ("three of 12 by lot", [2, 3, 5], 70, 12, [1, 5, 6], "rnd", 0, 0),
    ("three of 10, the rarest", [2, 3, 4], 60, 10, [0, 4, 8], "min", 0, 0),
    ("three of 10, the most frequent", [2, 3, 4], 60, 10, [2, 3, 9], "maj",
     50, 0),
    ("four of 12 strip", [2, 3], 80, 12, [0, 1, 6, 10], "strip", 0, 0),
    ("four of 9 interleave", [3, 4, 5], 60, 9, [2, 4, 5, 8], "inter", 0, 0),
    ("none of 12", [2, 3, 4], 40, 12, [1000], "inter", 100, 0),
    ("four of 300, the rarest, found on looking again", [2], 90, 300,
     [11, 100, 222, 233], "min", 0, 0),
)
TWO_LEVELS = (
    ("one reader of three", WORDS, SIX, [1], "inter", 50, 20, 0),
    ("one reader, often not sure", WORDS, SIX, [5], "inter", 50, 20, 400),
    ("two readers of one holder strip", WORDS, SIX, [4, 6], "strip", 0, 0, 0),
    ("two holders, one of a single copy", CONSTANTS, SIX, [3, 5], "inter",
     0, 0, 100),
    ("two holders strip", WORDS, SIX, [3, 10], "strip", 0, 0, 0),
    ("three holders by lot", CONSTANTS, SIX, [0, 8, 11], "rnd", 50, 0, 100),
    ("constants, one reader", CONSTANTS, SIX, [9], "inter", 100, 20, 100),
    ("a part that some never had", CONSTANTS, SIX, [4, 12], "redraw", 50, 0,
     100, (range(10, 25), [0, 4], [5, 9])),
    ("two of twelve holders draw anew", CONSTANTS, TWELVE, [4, 9], "redraw",
     0, 20, 200),
    ("five readers of one holder by lot", WORDS, TWELVE, [9, 10, 11, 12, 13],
     "rnd", 50, 0, 0),
    ("a leaker without the part", WORDS, SIX, [3], "inter", 0, 0, 100,
     (range(30, 44), [1, 2], [8])),
)


def write(name, cases, end):
    print('"%s": [' % name)
    print(",\n".join(json.dumps(c) for c in cases))
    print("]" + end)


def main():
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    print('{"format": "telltale-evidence-cases-1",')
    write("joint", [solved(joint_case(*row), solve_joint)
                    for row in JOINT], ",")
    write("two_levels", [solved(two_level_case(*row), solve_two_levels)
                         for row in TWO_LEVELS], "}")


if __name__ == "__main__":
    main()
