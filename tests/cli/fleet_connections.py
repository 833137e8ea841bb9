#!/usr/bin/env python3
"""`run --targets`: targets of one host share connections, and one that breaks is no target's fault.

usage: fleet_connections.py DOCTOR

A relay before a mock counts connections and sign-ins, and ends connections in place of handing on a
sign-in, as a server may that closes what was idle: the doctor cannot know whether the key arrived.
"""

import contextlib
import pathlib
import select
import socket
import sys
import tempfile
import threading
import urllib.parse

sys.dont_write_bytecode = True

import fleet  # noqa: E402
from fleet import expect, results, target  # noqa: E402

SIGN_IN = b"POST /v1/auth/agent-token"
TARGETS = 40


class Relay:
    """Between the doctor and `url`. `ends(kept)` says of each sign-in whether it ends its connection,
    which is a kept one when something went over it before."""

    def __init__(self, url, ends):
        parts = urllib.parse.urlsplit(url)
        self.beyond = (parts.hostname, parts.port)
        self.ends = ends
        self.connections, self.sign_ins, self.ended = 0, 0, 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self.hand_on, args=(client,), daemon=True).start()

    def ends_it(self, kept):
        with self.lock:
            self.sign_ins += 1
            ends = self.ends(kept, self.ended)
            self.ended += ends
            return ends

    def hand_on(self, client):
        with self.lock:
            self.connections += 1
        with client, socket.create_connection(self.beyond) as server, \
                contextlib.suppress(ConnectionError):
            kept = False
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for one in ready:
                    data = one.recv(65536)
                    if not data or (one is client and data.startswith(SIGN_IN) and
                                    self.ends_it(kept)):
                        return
                    (server if one is client else client).sendall(data)
                    kept = kept or one is server

    def close(self):
        self.listener.close()


def examine(place, url, ends):
    """The relay afterwards, each target's verdict, and how many requests each report tells of."""
    relay = Relay(url, ends)
    targets = [target(f"agent {i}", relay.url) for i in range(TARGETS)]
    with contextlib.closing(relay):
        _, out, errors = place.fleet(targets, "--no-pace", "--concurrency", "4", "--timeout", "60s",
                                     "--deadline", "100s")
    got = results(out)
    expect(f"{len(got)} results, standard error {errors}", len(got) == TARGETS and not errors)
    expect("a target is told twice", len(out.splitlines()) == TARGETS)
    reports = [line["report"] for line in got.values()]
    return (relay, [one["verdict"] for one in reports],
            {one["run"]["requests"]["sent"] for one in reports})


def shared(place, url):
    relay, verdicts, requests = examine(place, url, lambda kept, ended: False)
    expect(f"{verdicts}", verdicts == ["healthy"] * TARGETS)
    expect(f"{relay.sign_ins} sign-ins", relay.sign_ins == TARGETS)
    expect(f"{relay.connections} connections", relay.connections < TARGETS)
    print(f"{TARGETS} targets on {relay.connections} connections")
    return requests


def broken(place, url, requests):
    """Some kept connections end, or all of them: the target is examined anew, on one of its own, and
    its report is that of one run with one exchange."""
    for most in (3, TARGETS):
        relay, verdicts, sent = examine(place, url,
                                        lambda kept, ended, most=most: kept and ended < most)
        expect(f"{verdicts}", verdicts == ["healthy"] * TARGETS)
        expect(f"{sent} requests of a target, {requests} otherwise", sent == requests)
        expect(f"{relay.ended} ended", 0 < relay.ended <= most)
        expect(f"{relay.sign_ins} sign-ins, {relay.ended} without an answer",
               relay.sign_ins == TARGETS + relay.ended)
        print(f"{relay.ended} sign-ins ended with their kept connections")


def closed(place, url):
    """A server that ends every sign-in is the finding, and no key goes out over and over."""
    relay, verdicts, _ = examine(place, url, lambda kept, ended: True)
    expect(f"{verdicts}", "healthy" not in verdicts)
    expect(f"{relay.sign_ins} sign-ins", TARGETS <= relay.sign_ins <= 2 * TARGETS)


def main():
    doctor = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        place = fleet.Place(doctor, pathlib.Path(name))
        with fleet.mocks(doctor, ["healthy"]) as urls:
            broken(place, urls["healthy"], shared(place, urls["healthy"]))
            closed(place, urls["healthy"])


main()
