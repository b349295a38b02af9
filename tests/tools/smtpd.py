#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""smtpd FOLDER [--port P] [--die-at N]: a mail server on loopback, aiosmtpd's.

Prints its port, then writes each mail and its envelope to FOLDER.  Refuses
recipients that begin with "never" (550) or "later" (450), and senders that
begin with "nobody" (553).  With --die-at N it dies while it takes the Nth.
"""
import argparse
import asyncio
import json
import os
import socket

from aiosmtpd.smtp import SMTP

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--die-at", type=int, default=0)
args = parser.parse_args()


class Handler:
    taken = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "553 not from you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never"):
            return "550 no such user"
        if address.startswith("later"):
            return "450 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Handler.taken += 1
        if Handler.taken == args.die_at:
            os._exit(1)
        name = os.path.join(args.folder, "%03d" % len(os.listdir(args.folder)))
        with open(name, "w") as f:
            json.dump({"from": envelope.mail_from, "to": envelope.rcpt_tos,
                       "mail": envelope.content.decode("ascii")}, f)
        return "250 OK"


async def main():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("", args.port))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(), hostname="localhost"), sock=s)
    print(s.getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
