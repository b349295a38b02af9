#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""score.py EVIDENCE.tar: log_e_out of each finding in it, from the opened rows
and specs alone; of copies that had every part.  docs/bundle.md explains it."""
import hashlib, json, math, re, struct, sys, tarfile

BANK = [(c, b, v) for c, b, v in zip(
    [1, 1, 2, 2, 3, 3, 3, 3, 3, 5, 5, 5, 5, 5, 8, 8, 8, 2, 3, 5, 2, 3, 5],
    "IIIIIRMJIIRMJIIMJSSSDDD", [.01, .1, .01, .1, .01, .01, .01, .01, .15, .01,
    .01, .01, .01, .2, .02, .02, .02] + [.05] * 6)]
G = {"I": lambda r: r, "R": lambda r: r > 0, "M": lambda r: r and r ** -4., "J": lambda r: r ** 4}

def chacha(key, nonce, n):				# the variant with a 64-bit nonce
    out = b""
    for block in range((n + 63) // 64):
        s = list(struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<QQ", block, nonce)))
        x = s[:]
        for i in range(80):
            a, b, c, d = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                          (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)][i % 8]
            for p, q, r, k in (a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7):
                x[p] = (x[p] + x[q]) & 0xffffffff
                x[r] = ((x[r] ^ x[p]) << k | (x[r] ^ x[p]) >> (32 - k)) & 0xffffffff
        out += struct.pack("<16I", *[(u + v) & 0xffffffff for u, v in zip(x, s)])
    return out[:n]

def bias(kind, q, i):					# evidence.md, section 3
    r, = struct.unpack("<H", (b := chacha(BIAS, i, 64))[:2])
    flat = kind == 1 or r < {2: 26214, 3: 36045}.get(q, 39322)
    top, low = (0, 65536) if flat else (h := {2: 49152, 3: 49152, 4: 45875}.get(q, 39322), 65536 - h)
    peak = -1 if flat else struct.unpack("<I", b[4:8])[0] * q >> 32
    rest = [a for a in range(q) if a != peak]
    w = {a: low // len(rest) + (n < low % len(rest)) for n, a in enumerate(rest)} | {peak: top}
    return [w[a] / 65536 for a in range(q)], [w[a] for a in range(q)]

def row(name, level):					# section 2
    number = struct.pack("<Q", int(re.search(r"\nnumber (\d+)", F[name])[1]))
    key = hashlib.sha256(b"telltale codebook row v1\0" + bytes([level]) + number +
                         bytes.fromhex(re.search(r"\nkey (\w+)", F[name])[1]) + bytes(32)).digest()
    s, v = chacha(key, 0, 2 * len(SLOTS)), chacha(key, 1, 8 * len(SLOTS))
    out = {i: struct.unpack_from("<Q", v, 8 * i)[0] * n >> 64 if kind == 2 else
           sum(struct.unpack_from("<H", s, 2 * i)[0] >= sum(bias(kind, n, i)[1][:k + 1])
               for k in range(n - 1)) for i, (kind, l, n) in enumerate(SLOTS) if l == level}
    only = re.search(r"\nonly (\d+)", F[name])
    return out | (row("copy-key/" + only[1], 1) if only else {})

def share(n, o):					# section 4
    draws = lambda v: -(-(v << 64) // n)
    v = [int(x) for x in o.get("values", o.get("matches", []))]
    count = o.get("count", len(v))
    us = sum(draws(x + 1) - draws(x) for x in v) if "values" in o else \
        count * (2 ** 64 // n) + min(count, 2 ** 64 % n)
    return v, 1 if count >= n else count / n if n <= 2 ** 32 else us / 2 ** 64

def compositions(u, q):
    if q == 1:
        yield (u,)
    else:
        for z in range(u + 1):
            yield from ((z,) + rest for rest in compositions(u - z, q - 1))

def channel(m, p, r, gone):				# section 9: P(y | r), y = q is a cut
    (c, beta, nu), q, k = m, len(p), sum(r)
    u, same = c - k, [p[a] ** (c - k) if r[a] == k else 0 for a in range(len(p))]
    if beta == "S":
        return [(1 - nu) * s + nu / (q + 1) for s in same] + [(1 - nu) * (1 - sum(same)) + nu / (q + 1)]
    if beta == "D":
        return [(1 - nu) * (s + (1 - sum(same)) / q) + nu / q for s in same]
    if beta == "I" or c <= 2 or (c > 5 and q > 4):
        return [(1 - nu) * (r[y] + u * p[y]) / c + nu / q for y in range(q)]
    out, g = [nu / q] * q, G[beta]
    for z in compositions(u, q):
        w = math.factorial(u) * math.prod(p[a] ** z[a] / math.factorial(z[a]) for a in range(q))
        all_g = sum(g(r[a] + z[a]) for a in range(q))
        out = [out[y] + (1 - nu) * w * g(r[y] + z[y]) / all_g for y in range(q)]
    return out

def factor(o, mine, known, m):				# ln f of section 9
    kind, _, n = SLOTS[i := o["site"]]
    if kind == 2:
        v, pv = share(n, o)
        p, mine, known = [pv, 1 - pv], int(mine not in v), [int(x not in v) for x in known]
        if pv >= 1:
            return 0
    else:
        p = bias(kind, n, i)[0]
    gone, cut = o.get("gone") or o.get("novel"), []
    if gone and m[1] != "S":
        return 0
    for a in range(len(p)):
        r = [known.count(b) + (a == b) for b in range(len(p))]
        P = [(1 - m[2]) * (r[0] + (m[0] - sum(r)) * p[0]) / m[0] + m[2] * p[0]] if kind == 2 else channel(m, p, r, gone)
        like = [1] if kind == 2 else o.get("likelihood", [float(y == o.get("symbol")) for y in range(n)])
        cut.append(P[n] if gone else sum(l * x for l, x in zip(like, P)))
    return math.log(cut[mine] / sum(x * y for x, y in zip(p, cut)))

with tarfile.open(sys.argv[1]) as t:
    RAW = {x.name: t.extractfile(x).read() for x in t.getmembers()}
F = {k: v.decode("utf-8", "replace") for k, v in RAW.items()}
BIAS = bytes.fromhex(F["bias-key"])
SLOTS = [struct.unpack_from("<BBQ", RAW["sites"], 4 + 10 * i) for i in range(len(RAW["sites"]) // 10)]
for name in sorted(n for n in F if n.startswith("statements/finding-")):
    level = int("\nlevel copy\n" in F[name])
    folder, P = ("holder-key/", "copy-key/")[level], int(re.search(r"\nn (\d+)\n", F[name])[1])
    for number, told, model, D in re.findall(r"\nout (\d+) (\S+) (\d+)([ \d]*)", F[name]):
        if folder + number not in F:
            continue
        mine, shown = row(folder + number, level), [row(folder + d, level) for d in D.split()]
        score = sum(factor(o, mine[o["site"]], [d[o["site"]] for d in shown if o["site"] in d], BANK[int(model)])
                    for o in json.loads(F.get("matches", F["observations"])) if o["site"] in mine)
        print("%s %s log_e_out %.9f told %s" % (("holder", "copy")[level], number,
              score - math.log(math.comb(P - 1, len(shown)) * 23 * 9), told))
