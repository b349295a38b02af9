# SPDX-License-Identifier: ISC
"""timing - who opened before the first sighting: section 17."""
from fractions import Fraction

HALF = Fraction(1, 2)       # lambda


def least_surprise(slots, before, c_max):
    """pi: at most this often an innocent's slot is one of those before."""
    return min(Fraction(1), max(Fraction(before, slots),
                                Fraction(before - 1, slots - c_max)))


def factor(slots, before, c_max, early):
    if before in (0, slots):
        return Fraction(1)
    hit = 1 if early else 0
    return 1 + HALF * (hit / least_surprise(slots, before, c_max) - 1)
