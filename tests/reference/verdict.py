# SPDX-License-Identifier: ISC
"""verdict - who is named, in the order of section 11 and the words of 13."""
import math
from collections import namedtuple

from certificate import alone, certify
from codebook import COPY

STRONG = 1e-3
ENOUGH_WORDS = 8            # q-ary sites
ENOUGH_VALUES = 2
ENOUGH_ALONE = 2 ** 48      # N/N_V of one value site

Outcome = namedtuple("Outcome", "level found certificates named")


def enough(places):
    """Whether these sites, each read, may carry a verdict of named."""
    seen = [s for _, s, _ in places if s.likelihoods != "gone"]
    values = [s for s in seen if s.kind == "value"]
    return (len(seen) - len(values) >= ENOUGH_WORDS or
            len(values) >= ENOUGH_VALUES or
            any(1 / s.chances[0] >= ENOUGH_ALONE for s in values))


def verdict(ln_bound, alpha, is_enough):
    """alpha: this level's half of epsilon_t."""
    if ln_bound <= math.log(alpha) and is_enough:
        return "named"
    return "strong" if ln_bound <= math.log(STRONG) else "neither"


def certified(level, kind, epsilon, aparts=None):
    """(what was found, certificates, the largest e first)."""
    found, asked = level.asked(epsilon)
    every = [certify(level, kind, j, aparts and aparts(j)) for j in asked]
    return found, sorted(every, key=lambda c: (-c.log_e, c.number))


def judge_holders(case, epsilon):
    def apart(h):
        if len(case.copies_of[h]) == 1:
            return None
        return alone(case.copy_level(h), case.copies_of[h])

    level = case.holder_level()
    found, every = certified(level, "holder", epsilon, apart)
    named = [c.number for c in every if verdict(
        c.ln_bound, epsilon / 2, enough(case.places)) == "named"]
    return Outcome(level, found, every, named)


def judge_copies(case, h, epsilon):
    level = case.copy_level(h)
    found, every = certified(level, "copy", epsilon)
    named = [c.number for c in every if verdict(
        c.ln_bound, epsilon / 2, enough(case.of_level(COPY))) == "named"]
    return Outcome(level, found, every, named)


def judge(case, epsilon):
    """(holders' Outcome, {h: its copies' Outcome}) at epsilon_t."""
    holders = judge_holders(case, epsilon)
    return holders, {h: judge_copies(case, h, epsilon)
                     for h in holders.named if len(case.copies_of[h]) > 1}
