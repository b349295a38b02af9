# SPDX-License-Identifier: ISC
"""model - how c colluders may have made the specimen: section 9.

counts are of the symbols (at a value site: of the classes) that known
members hold at the site; the other colluders are drawn from the biases.
"""
import math
from collections import namedtuple
from functools import lru_cache

from seen import GONE, IN

Model = namedtuple("Model", "c beta nu")
BANK = [Model(*x) for x in (
    (1, "INTER", .01), (1, "INTER", .1),
    (2, "INTER", .01), (2, "INTER", .1),
    (3, "INTER", .01), (3, "RND", .01), (3, "MIN", .01), (3, "MAJ", .01),
    (3, "INTER", .15),
    (5, "INTER", .01), (5, "RND", .01), (5, "MIN", .01), (5, "MAJ", .01),
    (5, "INTER", .2),
    (8, "INTER", .02), (8, "MIN", .02), (8, "MAJ", .02),
    (2, "STRIP", .05), (3, "STRIP", .05), (5, "STRIP", .05),
    (2, "REDRAW", .05), (3, "REDRAW", .05), (5, "REDRAW", .05))]


def weight(beta, r):
    """g: of a symbol that r of the colluders hold."""
    if r == 0:
        return 0.0
    return {"INTER": r, "RND": 1.0, "MIN": r ** -4.0, "MAJ": r ** 4.0}[beta]


def splits(u, q):
    """Every z of q parts >= 0 with sum u."""
    if q == 1:
        yield (u,)
        return
    for first in range(u + 1):
        for rest in splits(u - first, q - 1):
            yield (first,) + rest


def chance_of_split(z, p):
    ways = math.factorial(sum(z))
    for x in z:
        ways //= math.factorial(x)
    return ways * math.prod(b ** x for b, x in zip(p, z))


def drawn(beta, p, counts, u):
    """P(a colluding choice is y), over what the u unknown ones may hold."""
    chosen = [0.0] * len(p)
    for z in splits(u, len(p)):
        g = [weight(beta, r + x) for r, x in zip(counts, z)]
        chance = chance_of_split(z, p)
        for y in range(len(p)):
            chosen[y] += chance * g[y] / sum(g)
    return chosen


def all_hold(p, counts, u):
    """U_a: every colluder holds a."""
    k = sum(counts)
    return [p[a] ** u if counts[a] == k else 0.0 for a in range(len(p))]


@lru_cache(maxsize=None)
def channel(b, p, counts):
    """P(y | counts) of every y under model b, and of the place being gone.

    The latter is None under a model by which no place goes.
    """
    c, beta, nu = BANK[b]
    q, u = len(p), c - sum(counts)
    if beta == "STRIP":
        same = all_hold(p, counts, u)
        return ([(1 - nu) * x + nu / (q + 1) for x in same],
                (1 - nu) * (1 - sum(same)) + nu / (q + 1))
    if beta == "REDRAW":
        same = all_hold(p, counts, u)
        chosen = [x + (1 - sum(same)) / q for x in same]
    elif beta == "INTER" or c <= 2 or (c > 5 and q > 4):
        chosen = [(counts[y] + u * p[y]) / c for y in range(q)]
    else:
        chosen = drawn(beta, p, counts, u)
    return [(1 - nu) * x + nu / q for x in chosen], None


def value_channel(b, p_in, counts):
    """P(the specimen's value is one of V | counts), whatever beta."""
    c, _, nu = BANK[b]
    u = c - sum(counts)
    return (1 - nu) * (counts[IN] + u * p_in) / c + nu * p_in


@lru_cache(maxsize=None)
def reading(b, seen, counts):
    """P(what was read | counts), up to a factor: 1 if b says nothing."""
    p = tuple(float(x) for x in seen.chances)
    if seen.kind == "value":
        return value_channel(b, p[IN], counts)
    read, gone = channel(b, p, counts)
    if seen.likelihoods == GONE:
        return 1.0 if gone is None else gone
    return sum(x * y for x, y in zip(seen.likelihoods, read))


def with_one(counts, a):
    return counts[:a] + (counts[a] + 1,) + counts[a + 1:]


def raw(b, seen, counts):
    """F(a) of every class a."""
    return [reading(b, seen, with_one(counts, a)) for a in range(len(counts))]


def mean(b, seen, counts):
    """The mean of F(a) for a row that is drawn from the biases."""
    return sum(float(p) * x
               for p, x in zip(seen.chances, raw(b, seen, counts)))


@lru_cache(maxsize=None)
def factors(b, seen, counts):
    """f(a) of every class a; their mean is 1."""
    m = mean(b, seen, counts)
    return [x / m for x in raw(b, seen, counts)]


@lru_cache(maxsize=None)
def log_factors(b, seen, counts):
    return [math.log(x) for x in factors(b, seen, counts)]


def read_share(seen_sites):
    """gamma, G and R: of the q-ary sites, how many are gone, how many read."""
    qary = [s for s in seen_sites if s.kind == "q"]
    g = len([s for s in qary if s.likelihoods == GONE])
    r = len(qary) - g
    return (g + .5) / (g + r + 1), g, r


def marginal(b, seen_sites):
    """marg_b: ln P(the specimen | b), nobody known, over these sites."""
    total = sum(math.log(mean(b, s, (0,) * len(s.chances)))
                for s in seen_sites)
    if BANK[b].beta != "STRIP":
        gamma, g, r = read_share(seen_sites)
        total += g * math.log(gamma) + r * math.log(1 - gamma)
    return total
