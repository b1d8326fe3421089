#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server of Python's http.server for the tests: prints its port, ends with its stdin.

What it answers is what Python understood: methods, targets, fields, forms and parts as JSON.
"""
import email
import email.policy
import gzip
import http.server
import json
import sys
import threading
import time
import urllib.parse


def parts_of(content_type, body):
    """Parts of a multipart/form-data body by Python's mail parser: name, file name, type, content."""
    message = email.message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body,
                                       policy=email.policy.HTTP)
    return [[part.get_param("name", header="content-disposition"), part.get_filename(), part.get_content_type(),
             part.get_payload(decode=True).decode("latin-1")] for part in message.iter_parts()]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ended = 0

    def log_message(self, *_):
        pass

    def answer(self, body, status=200, fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def understood(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content_type = self.headers.get("Content-Type", "")
        told = {"method": self.command, "path": self.path, "fields": self.headers.items(),
                "client": self.client_address[1], "size": len(body)}
        if content_type == "application/x-www-form-urlencoded":
            told["form"] = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)
        elif content_type.startswith("multipart/form-data"):
            told["parts"] = parts_of(content_type, body)
        elif content_type == "application/json":
            told["json"] = json.loads(body)
        else:
            told["text"] = body.decode("latin-1")
        return told

    def events(self):
        """Events until the client leaves."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        try:
            for number in range(1_000_000):
                self.wfile.write(b'event: tick\ndata: {"n": %d}\n\n' % number)
                time.sleep(0.01)
        except OSError:
            Handler.ended += 1

    def do_any(self):
        target = urllib.parse.urlsplit(self.path)
        if target.path == "/gzip":
            self.answer(gzip.compress(b"plain " * 1000), fields=[("Content-Encoding", "gzip")])
        elif target.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for word in (b"one ", b"two ", b"three"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(word), word))
                self.wfile.flush()
                time.sleep(0.01)
            self.wfile.write(b"0\r\n\r\n")
        elif target.path == "/events":
            self.events()
        elif target.path == "/ended":
            self.answer(b"%d" % Handler.ended)
        elif target.path == "/until-close":
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"until the end")
        elif target.path == "/redirect":
            self.answer(b"", 302, [("Location", target.query)])
        elif target.path.startswith("/status/"):
            self.answer(b"body", int(target.path[8:]))
        else:
            self.answer(json.dumps(self.understood()).encode(), fields=[("Content-Type", "application/json")])

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.do_any
        raise AttributeError(name)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
