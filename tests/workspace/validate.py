# SPDX-License-Identifier: MIT
"""validate.py SCHEMA FILE...: checks workspace files against the OpenCollection schema.

Exit code 0: all valid; 1: not, with the reasons on stdout; 77: python3-yaml or python3-jsonschema is missing.
A file of an item (folder.yml, a request) is checked as an entry of `items`.
"""
import json
import os
import sys

try:
    import jsonschema
    import yaml
except ImportError:
    sys.exit(77)


def whole(path, document):
    if os.path.basename(path) == "opencollection.yml" or "opencollection" in document:
        return document
    return {"opencollection": "1.0.0", "items": [document]}


schema = json.load(open(sys.argv[1], encoding="utf-8"))
validator = jsonschema.Draft7Validator(schema)
bad = False
for path in sys.argv[2:]:
    document = yaml.safe_load(open(path, encoding="utf-8"))
    for error in validator.iter_errors(whole(path, document)):
        bad = True
        causes = sorted(error.context, key=lambda e: -len(e.absolute_path))[:3] or [error]
        for cause in causes:
            print(path, "/".join(map(str, cause.absolute_path)), cause.message[:300])
sys.exit(1 if bad else 0)
