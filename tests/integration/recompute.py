#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""recompute.py CODEBOOK OBSERVATIONS TRACE: is the verdict what it should be?

From codebook.json of a lab, what trace --observations wrote and what trace
--json said: every bias and row from the key, every certified suspect's log e,
combined log e, p and bound from the rows and the observations, and who is
named.  Written after specs alone (evidence.md, models 0 and 1), with nothing
of the product: BLAKE2b is Python's, ChaCha20 and the rest are below.
"""
import hashlib
import json
import math
import struct
import sys

MISREAD = (0.01, 0.1)       # models 0 and 1: one leaker
SHARE_OF_LEVEL = 0.5        # of epsilon, to each level
PRODUCT, REST = 0.9, 0.1    # of a weight; spread over all hypotheses
FLAT = {2: 26214, 3: 36045}
HEAVY = {2: 49152, 3: 49152, 4: 45875}


def chacha20_block(key, counter, nonce):
    """One block of the variant with a 64-bit counter and a 64-bit nonce."""
    def rotate(v, n):
        return ((v << n) & 0xffffffff) | (v >> (32 - n))

    first = list(struct.unpack("<4I", b"expand 32-byte k"))
    first += struct.unpack("<8I", key)
    first += struct.unpack("<4I", struct.pack("<QQ", counter, nonce))
    s = first[:]
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14),
                           (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12),
                           (2, 7, 8, 13), (3, 4, 9, 14)):
            s[a] = (s[a] + s[b]) & 0xffffffff
            s[d] = rotate(s[d] ^ s[a], 16)
            s[c] = (s[c] + s[d]) & 0xffffffff
            s[b] = rotate(s[b] ^ s[c], 12)
            s[a] = (s[a] + s[b]) & 0xffffffff
            s[d] = rotate(s[d] ^ s[a], 8)
            s[c] = (s[c] + s[d]) & 0xffffffff
            s[b] = rotate(s[b] ^ s[c], 7)
    return struct.pack("<16I", *((x + y) & 0xffffffff
                                 for x, y in zip(s, first)))


class Stream:
    def __init__(self, key, nonce):
        self.key, self.nonce, self.blocks = key, nonce, {}

    def take(self, at, n):
        i = at // 64
        if i not in self.blocks:
            self.blocks[i] = chacha20_block(self.key, i, self.nonce)
        return self.blocks[i][at % 64:at % 64 + n]


def derive(number, context, key):
    """libsodium's crypto_kdf_derive_from_key, 32 bytes."""
    return hashlib.blake2b(b"", digest_size=32, key=key,
                           salt=struct.pack("<QQ", number, 0),
                           person=context + bytes(8)).digest()


class Codebook:
    LEVELS = ("holder", "copy")

    def __init__(self, dump):
        self.sites = dump["sites"]
        self.beacon = bytes.fromhex(dump["beacon"])
        key = bytes.fromhex(dump["key"])
        self.bias_key = derive(1, b"ttcodebk", key)
        self.master = {"holder": (derive(2, b"ttcodebk", key), b"ttholder"),
                       "copy": (derive(3, b"ttcodebk", key), b"ttcopies")}

    def bias(self, i):
        """Both shapes that it may have: declared flat or not is not said."""
        q = self.sites[i]["q"]
        flat = [65536 // q + (a < 65536 % q) for a in range(q)]
        b = chacha20_block(self.bias_key, 0, i)
        if struct.unpack_from("<H", b)[0] < FLAT.get(q, 39322):
            return flat, flat
        peak = struct.unpack_from("<I", b, 4)[0] * q >> 32
        rest = 65536 - HEAVY.get(q, 39322)
        w = [rest // (q - 1)] * (q - 1)
        for a in range(rest % (q - 1)):
            w[a] += 1
        w.insert(peak, HEAVY.get(q, 39322))
        return flat, w

    def row(self, level, number):
        master, context = self.master[level]
        k = derive(number, context, master)
        row_key = hashlib.sha256(
            b"telltale codebook row v1\0" +
            bytes([self.LEVELS.index(level)]) + struct.pack("<Q", number) +
            k + self.beacon).digest()
        qary, values = Stream(row_key, 0), Stream(row_key, 1)
        row = []
        for i, site in enumerate(self.sites):
            if "value" in site:
                u = struct.unpack("<Q", values.take(8 * i, 8))[0]
                row.append(u * int(site["value"]) >> 64)
                continue
            u = struct.unpack("<H", qary.take(2 * i, 2))[0]
            x, sum_ = 0, site["bias"][0]
            while x < site["q"] - 1 and u >= sum_:
                x += 1
                sum_ += site["bias"][x]
            row.append(x)
        return row


class Seen:
    """One site that was read: its classes, and f of each under a model."""

    def __init__(self, site, o):
        self.level, self.value = site["level"], "value" in site
        if self.value:
            n = int(site["value"])
            if "values" in o:
                self.members = set(int(v) for v in o["values"])
                count = len(self.members)
            else:
                self.members = set(int(v) for v in o["matches"])
                count = o["count"]
            p = min(1.0, count / n)
            if n > 2 ** 32 and p < 1:
                p = self.draws(o, n, count) / 2 ** 64
            self.p = [1 - p, p]     # of the row's value: outside, inside
        else:
            self.p = [w / 65536 for w in site["bias"]]
            self.l = o.get("likelihood") or [
                1.0 if a == o["symbol"] else 0.0 for a in range(site["q"])]

    def draws(self, o, n, count):
        """How many of the 2^64 draws give a value of the set, exactly."""
        if "values" not in o:   # at most
            return count * (2 ** 64 // n) + min(count, 2 ** 64 % n)
        def below(v):
            return ((v << 64) + n - 1) // n
        return sum(below(v + 1) - below(v) for v in self.members)

    def of(self, symbol):
        return int(symbol in self.members) if self.value else symbol

    def raw(self, nu):
        """P(what was read, given each class), one leaker who is known."""
        if self.value:
            return [nu * self.p[1], (1 - nu) + nu * self.p[1]]
        all_ = sum(self.l)
        return [(1 - nu) * x + nu / len(self.l) * all_ for x in self.l]

    def mean(self, nu):
        return sum(p * x for p, x in zip(self.p, self.raw(nu)))

    def factors(self, nu):
        if self.value and self.p[1] >= 1:
            return [1.0, 1.0]
        mean = self.mean(nu)
        return [x / mean for x in self.raw(nu)]


def log_sum(terms):
    top = max(terms)
    return top + math.log(sum(math.exp(t - top) for t in terms))


class Level:
    """The two models on the sites of one level, and their mixture."""

    def __init__(self, seen, level):
        self.seen = seen
        marg = [sum(math.log(s.mean(nu)) for s in seen.values()
                    if s.level == level) for nu in MISREAD]
        all_ = log_sum(marg)
        self.w = [math.exp(m - all_) for m in marg]
        near = [w if m >= max(marg) - 12 else 0.0
                for w, m in zip(self.w, marg)]
        self.near = [w / sum(near) for w in near]
        self.table = {i: [s.factors(nu) for nu in MISREAD]
                      for i, s in seen.items()}

    def score(self, b, row):
        return sum(math.log(self.table[i][b][s.of(row[i])])
                   for i, s in self.seen.items() if row[i] is not None)

    def average(self, i):
        return [sum(w * f[a] for w, f in zip(self.near, self.table[i]))
                for a in range(len(self.table[i][0]))]

    def certificate(self, row, also=None):
        """log e, log of the combined e (or None), p of a row."""
        scores = [self.score(b, row) for b in (0, 1)]
        single = log_sum(scores) - math.log(2)
        weights = [PRODUCT * w + REST / 2 for w in self.w]
        product = log_sum([math.log(w) + s for w, s in zip(weights, scores)])
        used = [i for i in self.seen if row[i] is not None]
        site = sum(math.log(self.average(i)[self.seen[i].of(row[i])])
                   for i in used)
        log_e = log_sum([single, product, site]) - math.log(3)
        comb = None
        if also is not None:
            comb = log_sum([math.log(w) + s + c for w, s, c in
                            zip(weights, scores, also)])
        return log_e, comb, self.tail(row, used)

    def tail(self, row, used):
        """P(T >= T of this row), T in 32nds of a nat."""
        masses, got = {0: 1.0}, 0
        for i in used:
            t = [round(32 * math.log(f)) for f in self.average(i)]
            got += t[self.seen[i].of(row[i])]
            new = {}
            for at, m in masses.items():
                for a, p in enumerate(self.seen[i].p):
                    if p > 0:
                        new[at + t[a]] = new.get(at + t[a], 0.0) + m * p
            masses = new
        return sum(sorted(m for at, m in masses.items() if at >= got))


def alone(level, copies):
    """C of section 11: copies' rows where nobody is known."""
    if len(copies) == 1:
        return [0.0, 0.0]
    both = [[level.score(b, c) for b in (0, 1)] for c in copies]
    return [log_sum([log_sum([s[b], log_sum(s) - math.log(2)]) - math.log(2)
                     for s in both]) - math.log(len(copies))
            for b in (0, 1)]


faults = []


def same(what, a, b, close=1e-9):
    if a is None or b is None:
        right = a is b
    else:
        right = abs(a - b) <= close * max(1.0, abs(a), abs(b))
    if not right:
        faults.append("%s: %r, but by itself %r" % (what, a, b))


def check_codebook(dump):
    book = Codebook(dump)
    for i, site in enumerate(dump["sites"]):
        if "q" in site and site["bias"] not in book.bias(i):
            faults.append("bias of site %d" % i)
    rows = {h["holder"]: book.row("holder", h["holder"])
            for h in dump["holders"]}
    for h in dump["holders"]:
        want = [None if x is None else r for x, r in
                zip(h["symbols"], rows[h["holder"]])]
        if want != h["symbols"]:
            faults.append("row of holder %d" % h["holder"])
    for c in dump["copies"]:
        mine = book.row("copy", c["copy"])
        want = [None if x is None else (m if s["level"] == "copy" else r)
                for x, m, r, s in zip(c["symbols"], mine,
                                      rows[c["holder"]], dump["sites"])]
        if want != c["symbols"]:
            faults.append("row of copy %d" % c["copy"])


def check_suspects(dump, observed, trace):
    sites = dump["sites"]
    seen = {o["site"]: Seen(sites[o["site"]], o)
            for o in observed["observations"]
            if "gone" not in o and "novel" not in o}
    low = {i: s for i, s in seen.items() if s.level == "copy"}
    limit = observed["epsilon"] / (observed["t"] * (observed["t"] + 1)) * \
        SHARE_OF_LEVEL
    copies = {}
    for c in dump["copies"]:
        copies.setdefault(c["holder"], []).append(c)
    by_name = {h["name"]: h for h in dump["holders"]}
    checked = 0
    for s in trace["suspects"]:
        if not s["certified"]:
            continue
        holder = by_name[s["partner"]]
        own = copies[holder["holder"]]
        rows = [c["symbols"] for c in own]
        if s["level"] == "holder":
            single = len(own) == 1
            row = rows[0] if single else [
                x if site["level"] == "holder" else None
                for x, site in zip(holder["symbols"], sites)]
            level = Level(seen, "holder")
            e, comb, p = level.certificate(
                row, None if single else alone(Level(low, "holder"), rows))
            n, share = len(dump["holders"]), 0.8
        else:
            row = [c["symbols"] for c in own if c["reader"] == s["reader"]][0]
            level = Level(low, "copy")
            e, comb, p = level.certificate(row)
            n, share = len(own), 0.9
        who = "%s %s" % (s["level"], s["reader"] or s["partner"])
        ln_bound = min(0.0, math.log(n) + min(
            [math.log(p / share), math.log(10) - e] +
            ([] if comb is None else [math.log(10) - comb])))
        same("log e of " + who, s["log_e"], e)
        if s["level"] == "holder" and len(own) > 1:
            same("combined log e of " + who, s["log_e_comb"], comb)
        same("ln p of " + who, s["ln_p"], math.log(p), 1e-6)
        same("ln bound of " + who, s["ln_bound"], ln_bound, 1e-6)
        if (s["verdict"] == "named") != (ln_bound <= math.log(limit)) and \
                not s["needs_permitted"]:
            faults.append("verdict on " + who)
        checked += 1
    return checked


def main():
    dump, observed, trace = (json.load(open(f)) for f in sys.argv[1:4])
    check_codebook(dump)
    checked = check_suspects(dump, observed, trace)
    for f in faults:
        print(f)
    print("%d rows, %d certificates, %d differ" %
          (len(dump["holders"]) + len(dump["copies"]), checked, len(faults)))
    return 1 if faults or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
