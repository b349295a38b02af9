#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""on-pty FILE COMMAND...: run COMMAND on a terminal of its own and answer each
of its questions for a passphrase with the first line of FILE.

on-pty --keys SCRIPT COMMAND...: 80 columns by 24 rows, driven by the lines of
SCRIPT:

    wait TEXT       until TEXT was shown after the last key
    keys TEXT       type it; \\r \\e \\x.. as in Python
    signal NAME     to the program: TERM, HUP, ...
    size ROWS COLUMNS
    save FILE       all that was shown since the last key

With --keys, status 90 says that the terminal was not given back as it was, 91
that a text did not come.  Waits for what is shown, so nothing depends on how
fast either side is.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios

PATIENCE = 120  # seconds for a text that never comes


def answer_passphrases(file, command):
    with open(file, "rb") as f:
        answer = f.readline().rstrip(b"\n") + b"\n"
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
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
    return status


class Session:
    def __init__(self, command):
        # both ends stay open here, so that the terminal can be looked at last
        self.fd, self.end = pty.openpty()
        self.resize(24, 80)
        self.before = termios.tcgetattr(self.end)
        self.seen = b""
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(self.end, termios.TIOCSCTTY, 0)
            for n in (0, 1, 2):
                os.dup2(self.end, n)
            os.execvp(command[0], command)

    def resize(self, rows, columns):
        fcntl.ioctl(self.end, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if ready:
            self.seen += os.read(self.fd, 65536)
        return bool(ready)

    def wait(self, text):
        while text not in self.seen:
            if not self.read(PATIENCE):
                sys.stderr.write("did not come: %r\n" % text)
                sys.stderr.buffer.write(self.seen)
                os.kill(self.pid, signal.SIGKILL)
                return False
        return True

    def run(self, line):
        word, _, rest = line.partition(" ")
        if word == "wait":
            return self.wait(rest.encode())
        if word == "keys":
            self.seen = b""
            text = rest.replace("\\e", "\\x1b")
            os.write(self.fd, text.encode("latin-1").decode(
                "unicode_escape").encode("latin-1"))
        elif word == "signal":
            os.kill(self.pid, getattr(signal, "SIG" + rest))
        elif word == "size":
            self.resize(*map(int, rest.split()))
            os.kill(self.pid, signal.SIGWINCH)
        elif word == "save":
            with open(rest, "wb") as f:
                f.write(self.seen)
        elif word:
            raise SystemExit("on-pty: what is %r?" % line)
        return True

    def finish(self):
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                break
            self.read(.05)
        while self.read(0):
            pass
        if termios.tcgetattr(self.end) != self.before:
            return 90
        status = os.waitstatus_to_exitcode(status)
        return status if status >= 0 else 128 - status


def drive(script, command):
    session = Session(command)
    with open(script, encoding="utf-8") as f:
        for line in f:
            if not session.run(line.rstrip("\n")):
                return 91
    status = session.finish()
    sys.stdout.buffer.write(session.seen)
    return status


if sys.argv[1] == "--keys":
    sys.exit(drive(sys.argv[2], sys.argv[3:]))
sys.exit(answer_passphrases(sys.argv[1], sys.argv[2:]))
