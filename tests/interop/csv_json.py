# SPDX-License-Identifier: MIT
"""csv_json.py CSV JSONL: whether both tell the same of every record, by Python's csv and json modules.

Exit code 0 and "N records", or 1 and the first difference.
"""
import csv
import json
import re
import sys



def known(text):
    """How many U+FFFD stand for bytes that are no UTF-8 is not settled."""
    return re.sub("\ufffd+", "\ufffd", text)


columns = ["number", "time", "conn", "pane", "dir", "kind", "src", "dst", "proto", "length"]
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline=""), strict=True))
lines = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
if len(rows) != len(lines):
    sys.exit("%d rows, %d lines" % (len(rows), len(lines)))
for row, line in zip(rows, lines):
    told = {column: str(line[column]) for column in columns} | {"hex": line.get("hex", "")}
    for column, value in told.items():
        if row[column].lstrip("'") != value:
            sys.exit("%s: %r, %r" % (column, row[column], value))
    if row["info"][:1] in ("=", "+", "-", "@", "\t", "\r"):
        sys.exit("a formula: %r" % row["info"])
    if line["kind"] == "data" and \
            known(bytes.fromhex(line["hex"]).decode("utf-8", "replace")) != known(line["text"]):
        sys.exit("text is not the bytes: %r" % line)
print("%d records" % len(rows))
