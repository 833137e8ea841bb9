#!/usr/bin/env python3
"""`run --watch` and `serve` on a network whose other end changes.

Two mocks, and a relay that leads to one of them: who connects after a change meets the other one.

usage: watch.py DOCTOR [CHANGES]
"""

import contextlib
import json
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request

PATIENCE = 60  # seconds for one line, one answer, one end
KEY = "ocv_7d3b91f4c6e85a2091bd4f7763ce12a8"  # of the mock's agent ci-bot
GOOD, BAD = "healthy", "agent_deactivated"
BAD_STATE = "unhealthy: auth.key-revoked/deactivated"


class Relay:
    """Listens on one port; each connection goes to where `port` is at that moment."""

    def __init__(self):
        self.port = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.port))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Doctor:
    """A doctor that runs until it is told to end."""

    started = []  # every process; none may be left when a test fails

    def __init__(self, command, home, **variables):
        self.process = subprocess.Popen(
            command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                 "ONECLAW_AGENT_API_KEY": KEY, **variables})
        self.started.append(self.process)

    def line(self):
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise SystemExit("no line within a minute")
        return self.process.stdout.readline().decode()

    def report(self):
        return json.loads(self.line())

    def size(self):
        """Resident kilobytes, open descriptors."""
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        resident = re.search(r"VmRSS:\s+(\d+)", (folder / "status").read_text())
        return int(resident[1]), len(list((folder / "fd").iterdir()))

    def end(self, number=signal.SIGTERM):
        """Exit code, what was left on standard output, and standard error."""
        self.process.send_signal(number)
        out, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out.decode(), errors.decode()


def state_of(report):
    causes = sorted({one["rule"] for one in report["findings"]
                     if one["root_cause"] and one["severity"] != "info"})
    return report["verdict"] + (": " + ", ".join(causes) if causes else "")


def expect(what, condition):
    if not condition:
        raise SystemExit(f"wrong: {what}")


def watched(doctor, relay, ports, home, changes):
    """Every change is reported once, and neither memory nor descriptors grow."""
    relay.port = ports[GOOD]
    log = home / "changes"
    tell = f'printf "%s|%s|%s\\n" "$ONECLAW_DOCTOR_STATE_BEFORE" "$ONECLAW_DOCTOR_STATE" ' \
           f'"$(head -c 1)" >> {log}'
    one = Doctor([doctor, "run", "--base-url", relay.url(), "--watch", "1ms", "--confirm", "2/2",
                  "--format", "json", "--on-change", tell, "--report", f"nagios={home}/state"],
                 home)
    now = GOOD
    expect("the first report", state_of(one.report()) == "healthy")
    sizes = []
    for number in range(changes):
        now = BAD if now == GOOD else GOOD
        relay.port = ports[now]
        state = state_of(one.report())
        expect(f"change {number} is {state}",
               state == ("healthy" if now == GOOD else BAD_STATE))
        if number in (changes // 5, changes - 1):
            sizes.append(one.size())
    code, left, errors = one.end()
    expect(f"exit code {code} after a signal: {errors}", code == 0 and not errors)
    expect("more reports than changes", not left)
    told = log.read_text().splitlines()
    expect(f"the command was run {len(told)} times", len(told) == changes)
    expect(f"it was told {told[0]}", told[0] == f"healthy|{BAD_STATE}|{{")
    expect("the report file is not renewed", (home / "state").read_text().startswith("ONECLAW "))
    (early, early_files), (late, late_files) = sizes
    # A sanitizer keeps what is freed, so there memory says nothing.
    expect(f"{early} kB became {late} kB", late <= early + 4096 or "SANITIZED" in os.environ)
    expect(f"{early_files} descriptors became {late_files}", late_files == early_files)
    print(f"{changes} changes, each told once; {early} kB and {early_files} descriptors after "
          f"{changes // 5}, {late} kB and {late_files} at the end")


def unusable(doctor, home):
    """A first check that cannot be made ends the watch."""
    one = Doctor([doctor, "run", "--mock", "--watch", "1ms", "--ignore-file", "known.json"], home)
    out, errors = one.process.communicate(timeout=PATIENCE)
    expect("the watch goes on without its file",
           one.process.returncode == 2 and not out and b"known.json" in errors)


def ended_by_count(doctor, home):
    for scenario, code in ((GOOD, 0), ("ip_denied", 1)):
        one = Doctor([doctor, "run", f"--mock={scenario}", "--watch", "1ms", "--checks", "3", "-q"],
                     home)
        out, errors = one.process.communicate(timeout=PATIENCE)
        expect(f"{scenario}: exit code {one.process.returncode}, {errors}",
               one.process.returncode == code and not errors)
        headings = re.findall(rb"^\d{4}-\d\d-\d\dT.*$", out, re.MULTILINE)
        expect(f"{scenario}: reports of {headings}", len(headings) == 1)


def troublesome_commands(doctor, relay, ports, home):
    """A command that fails, or is not there, is told of and does not end the watch."""
    relay.port = ports[GOOD]
    one = Doctor([doctor, "run", "--base-url", relay.url(), "--watch", "1ms", "--confirm", "2/2",
                  "--format", "json", "--on-change", "exit 3"], home)
    one.report()
    relay.port = ports[BAD]
    expect("the watch goes on", state_of(one.report()) == BAD_STATE)
    code, _, errors = one.end(signal.SIGINT)
    expect(f"standard error is {errors}", code == 0 and "--on-change: exit code 3" in errors)


def asked(url, method="GET"):
    request = urllib.request.Request(url, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def said_to(port, words):
    """Status and headers of the answer, whatever was said; 0 without one."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as raw:
        raw.sendall(words)
        answer = b""
        while piece := raw.recv(65536):
            answer += piece
    head = answer.decode().split("\r\n\r\n")[0]
    return int(head.split()[1]) if head else 0, head


def ask_until(url, wanted):
    for _ in range(100_000):
        status, body = asked(url)
        if wanted(status, body):
            return body
    raise SystemExit(f"never came: last was {status} {body}")


def served(doctor, relay, ports, home):
    relay.port = ports[GOOD]
    one = Doctor([doctor, "serve", "--listen", "127.0.0.1:0", "--base-url", relay.url(), "--every",
                  "1ms", "--confirm", "2/2"], home)
    base = one.line().removeprefix("listening on ").strip()
    health = json.loads(ask_until(base + "/healthz", lambda status, _: status == 200))
    expect(f"health is {health}", health["status"] == "pass" and health["verdict"] == "healthy" and
           health["age_seconds"] < PATIENCE and KEY not in json.dumps(health))
    relay.port = ports[BAD]
    body = ask_until(base + "/healthz", lambda status, text: status == 503)
    expect(f"illness is {body}", json.loads(body)["root_cause"] == "auth.key-revoked/deactivated")
    metrics = ask_until(base + "/metrics", lambda _, text: 'verdict="unhealthy"} 1' in text)
    expect("the age is missing", "\noneclaw_doctor_report_age_seconds 0." in metrics)
    relay.port = ports[GOOD]
    ask_until(base + "/healthz", lambda status, _: status == 200)
    expect("another path", asked(base + "/")[0] == 404)
    expect("another method", asked(base + "/healthz", "DELETE")[0] == 405)
    expect("HEAD has a body", asked(base + "/metrics?x=1", "HEAD") == (200, ""))
    port = int(base.rsplit(":", 1)[1])
    for rubbish in (b"nonsense\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"\x16\x03\x01\x00",
                    b"A" * 20_000):
        status, _ = said_to(port, rubbish)
        expect(f"{rubbish[:20]} is answered {status}", status == 400)
    for method in ("POST", "PUT"):
        status, headers = said_to(port, f"{method} /healthz HTTP/1.1\r\nHost: x\r\n"
                                        "Content-Length: 5\r\n\r\nhello".encode())
        expect(f"{method} is answered {status}, {headers}",
               status == 405 and "allow: get, head" in headers.lower())
    with contextlib.ExitStack() as open_ones:  # all of them idle, and more than there may be
        for _ in range(100):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
        ask_until(base + "/healthz", lambda status, _: status == 200)
    code, left, errors = one.end()
    expect(f"the end: {code} {left} {errors}", code == 0 and not left and not errors)
    print("served, with changes, rubbish and a hundred idle connections")


def stopped_at_once(doctor, home):
    """Who reads that it listens may stop it with the next breath."""
    for _ in range(10):
        one = Doctor([doctor, "serve", "--mock", "--listen", "127.0.0.1:0"], home)
        one.line()
        code, _, _ = one.end(signal.SIGINT)
        expect(f"stopped at once: exit {code}", code == 0)


def main():
    doctor = pathlib.Path(sys.argv[1]).resolve()
    changes = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    relay = Relay()
    mocks = {}
    try:
        for scenario in (GOOD, BAD):
            mocks[scenario] = subprocess.Popen([doctor, "mock", "--scenario", scenario],
                                               stdout=subprocess.PIPE, text=True)
        ports = {name: int(mock.stdout.readline().rsplit(":", 1)[1])
                 for name, mock in mocks.items()}
        with tempfile.TemporaryDirectory() as name:
            home = pathlib.Path(name)
            watched(doctor, relay, ports, home, changes)
            unusable(doctor, home)
            ended_by_count(doctor, home)
            troublesome_commands(doctor, relay, ports, home)
            served(doctor, relay, ports, home)
            stopped_at_once(doctor, home)
    finally:
        for process in (*Doctor.started, *mocks.values()):
            if process.poll() is None:
                process.kill()
            process.wait()


main()
