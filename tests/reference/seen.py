# SPDX-License-Identifier: ISC
"""seen - one site of the specimen, as it was read: sections 4 and 6.

A row has at this site one of a few classes: of a q-ary site its alternatives,
of a value site IN (the row's value is in V) or OUT.  chances has their
probabilities, as fractions; likelihoods what was read given each of them, or
GONE.  A Seen is a value: two alike are equal.
"""
from collections import namedtuple
from fractions import Fraction

IN, OUT = 0, 1
GONE = "gone"

Seen = namedtuple("Seen", "kind chances likelihoods")   # kind: "q", "value"


def draws_below(value, n):
    """How many of the 2^64 draws u have floor(u n / 2^64) < value."""
    return (value * 2 ** 64 + n - 1) // n


def value_chance(n, count, members=None):
    """p of section 4: how often a row's value is in V, which has count.

    Above 2^32 draws are counted, for count / n could be too small: those of
    the members, or where they are not known the most that so many can have.
    """
    if count >= n:
        return Fraction(1)
    if n <= 2 ** 32:
        return Fraction(count, n)
    if members is None:
        draws = count * (2 ** 64 // n) + min(count, 2 ** 64 % n)
    else:
        draws = sum(draws_below(v + 1, n) - draws_below(v, n)
                    for v in members)
    return Fraction(draws, 2 ** 64)


def read_value(n, observation):
    """(Seen, the set of values that are known to be in V)."""
    if "values" in observation:
        known = set(int(v) for v in observation["values"])
        p = value_chance(n, len(known), known)
    else:
        known = set(int(v) for v in observation["matches"])
        p = value_chance(n, observation["count"])
    return Seen("value", (p, 1 - p), (1.0, 0.0)), known


def read_qary(bias, observation):
    chances = tuple(Fraction(w, 65536) for w in bias)
    if observation.get("gone") or observation.get("novel"):
        return Seen("q", chances, GONE)
    if "likelihood" in observation:
        return Seen("q", chances, tuple(observation["likelihood"]))
    return Seen("q", chances, tuple(1.0 if a == observation["symbol"] else 0.0
                                    for a in range(len(bias))))


def constant(seen):
    """Says the same of every row, under every model: contributes 0."""
    if seen.likelihoods == GONE:
        return False
    possible = [x for x, p in zip(seen.likelihoods, seen.chances) if p > 0]
    return min(possible) == max(possible)
