#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""liar.py PORT HUB-PORT KEY CERTIFICATE LIES: a hub that lies.

HTTPS on PORT of loopback with the hub's own key; what is asked for is passed
on to the true hub, and what it answers is falsified as LIES, a file that is
read for each request, says: JSON, {"METHOD PATH": LIE}, PATH a prefix, LIE
{"flip": N}, the N-th byte changed; {"swap": [OLD, NEW]}, texts; {"file":
PATH}, another answer.  "seen" is a file beside LIES with a line for each
request.  Prints its port once it listens; ends at SIGTERM.
"""
import http.client
import http.server
import json
import signal
import ssl
import sys

PORT, HUB, KEY, CERT, LIES = sys.argv[1:]
KEPT = ("Content-Type", "Set-Cookie", "Location", "Date", "Cache-Control",
        "Content-Security-Policy")


ASSETS = {}


def falsify(lie, status, body):
    if "flip" in lie:
        at = lie["flip"] % max(len(body), 1)
        return status, body[:at] + bytes([body[at] ^ 1]) + body[at + 1:]
    if "swap" in lie:
        old, new = (s.encode() for s in lie["swap"])
        return status, body.replace(old, new)
    with open(lie["file"], "rb") as f:
        return 200, f.read()


class Liar(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def setup(self):
        super().setup()
        self.hub = http.client.HTTPSConnection(
            "127.0.0.1", int(HUB), timeout=30,
            context=ssl._create_unverified_context())

    def finish(self):
        self.hub.close()
        super().finish()

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        head = {k: v for k, v in self.headers.items() if k.lower() not in
                ("host", "connection", "content-length")}
        try:
            self.hub.request(self.command, self.path, body or None, head)
            answer = self.hub.getresponse()
        except (OSError, http.client.HTTPException):
            self.hub.close()    # it was idle too long; each can be repeated
            self.hub.request(self.command, self.path, body or None, head)
            answer = self.hub.getresponse()
        return answer.status, answer.read(), answer

    def serve(self):
        # what is named by its hash is kept, as by any proxy
        status, body, answer = ASSETS.get(self.path) or self.pass_on()
        if self.path.startswith("/asset/"):
            ASSETS[self.path] = status, body, answer
        with open(LIES) as f:
            lies = json.load(f)
        with open(LIES + ".seen", "a") as f:
            f.write("%s %s %d\n" % (self.command, self.path, status))
        for what, lie in lies.items():
            if (self.command + " " + self.path).startswith(what):
                status, body = falsify(lie, status, body)
        self.send_response_only(status)
        for name in KEPT:
            if answer.getheader(name) is not None:
                self.send_header(name, answer.getheader(name))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = serve


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(PORT)), Liar)
server.daemon_threads = True
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERT, KEY)
server.socket = context.wrap_socket(server.socket, server_side=True,
                                    do_handshake_on_connect=False)
print(PORT, flush=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
server.serve_forever()
