# SPDX-License-Identifier: ISC
"""dump - the codebook.json of a lab: is it what its key makes, and a case.

Its rows have null where a reader's part of the text was not.
"""
from case import Case
from codebook import COPY, HOLDER, Codebook
from model import BANK

LEVELS = {"holder": HOLDER, "copy": COPY}


def sites_of(dump):
    """A site that has other biases than drawn must be declared flat."""
    sites = [("value", int(s["value"]), LEVELS[s["level"]]) if "value" in s
             else ("q", s["q"], LEVELS[s["level"]]) for s in dump["sites"]]
    drawn = open_book(dump, sites).biases
    return [("flat", n, level) if kind == "q" and s["bias"] != w else
            (kind, n, level)
            for (kind, n, level), s, w in zip(sites, dump["sites"], drawn)]


def open_book(dump, sites):
    return Codebook(bytes.fromhex(dump["key"]), sites,
                    bytes.fromhex(dump["beacon"]))


def masked(row, shown):
    return [None if s is None else x for x, s in zip(row, shown)]


def check(dump):
    """What is not as the key makes it, a line each."""
    faults = []
    sites = sites_of(dump)
    book = open_book(dump, sites)
    for i, s in enumerate(dump["sites"]):
        if s.get("bias") != book.biases[i]:
            faults.append("bias of site %d: %s, by itself %s" %
                          (i, s.get("bias"), book.biases[i]))
    for h in dump["holders"]:
        if h["symbols"] != masked(book.row(HOLDER, h["holder"]),
                                  h["symbols"]):
            faults.append("row of holder %d" % h["holder"])
    for c in dump["copies"]:
        if c["symbols"] != masked(book.copy(c["holder"], c["copy"]),
                                  c["symbols"]):
            faults.append("row of copy %d" % c["copy"])
    return faults


def case_of(dump, observations, models=range(len(BANK))):
    sites = sites_of(dump)
    copies = {c["copy"]: c["symbols"] for c in dump["copies"]}
    copies_of = {h["holder"]: [c["copy"] for c in dump["copies"]
                               if c["holder"] == h["holder"]]
                 for h in dump["holders"]}
    # what a holder's only copy has not, the holder has not
    holders = {h["holder"]: copies[copies_of[h["holder"]][0]]
               if len(copies_of[h["holder"]]) == 1 else h["symbols"]
               for h in dump["holders"]}
    return Case(sites, [s.get("bias") for s in dump["sites"]], holders,
                copies, copies_of, observations, models)
