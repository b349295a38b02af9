#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""desk_walk.py URL OUT REQUEST SUBJECT PATH...: the desk in a real browser.

Goes in by URL, looks at each PATH on a phone's width, then signs REQUEST with
the keyboard alone.  OUT gets what was seen, as JSON.
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
from browser import Browser  # noqa: E402

# What is wider than the page and in no region that scrolls; whether all
# that can be pressed is large enough; whatever has no name.
FIELDS = "input:not([type=hidden])"
WIDE = """document.documentElement.scrollWidth > innerWidth ?
[...document.querySelectorAll("body *")].filter(
e => e.getBoundingClientRect().right > innerWidth).map(
e => e.tagName + " " + e.className).slice(0, 5) : []"""
SMALL = """[...document.querySelectorAll("nav a, button, summary, %s")].filter(
e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)""" % FIELDS
NAMELESS = """[...document.querySelectorAll("a, button, %s")].filter(
e => !(e.textContent.trim() || (e.labels || []).length)).map(
e => e.outerHTML).concat(document.querySelectorAll("h1").length === 1 ?
[] : ["h1"])""" % FIELDS


def width(b, pixels):
    b.call("POST", "/goog/cdp/execute", {
        "cmd": "Emulation.setDeviceMetricsOverride",
        "params": {"width": pixels, "height": 640, "deviceScaleFactor": 1,
                   "mobile": False}})


def walk(b, url, request, subject, paths):
    seen = {"wide": {}, "small": {}, "nameless": {}}
    b.goto(url)
    seen["address"] = b.js("location.href")
    base = seen["address"].rstrip("/")
    seen["cookie"] = b.js("document.cookie")
    width(b, 320)
    for path in paths:
        b.goto(base + path)
        seen["width"] = b.js("innerWidth")
        for what, js in (("wide", WIDE), ("small", SMALL),
                         ("nameless", NAMELESS)):
            found = b.js(js)
            if found:
                seen[what][path] = found
    b.goto(base + "/requests")
    b.keys("Tab")
    seen["skip"] = b.js("document.activeElement.className")
    b.keys("Enter")
    seen["skipped"] = b.js("document.activeElement.id")
    seen["found"] = b.focus("keys of " + subject)
    b.keys("Enter")
    b.wait(60, "location.pathname.endsWith('/requests/%s') && "
           "document.readyState === 'complete'" % request)
    seen["typing"] = b.focus("to decide, type")
    b.keys("=" + subject, "Tab", "Enter")
    b.wait(60, "document.querySelector('.pill')?.textContent === 'done'")
    seen["signed"] = b.text("main")
    seen["logs"] = b.logs()
    return seen


def main(url, out, request, subject, *paths):
    b = Browser.start((1200, 900))
    try:
        seen = walk(b, url, request, subject, paths)
    finally:
        b.stop()
    with open(out, "w", encoding="utf-8") as f:
        json.dump(seen, f)


main(*sys.argv[1:])
