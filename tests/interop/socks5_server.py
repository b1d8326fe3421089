#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A SOCKS5 proxy (RFC 1928, RFC 1929) with asyncio: prints its port, then a line for each request. With a user and a
password as arguments it demands them. Names ending in .example are those of this machine: it resolves them itself."""
import asyncio
import ipaddress
import sys

LOGIN = tuple(word.encode() for word in sys.argv[1:3])


async def pipe(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def login(reader, writer):
    version, count = await reader.readexactly(2)
    methods = await reader.readexactly(count)
    wanted = 2 if LOGIN else 0
    if version != 5 or wanted not in methods:
        writer.write(b"\x05\xff")
        return False
    writer.write(bytes([5, wanted]))
    if not LOGIN:
        return True
    (version,) = await reader.readexactly(1)
    user = await reader.readexactly((await reader.readexactly(1))[0])
    password = await reader.readexactly((await reader.readexactly(1))[0])
    good = version == 1 and (user, password) == LOGIN
    writer.write(b"\x01\x00" if good else b"\x01\x01")
    return good


async def target(reader):
    version, command, _, kind = await reader.readexactly(4)
    assert (version, command) == (5, 1)
    if kind == 3:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
    else:
        host = str(ipaddress.ip_address(await reader.readexactly(4 if kind == 1 else 16)))
    return host, int.from_bytes(await reader.readexactly(2), "big")


async def serve(reader, writer):
    try:
        if not await login(reader, writer):
            await writer.drain()
            writer.close()
            return
        host, port = await target(reader)
        print(f"{host}:{port}", flush=True)
        try:
            place = "127.0.0.1" if host.endswith(".example") else host
            far_reader, far_writer = await asyncio.open_connection(place, port)
        except OSError:
            writer.write(b"\x05\x05\x00\x01" + bytes(6))
            await writer.drain()
            writer.close()
            return
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await asyncio.gather(pipe(reader, far_writer), pipe(far_reader, writer))
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
