"""Servers that go wrong in one way, for what no proper server can be configured to do.

    odd_server.py KIND ADDRESS PORT      prints `ready` when it listens
"""

import socket
import struct
import sys
import threading

PAGE = b"<html><head><title>Hotel hotspot</title></head><body>Sign in to the network</body></html>"


def answer(status, *headers, body=PAGE):
    lines = [b"HTTP/1.1 " + status, b"Content-Type: text/html",
             b"Content-Length: " + str(len(body)).encode(), b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


ANSWERS = {
    "plain_http": answer(b"400 Bad Request", body=b"<html>Bad request</html>"),
    "connect_403": answer(b"403 Forbidden"),
    "connect_502": answer(b"502 Bad Gateway"),
    "connect_503": answer(b"503 Service Unavailable"),
    "connect_page": answer(b"302 Found", b"Location: https://portal.hotel.example/login"),
    "connect_ntlm": answer(b"407 Proxy Authentication Required", b"Proxy-Authenticate: Negotiate",
                           b"Proxy-Authenticate: NTLM"),
    "ssh": b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
    "smtp": b"220 mail.example ESMTP\r\n",
}
STREAMS = ("stall", "reset", "close", "tls_alert", *ANSWERS)
ALERT = b"\x15\x03\x03\x00\x02\x02\x28"  # fatal, handshake_failure
RCODES = {"servfail": 2, "refused": 5, "notimp": 4, "formerr": 1}
NAME_SERVERS = (*RCODES, "silent", "garbage", "servfail_aaaa", "silent_aaaa")
KINDS = (*STREAMS, *NAME_SERVERS)


def read_some(connection):
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def serve_stream(kind, connection):
    if kind in ("ssh", "smtp"):  # they speak first
        connection.sendall(ANSWERS[kind])
    if kind == "stall":
        while read_some(connection):
            pass
        return
    read_some(connection)
    if kind in ANSWERS:
        if kind not in ("ssh", "smtp"):
            connection.sendall(ANSWERS[kind])
        connection.shutdown(socket.SHUT_WR)
        while read_some(connection):  # unread bytes would turn the end into a reset
            pass
    elif kind == "tls_alert":
        connection.sendall(ALERT)
    elif kind == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def quiet(serve, *arguments):
    try:
        serve(*arguments)
    except OSError:
        pass  # the client has gone


def streams(kind, address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.create_server((address, port), family=family, backlog=64)
    print("ready", flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=quiet, args=(serve_stream, kind, connection), daemon=True).start()


def question_type(query):
    at = 12
    while query[at]:
        at += 1 + query[at]
    return struct.unpack_from("!H", query, at + 1)[0], at + 5


def reply(query, rcode, answers=b"", count=0):
    _, end = question_type(query)
    flags = 0x8180 | rcode
    return query[:2] + struct.pack("!HHHHH", flags, 1, count, 0, 0) + query[12:end] + answers


def name_server(kind, address, port):
    asked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asked.bind((address, port))
    print("ready", flush=True)
    base, _, only_aaaa = kind.partition("_")
    record = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 60, 4) + socket.inet_aton("45.77.10.10")
    while True:
        query, client = asked.recvfrom(4096)
        kind_of_question, _ = question_type(query)
        if only_aaaa and kind_of_question == 1:
            asked.sendto(reply(query, 0, record, 1), client)
        elif base == "garbage":
            asked.sendto(query[:2] + b"\x81\x80\x00\x01\xff\xff\x00\x00\x00\x00\xc0", client)
        elif base != "silent":
            asked.sendto(reply(query, RCODES[base]), client)


def main():
    kind, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    (name_server if kind in NAME_SERVERS else streams)(kind, address, port)


if __name__ == "__main__":
    main()
