# SPDX-License-Identifier: ISC
"""commitment - what the vendor is bound to, before any delivery: section 5."""
import hashlib
import struct

from codebook import COPY, HOLDER
from stream import labelled

KINDS = {"q": 0, "flat": 1, "value": 2}
NAMES = {HOLDER: "holder", COPY: "copy"}


def site_table(sites):
    return struct.pack("<I", len(sites)) + b"".join(
        struct.pack("<BBQ", KINDS[kind], level, n) for kind, n, level in sites)


def leaf(book, level, number):
    return b"telltale %s key v1\0" % NAMES[level].encode() + \
        struct.pack("<Q", number) + book.secret(level, number)


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def levels(book, level, depth):
    """The tree of RFC 6962: hashes of all leaves, of their parents, ..."""
    tree = [[hashlib.sha256(b"\0" + leaf(book, level, j)).digest()
             for j in range(2 ** depth)]]
    while len(tree[-1]) > 1:
        below = tree[-1]
        tree.append([node(below[k], below[k + 1])
                     for k in range(0, len(below), 2)])
    return tree


def path(tree, number):
    """Inclusion path, lowest first."""
    return [tree[k][(number >> k) ^ 1] for k in range(len(tree) - 1)]


def climb(leaf_bytes, number, siblings):
    """The root that a leaf with its path leads to."""
    h = hashlib.sha256(b"\0" + leaf_bytes).digest()
    for k, sibling in enumerate(siblings):
        h = node(sibling, h) if number >> k & 1 else node(h, sibling)
    return h


def parts(book, beacon_text, root_holders, depth_holders, root_copies,
          depth_copies):
    """h_bias, h_sites, h_holders, h_copies, h_beacon, in this order."""
    return [
        labelled("telltale codebook biases v1", book.bias_key),
        labelled("telltale codebook sites v1", site_table(book.sites)),
        labelled("telltale codebook holders v1",
                 bytes([depth_holders]) + root_holders),
        labelled("telltale codebook copies v1",
                 bytes([depth_copies]) + root_copies),
        labelled("telltale codebook beacon v1", beacon_text.encode()),
    ]


def commit(all_parts):
    return labelled("telltale codebook v1", b"".join(all_parts))
