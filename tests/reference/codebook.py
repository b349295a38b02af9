# SPDX-License-Identifier: ISC
"""codebook - what every copy says at every slot: sections 2, 3 and 4.

A site is (kind, n, level): kind "q", "flat" (declared so) or "value"; n its
alternatives or values; level HOLDER or COPY.  A row has a symbol for every
slot, whatever its level.
"""
import struct

from stream import derive, labelled, stream

HOLDER, COPY = 0, 1
NO_BEACON = bytes(32)
SHARE_FLAT = {2: 26214, 3: 36045}           # F(q) of 65536; 4 and more below
PEAK = {2: 49152, 3: 49152, 4: 45875}       # H(q)
USUAL = 39322                               # F from 4, H from 5 alternatives


def even(total, n):
    """total in n integers as alike as can be, the larger ones first."""
    return [total // n + (1 if a < total % n else 0) for a in range(n)]


def peaked(q, peak):
    heavy = PEAK.get(q, USUAL)
    bias = even(65536 - heavy, q - 1)
    return bias[:peak] + [heavy] + bias[peak:]


def draw_bias(bias_key, slot, kind, q):
    """w of section 3."""
    b = stream(bias_key, slot, 64)
    r, t = struct.unpack("<H2xI", b[:8])
    if kind == "flat" or r < SHARE_FLAT.get(q, USUAL):
        return even(65536, q)
    return peaked(q, t * q >> 32)


def symbol(u, bias):
    """The number of k in 0..q-2 with u >= w(0) + ... + w(k)."""
    return sum(1 for k in range(len(bias) - 1) if u >= sum(bias[:k + 1]))


class Codebook:
    """biases are None at value sites."""

    def __init__(self, key, sites, beacon=NO_BEACON):
        self.sites, self.beacon = sites, beacon
        self.bias_key = derive(1, "ttcodebk", key)
        self.holder_master = derive(2, "ttcodebk", key)
        self.copy_master = derive(3, "ttcodebk", key)
        self.biases = [None if kind == "value" else
                       draw_bias(self.bias_key, i, kind, n)
                       for i, (kind, n, _) in enumerate(sites)]

    def secret(self, level, number):
        """K_h or k_j."""
        if level == HOLDER:
            return derive(number, "ttholder", self.holder_master)
        return derive(number, "ttcopies", self.copy_master)

    def row_key(self, level, number):
        return labelled("telltale codebook row v1",
                        struct.pack("<BQ", level, number) +
                        self.secret(level, number) + self.beacon)

    def row(self, level, number):
        key, m = self.row_key(level, number), len(self.sites)
        draws = struct.unpack("<%dH" % m, stream(key, 0, 2 * m))
        values = struct.unpack("<%dQ" % m, stream(key, 1, 8 * m))
        return [values[i] * n >> 64 if kind == "value" else
                symbol(draws[i], self.biases[i])
                for i, (kind, n, _) in enumerate(self.sites)]

    def copy(self, holder, number):
        """What stands in this copy of this holder."""
        rows = self.row(HOLDER, holder), self.row(COPY, number)
        return [rows[level][i] for i, (_, _, level) in enumerate(self.sites)]
