#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""staggered - works out again what a time line says of slots drawn by lot,
by docs/timing.md alone.

    staggered.py order  TIMELINE...         salt gives the places and slots
    staggered.py commit TIMELINE SEALING    ... and the folder's sets have it
    staggered.py test   TIMELINE            p and factors of each partner
    staggered.py score  TIMELINE TIMELINE   the products over both
"""
import base64
import hashlib
import hmac
import json
import math
import os
import sys

C_MAX = 3


def waves(path):
    with open(path) as f:
        return json.load(f)["timing"]["waves"]


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def order(salt, wave, n):
    count = 0
    places = list(range(n))
    for i in range(n, 1, -1):
        while True:
            v = int.from_bytes(sha(b"telltale/v1/stagger-draw\n", salt,
                                   b"wave " + wave + b"\n",
                                   count.to_bytes(8, "little"))[:8], "little")
            count += 1
            if v >= (2 ** 64 - i) % i:
                break
        k = v % i
        places[i - 1], places[k] = places[k], places[i - 1]
    return places


def check_order(w):
    partners = sorted(w["partners"], key=lambda p: p["partner"])
    places = order(bytes.fromhex(w["salt"]), w["wave"].encode(), len(partners))
    assert [p["place"] for p in partners] == places
    assert all(p["slot"] == p["place"] * w["slots"] // len(partners)
               for p in partners)
    return partners


def root(leaves):
    while len(leaves) > 1:
        leaves = [sha(b"\1", a, b) for a, b in zip(leaves[::2], leaves[1::2])]
    return leaves[0]


def set_root(data):
    head, _, rest = data.partition(b"\n\n")
    head = head.decode().split("\n")
    depth = int(head[1].split()[1])
    key = bytes.fromhex(head[2].split()[1])
    leaves = [hmac.new(key, i.to_bytes(8, ORDER), hashlib.sha256).digest()
              for i in range(2 ** depth)]
    while rest:
        line, _, rest = rest.partition(b"\n")
        _, index, salt, length = line.decode().split()
        leaf, rest = rest[:int(length)], rest[int(length):]
        leaves[int(index)] = sha(b"\0", b"telltale/v1/leaf\n",
                                 base64.b64decode(salt), leaf)
    return key, root(leaves)


def check_commit(w, folder):
    partners = check_order(w)
    text = "wave %s" % w["wave"]
    for p in partners:
        text += "\nslot %d %s" % (p["place"], p["partner"])
    commitment = sha(b"telltale/v1/stagger\n", bytes.fromhex(w["salt"]),
                     text.encode() + b"\n")
    assert commitment.hex() == w["commitment"]
    assert len(w["committed_in"]) == w["slots"]
    for s in w["committed_in"]:
        with open(os.path.join(folder, "set-%d" % s["n"]), "rb") as f:
            key, got = set_root(f.read())
        assert key == sha(b"telltale/v1/stagger-padding\n", commitment,
                          s["n"].to_bytes(8, "little"))
        assert key.hex() == s["padding_key"] and got.hex() == s["set"]
        with open(os.path.join(folder, "copies-%d" % s["n"]), "rb") as f:
            said = f.read()[32:].decode()    # after its salt
        assert "\nset %s\n" % base64.b64encode(got).decode() in said or \
            "\nset %s\n" % got.hex() in said


def chance(slots, before):
    if slots <= C_MAX:
        return 1
    return min(1, max(before / slots, (before - 1) / (slots - C_MAX)))


def factors(w):
    slots, found = len(w["partners"]), {}
    before = sum(p["opens"] < w["seen"] for p in w["partners"])
    assert before == w["partners_before"]
    pi = chance(slots, before)
    for r in [p for p in w["partners"] if p["reporter"]]:
        pi = max(pi, chance(slots - 1, before - (r["opens"] < w["seen"])))
    for p in w["partners"]:
        early = p["opens"] < w["seen"]
        assert early == p["before"]
        if p["reporter"] or before in (0, slots):
            found[p["partner"]] = (1, 1)
        else:
            found[p["partner"]] = (pi if early else 1,
                                   1 + .5 * ((1 / pi if early else 0) - 1))
    return found


def check_test(w):
    want = factors(w)
    for p in w["partners"]:
        assert abs(p["p"] - want[p["partner"]][0]) < 1e-12
        assert abs(p["ln_factor"] - math.log(want[p["partner"]][1])) < 1e-12


def check_score(one, two):
    a, b = factors(one), factors(two)
    for p in two["partners"]:
        logs = [math.log(f[p["partner"]][1]) for f in (a, b)]
        assert p["incidents"] == 2
        assert abs(p["ln_e"] - sum(logs)) < 1e-12
        assert abs(p["ln_e_most"] - max(0, logs[0], sum(logs))) < 1e-12
        assert p["verdict"] == "inconclusive"


ORDER = "big"
verb, files = sys.argv[1], sys.argv[2:]
if verb == "order":
    for name in files:
        for wave in waves(name):
            check_order(wave)
elif verb == "commit":
    for wave in waves(files[0]):
        check_commit(wave, files[1])
elif verb == "test":
    for wave in waves(files[0]):
        check_test(wave)
else:
    check_score(*(waves(name)[0] for name in files))
