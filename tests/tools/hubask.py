#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""hubask: asks a hub as a stranger's program would, with openssl for keys.

hubask.py [--key FILE] [--body FILE] [--named NAME] METHOD URL
	the whole answer, byte for byte, but for its Date
hubask.py --key FILE sign
	the text on stdin as a signed note
hubask.py hold N URL
	N connections with half a request each, from as many addresses as that
	takes; says how many are held; the end of stdin lets them go
hubask.py --key FILE --body FILE --end PID METHOD URL
	sends half of the body, SIGTERM to PID, waits until the hub takes no
	more connections, and sends the rest
hubask.py announce BYTES METHOD URL
	a head that announces so many bytes, and none of them
"""
import argparse
import base64
import datetime
import hashlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse

# RFC 8410: what stands before the 32 bytes of an Ed25519 key's seed
PKCS8 = bytes.fromhex("302e020100300506032b657004220420")
PER_ADDRESS = 100


class Signer:
    """A line PRIVATE+KEY+name+id+base64(01, seed): specs/ledger.md 3."""

    def __init__(self, path):
        fields = open(path).read().strip().split("+", 4)
        assert fields[:2] == ["PRIVATE", "KEY"]
        self.name, self.id = fields[2], bytes.fromhex(fields[3])
        self.seed = base64.b64decode(fields[4])[1:]

    def sign(self, text):
        with tempfile.TemporaryDirectory() as d:
            key, message = d + "/key", d + "/message"
            open(key, "wb").write(PKCS8 + self.seed)
            open(message, "wb").write(text)
            return subprocess.run(
                ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER",
                 "-inkey", key, "-in", message],
                check=True, stdout=subprocess.PIPE).stdout

    def note(self, text, named=None):
        line = "\u2014 %s %s\n" % (
            named or self.name,
            base64.b64encode(self.id + self.sign(text)).decode())
        return text + b"\n" + line.encode()


class Hub:
    def __init__(self, url, source=None):
        u = urllib.parse.urlsplit(url)
        self.host, self.port = u.hostname, u.port
        self.origin = u.netloc
        self.path = u.path + ("?" + u.query if u.query else "")
        self.source = source

    def connect(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        raw = socket.create_connection(
            ("127.0.0.1", self.port), 30,
            (self.source, 0) if self.source else None)
        return context.wrap_socket(raw, server_hostname=self.host)

    def head(self, method, path, length=None, more=()):
        lines = ["%s %s HTTP/1.1" % (method, path), "Host: " + self.origin]
        if length is not None:
            lines.append("Content-Length: %d" % length)
        lines += list(more) + ["Connection: close", "", ""]
        return "\r\n".join(lines).encode()

    def ask(self, method, path, body=None, more=()):
        s = self.connect()
        s.sendall(self.head(method, path,
                            None if body is None else len(body), more) +
                  (body or b""))
        return read_all(s)

    def authorization(self, signer, method, body, named):
        answer = self.ask("GET", "/api/v1/challenge")
        challenge = answer.split(b'"challenge":"')[1][:32].decode()
        now = datetime.datetime.now(datetime.timezone.utc)
        text = "\n".join([
            "telltale/v1/request", "log " + self.origin,
            now.strftime("time %Y-%m-%dT%H:%M:%SZ"),
            "key " + (named or signer.name), "challenge " + challenge,
            "method " + method, "path " + self.path,
            "body " + hashlib.sha256(body or b"").hexdigest(), ""])
        note = signer.note(text.encode(), named)
        return ["Authorization: Telltale " + base64.b64encode(note).decode()]


def read_all(s):
    got = b""
    while True:
        try:
            more = s.recv(65536)
        except (ssl.SSLError, ConnectionError):
            break
        if not more:
            break
        got += more
    s.close()
    return got


def without_date(answer):
    head, gap, body = answer.partition(b"\r\n\r\n")
    lines = [l for l in head.split(b"\r\n") if not l.lower().startswith(b"date:")]
    return b"\r\n".join(lines) + gap + body


def hold(n, url):
    held = []
    for i in range(n):
        hub = Hub(url, "127.0.0.%d" % (2 + i // PER_ADDRESS))
        try:
            s = hub.connect()
            s.sendall(hub.head("POST", "/api/v1/join", 100)[:40])
            held.append(s)
        except (OSError, ssl.SSLError):
            pass
    print("held", len(held), flush=True)
    sys.stdin.read()


def ending(hub, head, body, pid):
    s = hub.connect()
    s.sendall(head)
    if not s.recv(65536).startswith(b"HTTP/1.1 100 "):
        sys.exit("the hub does not ask for the body")
    s.sendall(body[:len(body) // 2])
    os.kill(pid, signal.SIGTERM)
    while True:
        try:
            socket.create_connection(("127.0.0.1", hub.port), 5).close()
            time.sleep(0.05)
        except OSError:
            break
    s.sendall(body[len(body) // 2:])
    return read_all(s)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--key")
    p.add_argument("--body")
    p.add_argument("--named")
    p.add_argument("--end", type=int)
    p.add_argument("words", nargs="+")
    a = p.parse_args()
    signer = Signer(a.key) if a.key else None
    out = sys.stdout.buffer
    if a.words == ["sign"]:
        out.write(signer.note(sys.stdin.buffer.read()))
        return
    if a.words[0] == "hold":
        hold(int(a.words[1]), a.words[2])
        return
    if a.words[0] == "announce":
        hub = Hub(a.words[3])
        s = hub.connect()
        s.sendall(hub.head(a.words[2], hub.path, int(a.words[1])))
        out.write(without_date(read_all(s)))
        return
    method, hub = a.words[0], Hub(a.words[1])
    body = open(a.body, "rb").read() if a.body else (
        None if method == "GET" else b"")
    more = hub.authorization(signer, method, body, a.named) if signer else []
    if a.end:
        more.append("Expect: 100-continue")
        answer = ending(hub, hub.head(method, hub.path, len(body), more),
                        body, a.end)
    else:
        answer = hub.ask(method, hub.path, body, more)
    out.write(without_date(answer))


if __name__ == "__main__":
    main()
