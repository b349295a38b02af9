#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""check_vectors.py VECTORS...: do these modules find what the files say?

For vectors of another implementation, and for cases of make_vectors.py.
Everything that differs is a line; exits 1 if anything does.  Lines that begin
with "note" say where a file and the text of the specification disagree.
"""
import json
import math
import sys
from fractions import Fraction

import commitment
import model
import plain
import tail
import timing
from certificate import outside
from codebook import COPY, HOLDER, PEAK, SHARE_FLAT, USUAL, Codebook, even
from seen import Seen
from stream import stream
from vectors import one_level, two_level
from verdict import judge, judge_holders

EXACTLY, LOG, P = 1e-12, 1e-6, .05      # relative; absolute; relative
TAIL = 1e-9
ROUNDING = 1e-15        # absolute, of what ought to be 0


class Checks:
    """What was compared, what differs, and by how much at most."""

    def __init__(self):
        self.made, self.faults, self.notes, self.worst = 0, [], [], 0.0

    def same(self, what, own, theirs):
        self.made += 1
        if own != theirs:
            self.faults.append("%s: %s, but the file has %s" %
                               (what, own, theirs))

    def hexes(self, what, own, theirs):
        self.same(what, own.hex(), theirs)

    def near(self, what, own, theirs, relative=0.0,
             absolute=ROUNDING):
        """theirs may be a string, of more digits than a double has."""
        self.made += 1
        if own is None or theirs is None:
            self.same(what, own, theirs)
            return
        far = abs(float(own) - float(theirs))
        allowed = max(relative * abs(float(theirs)), absolute)
        self.worst = max(self.worst, far / allowed)
        if not far <= allowed:
            self.faults.append("%s: %.17g, but the file has %s" %
                               (what, own, theirs))


def row(checks, book, level, number, wanted):
    key = book.row_key(level, number)
    what = "%s %d" % (commitment.NAMES[level], number)
    checks.hexes("K of " + what, book.secret(level, number),
                 wanted["secret"])
    checks.hexes("row key of " + what, key, wanted["row_key"])
    for nonce in (0, 1):
        checks.hexes("stream %d of %s" % (nonce, what),
                     stream(key, nonce, 64),
                     wanted["stream_%d_first_64" % nonce])
    checks.same("row of " + what, book.row(level, number), wanted["row"])


def tree(checks, book, level, number, wanted):
    """Its root."""
    kind = commitment.NAMES[level]
    plural = {HOLDER: "holders", COPY: "copies"}[level]
    depth = wanted["depth_" + plural]
    made = commitment.levels(book, level, depth)
    leaf = commitment.leaf(book, level, number)
    siblings = commitment.path(made, number)
    checks.hexes("leaf of %s %d" % (kind, number), leaf,
                 wanted["leaf_%s_%d" % (kind, number)])
    checks.same("path of %s %d" % (kind, number),
                [x.hex() for x in siblings],
                wanted["path_%s_%d" % (kind, number)])
    checks.hexes("root of " + plural, made[-1][0], wanted["root_" + plural])
    checks.hexes("root from the path of %s %d" % (kind, number),
                 commitment.climb(leaf, number, siblings),
                 wanted["root_" + plural])
    return made[-1][0]


def committed(checks, book, text, wanted):
    roots = [tree(checks, book, HOLDER, 2, wanted),
             tree(checks, book, COPY, 31, wanted)]
    parts = commitment.parts(book, text, roots[0], wanted["depth_holders"],
                             roots[1], wanted["depth_copies"])
    checks.hexes("site table", commitment.site_table(book.sites),
                 wanted["site_table"])
    for name, part in zip(("h_bias", "h_sites", "h_holders", "h_copies",
                           "h_beacon"), parts):
        checks.hexes(name, part, wanted[name])
    checks.hexes("commitment", commitment.commit(parts),
                 wanted["commitment"])


def open_book(vector, more=()):
    sites = [tuple(s) for s in vector["sites"] + list(more)]
    return Codebook(bytes.fromhex(vector["key"]), sites,
                    bytes.fromhex(vector["beacon"]))


def codebook(checks, vector, _):
    book = open_book(vector)
    for name in ("bias_key", "holder_master", "copy_master"):
        checks.hexes(name, getattr(book, name), vector[name])
    checks.same("biases", book.biases, vector["biases"])
    for slot, wanted in vector["bias_stream_site_0_2_15"].items():
        checks.hexes("bias stream of site " + slot,
                     stream(book.bias_key, int(slot), 64), wanted)
    for level, rows in ((HOLDER, "holders"), (COPY, "copies")):
        for number, wanted in vector[rows].items():
            row(checks, book, level, int(number), wanted)
    checks.same("copy 31 of holder 2", book.copy(2, 31),
                vector["symbols_of_copy_31_of_holder_2"])
    committed(checks, book, vector["beacon_text"], vector["commitment"])


def grown(checks, vector, all_):
    book = open_book(all_["codebook"], vector["sites_added"])
    checks.same("row of holder 2", book.row(HOLDER, 2),
                vector["row_holder_2"])
    checks.same("row of copy 31", book.row(COPY, 31), vector["row_copy_31"])


def bias_shapes(checks, vector, _):
    for q, wanted in vector.items():
        checks.same("bias for q = " + q,
                    {"flat": even(65536, int(q)),
                     "p_flat_of_65536": SHARE_FLAT.get(int(q), USUAL),
                     "heavy": PEAK.get(int(q), USUAL)}, wanted)


def chances(bias):
    return tuple(Fraction(w, 65536) for w in bias)


def plain_score(checks, vector, _):
    for i, x in enumerate(vector):
        likelihoods = x["likelihood"] if "likelihood" in x else \
            plain.misread(len(x["bias"]), x["y"], x["misread"])
        own = plain.log_factors(chances(x["bias"]), likelihoods, x["c"])
        checks.same("number of symbols", len(own), len(x["ln_factor"]))
        for a, wanted in enumerate(x["ln_factor"]):
            checks.near("%d, symbol %d" % (i, a), own[a], wanted, EXACTLY)


def value_sets(checks, vector, _):
    for i, x in enumerate(vector):
        p = min(Fraction(1), Fraction(x["V"], x["N"]))
        seen = Seen("value", (p, 1 - p), (1.0, 0.0))
        if "c" in x:
            f = plain.log_factors(seen.chances, seen.likelihoods, x["c"])
            pairs = [(f[0], x["ln_factor_in"])]
            if "ln_factor_out" in x:
                pairs.append((f[1], x["ln_factor_out"]))
        else:
            f = model.factors(x["model"], seen, tuple(x["known"]))
            pairs = [(None if c == 0 else f[a], x["f_in_out"][a])
                     for a, c in enumerate(seen.chances)]
        for a, (own, wanted) in enumerate(pairs):
            checks.near("%d, %s V" % (i, "out of" if a else "in"), own,
                        wanted, EXACTLY)


def channel(checks, vector, _):
    for i, x in enumerate(vector):
        p = tuple(float(c) for c in chances(x["bias"]))
        own, gone = model.channel(x["model"], p, tuple(x["known"]))
        for y, wanted in enumerate(x["P_y"]):
            checks.near("%d, symbol %d" % (i, y), own[y], wanted, EXACTLY)
        checks.near("%d, gone" % i, gone, x.get("P_gone"), EXACTLY)


def expanded(x):
    """(sites, T) of either form of a p-value."""
    if "groups" not in x:
        sites = [(t, chances(w)) for t, w in zip(x["quanta"], x["bias"])]
        return sites, sum(t[a] for (t, _), a in zip(sites, x["x"]))
    sites = [(g["quanta"], chances(g["bias"])) for g in x["groups"]
             for _ in range(g["sites"])]
    return sites, sum(t * n for g in x["groups"]
                      for t, n in zip(g["quanta"], g["x_counts"]))


def p_value(checks, vector, _):
    for i, x in enumerate(vector):
        sites, got = expanded(x)
        checks.same("%d, T" % i, got, x["T"])
        checks.near("%d, convolved" % i, tail.convolved(sites, got), x["p"],
                    TAIL)
        if "groups" not in x:
            checks.near("%d, enumerated" % i, tail.enumerated(sites, got),
                        x["p"], TAIL)


def certificates(checks, own, wanted):
    checks.same("certified", [c.number for c in own],
                [w["number"] for w in wanted])
    for c, w in zip(own, wanted):
        what = "of %d" % c.number
        checks.same("D " + what, c.others, w["others"])
        for name, x in (("combined", c.comb), ("single", c.single),
                        ("product", c.product), ("sitewise", c.site)):
            checks.near("e, %s, %s" % (name, what), x, w["log_e_" + name],
                        absolute=LOG)
        checks.near("e " + what, c.log_e, w["log_e"], absolute=LOG)
        checks.near("p " + what, math.exp(c.ln_p), w["p_value"], P)
        checks.near("bound " + what, math.exp(c.ln_bound), w["bound"], P)


def outcome(checks, own, wanted):
    checks.same("coalition", sorted(own.found.members), wanted["coalition"])
    checks.same("model", own.found.model, wanted["model"])
    certificates(checks, own.certificates, wanted["certificates"])


def marginals(checks, level, wanted):
    checks.same("models", len(level.marg), len(wanted))
    for b, w in enumerate(wanted):
        checks.near("marginal of model %d" % b, level.marg[b], w,
                    absolute=LOG)


def preselection(checks, what, level, wanted):
    """What the file may have instead of our own, or None to keep it."""
    if level.pre == wanted:
        checks.same(what, level.pre, wanted)
        return None
    alike = [abs(level.marg[a] - level.marg[b]) < 1e-9
             for a, b in zip(level.pre, wanted)]
    if not all(alike):
        checks.same(what, level.pre, wanted)
        return None
    checks.notes.append("note: %s %s, in the file %s: a tie, of which the "
                        "text says that it goes to the lower number; its "
                        "models are used" % (what, level.pre, wanted))
    return wanted


def joint(checks, vector, _):
    for x in vector:
        case = one_level(x)
        case.wanted["holder"] = preselection(
            checks, "preselected", case.holder_level(), x["preselected"])
        own = judge_holders(case, 1e-6)
        marginals(checks, own.level, x["marginal_ll"])
        outcome(checks, own, x)
        singles = {j: own.level.single(j) for j in own.level.rows}
        top = sorted(singles, key=lambda j: (-singles[j], j))
        for j, (number, wanted) in zip(top, x["log_e_single_top5"]):
            checks.same("one of the five best alone", j, number)
            checks.near("single of %d" % j, singles[j], wanted, absolute=LOG)
        for b, members, j, wanted in x["outside"]:
            checks.near("outside, of %d" % j,
                        outside(own.level, b, members, j), wanted,
                        absolute=LOG)


def two_levels(checks, vector, _):
    for x in vector:
        case = two_level(x)
        case.wanted["holder"] = preselection(
            checks, "preselected", case.holder_level(), x["preselected"])
        case.wanted["copy"] = preselection(
            checks, "preselected for copies", case.copy_level(0),
            x["preselected_copies"])
        holders, within = judge(case, x["epsilon"])
        marginals(checks, holders.level, x["marginal_ll"])
        outcome(checks, holders, x)
        checks.same("looked within", sorted(within),
                    sorted(int(h) for h in x["within"]))
        for h, own in within.items():
            if str(h) in x["within"]:
                wanted = x["within"][str(h)]
                checks.same("preselected within", own.level.pre,
                            wanted["preselected"])
                outcome(checks, own, wanted)


def timed(checks, vector, _):
    for i, x in enumerate(vector):
        pi = timing.least_surprise(x["K"], x["k"], x["c_max"])
        checks.near("%d, pi" % i, pi, x["pi"], EXACTLY)
        for early, name in ((True, "factor_before"), (False, "factor_after")):
            checks.near("%d, %s" % (i, name),
                        timing.factor(x["K"], x["k"], x["c_max"], early),
                        x[name], EXACTLY)


KEYS = {"codebook": codebook, "codebook_with_beacon": codebook,
        "codebook_grown": grown, "bias_shapes": bias_shapes,
        "plain_score_hard": plain_score, "plain_score_soft": plain_score,
        "value_sets": value_sets, "channel": channel, "p_value": p_value,
        "joint": joint, "two_levels": two_levels, "timing": timed}


def check_file(path):
    """How many of its keys differ."""
    bad = 0
    with open(path, encoding="utf-8") as f:
        vectors = json.load(f)
    for key, vector in vectors.items():
        if key == "format":
            continue
        checks = Checks()
        KEYS[key](checks, vector, vectors)
        for line in checks.notes + checks.faults:
            print("%s: %s" % (key, line))
        print("%-22s %5d compared, %d differ; the farthest is %.1e of what "
              "is allowed" % (key, checks.made, len(checks.faults),
                              checks.worst), flush=True)
        bad += 1 if checks.faults else 0
    return bad


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(1 if sum(check_file(path) for path in sys.argv[1:]) else 0)


if __name__ == "__main__":
    main()
