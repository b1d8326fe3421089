#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plain Python echo servers: socket_server.py MODE. The port is the first line on stdout."""
import asyncio
import hashlib
import json
import select
import socket
import sys
import time

HOST = "127.0.0.1"


def listener():
    sock = socket.create_server((HOST, 0))
    print(sock.getsockname()[1], flush=True)
    return sock


def plain():
    """One client after another."""
    server = listener()
    while True:
        sock, _ = server.accept()
        with sock:
            while data := sock.recv(65536):
                sock.sendall(data)


def selecting():
    server = listener()
    server.setblocking(False)
    sockets = [server]
    while True:
        for sock in select.select(sockets, [], [])[0]:
            if sock is server:
                client, _ = server.accept()
                sockets.append(client)
                continue
            data = sock.recv(65536)
            if data:
                sock.sendall(data)
            else:
                sockets.remove(sock)
                sock.close()


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve():
    server = await asyncio.start_server(echo, HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def streams():
    asyncio.run(serve())


def finisher():
    """Half-closes at once, then reads slowly to the end and tells what came."""
    server = listener()
    sock, _ = server.accept()
    with sock:
        sock.sendall(b"bye")
        sock.shutdown(socket.SHUT_WR)
        time.sleep(0.3)
        digest = hashlib.sha256()
        size = 0
        while data := sock.recv(65536):
            digest.update(data)
            size += len(data)
    print(json.dumps({"bytes": size, "sha256": digest.hexdigest()}), flush=True)


def datagrams():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((HOST, 0))
    print(sock.getsockname()[1], flush=True)
    while True:
        data, peer = sock.recvfrom(70_000)
        sock.sendto(data, peer)


if __name__ == "__main__":
    MODES = (plain, selecting, streams, finisher, datagrams)
    {mode.__name__: mode for mode in MODES}[sys.argv[1]]()
