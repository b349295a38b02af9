# SPDX-License-Identifier: ISC
"""Is it what the standard asks for?  formats.py stix|csaf FILE | misp FOLDER

Each fault is a line; exit 1 if there is one.  What is held against it was
taken from STIX 2.1 (OASIS, 2021), CSAF 2.0 (OASIS, 2022) with its mandatory
tests, and MISP's core format; lists are closed to what telltale writes, so
that a member nobody wanted is a fault too.
"""
import datetime
import hashlib
import json
import os
import re
import sys

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-([1-8])[0-9a-f]{3}-[89ab]"
                  r"[0-9a-f]{3}-[0-9a-f]{12}$")
faults = []


def want(so, what):
    if not so:
        faults.append(what)


def load(path):
    def once(pairs):
        keys = [k for k, v in pairs]
        want(len(keys) == len(set(keys)), "a name twice in " + path)
        want(keys == sorted(keys), "names are not sorted in " + path)
        return dict(pairs)
    with open(path, encoding="utf-8") as f:
        return json.load(f, object_pairs_hook=once)


def instant(text, form):
    try:
        return datetime.datetime.strptime(text, form)
    except (TypeError, ValueError):
        faults.append("no instant: %r" % (text,))
        return datetime.datetime.min


# STIX: what an object must have beside type, id and spec_version, what it may
# have, and to what its references may lead.
OWN = {"created", "modified", "created_by_ref", "object_marking_refs"}
STIX = {
    "extension-definition": ({"created", "modified", "created_by_ref", "name",
                              "schema", "version", "extension_types"},
                             {"description"}),
    "marking-definition": ({"created"}, {"name", "extensions",
                                         "definition_type", "definition",
                                         "created_by_ref"}),
    "identity": ({"created", "modified", "name", "identity_class"}, set()),
    "vulnerability": (OWN | {"name", "external_references"}, set()),
    "indicator": (OWN | {"name", "pattern", "pattern_type", "valid_from"},
                  set()),
    "relationship": (OWN | {"relationship_type", "source_ref", "target_ref"},
                     set()),
    "note": (OWN | {"content", "object_refs"}, {"abstract"}),
    "course-of-action": (OWN | {"name", "description"}, set()),
    "grouping": (OWN | {"name", "context", "object_refs"}, set()),
    "report": (OWN | {"name", "published", "report_types", "object_refs"},
               set()),
}
PAIRS = {("indicator", "indicates", "vulnerability"),
         ("course-of-action", "mitigates", "vulnerability")}
OASIS = "identity--b3bca3c2-1f3d-4b54-b44f-dac42c3a8f01"
MS = "%Y-%m-%dT%H:%M:%S.000Z"


def check_object(o, ids):
    kind = o["type"]
    must, may = STIX.get(kind, (set(), set()))
    have = set(o) - {"type", "id", "spec_version"}
    want(kind in STIX, "an object of type " + kind)
    want(must <= have, "%s lacks %s" % (kind, must - have))
    want(have <= must | may, "%s has %s" % (kind, have - must - may))
    want(o["spec_version"] == "2.1", "spec_version of " + kind)
    for key, value in o.items():
        want(value not in ("", [], {}), "%s: %s is empty" % (kind, key))
        refs = value if key.endswith("_refs") else [value]
        for r in refs if key.endswith(("_ref", "_refs")) else []:
            want(r in ids or r == OASIS, "%s: %s leads nowhere" % (kind, r))
    if "modified" in o:
        want(instant(o["created"], MS) <= instant(o["modified"], MS),
             kind + " was modified before it was created")


def check_stix(path):
    d = load(path)
    objects = d["objects"]
    ids = [o["id"] for o in objects]
    want(set(d) == {"type", "id", "objects"} and d["type"] == "bundle",
         "no bundle")
    for i, o in [(d["id"], d)] + list(zip(ids, objects)):
        kind, _, uuid = i.partition("--")
        want(kind == o["type"] and UUID.match(uuid), "id " + i)
    uuids = [i.partition("--")[2] for i in ids + [d["id"]]]
    want(len(uuids) == len(set(uuids)), "a UUID names two objects")
    for o in objects:
        check_object(o, set(ids))
        if o["type"] == "relationship":
            pair = (o["source_ref"].partition("--")[0],
                    o["relationship_type"],
                    o["target_ref"].partition("--")[0])
            want(pair in PAIRS, "a relationship %s %s %s" % pair)
        if o["type"] == "vulnerability":
            want({"source_name": "cve", "external_id": o["name"]} in
                 o["external_references"], "a CVE without its reference")
        if o["type"] == "indicator":
            want(o["pattern_type"] in ("sigma", "yara", "snort", "suricata"),
                 "pattern_type " + o["pattern_type"])
    tlp = [o for o in objects if "extensions" in o]
    want(len(tlp) == 1 and tlp[0]["name"] == "TLP:" + list(
        tlp[0]["extensions"].values())[0]["tlp_2_0"].upper(), "no TLP label")
    whole = [o for o in objects if o["type"] in ("grouping", "report")]
    marks = {"extension-definition", "marking-definition"}
    want(len(whole) == 1 and set(whole[0]["object_refs"]) == {
        o["id"] for o in objects if o["type"] not in marks} -
        {whole[0]["id"]}, "not all is held together")


# CSAF: what must hold of what we write.  Of the 43 mandatory tests those on
# products, groups, scores, CWE names, languages, purls, hashes, involvements,
# remediations, flags and the other profiles cannot fail: none of it is there.
VERSION = re.compile(r"0\.[1-9][0-9]*\.[0-9]+$")
SECOND = "%Y-%m-%dT%H:%M:%SZ"


def check_csaf(path):
    d = load(path)
    doc = d["document"]
    t = doc["tracking"]
    history = t["revision_history"]
    numbers = [r["number"] for r in history]
    dates = [instant(r["date"], SECOND) for r in history]
    cves = [v["cve"] for v in d.get("vulnerabilities", [])]
    want(set(d) <= {"document", "vulnerabilities"}, "6.1.1 to 6.1.10: "
         "there is more than a document and vulnerabilities")
    want(set(doc) == {"category", "csaf_version", "distribution", "notes",
                      "publisher", "references", "title", "tracking"},
         "6.1.12, 6.1.28: members of the document: %s" % set(doc))
    for v in d.get("vulnerabilities", []):
        want(set(v) == {"cve", "release_date"}, "6.1.7 to 6.1.11, 6.1.24, "
             "6.1.29, 6.1.32: members of a vulnerability: %s" % set(v))
        want(re.match(r"CVE-[0-9]{4}-[0-9]{4,}$", v["cve"]), "a CVE number")
        instant(v["release_date"], SECOND)
    want(dates == sorted(dates), "6.1.14: the history is not sorted")
    want(doc["publisher"]["category"] == "vendor", "6.1.15: translator")
    want(t["version"] == numbers[-1], "6.1.16: the latest version")
    want(t["status"] == "draft", "6.1.17: a version 0.y.z is a draft")
    want(all(VERSION.match(n) for n in numbers),
         "6.1.18 to 6.1.21, 6.1.30: versions %s" % numbers)
    want(len(numbers) == len(set(numbers)), "6.1.22: a version twice")
    want(len(cves) == len(set(cves)), "6.1.23: a CVE twice")
    want(doc["category"] == "csaf_base", "6.1.26, 6.1.27: a category")
    want(instant(t["current_release_date"], SECOND) == dates[-1] and
         instant(t["initial_release_date"], SECOND) <= dates[0],
         "the dates of the release")
    want(doc["references"][0]["category"] == "external" and
         doc["references"][0]["url"].startswith("https://"),
         "the first reference is not to the original")
    name = re.sub(r"[^+\-a-z0-9]+", "_", t["id"].lower()) + ".json"
    want(os.path.basename(path) == name, "5.1: the file is not " + name)
    for n in doc["notes"]:
        want(set(n) == {"category", "text", "title"} and n["text"] and
             n["category"] in ("description", "other", "legal_disclaimer"),
             "a note")
    label = doc["distribution"]["tlp"]["label"]
    want(label in ("WHITE", "GREEN", "AMBER", "RED"), "label " + label)


TYPES = {"vulnerability": "External analysis", "comment": "Internal reference",
         "weakness": "External analysis", "text": "External analysis",
         "snort": "Network activity", "yara": "Payload installation",
         "sigma": "Payload installation"}
EVENT = {"Attribute", "EventReport", "Object", "Orgc", "Tag", "analysis",
         "date", "distribution", "extends_uuid", "info", "protected",
         "publish_timestamp", "published", "threat_level_id", "timestamp",
         "uuid"}
ATTRIBUTE = {"category", "comment", "disable_correlation", "distribution",
             "timestamp", "to_ids", "type", "uuid", "value"}


def check_event(e, manifest):
    want(set(e) == EVENT, "members of the event: %s" % (set(e) ^ EVENT))
    want(e["distribution"] == "0", "it would be distributed")
    uuids = [e["uuid"]]
    for a in e["Attribute"]:
        want(set(a) == ATTRIBUTE, "members of an attribute")
        want(TYPES.get(a["type"]) == a["category"],
             "a %s of %s" % (a["type"], a["category"]))
        want(a["value"] and a["distribution"] == "0", "an attribute")
        uuids.append(a["uuid"])
    for r in e["EventReport"]:
        want(r["name"] and r["content"], "a report")
        uuids.append(r["uuid"])
    want(all(UUID.match(u) for u in uuids) and
         len(uuids) == len(set(uuids)), "uuids of the event")
    m = manifest[e["uuid"]]
    for key in "analysis", "date", "info", "threat_level_id", "timestamp":
        want(m[key] == e[key], "the manifest's " + key)
    want(m["Orgc"] == e["Orgc"] and UUID.match(e["Orgc"]["uuid"]), "Orgc")
    want([t["name"] for t in m["Tag"]] == [t["name"] for t in e["Tag"]],
         "the manifest's tags")


def check_misp(folder):
    manifest = load(os.path.join(folder, "manifest.json"))
    lines = []
    for uuid in manifest:
        e = load(os.path.join(folder, uuid + ".json"))["Event"]
        want(e["uuid"] == uuid, "the event is not " + uuid)
        check_event(e, manifest)
        lines += ["%s,%s" % (hashlib.md5(a["value"].encode()).hexdigest(),
                             uuid) for a in e["Attribute"]]
    with open(os.path.join(folder, "hashes.csv"), encoding="ascii") as f:
        want(f.read().splitlines() == lines, "hashes.csv")
    want(sorted(os.listdir(folder)) == sorted(
        [u + ".json" for u in manifest] + ["hashes.csv", "manifest.json"]),
        "files of the feed")


{"stix": check_stix, "csaf": check_csaf, "misp": check_misp}[sys.argv[1]](
    sys.argv[2])
print("\n".join(faults))
sys.exit(bool(faults))
