# SPDX-License-Identifier: MIT
"""Clients of the standard library (and requests) that talk to a server on 127.0.0.1.

cli_clients.py NAME PORT [FILE…] prints "ok" and ends with 0, or tells what was wrong and ends with 1; 77 where a library is
not here.
"""
import asyncio
import json
import random
import select
import socket
import sys
import threading
import urllib.parse
import urllib.request

MESSAGES = 200


def receive(connection, size):
    parts = b""
    while len(parts) < size:
        part = connection.recv(65536)
        assert part, "closed after %d of %d bytes" % (len(parts), size)
        parts += part
    return parts


def plain(port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for number in range(MESSAGES):
            message = b"message %d\n" % number
            connection.sendall(message)
            assert receive(connection, len(message)) == message
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b"", "no FIN came"


def random_pieces(port, sent_path="", received_path=""):
    """Random bytes in pieces of odd sizes, echoed; both directions go to files."""
    chance = random.Random(7)
    sent = chance.randbytes(4_000_000)
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port)) as connection:

        def read():
            while part := connection.recv(chance.randint(1, 70_000)):
                received.extend(part)

        reader = threading.Thread(target=read)
        reader.start()
        at = 0
        while at < len(sent):
            size = chance.choice((1, 3, 1447, 65_495, 65_496, 131_071, chance.randint(1, 200_000)))
            connection.sendall(sent[at : at + size])
            at += size
        connection.shutdown(socket.SHUT_WR)
        reader.join()
    assert received == sent
    for path, content in ((sent_path, sent), (received_path, received)):
        with open(path, "wb") as file:
            file.write(content)


def byte_by_byte(port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        text = b"one byte at a time"
        for byte in text:
            connection.sendall(bytes([byte]))
        assert receive(connection, len(text)) == text


def many_selected(port):
    waiting = {socket.create_connection(("127.0.0.1", port)): b"client %d" % number for number in range(50)}
    for connection, message in waiting.items():
        connection.sendall(message)
    received = {connection: b"" for connection in waiting}
    while any(received[c] != waiting[c] for c in waiting):
        ready, _, _ = select.select(list(waiting), [], [], 30)
        assert ready, "nothing came"
        for connection in ready:
            received[connection] += connection.recv(4096)
    for connection in waiting:
        connection.close()


async def stream_one(port, number):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for turn in range(20):
        line = b"stream %d, turn %d\n" % (number, turn)
        writer.write(line)
        await writer.drain()
        assert await reader.readline() == line
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()


async def streams_all(port):
    await asyncio.gather(*(stream_one(port, number) for number in range(50)))


def streams(port):
    asyncio.run(streams_all(port))


def datagrams(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(("127.0.0.1", port))
        client.settimeout(30)
        for message in (b"first", b"", b"x" * 60000):
            client.send(message)
            assert client.recv(65536) == message


def url(port):
    return "http://127.0.0.1:%d/path?q=1" % port


def urllib_get(port):
    with urllib.request.urlopen(url(port), timeout=30) as answer:
        assert answer.status == 200 and answer.read() == b"ok"


def urllib_form(port):
    data = urllib.parse.urlencode({"name": "a b", "sign": "&="}).encode()
    with urllib.request.urlopen(url(port), data=data, timeout=30) as answer:
        assert answer.read() == b"ok"


def urllib_json(port):
    request = urllib.request.Request(url(port), data=json.dumps({"a": [1, 2.5]}).encode(), method="POST",
                                     headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.read() == b"ok"


def with_requests():
    try:
        import requests
    except ImportError:
        print("requests is not here")
        sys.exit(77)
    session = requests.Session()
    session.trust_env = False
    return session


def requests_get(port):
    assert with_requests().get(url(port), timeout=30).text == "ok"


def requests_form(port):
    assert with_requests().post(url(port), data={"name": "a b"}, timeout=30).text == "ok"


def requests_json(port):
    assert with_requests().post(url(port), json={"a": [1, 2.5]}, timeout=30).text == "ok"


globals()[sys.argv[1]](int(sys.argv[2]), *sys.argv[3:])
print("ok")
