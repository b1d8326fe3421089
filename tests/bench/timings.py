#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the phases that wireloupe-cli tells of a request against what the server and curl say, with a delay in each.

Usage: timings.py CLI [--rounds N]. Needs the right to make network and mount namespaces (root, or user namespaces), and
/dev/net/tun. Prints {"qt": {"dns": {"ours": ms, "curl": ms, "server": ms}, …}, "exact": {…}}.

The client runs in a network of its own with a resolver of its own; the server is in another one behind a wire that is a pair
of tun devices: what passes is copied by this program, which holds back the answer to a SYN.
"""
import argparse
import ctypes
import fcntl
import json
import os
import pathlib
import select
import socket
import ssl
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time

# Seconds that each phase takes at least.
DELAYS = {"dns": 0.08, "connect": 0.06, "tls": 0.07, "first byte": 0.09, "body": 0.11}
CLIENT, SERVER, PORT, NAME = "10.77.0.1", "10.77.0.2", 8443, "slow.test"
CLONE_NEWNET = 0x40000000


def run(*command):
    subprocess.run(command, check=True)


def open_tun(name, address):
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, 0x400454CA, struct.pack("16sH", name.encode(), 0x1001))  # TUNSETIFF, IFF_TUN | IFF_NO_PI
    run("ip", "addr", "add", address + "/24", "dev", name)
    run("ip", "link", "set", name, "up")
    return fd


class Facts:
    """What really passed in each phase, in ms, one line of JSON for each request."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()

    def add(self, phase, seconds):
        with self.lock, open(self.path, "a", encoding="ascii") as file:
            file.write(json.dumps([phase, 1000 * seconds]) + "\n")

    def take(self):
        lines = [json.loads(line) for line in open(self.path, encoding="ascii")]
        open(self.path, "w", encoding="ascii").close()
        return dict(lines)


def is_syn_ack(packet):
    start = (packet[0] & 0xF) * 4
    return packet[0] >> 4 == 4 and packet[9] == 6 and packet[start + 13] & 0x12 == 0x12


def wire(client, server, facts):
    """Copies packets between the two devices; a SYN is answered late."""
    while True:
        for fd in select.select([client, server], [], [])[0]:
            packet = os.read(fd, 65536)
            to = client if fd == server else server
            if fd == server and is_syn_ack(packet):
                begin = time.monotonic()
                time.sleep(DELAYS["connect"])
                os.write(to, packet)
                facts.add("connect", time.monotonic() - begin)
            else:
                os.write(to, packet)


def answer(raw, context, facts):
    try:
        begin = time.monotonic()
        time.sleep(DELAYS["tls"])
        stream = context.wrap_socket(raw, server_side=True)
        facts.add("tls", time.monotonic() - begin)
        head = b""
        while b"\r\n\r\n" not in head:
            piece = stream.recv(65536)
            if not piece:
                return
            head += piece
        begin = time.monotonic()
        time.sleep(DELAYS["first byte"])
        facts.add("first byte", time.monotonic() - begin)
        begin = time.monotonic()
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n" + 1000 * b"a")
        time.sleep(DELAYS["body"])
        stream.sendall(1000 * b"b")
        facts.add("body", time.monotonic() - begin)
        raw.close()
    except OSError:
        pass


def serve(client_tun, facts, folder, ready):
    """In a process of its own, which moves to another network."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        sys.exit(1)
    run("ip", "link", "set", "lo", "up")
    server_tun = open_tun("wire1", SERVER)
    threading.Thread(target=wire, args=(client_tun, server_tun, facts), daemon=True).start()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    listener = socket.create_server((SERVER, PORT))
    os.write(ready, b"1")
    while True:
        raw, _ = listener.accept()
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=answer, args=(raw, context, facts), daemon=True).start()


def resolve(facts):
    """Answers every question for an A record with the server's address, late, and every other with nothing."""
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.bind(("127.0.0.1", 53))

    def reply(query, peer):
        begin = time.monotonic()
        time.sleep(DELAYS["dns"])
        end = query.index(b"\0", 12) + 5
        is_a = query[end - 4:end - 2] == b"\0\1"
        head = query[:2] + b"\x81\x80\0\1" + (b"\0\1" if is_a else b"\0\0") + b"\0\0\0\0"
        record = b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(SERVER) if is_a else b""
        resolver.sendto(head + query[12:end] + record, peer)
        facts.add("dns", time.monotonic() - begin)

    while True:
        query, peer = resolver.recvfrom(2048)
        threading.Thread(target=reply, args=(query, peer), daemon=True).start()


def ours(cli, engine, facts):
    done = subprocess.run([cli, "http", "GET", f"https://{NAME}:{PORT}/", "--engine", engine, "--insecure", "--timing",
                           "--print", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=60)
    event = next(e for e in map(json.loads, done.stdout.splitlines()) if e["event"] == "response")
    told = event["timing"]
    time.sleep(0.02)
    return {"dns": told["dns_ms"], "connect": told["tcp_ms"], "tls": told["tls_ms"], "first byte": told["first_byte_ms"],
            "body": told["download_ms"]}, facts.take()


def curl(facts):
    names = ("namelookup", "connect", "appconnect", "pretransfer", "starttransfer", "total")
    form = "\\n".join(f"%{{time_{name}}}" for name in names)
    done = subprocess.run(["curl", "-qsk", "-o", "/dev/null", "-w", form, f"https://{NAME}:{PORT}/"], check=True,
                          stdout=subprocess.PIPE, text=True, timeout=60)
    t = dict(zip(names, (1000 * float(line) for line in done.stdout.split())))
    time.sleep(0.02)
    facts.take()
    return {"dns": t["namelookup"], "connect": t["connect"] - t["namelookup"], "tls": t["appconnect"] - t["connect"],
            "first byte": t["starttransfer"] - t["pretransfer"], "body": t["total"] - t["starttransfer"]}


def measure(cli, rounds):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="wireloupe-timings-"))
    run("ip", "link", "set", "lo", "up")
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\n")
    run("mount", "--bind", str(folder / "resolv.conf"), os.path.realpath("/etc/resolv.conf"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + NAME,
                    "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, stderr=subprocess.DEVNULL)
    facts = Facts(folder / "facts")
    open(facts.path, "w", encoding="ascii").close()
    client_tun = open_tun("wire0", CLIENT)
    is_ready, ready = os.pipe()
    server = os.fork()
    if server == 0:
        serve(client_tun, facts, folder, ready)
    os.close(ready)
    try:
        if os.read(is_ready, 1) != b"1":
            raise RuntimeError("the server does not start")
        threading.Thread(target=resolve, args=(facts,), daemon=True).start()
        found = {engine: {phase: {"ours": [], "curl": [], "server": []} for phase in DELAYS} for engine in ("qt", "exact")}
        for _ in range(rounds):
            for engine, phases in found.items():
                by_curl = curl(facts)
                by_us, by_server = ours(cli, engine, facts)
                for phase, values in phases.items():
                    values["ours"].append(by_us[phase])
                    values["curl"].append(by_curl[phase])
                    values["server"].append(by_server[phase])
        return {engine: {phase: {who: round(statistics.median(v), 3) for who, v in values.items()}
                         for phase, values in phases.items()} for engine, phases in found.items()}
    finally:
        os.kill(server, 15)
        os.waitpid(server, 0)
        subprocess.run(["rm", "-rf", str(folder)], check=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cli")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        rights = [] if os.geteuid() == 0 else ["--map-root-user"]
        os.execvp("unshare", ["unshare", "--net", "--mount", *rights, sys.executable, __file__, options.cli, "--rounds",
                              str(options.rounds), "--inside"])
    print(json.dumps(measure(options.cli, options.rounds)))


if __name__ == "__main__":
    main()
