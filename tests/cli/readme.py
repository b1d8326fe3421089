#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the terminal commands of README.md as they stand there (on free ports) and checks that its links lead somewhere.

Usage: readme.py README.md WIRELOUPE-CLI
"""
import http.server
import pathlib
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import threading


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def commands_of(text):
    """The shell lines that begin with wireloupe-cli, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line.startswith("wireloupe-cli ")]


def broken_links(text, folder):
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    return [target for target in targets if not (folder / target).exists()]


def run_all(commands, program, folder):
    """Each command ends with 0; `listen` runs behind the others and is ended by SIGTERM."""
    handler = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    ports = {"8080": str(free_port()), "8000": str(web.server_port)}
    background = []
    failures = []

    def end_background():
        for process in background:
            process.terminate()
            process.wait(20)
        background.clear()

    for words in commands:
        line = [re.sub(r":(8080|8000)\b", lambda m: ":" + ports[m.group(1)], word) for word in words[1:]]
        if line[0] == "listen":
            process = subprocess.Popen([program, *line], cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
            process.stderr.readline()  # tells its address
            background.append(process)
            continue
        if line[0] == "capture":
            end_background()
        done = subprocess.run([program, *line], cwd=folder, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            failures.append(f"{' '.join(words)}: exit {done.returncode}: {done.stderr.strip()[-300:]}")
    end_background()
    web.shutdown()
    return failures


def main():
    readme, program = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    text = readme.read_text()
    commands = commands_of(text)
    problems = [f"the link {link} leads nowhere" for link in broken_links(text, readme.parent)]
    with tempfile.TemporaryDirectory() as folder:
        problems += run_all(commands, program, folder)
    print("\n".join(problems) or f"{len(commands)} commands of README.md did what they say")
    return 1 if problems or len(commands) < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
