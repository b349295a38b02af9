#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""public_text.py VAULT SEALING PART < codebook.json: what the public will read.

The public rendering of a marked part that has choices only, from the
decrypted codebook of a bulletin and the numbers in the vault's database.
"""
import json
import re
import sqlite3
import struct
import sys

from recompute import Codebook


def table(slots):
    """The site table of evidence.md section 5, as recompute.py has sites."""
    sites = []
    for i in range(struct.unpack_from("<I", slots)[0]):
        kind, level, n = struct.unpack_from("<BBQ", slots, 4 + 10 * i)
        site = {"level": ("holder", "copy")[level], "kind": kind}
        site["value" if kind == 2 else "q"] = n
        sites.append(site)
    return sites


def main():
    vault, sealing, part = sys.argv[1:4]
    secret = json.load(sys.stdin)
    sites = table(bytes.fromhex(secret["slots"]))
    book = Codebook({"key": secret["key"], "beacon": "00" * 32,
                     "sites": sites})
    for i, site in enumerate(sites):
        if site["kind"] != 2:
            flat, drawn = book.bias(i)
            site["bias"] = flat if site["kind"] == 1 else drawn
    db = sqlite3.connect("file:%s/vault.db?mode=ro" % vault, uri=True)
    holder, copy = db.execute("SELECT holder, number FROM copy WHERE "
                              "sealing = ? AND reader IS NULL",
                              (sealing,)).fetchone()
    rows = {"holder": book.row("holder", holder),
            "copy": book.row("copy", copy)}
    symbols = iter(rows[s["level"]][i] for i, s in enumerate(sites))

    def chosen(m):
        body = re.sub(r"^@\S* ", "", m.group(1))
        return body.split("|")[next(symbols)]
    sys.stdout.write(re.sub(r"\{\{(.*?)\}\}", chosen, open(part).read(),
                            flags=re.S))


if __name__ == "__main__":
    main()
