#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""report.py PAGE JSON: does the report say only what trace --json says?

Every figure of the page is in the JSON, and rounded as it is shown; each bar
is as long as its bound; agreements are as many as they are said to be; nobody
is named without bound, what that is not, and what it does not exclude; nothing
is loaded from elsewhere; headings, tables and links are in order.
"""
import html.parser
import json
import math
import re
import sys

NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?(?:e[-+]?\d+)?")
VOID = {"meta", "br"}
# said of the page itself, not of the trace
FIXED = re.compile(r"SHA-256|\bsections? \d+")
faults = []


def fault(fmt, *args):
    faults.append(fmt % args)


class Node:
    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent = tag, dict(attrs), parent
        self.children = []

    def has(self, name):
        return name in self.attrs.get("class", "").split()

    def walk(self):
        yield self
        for c in self.children:
            if isinstance(c, Node):
                yield from c.walk()

    def find(self, tag, name=None):
        return [n for n in self.walk() if n.tag == tag and
                (name is None or n.has(name))]

    def text(self):
        return "".join(c if isinstance(c, str) else c.text()
                       for c in self.children)

    def apart(self, skip):
        """The text, each element's by itself, without what is skipped."""
        return " ".join(c if isinstance(c, str) else
                        "" if c.tag in skip else c.apart(skip)
                        for c in self.children)


class Tree(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.root = self.at = Node("", {}, None)
        self.feed(text)
        if self.at is not self.root:
            fault("<%s> is open at the end", self.at.tag)

    def handle_starttag(self, tag, attrs):
        n = Node(tag, attrs, self.at)
        self.at.children.append(n)
        if tag not in VOID:
            self.at = n

    def handle_endtag(self, tag):
        if self.at.tag != tag:
            fault("</%s> closes <%s>", tag, self.at.tag)
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def known(value, numbers, tokens):
    """All numbers of the JSON, and what of its strings looks like one."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, dict):
        for k in value:
            known(value[k], numbers, tokens)
    elif isinstance(value, list):
        for v in value:
            known(v, numbers, tokens)
    elif isinstance(value, str):
        tokens.update(NUMBER.findall(value))
    else:
        numbers.add(float(value))
        if isinstance(value, int):
            tokens.add(str(value))


def shown_as(text, value):
    """Is the text a rounding of value, or of e to it?"""
    digits = re.fullmatch(r"[-+]?(\d+)(?:\.(\d+))?(?:e([-+]?\d+))?", text)
    if not digits:
        return False
    unit = 10.0 ** (int(digits[3] or 0) - len(digits[2] or ""))
    exact = [value]
    if value <= 0:
        exact.append(math.exp(value))
        if value < -700:        # no double has it: by its digits
            head, ten = text.split("e")
            return abs(math.log(float(head)) + int(ten) * math.log(10) -
                       value) < .1
    return any(abs(float(text) - x) <= .5001 * unit for x in exact)


def check_figures(root, trace):
    numbers, tokens = set(), set()
    known(trace, numbers, tokens)
    for d in root.find("data"):
        value = float(d.attrs["value"])
        if value not in numbers:
            fault("%s (%s) is not in the JSON", d.text(), value)
        if not shown_as(d.text(), value):
            fault("%s is no rounding of %s", d.text(), value)
    body = FIXED.sub("", root.find("body")[0].apart(("data",)))
    for token in NUMBER.findall(body):
        if token not in tokens:
            fault("%s is not in the JSON", token)
    if not root.find("data") and any(
            t["sites"]["read"] for t in trace.get("bulletins", [trace])):
        fault("no figure at all")


def check_safe(root):
    ids = [n.attrs["id"] for n in root.walk() if "id" in n.attrs]
    if len(ids) != len(set(ids)):
        fault("an id stands twice")
    for n in root.walk():
        if n.tag in ("script", "iframe", "object", "embed", "link", "img",
                     "form", "base"):
            fault("<%s>", n.tag)
        for k, v in n.attrs.items():
            if k in ("src", "srcset", "style", "action") or k[:2] == "on":
                fault("attribute %s", k)
            if k == "href" and (v[0] != "#" or v[1:] not in ids):
                fault("a link to %s", v)
    style = root.find("style")[0].text()
    if re.search(r"url\((?!#)|@import|https?:", style):
        fault("the style loads something")
    policy = [n.attrs["content"] for n in root.find("meta")
              if n.attrs.get("http-equiv") == "Content-Security-Policy"]
    if not policy or "default-src 'none'" not in policy[0]:
        fault("no policy")


def check_shape(root):
    if root.find("html")[0].attrs.get("lang") != "en-GB":
        fault("no language")
    last = 0
    for n in root.walk():
        if re.fullmatch("h[1-6]", n.tag):
            if int(n.tag[1]) > last + 1:
                fault("%s follows h%d: %s", n.tag, last, n.text())
            last = int(n.tag[1])
    for t in root.find("table"):
        if not t.find("caption") or not t.find("thead"):
            fault("a table without caption or head")
        for th in t.find("th"):
            if th.attrs.get("scope") not in ("col", "row"):
                fault("a heading of a table without scope")


def check_names(root, trace):
    """Each who is named or strong, with the sentence right there."""
    order = [n for n in root.walk()
             if re.fullmatch("h[1-6]|p", n.tag)]
    names = {(s["level"], s["reader"] if s["level"] == "copy" else
              s["partner"]): s for s in trace["suspects"]}
    found = 0
    for i, n in enumerate(order):
        tags = [t for t in n.find("span", "tag")
                if t.has("named") or t.has("strong")]
        if n.tag[0] != "h" or not tags:
            continue
        words = n.text().replace("Within it, ", "").rsplit(" ", 1)[0]
        level = "copy" if words.startswith("copy of ") else "holder"
        s = names[level, words.split(" ", 2 if level == "copy" else 1)[-1]]
        said = []
        for p in order[i + 1:]:
            if p.tag[0] == "h":
                break
            said.append(p.text())
        if s["sentence"] not in said:
            fault("%s stands without its bound", words)
        if s["verdict"] != tags[0].text():
            fault("%s is %s, not %s", words, s["verdict"], tags[0].text())
        found += 1
    points = [s for s in trace["suspects"]
              if s["verdict"] in ("named", "strong")]
    if found != 2 * len(points):        # in the verdict, and site by site
        fault("%d headings name %d", found, len(points))
    if points and "Not excluded by any of this" not in root.text():
        fault("what is not excluded is not said")


def check_bars(root, trace):
    rows = [li for c in root.find("div", "chart") for li in c.find("li")]
    read = trace["sites"]["read"] > 0
    if len(rows) != (len(trace["suspects"]) if read else 0):
        fault("%d bars", len(rows))
        return
    scale = None
    for li, s in zip(rows, trace["suspects"]):
        bar = li.find("svg", "bar")[0].find("rect")[0]
        width = float(bar.attrs["width"][:-1])
        who = s["reader"] if s["level"] == "copy" else s["partner"]
        if not li.find("b")[0].text().endswith(who or "public text"):
            fault("a bar of %s where %s should be", li.find("b")[0].text(),
                  who)
        if s["ln_bound"] == 0:
            if width != 0:
                fault("a bar for %s", who)
            continue
        scale = scale or width / s["ln_bound"]
        if abs(width - scale * s["ln_bound"]) > .02:
            fault("the bar of %s is %s %% long", who, width)
        marks = sum(v is not None and v["ln_bound"] < 0
                    for v in s["parts"].values())
        if len(li.find("svg", "mark")) != marks:
            fault("%s has not %d marks", who, marks)


def check_sites(root, trace):
    points = [s for s in trace["suspects"]
              if s["verdict"] in ("named", "strong")]
    kinds = {k: sum(s["compared"][k] for s in points)
             for k in ("agrees", "differs", "lacks", "other_words",
                       "cut_out", "two_things")}
    for k, n in kinds.items():
        if len(root.find("span", k)) != n:
            fault("%d rows say %s, not %d", len(root.find("span", k)), k, n)
    for s in points:
        for site in s["rests_on"]:
            if (site["is"] == "agrees") != (site["found"] == site["has"]) \
                    and not site["found"].startswith("probably"):
                fault("site %d: %s", site["site"], site)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        root = Tree(f.read()).root
    with open(sys.argv[2], encoding="utf-8") as f:
        d = json.load(f)
    traces = d.get("bulletins", [d])
    check_safe(root)
    check_shape(root)
    check_figures(root, d)
    # of several bulletins, each in a section of its own
    parts = root.find("section")
    if len(parts) != len([t for t in traces if t["bulletin"] is not None]):
        fault("%d sections", len(parts))
    for part, trace in zip(parts, traces):
        check_names(part, trace)
        check_bars(part, trace)
        check_sites(part, trace)
    for f in faults:
        print(f)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
