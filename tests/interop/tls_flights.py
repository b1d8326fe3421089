#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two ends of TLS in memory: prints each flight as "> HEX" (client) or "< HEX" (server).

Usage: tls_flights.py CERTIFICATE.pem KEY.pem 1.2|1.3
"""
import ssl
import sys


def main() -> None:
    certificate, key, version = sys.argv[1:]
    number = ssl.TLSVersion.TLSv1_2 if version == "1.2" else ssl.TLSVersion.TLSv1_3
    ends = []
    for is_server in (False, True):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = context.maximum_version = number
        context.set_alpn_protocols(["h2", "http/1.1"])
        if is_server:
            context.load_cert_chain(certificate, key)
        else:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        source, sink = ssl.MemoryBIO(), ssl.MemoryBIO()
        name = None if is_server else "wireloupe.example"
        ends.append((context.wrap_bio(source, sink, server_side=is_server, server_hostname=name), source, sink))
    (client, client_in, client_out), (server, server_in, server_out) = ends

    def carry() -> None:
        for mark, sink, source in ((">", client_out, server_in), ("<", server_out, client_in)):
            data = sink.read()
            if data:
                print(mark, data.hex())
                source.write(data)

    for _ in range(4):
        for end in (client, server):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                pass
            carry()
    client.write(b"hello")
    carry()
    server.write(b"world")
    carry()


if __name__ == "__main__":
    main()
