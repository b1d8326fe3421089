# SPDX-License-Identifier: MIT
"""Servers of the standard library on a free port of 127.0.0.1.

cli_servers.py NAME prints the port on the first line and serves until standard input ends.
"""
import asyncio
import http.server
import json
import select
import socket
import sys
import threading
import urllib.parse


def told(port):
    print(port, flush=True)


def until_input_ends():
    sys.stdin.buffer.read()


def one_reply():
    """One recv, one send, close: the shortest server there is."""
    listener = socket.create_server(("127.0.0.1", 0))
    told(listener.getsockname()[1])

    def serve():
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"you said: " + connection.recv(65536))

    threading.Thread(target=serve, daemon=True).start()
    until_input_ends()


def after_eof():
    """Reads to the peer's FIN, then answers with what it counted."""
    listener = socket.create_server(("127.0.0.1", 0))
    told(listener.getsockname()[1])

    def serve():
        while True:
            connection, _ = listener.accept()
            with connection:
                size = 0
                while part := connection.recv(65536):
                    size += len(part)
                connection.sendall(b"%d bytes\n" % size)

    threading.Thread(target=serve, daemon=True).start()
    until_input_ends()


def selecting():
    """An echo for any number of clients in one thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    told(listener.getsockname()[1])
    clients = []
    while True:
        ready, _, _ = select.select([listener, sys.stdin, *clients], [], [])
        for one in ready:
            if one is sys.stdin:
                return
            if one is listener:
                clients.append(listener.accept()[0])
                continue
            data = one.recv(65536)
            if data:
                one.sendall(data)
            else:
                clients.remove(one)
                one.close()


async def echo_lines(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def serve_streams():
    server = await asyncio.start_server(echo_lines, "127.0.0.1", 0)
    told(server.sockets[0].getsockname()[1])
    await asyncio.get_running_loop().run_in_executor(None, until_input_ends)


def streams():
    asyncio.run(serve_streams())


def datagrams():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    told(server.getsockname()[1])

    def serve():
        while True:
            data, peer = server.recvfrom(65536)
            server.sendto(data[::-1], peer)

    threading.Thread(target=serve, daemon=True).start()
    until_input_ends()


class Api(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"one,", b"two,", b"three"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
            return
        self.answer({"path": self.path, "agent": self.headers.get("User-Agent", "")})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("application/json"):
            self.answer({"json": json.loads(body)}, 201)
        elif kind.startswith("application/x-www-form-urlencoded"):
            self.answer({"form": urllib.parse.parse_qs(body.decode())})
        else:
            self.answer({"bytes": len(body)})

    def log_message(self, *arguments):
        pass


def api():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
    told(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    until_input_ends()


globals()[sys.argv[1]]()
