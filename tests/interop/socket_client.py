#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plain Python clients for an echo server: socket_client.py MODE PORT. Exit code 0 where all was right."""
import asyncio
import hashlib
import json
import socket
import sys
import time

HOST = "127.0.0.1"


def read_all(sock):
    parts = []
    while True:
        part = sock.recv(65536)
        if not part:
            return b"".join(parts)
        parts.append(part)


def plain(port):
    """Messages one after another, then half-close, then what still comes."""
    with socket.create_connection((HOST, port), timeout=10) as sock:
        for size in (1, 10, 1000, 70_000):
            message = bytes(i % 251 for i in range(size))
            sock.sendall(message)
            got = b""
            while len(got) < size:
                got += sock.recv(65536)
            assert got == message, size
        sock.sendall(b"last")
        sock.shutdown(socket.SHUT_WR)
        assert read_all(sock) == b"last"


def late(port):
    """Asks, half-closes, and waits for the answer."""
    with socket.create_connection((HOST, port), timeout=10) as sock:
        sock.sendall(b"question")
        sock.shutdown(socket.SHUT_WR)
        answer = read_all(sock)
        assert answer == b"answer", answer


def download(port):
    """Half-closes at once, reads slowly, tells what came."""
    with socket.create_connection((HOST, port), timeout=20) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        sock.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
        body = read_all(sock)
    print(json.dumps({"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}), flush=True)


def one_byte(port):
    with socket.create_connection((HOST, port), timeout=10) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        message = bytes(range(256))
        for i in range(256):
            sock.sendall(message[i : i + 1])
        sock.shutdown(socket.SHUT_WR)
        assert read_all(sock) == message


async def talk(port, number):
    reader, writer = await asyncio.open_connection(HOST, port)
    for count in range(20):
        line = f"{number}:{count}\n".encode()
        writer.write(line)
        await writer.drain()
        assert await reader.readline() == line
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def talk_all(port):
    await asyncio.gather(*(talk(port, number) for number in range(50)))


def streams(port):
    asyncio.run(talk_all(port))


def datagrams(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(10)
        sock.connect((HOST, port))
        for message in (b"x", b"", b"y" * 1400, b"z" * 65507):
            sock.send(message)
            assert sock.recv(70_000) == message, len(message)


def many(port):
    """500 clients at once, told by lines on stdin to report how many were answered and to let some go."""
    clients = []
    for _ in range(500):
        sock = socket.create_connection((HOST, port), timeout=10)
        sock.setblocking(False)
        sock.sendall(b"m")
        clients.append([sock, False])
    print(json.dumps({"connected": len(clients)}), flush=True)
    for line in sys.stdin:
        if line.startswith("close"):
            for sock, answered in [client for client in clients if client[1]][: int(line.split()[1])]:
                sock.close()
            clients = [client for client in clients if client[0].fileno() >= 0]
        for client in clients:
            try:
                client[1] = client[1] or client[0].recv(10) == b"m"
            except BlockingIOError:
                pass
        answered = sum(1 for client in clients if client[1])
        print(json.dumps({"open": len(clients), "answered": answered}), flush=True)


if __name__ == "__main__":
    MODES = (plain, late, download, one_byte, streams, datagrams, many)
    {mode.__name__: mode for mode in MODES}[sys.argv[1]](int(sys.argv[2]))
