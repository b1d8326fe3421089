# SPDX-License-Identifier: MIT
"""fragments.py SEED KIND FILE: a pcap file (raw IP) of IP packets in fragments.

KIND: ordered, reordered, repeated, overlapping (with other bytes), missing, cut, tails (two last fragments that end
elsewhere), mixed (all of it, IPv4 and IPv6, UDP and TCP).
"""
import random
import struct
import sys

random.seed(int(sys.argv[1]))
kind = sys.argv[2]
packets = []


def ip4(protocol, identification, offset, more, data):
    flags = offset // 8 | (0x2000 if more else 0)
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(data), identification, flags, 64, protocol, 0,
                       bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])) + data


def ip6(protocol, identification, offset, more, data):
    fragment = struct.pack("!BBHI", protocol, 0, offset | (1 if more else 0), identification)
    return struct.pack("!IHBB16s16s", 0x60000000, len(fragment) + len(data), 44, 64, bytes(15) + b"\1",
                       bytes(15) + b"\2") + fragment + data


def udp(payload, port):
    return struct.pack("!HHHH", port, 9000, 8 + len(payload), 0) + payload


def tcp(payload, sequence):
    return struct.pack("!HHIIBBHHH", 40000, 7407, sequence, 1, 0x50, 0x18, 65535, 0, 0) + payload


def cut_up(whole):
    """Fragments as (offset, more, bytes)."""
    pieces, at = [], 0
    while at < len(whole):
        size = random.choice([8, 16, 64, 296, 1480])
        pieces.append((at, at + size < len(whole), whole[at:at + size]))
        at += size
    return pieces


def disturb(pieces, how):
    if how == "reordered":
        random.shuffle(pieces)
    elif how == "repeated":
        pieces.insert(random.randrange(len(pieces)), random.choice(pieces))
    elif how == "overlapping":
        at = random.randrange(len(pieces))
        offset, more, data = pieces[at]
        longer = data + random.randbytes(8) if more else data
        pieces.insert(random.choice([at, at + 1]), (offset, more, random.choice([longer, random.randbytes(len(data))])))
    elif how == "missing" and random.random() < 0.5:
        pieces.pop(random.randrange(len(pieces)))
    elif how == "tails":
        offset, _, data = pieces[0]
        pieces.insert(random.choice([0, 1]), (offset, False, data))
    return pieces


sequences = {False: 1000, True: 1000}
for number in range(60):
    how = random.choice(["ordered", "reordered", "repeated", "overlapping", "missing", "tails"]) \
        if kind == "mixed" else kind
    payload = random.randbytes(random.choice([0, 1, 100, 1500, 4000, 20000]))
    is_six = kind == "mixed" and random.random() < 0.4
    is_tcp = kind == "mixed" and how not in ("missing", "overlapping", "tails") and random.random() < 0.3
    if is_tcp:
        whole = tcp(payload, sequences[is_six])
        sequences[is_six] += len(payload)
    else:
        whole = udp(payload, 50000 + number % 5)
    pieces = disturb(cut_up(whole), how)
    make, protocol = (ip6 if is_six else ip4), (6 if is_tcp else 17)
    packets.append([make(protocol, number + 1, *piece) for piece in pieces])

if kind == "reordered":
    flat = []
    while packets:  # fragments of different packets between each other
        group = random.choice(packets[:4])
        flat.append(group.pop(0))
        packets = [group for group in packets if group]
else:
    flat = [packet for group in packets for packet in group]

with open(sys.argv[3], "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))
    for number, packet in enumerate(flat):
        kept = packet[:-1] if kind == "cut" and number % 7 == 0 else packet
        out.write(struct.pack("<IIII", 1700000000, number, len(kept), len(packet)) + kept)
