#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An OAuth 2 server on a free port of 127.0.0.1 that checks what it gets by the RFCs; prints the port.

/authorize   redirects back at once with a code (RFC 6749, RFC 7636 S256)
/token       authorization_code, client_credentials, refresh_token for the client "app" / "s:e+c ret"
/api         answers who holds the bearer token
"""

import base64
import hashlib
import json
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

CLIENT = ("app", "s:e+c ret")
codes, tokens, refreshes = {}, {}, {}


class Refused(Exception):
    pass


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, value, fields=()):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, text in fields:
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query, strict_parsing=bool(url.query)).items()}
        if url.path == "/authorize":
            return self.authorize(query)
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        if url.path == "/api" and kind == "Bearer" and token in tokens:
            return self.answer(200, {"token_of": tokens[token]})
        return self.answer(401, {"error": "who are you"}, [("WWW-Authenticate", "Bearer")])

    def authorize(self, query):
        back = urlsplit(query["redirect_uri"])
        assert back.scheme == "http" and back.hostname == "127.0.0.1" and back.port
        given = {"state": query["state"]}
        good = (query["response_type"] == "code" and query["client_id"] == CLIENT[0]
                and query["code_challenge_method"] == "S256")
        if query.get("scope") == "deny":
            given |= {"error": "access_denied", "error_description": "not today"}
        elif not good:
            given |= {"error": "invalid_request"}
        else:
            code = secrets.token_urlsafe()
            codes[code] = (query["redirect_uri"], query["code_challenge"])
            given |= {"code": code}
        self.send_response(302)
        self.send_header("Location", query["redirect_uri"] + "?" + urlencode(given))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}
        try:
            if self.path != "/token":
                raise Refused("invalid_request")
            self.check_client(form)
            self.answer(200, self.grant(form), [("Cache-Control", "no-store")])
        except Refused as refused:
            self.answer(400, {"error": str(refused)})

    def check_client(self, form):
        kind, _, credentials = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            parts = base64.b64decode(credentials).decode().split(":")
            client = tuple(unquote_plus(part) for part in parts)
        else:
            client = (form.get("client_id"), form.get("client_secret"))
        if client != CLIENT:
            raise Refused("invalid_client")

    def grant(self, form):
        kind = form["grant_type"]
        if kind == "authorization_code":
            redirect, challenge = codes.pop(form["code"], (None, None))
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            if redirect != form["redirect_uri"] or base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
                raise Refused("invalid_grant")
        elif kind == "refresh_token":
            if refreshes.pop(form["refresh_token"], None) is None:
                raise Refused("invalid_grant")
        elif kind != "client_credentials":
            raise Refused("unsupported_grant_type")
        access, refresh = secrets.token_urlsafe(), secrets.token_urlsafe()
        tokens[access], refreshes[refresh] = kind, True
        return {"access_token": access, "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh}


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
