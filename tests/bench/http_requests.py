#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Small GETs one after another over a kept-alive connection, by requests.Session.

Usage: http_requests.py PORT [REQUESTS] [BODY]. Prints {"requests_per_second": N, "requests": N}.
"""
import json
import sys
import time

import requests

arguments = [int(word) for word in sys.argv[1:]] + [5000, 200][len(sys.argv) - 2:]
port, total, body = arguments
session = requests.Session()
session.trust_env = False
url = f"http://127.0.0.1:{port}/"
start = time.perf_counter()
for _ in range(total):
    if len(session.get(url).content) != body:
        sys.exit("a body of another size came")
seconds = time.perf_counter() - start
print(json.dumps({"requests_per_second": round(total / seconds, 1), "requests": total}))
