# SPDX-License-Identifier: ISC
"""decoder - which rows made the specimen together, and how: section 10.

A Level is one level of one case: rows, by number, of classes at the sites
that were read (None: absent), and which of the sites count for marg.
"""
import math
from collections import namedtuple

from model import BANK, log_factors, marginal

FIRST = (0, 4)      # models that always make a list
LISTS = 8
TIE = 1e-9
MOVE = 1e-6         # a swap has to gain more
EASE = 2.5          # of ln n, when a member is dropped and a coalition weighed
RESCANNED = 30
LARGEST = 8         # a coalition

Found = namedtuple("Found", "members model v")


def log_sum(terms):
    top = max(terms)
    return top + math.log(sum(math.exp(t - top) for t in terms))


def best(scores):
    """The key with the largest score; of those that tie, the lowest."""
    top = max(scores.values())
    return min(j for j in scores if scores[j] >= top - TIE)


def falling(scores, most=None):
    """The keys, or the most best of them; the best first."""
    left, order = dict(scores), []
    while left and len(order) != most:
        order.append(best(left))
        del left[order[-1]]
    return order


def without(members, t):
    return members[:t] + members[t + 1:]


def bonus(b):
    return 0.5 if BANK[b].beta == "INTER" else 0.0


class Level:
    def __init__(self, seen, rows, counted, n, models=range(len(BANK)),
                 pre=None):
        """counted: whether each site counts for marg.  n: all, ever.

        models: of the bank.  pre: for the lists, if it is known.
        """
        self.seen, self.rows, self.n, self.models = seen, rows, n, models
        self.wide = 100 if n > 1e5 else 50          # K
        of_level = [s for s, c in zip(seen, counted) if c]
        self.marg = {b: marginal(b, of_level) for b in models}
        self.pre = pre or preselect(self.marg)
        self.list_scores = [self.scores(t, [], rows) for t in self.pre]
        self.lists = [falling(s) for s in self.list_scores]

    def counts(self, i, members):
        """Of the classes at site i; absent symbols are not counted."""
        held = [self.rows[d][i] for d in members]
        return tuple(held.count(a)
                     for a in range(len(self.seen[i].chances)))

    def tables(self, b, members):
        """ln f_i of every class under b, given the members' rows."""
        return [log_factors(b, s, self.counts(i, members))
                for i, s in enumerate(self.seen)]

    def scores(self, b, members, numbers):
        """score(tables(b, members), j) of each of these numbers."""
        t = self.tables(b, members)
        return {j: score(t, self.rows[j]) for j in numbers}

    def single(self, j):
        """S_single."""
        return log_sum([s[j] for s in self.list_scores]) - math.log(
            len(self.pre))

    def candidates(self, out=None):
        wide = self.wide if out is None else self.wide - 1
        found = set()
        for order in self.lists:
            found |= set([j for j in order if j != out][:wide])
        return found

    def grow(self, b, candidates):
        """(D, llr) under model b."""
        members, llr = [], 0.0
        while len(members) < min(BANK[b].c, LARGEST, len(candidates)):
            s = self.scores(b, members, candidates - set(members))
            members.append(best(s))
            llr += s[members[-1]]
        for _ in range(2):
            gain = self.swap(b, members, candidates)
            if gain == 0:
                break
            llr += gain
        return members, llr - self.drop(b, members)

    def swap(self, b, members, candidates):
        """Once through the members; what it gained."""
        gained = 0.0
        for t in range(len(members)):
            rest = without(members, t)
            s = self.scores(b, rest, candidates - set(rest))
            other = best(s)
            if s[other] > s[members[t]] + MOVE:
                gained += s[other] - s[members[t]]
                members[t] = other
        return gained

    def drop(self, b, members):
        """Members who gain too little leave; what they had gained."""
        lost = 0.0
        while members:
            gains = {members[t]: self.scores(b, without(members, t),
                                             [members[t]])[members[t]]
                     for t in range(len(members))}
            least = best({j: -g for j, g in gains.items()})
            if gains[least] >= math.log(self.n) - EASE:
                break
            lost += gains[least]
            members[members.index(least)] = members[-1]
            members.pop()
        return lost

    def weigh(self, candidates):
        """What grows from them, by model."""
        found = {}
        for b in self.models:
            members, llr = self.grow(b, candidates)
            found[b] = Found(members, b, llr + self.marg[b] + bonus(b) -
                             len(members) * math.log(self.n))
        return found

    def starts(self, found, out):
        """The (D, b) to look for further members from."""
        left = {b: f.v for b, f in found.items()
                if 0 < len(f.members) < BANK[b].c}
        starts = []
        for b in falling(left):
            members = found[b].members
            if set(members) not in [set(d) for d, _ in starts]:
                starts.append((members, b))
        for order, b in zip(self.lists, self.pre):
            first = [j for j in order if j != out][:1]
            starts.append((first, b if BANK[b].c > 1 else 4))
        return starts[:LISTS]

    def rescan(self, found, candidates, out):
        more = set(candidates)
        for members, b in self.starts(found, out):
            others = set(self.rows) - set(members) - {out}
            more |= set(falling(self.scores(b, members, others), RESCANNED))
        return more

    def decode(self, out=None):
        candidates = self.candidates(out)
        found = self.weigh(candidates)
        if set(self.rows) - candidates - {out}:
            found = self.weigh(self.rescan(found, candidates, out))
        return found[best({b: f.v for b, f in found.items()})]

    def asked(self, epsilon):
        """trace(): what is found, and everybody who is to be certified."""
        found = self.decode()
        enough = math.log(self.n / epsilon) - 8
        return found, found.members + sorted(
            j for j in self.candidates() - set(found.members)
            if self.single(j) >= enough)


def score(table, row):
    return sum(f[x] for f, x in zip(table, row) if x is not None)


def preselect(marg):
    """Models 0 and 4, then the others whose marg is largest."""
    first = [b for b in FIRST if b in marg]
    others = {b: m for b, m in marg.items() if b not in first}
    return first + falling(others, LISTS - len(first))
