#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""public_text.py VAULT SEALING PART < codebook.json: what the public will read.

The public rendering of a marked part that has choices only, from the
decrypted codebook of a bulletin and the numbers in the vault's database.
"""
import json
import os
import re
import sqlite3
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "reference"))
from codebook import Codebook


def table(slots):
    """The sites, from the site table of section 5 of the specification."""
    sites = []
    for i in range(struct.unpack_from("<I", slots)[0]):
        kind, level, n = struct.unpack_from("<BBQ", slots, 4 + 10 * i)
        sites.append((("q", "flat", "value")[kind], n, level))
    return sites


def main():
    vault, sealing, part = sys.argv[1:4]
    secret = json.load(sys.stdin)
    sites = table(bytes.fromhex(secret["slots"]))
    book = Codebook(bytes.fromhex(secret["key"]), sites)
    db = sqlite3.connect("file:%s/vault.db?mode=ro" % vault, uri=True)
    holder, copy = db.execute("SELECT holder, number FROM copy WHERE "
                              "sealing = ? AND reader IS NULL",
                              (sealing,)).fetchone()
    symbols = iter(book.copy(holder, copy))

    def chosen(m):
        body = re.sub(r"^@\S* ", "", m.group(1))
        return body.split("|")[next(symbols)]
    sys.stdout.write(re.sub(r"\{\{(.*?)\}\}", chosen, open(part).read(),
                            flags=re.S))


if __name__ == "__main__":
    main()
