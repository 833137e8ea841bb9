#!/usr/bin/env python3
"""Plants secrets at every door through which one can come in, and looks for any of them in
everything that comes out: each format, each --report file, standard error, bundles (their log, their
HAR, the names of their files), what `replay`, `diff`, `explain` and `bundle redact` make of it.

    doors.py DOCTOR [--rounds N] [--seed N]

The doors are variables, the clients' files, standard input, logins in URLs, proxies, names of files,
headers, cookies, bodies, redirects, names in certificates, echoes in every encoding, saved
exchanges and logs. Exit code 1: something came through; it is named by its door, never shown whole.
"""

import argparse
import base64
import html
import json
import os
import pathlib
import random
import string
import subprocess
import sys
import tarfile
import tempfile
import urllib.parse

WINDOW = 12
LETTERS = string.ascii_letters + string.digits
FORMATS = ("terminal json junit markdown github gitlab prometheus nagios tap html").split()
ENCODINGS = {
    "plain": lambda v: v,
    "percent": lambda v: "".join(f"%{b:02x}" for b in v.encode()),
    "json": lambda v: "".join(f"\\u00{b:02x}" for b in v.encode()),
    "hex": lambda v: v.encode().hex(),
    "base64": lambda v: base64.b64encode(v.encode()).decode(),
    "base64, one off": lambda v: base64.b64encode(b"x" + v.encode()).decode(),
    "base64url": lambda v: base64.urlsafe_b64encode(b"yz" + v.encode()).decode(),
    "entities": lambda v: "".join(f"&#{b};" for b in v.encode()),
    "html": html.escape,
    "url": urllib.parse.quote,
    "cut": lambda v: v[:16],
    "reversed cut": lambda v: v[-16:],
}


class Planter:
    """Makes secrets, and remembers at which door each was planted."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.planted = {}

    def body(self, length=0):
        length = length or self.random.randint(24, 40)
        while True:
            value = "".join(self.random.choice(LETTERS) for _ in range(length))
            if any(c.isdigit() for c in value) and value.lower() != value != value.upper():
                return value

    def plant(self, door, value):
        self.planted[value] = door
        return value

    def key(self, door, prefix=None):
        prefix = prefix or self.random.choice(["ocv_", "1ck_", "plt_"])
        return prefix + self.plant(door, self.body())

    def word(self, door, length=20):
        return self.plant(door, self.body(length))

    def token(self, door):
        def part(value):
            return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
        head, claims = part({"alg": "EdDSA"}), part({"sub": self.body(10), "exp": 4000000000})
        return f"{head}.{claims}.{self.plant(door, self.body(64))}"

    def any(self, door):
        return self.random.choice([self.key, self.token])(door)


def forms_of(value):
    """What of a value must not be seen, in each encoding: its pieces of twelve characters."""
    for name, encode in ENCODINGS.items():
        form = encode(value)
        if name == "base64, one off":
            form = form[2:]  # the first ones hold what stands before, too
        elif name == "base64url":
            form = form[3:]
        if "base64" in name:
            form, size = form.rstrip("=")[:-1], WINDOW * 4 // 3
        else:
            size = len(form) * WINDOW // len(value) if len(form) > len(value) else WINDOW
        for at in range(0, max(1, len(form) - size + 1)):
            yield form[at:at + size]


class Search:
    """Pieces of all that was planted, by their first characters."""

    def __init__(self, planted):
        self.pieces = {}
        for value, door in planted.items():
            for piece in forms_of(value):
                self.pieces[piece] = door
        self.sizes = sorted({len(piece) for piece in self.pieces})

    def find(self, text):
        for size in self.sizes:
            for at in range(len(text) - size + 1):
                door = self.pieces.get(text[at:at + size])
                if door:
                    return door, at
        return None


def scenario(plant, kind):
    """A scenario file, and what else the machine of the user has."""
    key = plant.key("variable with the key", "ocv_")
    echo_as = plant.random.choice(list(ENCODINGS))
    echo = ENCODINGS[echo_as](key)
    environment = {
        "ONECLAW_AGENT_API_KEY": key,
        "ONECLAW_TOKEN": plant.token("variable with a token"),
        "ONECLAW_API_KEY": plant.key("variable with another key", "1ck_"),
    }
    headers = {"Set-Cookie": f"sid={plant.word('cookie')}; Secure",
               "X-Trace": plant.any("header"), "X-Echo": echo, "Server": f"nginx {echo}",
               "WWW-Authenticate": f"Bearer error=\"{plant.any('challenge')}\""}
    said = f"Invalid credential {plant.any('body')}, echoed {echo}, password={plant.word('body: password')}"
    body = plant.random.choice([
        {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": said},
        {"error": {"message": said, "code": "invalid"}, "value": plant.word("body: value")},
        {"message": said, "access_token": plant.token("body: token")}])
    world = {"dialect": {"headers": headers}}
    if kind == "refused":
        world["faults"] = {"a": {"match": {"path": "/v1/**"}, "kind": "respond",
                                 "status": plant.random.choice([400, 401, 402, 403, 404, 429, 500]),
                                 "body": json.dumps(body), "headers": headers}}
    elif kind == "page":
        page = f"<html><title>{html.escape(said)}</title>{plant.any('page')}</html>"
        world["faults"] = {"a": {"match": {"path": "/v1/**"}, "kind": "respond", "status": 502,
                                 "content_type": "text/html", "body": page}}
    elif kind == "redirect":
        target = (f"https://ann:{plant.word('login in a redirect')}@other.example/cb"
                  f"?token={plant.word('query of a redirect')}&k={plant.any('redirect')}#{echo}")
        world["faults"] = {"a": {"match": {"path": "/v1/**"}, "kind": "redirect",
                                 "location": target}}
    elif kind == "certificate":
        world["tls"] = {"certificate": "unknown_ca", "issuer": f"CA {plant.any('certificate')}"}
    elif kind == "base":
        environment["ONECLAW_BASE_URL"] = (
            f"https://ops:{plant.word('login in the base URL')}@api.1claw.xyz"
            f"?token={plant.word('query of the base URL')}")
    elif kind == "proxy":
        environment["HTTPS_PROXY"] = f"http://ops:{plant.word('login of the proxy')}@proxy.example:3128"
        world["proxy"] = {"connect": "refuse", "status": 407}
    elif kind == "ids":
        environment["ONECLAW_AGENT_ID"] = plant.any("the agent's id")
        environment["ONECLAW_VAULT_ID"] = plant.key("the vault's id")
    files = {
        "~/.config/1claw/config.json": json.dumps({"token": plant.token("the CLI's file")}),
        "./.env": f"ONECLAW_AGENT_API_KEY={plant.key('.env', 'ocv_')}\nDB_PASSWORD={plant.word('.env')}\n",
        "~/.cursor/mcp.json": json.dumps({"mcpServers": {"1claw": {
            "url": "https://mcp.1claw.xyz/mcp",
            "headers": {"Authorization": f"Bearer {plant.any('an MCP file')}"}}}}),
    }
    return {"about": "Secrets at every door", "world": world,
            "user": {"environment": environment, "files": files}, "expects": {"root": None}}


def log_lines(plant):
    where = "log"
    yield f"2026-11-25T08:00:01Z INFO got {plant.any(where)} from env"
    yield f'{{"level":"error","status":401,"msg":"refused","headers":{{"authorization":"Bearer {plant.any(where)}"}}}}'
    yield f"POST https://u:{plant.word(where)}@api.1claw.xyz/v1/vaults?access_token={plant.word(where)} 403 Forbidden"
    yield f"1claw: error: invalid token {plant.any(where)} (401 Unauthorized)"
    yield f"Cookie: sid={plant.word(where)}; a={plant.word(where)}"
    yield f"DATABASE_URL=postgres://app:{plant.word(where)}@db/prod"
    yield f"curl -u ada:{plant.word(where)} https://api.1claw.xyz/v1/vaults"
    yield f"{{\"error\":\"agent key {plant.key(where, 'ocv_')} was revoked\",\"status\":401}}"


def har(plant):
    def pair(name, value):
        return {"name": name, "value": value}
    body = json.dumps({"title": "Unauthorized", "status": 401,
                       "detail": f"no such key {plant.any('HAR body')}", "value": plant.word("HAR body")})
    return {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [{
        "startedDateTime": "2026-11-25T08:00:00Z", "time": 3,
        "request": {"method": "GET", "httpVersion": "HTTP/2", "headersSize": 1, "bodySize": 0,
                    "url": f"https://a:{plant.word('HAR URL')}@api.1claw.xyz/v1/vaults?t={plant.word('HAR URL')}",
                    "headers": [pair("Authorization", f"Bearer {plant.any('HAR header')}")],
                    "cookies": [pair("sid", plant.word("HAR cookie"))],
                    "queryString": [pair("t", plant.word("HAR query"))],
                    "postData": {"mimeType": "application/json",
                                 "text": json.dumps({"api_key": plant.key("HAR post")})}},
        "response": {"status": 401, "statusText": "Unauthorized", "httpVersion": "HTTP/2",
                     "headers": [pair("Set-Cookie", plant.word("HAR cookie")),
                                 pair("content-type", "application/problem+json")],
                     "cookies": [], "redirectURL": f"https://x.example/?t={plant.word('HAR redirect')}",
                     "headersSize": 1, "bodySize": len(body),
                     "content": {"size": len(body), "mimeType": "application/problem+json", "text": body}},
        "cache": {}, "timings": {"send": 1, "wait": 1, "receive": 1}}]}}


class Round:
    def __init__(self, doctor, seed, kind):
        self.doctor, self.kind = doctor, kind
        self.plant = Planter(seed)
        self.outputs = {}
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def call(self, name, *arguments, standard_input=None, codes=(0, 1, 2, 3), also=None):
        """Keeps what it writes; the program's own environment holds secrets, too."""
        done = subprocess.run([self.doctor, *arguments], cwd=self.path, capture_output=True,
                              input=standard_input, check=False, timeout=120,
                              env={"HOME": str(self.path), "LANG": "C.UTF-8", **self.environment,
                                   **(also or {})})
        assert done.returncode in codes, f"{name}: {done.returncode} {done.stderr[:300]}"
        self.outputs[name] = (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace")
        return done.returncode

    def read_bundle(self, name):
        with tarfile.open(self.path / name) as archive:
            for entry in archive:
                self.outputs[f"{name}: the name of {len(self.outputs)}"] = entry.name
                text = archive.extractfile(entry).read().decode("utf-8", "replace")
                self.outputs[f"{name}: {entry.name}"] = text

    def play(self):
        plant, mock = self.plant, "--mock=./doors.json"
        (self.path / "doors.json").write_text(json.dumps(scenario(plant, self.kind)))
        self.environment = {"SOME_SECRET_NOTE": plant.word("a variable of the environment", 26)}
        note = self.environment["SOME_SECRET_NOTE"]
        lines = list(log_lines(plant))
        lines += [f"blob {encode(note)} end" for encode in ENCODINGS.values()]
        lines.append(note[:14] + "\n" + note[14:])
        log = f"app-{note}.log"  # a form that says what it is, the program refuses among its arguments
        (self.path / log).write_text("\n".join(lines) + "\n")
        (self.path / "trace.har").write_text(json.dumps(har(plant)))
        reports = [f"--report={name}=file-{name}" for name in FORMATS]
        self.call("run", "run", mock, *reports)
        for name in FORMATS:
            self.outputs[f"--report {name}"] = (self.path / f"file-{name}").read_text(errors="replace")
        self.call("run -v", "run", mock, "-v")
        self.call("github's files", "run", mock, "--format=github",
                  also={"GITHUB_OUTPUT": str(self.path / "g1"), "GITHUB_STEP_SUMMARY": str(self.path / "g2")})
        for name in ("g1", "g2"):
            if (self.path / name).exists():
                self.outputs[f"github's {name}"] = (self.path / name).read_text(errors="replace")
        self.call("dry run", "run", mock, "--dry-run")
        for name in ("terminal", "json", "markdown", "junit", "html", "gitlab"):
            self.call(f"explain --format {name}", "explain", "trace.har", f"--format={name}")
            self.call(f"explain a log, {name}", "explain", "--format", name,
                      standard_input="\n".join(lines).encode())
        self.bundles(mock, log)

    def bundles(self, mock, log):
        included = ["--include", log, "--include", "trace.har"]
        self.call("preview", "bundle", mock, "--preview", *included, codes=(0,))
        self.call("bundle", "bundle", mock, "-o", "out.tar.gz", *included, codes=(0,))
        self.read_bundle("out.tar.gz")
        self.call("keep", "bundle", mock, "-o", "keep.tar.gz", "--keep-names", *included, codes=(0,))
        self.read_bundle("keep.tar.gz")
        self.call("redact", "bundle", "redact", "out.tar.gz", "-o", "again.tar.gz", codes=(0,))
        self.read_bundle("again.tar.gz")
        self.call("verify", "bundle", "verify", "out.tar.gz", codes=(0,))
        (self.path / "saved.json").write_text(self.outputs["--report json"])
        for name in FORMATS:
            self.call(f"replay {name}", "replay", "out.tar.gz", f"--format={name}")
            self.call(f"diff {name}", "diff", "saved.json", "out.tar.gz", f"--format={name}")
        wrong = self.plant.any("a wrong option")
        self.call("a wrong option", "run", f"--no-such={wrong}", codes=(2,))
        self.call("a missing file", "bundle", mock, "--include", self.plant.any("a missing file"),
                  codes=(2,))
        self.call("a wrong word", wrong, codes=(2,))

    def leaks(self):
        search = Search(self.plant.planted)
        for where, text in self.outputs.items():
            found = search.find(text)
            if found:
                yield self.kind, where, found[0], text[max(0, found[1] - 60):found[1]]


KINDS = ("refused", "page", "redirect", "certificate", "base", "proxy", "ids")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("doctor", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--rounds", type=int, default=len(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    planted = outputs = 0
    leaks = []
    for number in range(options.rounds):
        one = Round(options.doctor, options.seed * 100003 + number, KINDS[number % len(KINDS)])
        one.play()
        planted += len(one.plant.planted)
        outputs += len(one.outputs)
        leaks += one.leaks()
    for kind, where, door, before in leaks:
        print(f"{kind}: {where}: planted at '{door}', behind {before!r}")
    print(f"{planted} planted, looked for in {outputs} outputs; {len(leaks)} came through")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
