#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""spied.py: what traces of spied.sh say, and where secrets lie.

spied.py writes TRACE...          every file that was written where it may not
                                  be (.may beside the trace), exit 1 if any
spied.py written TRACE...         all of them
spied.py hardened TRACE...        exit 1 unless cores and dumps were off
                                  before anything of ours was opened
spied.py commands TRACE...        argv and environ of every program run
spied.py needles DRAFT...         sentences and alternatives of marked parts,
                                  one a line
spied.py keys FILE...             the bytes of the private keys in files, in hex
spied.py find NEEDLES PATH...     which lines of the file NEEDLES, or of those
                                  of NEEDLES.hex the bytes, are anywhere below
                                  the paths, as they are, in hex or in base64;
                                  exit 1 if any is
"""
import base64
import os
import re
import sys

CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<(.*?)>)?")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
AT = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>, \"((?:[^\"\\]|\\.)*)\"")


def calls(path):
    """(call, arguments, result, what the result is) of those that went well;
    lines that strace broke in two are joined."""
    begun = {}
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        for line in f:
            line = line.rstrip("\n")
            pid = line.split(" ", 1)[0]
            if line.endswith("<unfinished ...>"):
                begun[pid] = line[:-len("<unfinished ...>")].rstrip()
                continue
            m = re.match(r"^\d+ +<\.\.\. \w+ resumed>(.*)$", line)
            if m:
                line = begun.pop(pid, pid + " ") + m.group(1)
            m = CALL.match(line)
            if m and int(m.group(4)) >= 0:
                yield pid, m.group(2), m.group(3), m.group(5)


def plain(text):
    return text.encode("utf-8", "surrogateescape").decode("unicode_escape")


def places(path):
    """Each (call, whole path) that the traced programs wrote or made."""
    with open(path[:-len("trace")] + "cwd") as f:
        start = f.read().rstrip("\n")
    cwd = {}
    for pid, call, args, what in calls(path):
        here = cwd.get(pid, cwd.get("", start))
        if call == "chdir":
            to = QUOTED.search(args).group(1)
            cwd[pid] = cwd[""] = os.path.join(here, plain(to))
        elif call in ("open", "openat", "creat"):
            if call == "creat" or re.search(r"O_(WRONLY|RDWR|CREAT)", args):
                yield call, what
        elif call in ("mkdir", "symlink", "link", "rename"):
            name = QUOTED.findall(args)[-1]
            yield call, os.path.join(here, plain(name))
        elif call in ("mkdirat", "renameat", "renameat2", "linkat",
                      "symlinkat"):
            folder, name = AT.findall(args)[-1]
            yield call, os.path.join(folder, plain(name))


def may(path):
    with open(path[:-len("trace")] + "may") as f:
        return [os.path.realpath(line.rstrip("\n")) for line in f]


def allowed(place, folders):
    if place == "/dev/null":
        return True
    place = re.sub(r" \(deleted\)$|\(deleted\)$", "", place)
    place = os.path.normpath(place)
    return any(place == f or place.startswith(f + "/") for f in folders)


def writes(traces, only_bad):
    bad = 0
    for path in traces:
        folders = may(path)
        for call, place in places(path):
            wrong = not allowed(place, folders)
            bad += wrong
            if wrong or not only_bad:
                print(os.path.basename(path), call, place)
    return 1 if bad and only_bad else 0


def hardened(traces):
    bad = 0
    for path in traces:
        folders = may(path)
        done = set()
        for _, call, args, what in calls(path):
            if call == "prctl" and args.startswith("PR_SET_DUMPABLE, SUID_DUMP_DISABLE"):
                done.add("dumpable")
            if "RLIMIT_CORE" in args and re.search(
                    r"rlim_cur=0, rlim_max=0", args):
                done.add("core")
            if call == "openat" and allowed(what or "/", folders):
                break
        if len(done) != 2:
            print(os.path.basename(path), "had only", sorted(done))
            bad += 1
    return 1 if bad or not traces else 0


def commands(traces):
    for path in traces:
        for _, call, args, _ in calls(path):
            if call.startswith("execve"):
                print(plain(args))
    return 0


def needles(files):
    found = set()
    for path in files:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        last = 0
        for m in re.finditer(r"\{\{(.*?)\}\}", text, re.S):
            found.update(text[last:m.start()].split("\n"))
            last = m.end()
            body = re.sub(r"^@[a-z0-9-]*(:[a-z,]*)? ?", "", m.group(1))
            found.update(body.split("|"))
        found.update(text[last:].split("\n"))
    for word in sorted(w.strip() for w in found):
        if len(word) > 12:
            print(word)
    return 0


LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def keys(files):
    """age identities are bech32: five bits a letter, six letters check;
    signing keys of notes are base64, after a byte for the kind."""
    for path in files:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for word in re.findall(r"AGE-SECRET-KEY-1([0-9A-Z]+)", text):
            bits = "".join("{:05b}".format(LETTERS.index(c))
                           for c in word.lower()[:-6])
            print(int(bits[:256], 2).to_bytes(32, "big").hex())
        for word in re.findall(
                r"PRIVATE\+KEY\+[^+\s]+\+[0-9a-f]{8}\+(\S+)", text):
            print(base64.b64decode(word)[1:33].hex())
    return 0


def forms(secret):
    """As it is, in hex, and in base64 wherever in its groups it begins."""
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for at in range(3):
        coded = base64.b64encode(b"\0" * at + secret)
        cut = coded[4 * ((at + 2) // 3):len(coded) // 4 * 4 - 4]
        if len(cut) >= 12:
            yield cut
            yield cut.replace(b"+", b"-").replace(b"/", b"_")


def load(path):
    with open(path, "rb") as f:
        for line in f.read().split(b"\n"):
            if line:
                yield line.decode("utf-8", "replace"), line
    if os.path.exists(path + ".hex"):
        with open(path + ".hex") as f:
            for line in f.read().split():
                yield line, bytes.fromhex(line)


def below(top):
    if os.path.isfile(top):
        yield top
    for where, _, names in os.walk(top):
        for name in names:
            full = os.path.join(where, name)
            if os.path.isfile(full) and not os.path.islink(full):
                yield full


def find(names, tops):
    sought = [(label, form) for label, secret in load(names)
              for form in forms(secret)]
    if not sought:
        print("nothing to look for")
        return 2
    hits = files = 0
    for top in tops:
        for path in below(top):
            files += 1
            with open(path, "rb") as f:
                data = f.read()
            if any(label and n in os.path.basename(path).encode()
                   for label, n in sought):
                print(path, "by its name")
                hits += 1
            for label, form in sought:
                if form in data:
                    print(path, "has", label)
                    hits += 1
    print("looked for %d forms of %d in %d files: %d found" % (
        len(sought), len(set(label for label, _ in sought)), files, hits))
    if not files:
        return 2
    return 1 if hits else 0


def main():
    what, args = sys.argv[1], sys.argv[2:]
    if what == "find":
        return find(args[0], args[1:])
    if what == "written":
        return writes(args, False)
    return {"writes": lambda a: writes(a, True), "hardened": hardened,
            "commands": commands, "needles": needles, "keys": keys}[what](args)


sys.exit(main())
