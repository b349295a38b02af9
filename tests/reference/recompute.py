#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""recompute.py CODEBOOK OBSERVATIONS TRACE: is the verdict right?

From codebook.json of a lab, what trace --observations wrote and what trace
--json said: every bias and row from the key; then, from rows and
observations, who has to be certified, each certified one's log e, combined
log e, p and bound, who is named, the order of suspects, and the team found
with everybody there and without each who was certified.  Says what differs, a
line each, and exits 1 if anything does.
"""
import json
import math
import sys

import dump
from certificate import alone, certify
from codebook import COPY
from verdict import enough, verdict

LOG_E, LN_P = 1e-9, 1e-6        # relative to the number, at least to 1


class Report:
    def __init__(self):
        self.checked, self.faults = 0, []

    def same(self, what, said, own):
        if said != own:
            self.faults.append("%s: %s, by itself %s" % (what, said, own))

    def near(self, what, said, own, allowed):
        if said is None or abs(said - own) > allowed * max(1.0, abs(own)):
            self.faults.append("%s: %s, by itself %.17g" % (what, said, own))


class Trial:
    """One level of a case, to be judged: of all holders, or of h's copies."""

    def __init__(self, case, epsilon, h=None):
        self.case, self.alpha = case, epsilon / 2
        self.kind = "holder" if h is None else "copy"
        self.level = case.holder_level() if h is None else case.copy_level(h)
        self.places = case.places if h is None else case.of_level(COPY)

    def certify(self, number):
        apart = None
        if self.kind == "holder" and len(self.case.copies_of[number]) > 1:
            apart = alone(self.case.copy_level(number),
                          self.case.copies_of[number])
        return certify(self.level, self.kind, number, apart)

    def verdict(self, certificate):
        return verdict(certificate.ln_bound, self.alpha, enough(self.places))


class Suspects:
    """What a trace says about the holders, or about one's copies."""

    def __init__(self, said, kind, numbers):
        """numbers: of the names that the trace has at this level."""
        self.key = "partner" if kind == "holder" else "reader"
        self.numbers, self.said = numbers, said
        self.names = {number: name for name, number in numbers.items()}

    def each(self):
        """(number, what is said) of each, in order."""
        return [(self.numbers[s[self.key]], s) for s in self.said]

    def names_of(self, numbers):
        return [self.names[j] for j in numbers]


def check_certified(report, trial, suspects):
    """Whoever has to be certified is; returns what was found."""
    found, asked = trial.level.asked(trial.alpha)
    certified = [number for number, s in suspects.each() if s["certified"]]
    for number in asked:
        if number not in certified:
            report.faults.append("%s %s: not certified" %
                                 (trial.kind, suspects.names[number]))
    return found


def check_numbers(report, who, said, own, is_holder):
    report.near("log_e of " + who, said["log_e"], own.log_e, LOG_E)
    if is_holder:
        report.near("log_e_comb of " + who, said["log_e_comb"], own.comb,
                    LOG_E)
    report.near("ln_p of " + who, said["ln_p"], own.ln_p, LN_P)
    report.near("ln_bound of " + who, said["ln_bound"], own.ln_bound, LN_P)
    report.checked += 1


def check_team(report, who, said, members, model):
    """D and b, as names."""
    report.same("team of " + who, sorted(said["members"]), sorted(members))
    report.same("model of " + who, said["model"], model)


def check_verdict(report, who, said, trial, own, bare):
    """bare: the trial without data sites, whose use may be permitted."""
    wanted = trial.verdict(own)
    needs = wanted == "named" and \
        bare.verdict(bare.certify(own.number)) != "named"
    if wanted == "named":
        report.same("needs_permitted of " + who, said["needs_permitted"],
                    needs)
    report.same("verdict on " + who, said["verdict"] if said["verdict"] in
                ("named", "strong") else "neither",
                "strong" if needs else wanted)


def check_uncertified(report, who, said, level, number):
    report.near("log_e of " + who, said["log_e"],
                level.single(number) - math.log(3), LOG_E)
    report.same("ln_p of " + who, said["ln_p"], 0)
    report.same("ln_bound of " + who, said["ln_bound"], 0)
    if said["verdict"] in ("named", "strong"):
        report.faults.append("%s: %s, uncertified" % (who, said["verdict"]))


def check_order(report, kind, said):
    """The least bound first, then the largest e."""
    for a, b in zip(said, said[1:]):
        if (a["ln_bound"], -a["log_e"]) > (b["ln_bound"], -b["log_e"]):
            report.faults.append("order of suspects: %s %s, then %s" % (
                kind, a["reader"] or a["partner"],
                b["reader"] or b["partner"]))


def check_level(report, trial, bare, suspects):
    """All that is said about a level; returns what was found there."""
    found = check_certified(report, trial, suspects)
    for number, said in suspects.each():
        who = "%s %s" % (trial.kind, suspects.names[number])
        report.same("n of " + who, said["n"], trial.level.n)
        if not said["certified"]:
            check_uncertified(report, who, said, trial.level, number)
            continue
        own = trial.certify(number)
        check_numbers(report, who, said, own, trial.kind == "holder")
        check_team(report, who, said["team"], suspects.names_of(own.others),
                   own.model)
        check_verdict(report, who, said, trial, own, bare)
    check_order(report, trial.kind, suspects.said)
    return found


def copies_by_holder(dumped, trace):
    """{h: Suspects among its copies}, in the order of the trace."""
    within = {}
    holders = {h["name"]: h["holder"] for h in dumped["holders"]}
    for s in trace["suspects"]:
        if s["level"] == "copy":
            within.setdefault(holders[s["partner"]], []).append(s)
    return {h: Suspects(said, "copy", {
        c["reader"]: c["copy"] for c in dumped["copies"]
        if c["holder"] == h}) for h, said in within.items()}


def best_verdict(said):
    verdicts = [s["verdict"] for s in said]
    return next((v for v in ("named", "strong") if v in verdicts), "neither")


def check_trace(report, dumped, observed, trace):
    epsilon = observed["epsilon"] / (observed["t"] * (observed["t"] + 1))
    case, bare = [dump.case_of(dumped, o) for o in (
        observed["observations"],
        [o for o in observed["observations"]
         if dumped["sites"][o["site"]]["class"] != "data"])]
    holders = Suspects([s for s in trace["suspects"]
                        if s["level"] == "holder"], "holder",
                       {h["name"]: h["holder"] for h in dumped["holders"]})
    found = check_level(report, Trial(case, epsilon), Trial(bare, epsilon),
                        holders)
    check_team(report, "the trace", trace["team"],
               holders.names_of(found.members), found.model)
    report.same("verdict", trace["verdict"] if trace["verdict"] in
                ("named", "strong") else "neither", best_verdict(holders.said))
    named = [h for h, s in holders.each() if s["verdict"] == "named" and
             len(case.copies_of[h]) > 1]
    within = copies_by_holder(dumped, trace)
    report.same("holders whose copies are judged", list(within), named)
    report.same("holders first", [s["level"] for s in trace["suspects"]],
                sorted([s["level"] for s in trace["suspects"]],
                       key=lambda level: level != "holder"))
    for h, suspects in within.items():
        check_level(report, Trial(case, epsilon, h), Trial(bare, epsilon, h),
                    suspects)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    files = []
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as f:
            files.append(json.load(f))
    dumped, observed, trace = files
    report = Report()
    report.faults += dump.check(dumped)
    check_trace(report, dumped, observed, trace)
    for line in report.faults:
        print(line)
    print("%d rows, %d certificates, %d differ" % (
        len(dumped["holders"]) + len(dumped["copies"]), report.checked,
        len(report.faults)))
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
