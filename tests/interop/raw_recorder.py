#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server that keeps what it gets: raw_recorder.py COUNT

Prints its port. Of each connection it reads COUNT bytes, or until the peer ends its stream or is silent for a
second, prints them in hex on one line, answers with their number and closes. Ends with its stdin.
"""
import socket
import sys
import threading

count = int(sys.argv[1])
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)


def serve(peer):
    got = b""
    peer.settimeout(1)
    try:
        while len(got) < count:
            piece = peer.recv(65536)
            if not piece:
                break
            got += piece
    except socket.timeout:
        pass
    body = str(len(got)).encode()
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: " + str(len(body)).encode() + b"\r\nConnection: close\r\n\r\n" + body)
    peer.close()
    print(got.hex(), flush=True)


def accept():
    while True:
        serve(server.accept()[0])


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
