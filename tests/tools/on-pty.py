#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""on-pty FILE COMMAND...: run COMMAND on a terminal of its own and answer each
of its questions for a passphrase with the first line of FILE.

Waits for the question, so nothing depends on how fast either side is.
"""
import os
import pty
import sys

with open(sys.argv[1], "rb") as f:
    answer = f.readline().rstrip(b"\n") + b"\n"

pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

seen = b""
while True:
    try:
        piece = os.read(fd, 4096)
    except OSError:  # the other end is closed
        break
    if not piece:
        break
    seen += piece
    if b"passphrase" in seen and seen.rstrip(b" ").endswith(b":"):
        os.write(fd, answer)
        seen = b""

status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
if status != 0:
    sys.stderr.buffer.write(seen)
sys.exit(status)
