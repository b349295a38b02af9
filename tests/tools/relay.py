#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""relay.py CAPTURE TARGET-PORT [SHUFFLE]: stand between a client and a server
on loopback, and write what passes as a capture (pcap, raw IP).

Prints its own port; ends at SIGTERM.  With
SHUFFLE, a number, segments are small, some come twice and out of order, as a
network would have it; the bytes are those that passed.
"""
import random
import signal
import socket
import struct
import sys
import threading

capture = open(sys.argv[1], "wb", buffering=0)
target = int(sys.argv[2])
shuffle = random.Random(int(sys.argv[3])) if len(sys.argv) > 3 else None
lock = threading.Lock()


def packet(source, to, seq, flags, payload=b""):
    tcp = struct.pack(">HHIIBBHHH", source, to, seq & 0xFFFFFFFF, 0, 0x50,
                      flags, 4096, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0,
                     b"\x7f\0\0\1", b"\x7f\0\0\1")
    return ip + tcp


def write(packets):
    with lock:
        for p in packets:
            capture.write(struct.pack("<IIII", 0, 0, len(p), len(p)) + p)


def segments(ports, seq, data):
    size = 1400 if shuffle is None else 97
    out = [packet(*ports, seq + i, 24, data[i:i + size])
           for i in range(0, len(data), size)]
    if shuffle is not None:
        out += shuffle.sample(out, len(out) // 4)
        shuffle.shuffle(out)
    return out


def pump(source, to, ports, seq):
    while data := source.recv(65536):
        write(segments(ports, seq, data))
        seq += len(data)
        to.sendall(data)
    try:
        to.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client):
    server = socket.create_connection(("127.0.0.1", target))
    there = (client.getpeername()[1], target)
    back = there[::-1]
    write([packet(*there, 999, 2), packet(*back, 4999, 18)])
    threads = [threading.Thread(target=pump, args=a, daemon=True) for a in
               ((client, server, there, 1000), (server, client, back, 5000))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    client.close()
    server.close()


capture.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],),
                     daemon=True).start()
