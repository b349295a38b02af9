#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""order: what officers tell a hub and its keepers, as a program of theirs would.

order.py URL KEY[,KEY] PATH KIND "FIELD VALUE"...
	a statement of now, signed by these keys, as body of POST PATH: with a
	salt before it where the hub keeps it, as it is for a keeper; the first
	key signs the request.  PATH is statement, batch or keeper/N/WHAT.
order.py URL KEY terms FILE "FIELD VALUE"...
	the terms in FILE with these fields changed, uploaded; their SHA-256
order.py URL KEY put PATH FILE
order.py --same URL KEY KEY METHOD PATH...
	whether two keys get the same answer byte for byte to each
Prints the status, or what is named; the exit status is 0 for 2xx.
"""
import datetime
import hashlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hubask  # noqa: E402


def call(url, signer, method, path, body):
    hub = hubask.Hub(url + path)
    more = hub.authorization(signer, method, body, None)
    return hubask.without_date(hub.ask(method, hub.path, body, more))


def status(answer):
    return int(answer.split(b" ", 2)[1])


def now():
    t = datetime.datetime.now(datetime.timezone.utc)
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


def signed(url, signers, kind, fields):
    lines = ["telltale/v1/" + kind, "log " + hubask.Hub(url).origin,
             "time " + now()] + fields
    text = ("\n".join(lines) + "\n").encode()
    notes = [s.note(text).split(b"\n\n", 1)[1] for s in signers]
    return text + b"\n" + b"".join(sorted(notes))


def order(url, keys, path, kind, fields):
    signers = [hubask.Signer(k) for k in keys.split(",")]
    body = signed(url, signers, kind, fields)
    if not path.startswith("keeper/"):
        # the same statement, the same salt: said twice it is one event
        body = hashlib.sha256(body).digest() + body
    return call(url, signers[0], "POST", "/api/v1/" + path, body)


def terms(url, key, path, fields):
    text = open(path).read()
    for f in fields:
        name = f.split(" ")[0]
        head, gap, rest = text.partition("\n\n")
        head = "\n".join(f if line.startswith(name + " ") else line
                         for line in head.split("\n"))
        text = head + gap + rest
    body = text.encode()
    sha = hashlib.sha256(body).hexdigest()
    answer = call(url, hubask.Signer(key), "PUT", "/api/v1/terms/" + sha, body)
    if status(answer) != 204:
        sys.exit(answer.decode())
    print(sha)


def same(url, one, other, rest):
    a, b = hubask.Signer(one), hubask.Signer(other)
    for method, path in zip(rest[::2], rest[1::2]):
        body = None if method == "GET" else b"x"
        answers = [call(url, s, method, path, body) for s in (a, b)]
        if answers[0] != answers[1]:
            sys.exit("%s differs" % path)
        print(path, status(answers[0]))


def main():
    a = sys.argv[1:]
    if a[0] == "--same":
        same(a[1], a[2], a[3], a[4:])
        return
    if a[2] == "terms":
        terms(a[0], a[1], a[3], a[4:])
        return
    if a[2] == "put":
        answer = call(a[0], hubask.Signer(a[1]), "PUT", a[3],
                      open(a[4], "rb").read())
    else:
        answer = order(a[0], a[1], a[2], a[3], a[4:])
    print(status(answer))
    sys.exit(0 if status(answer) // 100 == 2 else answer.decode())


main()
