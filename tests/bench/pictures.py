#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""pictures.py FOLDER [SEEDS [MARKED PART]]: pictures of random rows.

Of the shared drafts, or of one part of a folder of marked ones.
Each is rendered in one of many ways (font, size, a dark theme, columns, a
window around it; turned, blurred, noisy, JPEG like a photograph), read by
tesseract, and kept as FOLDER/DRAFT+PART+SEED+WAY.tsv, which bench_calibration
scores.  Needs build/, pango-view, ImageMagick and tesseract.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

BENCH = os.environ.get("BENCH", "build/tests/bench_calibration")
PARTS = [
    ("01-atrium", "advisory.md"), ("01-atrium", "poc.py"),
    ("01-atrium", "sigma.yml"), ("02-cipherkit", "advisory.txt"),
    ("03-ferry", "advisory.md"), ("03-ferry", "check.sh"),
    ("03-ferry", "ferry.rules"), ("04-lattice", "advisory.md"),
    ("04-lattice", "latch_seq.c"), ("04-lattice", "latch.yar"),
    ("05-pumphouse", "advisory.json"), ("05-pumphouse", "readme.txt"),
    ("06-confluence", "advisory.md"), ("06-confluence", "install.txt"),
    ("06-confluence", "tessera.yml"),
]
SANS = ["DejaVu Sans", "Liberation Sans", "FreeSans", "Nimbus Sans"]
SERIF = ["Liberation Serif", "DejaVu Serif", "FreeSerif", "C059", "P052"]
MONO = ["DejaVu Sans Mono", "Liberation Mono"]


def run(*args):
    return subprocess.run(args, check=True, capture_output=True,
                          env=dict(os.environ, OMP_THREAD_LIMIT="1")).stdout


def plain(text, width, font, pixels, dark, to):
    """The text as a page of that width, in pixels."""
    colours = ["--background=#1e1e1e", "--foreground=#d4d4d4"] if dark else []
    with open(to + ".in", "w") as f:
        f.write(text)
    run("pango-view", "-q", "--no-display", f"--width={width * 72 // 96}",
        f"--font={font} {pixels}px", "--dpi=96", "--margin=14", "--wrap=word",
        "-o", to, *colours, to + ".in")


def paragraphs(text):
    """Lines that were wrapped by hand, as a page shows them."""
    return re.sub(r"(?<=[^\n:|])\n(?=[A-Za-z0-9(])", " ", text)


def columns(text, to, pick):
    half = text.find("\n", len(text) // 2) + 1
    for i, t in enumerate((text[:half], text[half:])):
        plain(t, 460, pick.choice(SERIF), 15, False, f"{to}.{i}.png")
    run("convert", to + ".0.png", to + ".1.png", "-background", "white",
        "+append", to)


def window(text, to, pick):
    """A page with a menu on its left and a bar on its top."""
    plain("Inbox (12)\nSent\nDrafts\nAll channels\n# general\n# security\n"
          "# random\nFiles\nPeople\nSettings\n" * 2, 150, "DejaVu Sans", 13,
          False, to + ".0.png")
    plain("File  Edit  View  Go  Help     Reply   Forward   Archive   Delete",
          900, "DejaVu Sans", 13, False, to + ".1.png")
    plain(text, 760, pick.choice(SANS), 15, False, to + ".2.png")
    run("convert", to + ".0.png", to + ".2.png", "-background", "#eeeeee",
        "+append", to + ".3.png")
    run("convert", to + ".1.png", to + ".3.png", "-append", to)


def photograph(frm, to, pick, hard):
    """Turned, out of true, not sharp, noisy, and packed."""
    turn = pick.uniform(.4, 2.2 if hard else 1.6) * pick.choice((-1, 1))
    blur = pick.uniform(.5, 1.0 if hard else .7)
    size = pick.uniform(105, 140) if hard else pick.uniform(110, 170)
    noise = pick.uniform(.3, .8) if hard else pick.uniform(.1, .4)
    moire = ["(", "+clone", "-fx", "0.86+0.14*sin(i*1.9+j*0.05)", ")",
             "-compose", "multiply", "-composite"] if hard == 2 else []
    run("convert", frm, "-colorspace", "sRGB", "-bordercolor", "#b8b4ac",
        "-border", "40x40", "-resize", f"{size}%",
        "-background", "#b8b4ac", "-rotate", str(turn), "-shear",
        f"0x{pick.uniform(-.8, .8)}", *moire, "-blur", f"0x{blur}",
        "-attenuate", str(noise), "+noise", "Gaussian",
        "-level-colors", "#202020,#d4d2ce",
        "-quality", str(pick.randint(45, 80)), to)


WAYS = {
    "sans16": lambda t, to, p: plain(t, p.randint(600, 950), p.choice(SANS),
                                     16, False, to),
    "serif17": lambda t, to, p: plain(t, p.randint(600, 950), p.choice(SERIF),
                                      17, False, to),
    "small13": lambda t, to, p: plain(t, p.randint(500, 800),
                                      p.choice(SANS + MONO), 13, False, to),
    "dark15": lambda t, to, p: plain(t, p.randint(600, 900),
                                     p.choice(SANS + MONO), 15, True, to),
    "large28": lambda t, to, p: plain(t, p.randint(1200, 1700),
                                      p.choice(SANS + SERIF), 28, False, to),
    "columns": columns,
    "window": window,
    "photo": lambda t, to, p: (plain(t, p.randint(700, 950), p.choice(SANS),
                                     17, False, to + ".p.png"),
                               photograph(to + ".p.png", to, p, 0)),
    "photohard": lambda t, to, p: (plain(t, p.randint(700, 950),
                                         p.choice(SANS + SERIF), 17, False,
                                         to + ".p.png"),
                                   photograph(to + ".p.png", to, p, 1)),
    "moire": lambda t, to, p: (plain(t, p.randint(700, 950), p.choice(SANS),
                                     18, False, to + ".p.png"),
                               photograph(to + ".p.png", to, p, 2)),
}


def picture(folder, draft, part, seed, way):
    name = f"{folder}/{os.path.basename(draft)}+{part}+{seed}+{way}.tsv"
    if os.path.exists(name):
        return
    text = run(BENCH, "--render", draft, part, str(seed)).decode()
    pick = random.Random(f"{draft} {part} {seed} {way}")
    if part.endswith((".md", "advisory.txt")) and pick.random() < .8:
        text = paragraphs(text)
    with tempfile.TemporaryDirectory() as tmp:
        to = tmp + ("/p.jpg" if way in ("photo", "photohard", "moire")
                    else "/p.png")
        WAYS[way](text, to, pick)
        keep = os.environ.get("KEEP")
        if keep:
            run("cp", to, name.replace(".tsv", to[-4:]))
        tsv = run("tesseract", to, "-", "tsv")
    with open(name, "wb") as f:
        f.write(tsv)


def main():
    folder = sys.argv[1]
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    os.makedirs(folder, exist_ok=True)
    parts = [tuple(sys.argv[3:5])] if len(sys.argv) > 4 else PARTS
    for seed in range(seeds):
        for i, (draft, part) in enumerate(parts):
            for k, way in enumerate(WAYS):
                if part.endswith((".md", ".txt")) or (i + k + seed) % 4 == 0:
                    picture(folder, draft, part, seed, way)


main()
