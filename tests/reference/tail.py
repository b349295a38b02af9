# SPDX-License-Identifier: ISC
"""tail - P(T >= what was got) for a row drawn from the biases: section 12.

A site is (quanta, chances): t(a) and p(a) of every class.  By enumeration of
all rows, in fractions; or by convolution, in decimals of 40 digits.
"""
from decimal import Context, Decimal, localcontext
from fractions import Fraction

DIGITS = Context(prec=40, Emin=-10 ** 6, Emax=10 ** 6)


def enumerated(sites, got):
    """Every row by itself: for a handful of sites."""
    if not sites:
        return Fraction(1 if got <= 0 else 0)
    quanta, chances = sites[0]
    return sum((p * enumerated(sites[1:], got - t)
                for t, p in zip(quanta, chances) if p > 0), Fraction(0))


def decimal(p):
    return Decimal(p.numerator) / Decimal(p.denominator)


def masses(quanta, chances):
    """{t: P(t)} of one site."""
    all_ = {}
    for t, p in zip(quanta, chances):
        if p > 0:
            all_[t] = all_.get(t, Fraction(0)) + p
    return {t: decimal(p) for t, p in all_.items()}


def convolve(a, b):
    sums = {}
    for s, p in a.items():
        for t, r in b.items():
            sums[s + t] = sums.get(s + t, Decimal(0)) + p * r
    return sums


def convolved(sites, got):
    """Site by site; sites that are alike are first added to each other."""
    with localcontext(DIGITS):
        alike = {}
        for quanta, chances in sites:
            key = tuple(sorted(masses(quanta, chances).items()))
            alike[key] = alike.get(key, 0) + 1
        total = {0: Decimal(1)}
        for key, times in alike.items():
            group = {0: Decimal(1)}
            for _ in range(times):
                group = convolve(group, dict(key))
            total = convolve(total, group)
        return sum((p for t, p in total.items() if t >= got), Decimal(0))
