# SPDX-License-Identifier: ISC
"""stream - bytes from keys: section 2, "Keys and streams".

SHA-256 and BLAKE2b are Python's; ChaCha20 of the 64-bit nonce is written out.
"""
import hashlib
import struct

MASK = 0xffffffff
QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def labelled(label, data):
    """H(d, b) = SHA-256(d || 0x00 || b)."""
    return hashlib.sha256(label.encode() + b"\0" + data).digest()


def derive(number, context, key):
    """crypto_kdf_derive_from_key(32, number, context, key) of libsodium."""
    return hashlib.blake2b(digest_size=32, key=key,
                           salt=struct.pack("<QQ", number, 0),
                           person=context.encode() + bytes(8)).digest()


def rotate(v, n):
    return (v << n | v >> 32 - n) & MASK


def quarter(s, a, b, c, d):
    for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8),
                       (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & MASK
        s[z] = rotate(s[z] ^ s[x], n)


def block(key, nonce, counter):
    """64 bytes: the block that begins at byte 64 * counter of the stream."""
    first = struct.unpack("<16I", b"expand 32-byte k" + key +
                          struct.pack("<QQ", counter, nonce))
    s = list(first)
    for _ in range(10):
        for places in QUARTERS:
            quarter(s, *places)
    return struct.pack("<16I", *[(x + y) & MASK for x, y in zip(s, first)])


def stream(key, nonce, length):
    """S(k, nonce, len)."""
    blocks = [block(key, nonce, i) for i in range((length + 63) // 64)]
    return b"".join(blocks)[:length]
