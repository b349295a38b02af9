#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""check_promise.py: is the promise of section 8 kept, exactly?

Small cases, in which one holder (or one copy of it) is innocent: every row
that it and its copies could have is tried, with the probability that it has.
Whatever they are, the same D is found, as if it did not exist; each e has a
mean of 1, and no p or bound is small more often than it may be.
"""
import math
import sys
from fractions import Fraction
from itertools import product

from case import Case
from certificate import alone, certify
from codebook import COPY, HOLDER

EXACT = 1e-9
FLAT, PEAKED, THREE = [32768, 32768], [16384, 49152], [8192, 49152, 8192]
N = 7                   # values of a value site, of which two were seen
SEEN = {"values": ["2", "5"]}


def classes(bias):
    """[(symbol, its chance)]; of a value site, one in V and one not."""
    if bias is None:
        return [(2, Fraction(2, N)), (0, Fraction(N - 2, N))]
    return [(a, Fraction(w, 65536)) for a, w in enumerate(bias)]


def rows(biases):
    """Every row there is, with its chance."""
    for row in product(*[classes(b) for b in biases]):
        yield [x for x, _ in row], math.prod(p for _, p in row)


def worlds(biases, levels, copies):
    """What the innocent may have: its row, its copies' rows; the chance."""
    at = [[i for i, x in enumerate(levels) if x == level]
          for level in (HOLDER, COPY)]
    choices = [list(rows([biases[i] for i in at[HOLDER]]))]
    choices += [list(rows([biases[i] for i in at[COPY]]))] * copies
    for chosen in product(*choices):
        full = []
        for (symbols, _), where in zip(chosen, [at[HOLDER]] + [at[COPY]] *
                                       copies):
            row = [None] * len(levels)
            for i, x in zip(where, symbols):
                row[i] = x
            full.append(row)
        yield full[0], full[1:], math.prod(p for _, p in chosen)


def certified(case, kind, number):
    if kind == "copy":
        return certify(case.copy_level(0), "copy", number)
    many = len(case.copies_of[number]) > 1
    return certify(case.holder_level(), "holder", number, alone(
        case.copy_level(number), case.copies_of[number]) if many else None)


def as_if_not_there(certificates):
    return len(set((tuple(c.others), c.model) for c, _ in certificates)) == 1


def mean(certificates, of):
    return sum(float(p) * math.exp(of(c)) for c, p in certificates)


def small_too_often(certificates, of, allowed):
    """The largest P(of <= x) / (allowed(x)) over all x that occur."""
    worst, total = 0.0, 0.0
    for c, p in sorted(certificates, key=lambda x: of(x[0])):
        total += float(p)
        may = allowed(math.exp(of(c)))
        worst = max(worst, total / may if may > 0 else math.inf)
    return worst


def faults(certificates, kind, n):
    found = []
    if not as_if_not_there(certificates):
        found.append("D hangs on the row itself")
    for name in ("single", "product", "site", "log_e") + \
            (("comb",) if kind == "holder" else ()):
        m = mean(certificates, lambda c: getattr(c, name))
        if abs(m - 1) > EXACT:
            found.append("the mean of %s is %.12g" % (name, m))
    worst = small_too_often(certificates, lambda c: c.ln_p, lambda x: x)
    if worst > 1 + EXACT:
        found.append("p is small %.12g times too often" % worst)
    worst = small_too_often([x for x in certificates if x[0].ln_bound < 0],
                            lambda c: c.ln_bound, lambda x: x / n)
    if worst > 1:
        found.append("the bound is small %.12g times too often" % worst)
    return found


def case_of(biases, levels, observations, others, row, mine):
    """others: {holder: (row, its copies' rows)}; of 0 further copies."""
    sites = [("value", N, level) if b is None else ("q", len(b), level)
             for b, level in zip(biases, levels)]
    holder_rows = {h: r for h, (r, _) in others.items()}
    holder_rows[0] = row
    copies = {h: c for h, (_, c) in others.items()}
    copies[0] = mine + copies.get(0, [])
    copies_of = {h: [10 * h + k for k in range(len(copies[h]))]
                 for h in copies}
    copy_rows = {10 * h + k: r for h in copies
                 for k, r in enumerate(copies[h])}
    return Case(sites, biases, holder_rows, copy_rows, copies_of,
                observations)


def symbols(*read):
    return [{"site": i, "symbol": y} if isinstance(y, int) else
            {"site": i, **y} for i, y in enumerate(read)]


GONE, UNSURE = {"gone": True}, {"likelihood": [.8, .1, 0.0]}
HOLDERS = [HOLDER] * 3 + [COPY] * 2
# what it is, biases, levels, what was read, others, copies of 0, n
CASES = (
    ("holder of one copy; the leaker is another",
     [FLAT, PEAKED, THREE, FLAT, None], HOLDERS, symbols(0, 1, 1, 0, SEEN),
     {1: ([0, 1, 1, 0, 2], [[0, 1, 1, 0, 2]]),
      2: ([1, 1, 0, 1, 0], [[1, 1, 0, 1, 0]])}, 1, 3),
    ("holder of one copy; two others strip, one reading is not sure",
     [FLAT, PEAKED, THREE, FLAT, FLAT], HOLDERS,
     symbols(0, GONE, UNSURE, 0, GONE),
     {1: ([0, 1, 0, 0, 0], [[0, 1, 0, 0, 0]]),
      2: ([0, 0, 0, 0, 1], [[0, 0, 0, 0, 1]])}, 1, 3),
    ("holder of two copies, hence the combined e",
     [FLAT, PEAKED, THREE, FLAT, None], HOLDERS, symbols(0, 1, 1, 0, SEEN),
     {1: ([0, 1, 1, None, None], [[0, 1, 1, 0, 2], [0, 1, 1, 1, 0]]),
      2: ([1, 1, 0, 1, 0], [[1, 1, 0, 1, 0]])}, 2, 3),
    ("copy, beside the two that leaked",
     [FLAT, THREE, PEAKED, FLAT, None], [COPY] * 5,
     symbols(0, GONE, 1, 0, SEEN),
     {0: ([None] * 5, [[0, 1, 1, 0, 2], [0, 2, 1, 0, 0]])}, 1, 3),
)


def check(name, biases, levels, observations, others, copies, n):
    """How much is wrong."""
    kind = name.split()[0]
    found = [(certified(case_of(biases, levels, observations, others, row,
                                mine), kind, 0), chance)
             for row, mine, chance in worlds(biases, levels, copies)]
    assert sum(p for _, p in found) == 1
    wrong = faults(found, kind, n)
    for line in wrong:
        print("%s: %s" % (name, line))
    print("%s: %d possibilities, %d wrong" % (name, len(found), len(wrong)))
    return len(wrong)


def main():
    sys.exit(1 if sum(check(*case) for case in CASES) else 0)


if __name__ == "__main__":
    main()
