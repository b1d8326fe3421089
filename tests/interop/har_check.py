# SPDX-License-Identifier: MIT
"""har_check.py SCHEMA FILE: checks a HAR against the schema, and that its entries add up.

Exit code 0: valid, and "N entries" on stdout; 1: not, with the reasons; 77: python3-jsonschema is missing.
"""
import base64
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)


def refuse_twice(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name stands twice in %s" % names)
    return dict(pairs)


schema = json.load(open(sys.argv[1], encoding="utf-8"))
har = json.load(open(sys.argv[2], encoding="utf-8"), object_pairs_hook=refuse_twice)
problems = ["/".join(map(str, error.absolute_path)) + ": " + error.message[:200]
            for error in jsonschema.Draft7Validator(schema).iter_errors(har)]
for number, entry in enumerate(har["log"]["entries"]):
    # The time of TLS is part of that of connect.
    spent = sum(value for name, value in entry["timings"].items() if value > 0 and name != "ssl")
    if abs(spent - entry["time"]) > 0.001:
        problems.append("%d: %f ms are not the sum of its timings" % (number, entry["time"]))
    content = entry["response"]["content"]
    if content.get("encoding") == "base64":
        body = base64.b64decode(content["text"], validate=True)
        if len(body) != content["size"]:
            problems.append("%d: %d bytes, not %d" % (number, len(body), content["size"]))
print("\n".join(problems) or "%d entries" % len(har["log"]["entries"]))
sys.exit(1 if problems else 0)
