#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""httpbin on a free port of 127.0.0.1; prints the port."""

from httpbin import app
from werkzeug.serving import make_server

server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
