# SPDX-License-Identifier: ISC
"""case - a codebook, who has which copies, and what was read of a specimen.

Makes the two levels of sections 1 and 10 from them.
"""
from codebook import COPY, HOLDER
from decoder import Level
from model import BANK
from seen import IN, OUT, constant, read_qary, read_value


def read(site, bias, o):
    """(slot, Seen, V if it is a value site); None for a value that is gone."""
    kind, n, _ = site
    if kind != "value":
        return o["site"], read_qary(bias, o), None
    if "gone" in o or "novel" in o:
        return None
    return (o["site"],) + read_value(n, o)


class Case:
    """Rows by number, a symbol or None (absent) per slot; the copies of each
    holder; observations as in section 6; models of the bank of section 9."""

    def __init__(self, sites, biases, holder_rows, copy_rows, copies_of,
                 observations, models=range(len(BANK))):
        self.sites, self.models = sites, models
        self.holder_rows, self.copy_rows = holder_rows, copy_rows
        self.copies_of = copies_of
        self.wanted = {"holder": None, "copy": None}    # preselected models
        places = [read(sites[o["site"]], biases[o["site"]], o)
                  for o in observations]
        self.places = [p for p in places if p and not constant(p[1])]

    def of_level(self, level):
        return [p for p in self.places if self.sites[p[0]][2] == level]

    def holder_row(self, h):
        """Of h, from its copy where that is its only one."""
        only = self.copies_of[h][0] if len(self.copies_of[h]) == 1 else None
        row = []
        for i, (_, _, level) in enumerate(self.sites):
            if level == HOLDER:
                row.append(self.holder_rows[h][i])
            else:
                row.append(None if only is None else self.copy_rows[only][i])
        return row

    def holder_level(self):
        rows = {h: classes(self.holder_row(h), self.places)
                for h in self.holder_rows}
        counted = [self.sites[i][2] == HOLDER for i, _, _ in self.places]
        return Level([s for _, s, _ in self.places], rows, counted,
                     len(rows), self.models, self.wanted["holder"])

    def copy_level(self, h):
        places = self.of_level(COPY)
        rows = {j: classes(self.copy_rows[j], places)
                for j in self.copies_of[h]}
        return Level([s for _, s, _ in places], rows, [True] * len(places),
                     len(rows), self.models, self.wanted["copy"])


def classes(row, places):
    """Of what a row has at the places that were read."""
    found = []
    for i, seen, members in places:
        if row[i] is None or seen.kind == "q":
            found.append(row[i])
        else:
            found.append(IN if row[i] in members else OUT)
    return found
