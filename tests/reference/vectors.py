# SPDX-License-Identifier: ISC
"""vectors - cases as the files of vectors have them.

"joint": one level, a copy for each holder, every site the holder's.
"two_levels": copies are numbered holder by holder; absent_holders and
absent_copies, which may lack, are pairs of a number and a slot.
"""
from case import Case
from codebook import COPY, HOLDER, Codebook


def observations_of(y):
    """y: a symbol, "gone", or null for a site that was lost."""
    return [{"site": i, "gone": True} if x == "gone" else
            {"site": i, "symbol": x} for i, x in enumerate(y)
            if x is not None]


def one_level(vector):
    sites = [("q", q, HOLDER) for q in vector["q"]]
    book = Codebook(bytes.fromhex(vector["key"]), sites)
    rows = {h: book.row(HOLDER, h) for h in range(vector["holders"])}
    return Case(sites, book.biases, rows, {},
                {h: [h] for h in rows}, observations_of(vector["y"]))


def holders_of(counts):
    """{holder: its copies} from how many copies each has."""
    numbers = iter(range(sum(counts)))
    return {h: [next(numbers) for _ in range(n)]
            for h, n in enumerate(counts)}


def two_level(vector):
    sites = [(kind, n, level) for (kind, n), level in
             zip(vector["sites"], vector["level"])]
    book = Codebook(bytes.fromhex(vector["key"]), sites)
    copies_of = holders_of(vector["copies_of_holder"])

    def row(level, number, absent):
        return [None if [number, i] in absent else x
                for i, x in enumerate(book.row(level, number))]
    return Case(sites, book.biases,
                {h: row(HOLDER, h, vector.get("absent_holders", []))
                 for h in copies_of},
                {j: row(COPY, j, vector.get("absent_copies", []))
                 for js in copies_of.values() for j in js},
                copies_of, vector["observations"])
