# SPDX-License-Identifier: ISC
"""plain - the score for a guessed share 1/c: section 7."""
import math


def misread(q, y, nu):
    """Likelihoods of a hard reading that is wrong with probability nu."""
    return [1 - nu if a == y else nu / (q - 1) for a in range(q)]


def log_factors(chances, likelihoods, c):
    """ln f(x) of every x; None where x cannot occur."""
    p = [float(x) for x in chances]
    mean = sum(x * y for x, y in zip(p, likelihoods))
    f = [1 - 1 / c + x / (c * mean) for x in likelihoods]
    return [None if x == 0 else -math.inf if y == 0 else math.log(y)
            for x, y in zip(p, f)]
