#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the #includes of src, ui and app against the table of rooms: who may use whom.

Usage: layers.py [ROOT]   exit 1 and one line per violation
       layers.py --self-test
"""
import pathlib
import re
import sys
import tempfile

CORE = ["base", "payload", "decode", "capture", "query", "net", "http", "respond", "workspace", "history",
        "session", "scenario", "load"]
DIRECT = {
    "base": [],
    "payload": ["base"],
    "decode": ["base", "payload"],
    "capture": ["base"],
    "query": ["base", "payload", "decode", "capture"],
    "net": ["base", "payload", "decode"],
    "http": ["base", "payload", "decode", "net"],
    "respond": ["base", "payload", "decode", "net"],
    "workspace": ["base", "payload", "net", "http", "respond"],
    "history": ["base", "payload", "decode", "net", "http", "workspace"],
    "session": CORE[:10],
    "scenario": CORE[:11],
    "load": CORE[:11],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
GUI_HEADER = re.compile(r"^(QtWidgets|QtGui|QWidget|QApplication|QGuiApplication|QMessageBox|QDialog|QLabel|QPainter"
                        r"|QColor|QFont|QIcon|QImage|QPixmap|QPalette|QWindow|QAction|QMenu|QTableView|QClipboard)\b")


def room_of(path: pathlib.PurePath) -> str:
    parts = path.parts
    if parts[0] == "src":
        return parts[1]
    if parts[0] == "app":
        return "app/" + parts[1]
    return "ui"


def may_use(room: str, target: str) -> bool:
    if room == target:
        return True
    if room == "ui":
        return target in CORE
    if room == "app/wireloupe-cli":
        return target in CORE
    if room == "app/wireloupe":
        return target in CORE or target == "ui"
    return target in DIRECT.get(room, [])


def target_of(header: str, file: pathlib.PurePath):
    """The room that a quoted include names; None where it is of the same folder (ui forms, mocs)."""
    first = header.split("/")[0]
    if "/" not in header:
        return None
    if first in CORE or first == "ui":
        return first
    return "unknown room " + first


def check(root: pathlib.Path):
    problems = []
    count = 0
    for top in ("src", "ui", "app"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in (".cpp", ".h"):
                continue
            count += 1
            relative = path.relative_to(root)
            room = room_of(relative)
            if room in CORE and room not in DIRECT:
                problems.append(f"{relative}: the room {room} is not in the table")
            for kind, header in INCLUDE.findall(path.read_text(encoding="utf-8", errors="replace")):
                if kind == "<":
                    if room in CORE and GUI_HEADER.match(header.split("/")[-1]):
                        problems.append(f"{relative}: the core includes the GUI header <{header}>")
                    continue
                target = target_of(header, relative)
                if target is not None and not may_use(room, target):
                    problems.append(f"{relative}: {room} may not use {header}")
    return problems, count


def self_test() -> int:
    """Each kind of violation is found, and a clean tree is clean."""
    cases = [
        ("src/net/a.cpp", '#include "capture/store.h"\n', True),
        ("src/base/a.h", '#include "payload/hex.h"\n', True),
        ("src/net/a.cpp", "#include <QWidget>\n", True),
        ("src/http/a.cpp", "#include <QtWidgets/QLabel>\n", True),
        ("src/net/a.cpp", '#include "ui/shell/theme.h"\n', True),
        ("app/wireloupe-cli/a.cpp", '#include "ui/shell/theme.h"\n', True),
        ("src/net/a.cpp", '#include "base/error.h"\n#include <QTimer>\n', False),
        ("ui/shell/a.cpp", '#include "capture/store.h"\n#include <QWidget>\n', False),
        ("app/wireloupe/a.cpp", '#include "ui/shell/theme.h"\n', False),
    ]
    for name, text, is_bad in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_text(text)
            problems, _ = check(pathlib.Path(folder))
            if bool(problems) != is_bad:
                print(f"self-test: {name} with {text!r}: {problems}")
                return 1
    return 0


def main() -> int:
    if "--self-test" in sys.argv:
        return self_test()
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
    problems, count = check(root)
    print("\n".join(problems) or f"{count} files keep the layers")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
