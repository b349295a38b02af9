# SPDX-License-Identifier: ISC
"""certificate - what the specimen says about one row: section 11.

Everything but the row itself (D, hypotheses, weights, models) is found as
if the row did not exist.
"""
import math
from collections import namedtuple
from decimal import Decimal

from decoder import EASE, bonus, log_sum, score
from model import BANK, factors
from tail import convolved

PRODUCT, SPREAD = .9, .1    # of a weight; over all hypotheses alike
NEAR = 12                   # of the best: the hypotheses f-bar is made of
QUANTA = 32                 # in a nat
PARTS = {"holder": .8, "copy": .9}      # p's part of the error
OTHER = 10                  # one in that many is the part of e, and of e_comb

Hypothesis = namedtuple("Hypothesis", "b members log_w")
Certificate = namedtuple("Certificate", "number others model single product "
                         "site log_e comb ln_p ln_bound")


def hypotheses(level, members):
    found = []
    for b in level.models:
        log_w = level.marg[b] + bonus(b)
        for k in range(min(len(members), BANK[b].c - 1) + 1):
            found.append(Hypothesis(b, members[:k], log_w))
            if k < len(members):
                next_ = members[k]
                log_w += level.scores(b, members[:k], [next_])[next_]
                log_w -= math.log(level.n) - EASE
    return found


def normalised(logs):
    total = log_sum(logs)
    return [math.exp(x - total) for x in logs]


def near_weights(found):
    """W': W over the hypotheses near the best, 0 for the others."""
    top = max(h.log_w for h in found)
    near = [math.exp(h.log_w - top) if h.log_w >= top - NEAR else 0.0
            for h in found]
    return [w / sum(near) for w in near]


def average(level, i, found, weights):
    """f-bar at site i, of every class."""
    f = [factors(h.b, level.seen[i], level.counts(i, h.members))
         if w > 0 else None for h, w in zip(found, weights)]
    return [sum(w * x[a] for w, x in zip(weights, f) if w > 0)
            for a in range(len(level.seen[i].chances))]


def alone(low, copies):
    """C_b for every b: of a holder's copies, of whose level low is."""
    found = {}
    for b in low.models:
        each = [log_sum([low.scores(b, [], [z])[z], low.single(z)]) -
                math.log(2) for z in copies]
        found[b] = log_sum(each) - math.log(len(copies))
    return found


def quantised(level, j, bars):
    """(T of j, the sites that T is a sum of)."""
    used = [i for i, x in enumerate(level.rows[j]) if x is not None]
    quanta = {i: [round(QUANTA * math.log(f)) for f in bars[i]]
              for i in used}
    return (sum(quanta[i][level.rows[j][i]] for i in used),
            [(quanta[i], level.seen[i].chances) for i in used])


def ln(x):
    return float(Decimal(x).ln())


def ln_bound(kind, n, ln_p, log_es):
    """Of n rows; log_es are of e, and of e_comb at holder level."""
    least = [ln_p - math.log(PARTS[kind])]
    least += [math.log(OTHER) - e for e in log_es]
    return min(0.0, math.log(n) + min(least))


def certify(level, kind, j, apart=None):
    """apart: C_b of every b, at holder level; nothing for a single copy."""
    others = level.decode(out=j)
    found = hypotheses(level, others.members)
    weights = normalised([h.log_w for h in found])
    spread = [PRODUCT * w + SPREAD / len(found) for w in weights]
    own = [level.scores(h.b, h.members, [j])[j] for h in found]
    product = log_sum([math.log(w) + s for w, s in zip(spread, own)])
    comb = log_sum([math.log(w) + s + (apart[h.b] if apart else 0)
                    for w, s, h in zip(spread, own, found)])
    near = near_weights(found)
    bars = [average(level, i, found, near) for i in range(len(level.seen))]
    site = score([[math.log(f) for f in bar] for bar in bars], level.rows[j])
    single = level.single(j)
    log_e = log_sum([single, product, site]) - math.log(3)
    got, sites = quantised(level, j, bars)
    ln_p = ln(convolved(sites, got))
    bound = ln_bound(kind, level.n, ln_p,
                     [log_e, comb] if kind == "holder" else [log_e])
    return Certificate(j, others.members, others.model, single, product, site,
                       log_e, comb, ln_p, bound)


def outside(level, b, members, j):
    """log_e_out, for somebody who sees only j's and these members' rows."""
    ways = math.comb(level.n - 1, len(members)) * len(BANK) * 9
    return level.scores(b, members, [j])[j] - math.log(ways)
