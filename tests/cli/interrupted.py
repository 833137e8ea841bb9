#!/usr/bin/env python3
"""A report written while a signal arrives is whole or absent, and nothing else is left behind.

usage: interrupted.py DOCTOR
The signals come when something happens to the folder of the reports (inotify), or while a report
waits for the reader of a pipe; no time is measured.
"""

import contextlib
import ctypes
import html.parser
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

PATIENCE = 60
MODIFIED, MOVED_TO, CREATED = 0x2, 0x80, 0x100
EVENT = struct.Struct("iIII")
LIBC = ctypes.CDLL(None, use_errno=True)


class Whole(html.parser.HTMLParser):
    """The document's end was written."""

    ended = False

    def handle_endtag(self, tag):
        self.ended = tag == "html"


def read_html(text):
    reader = Whole()
    reader.feed(text)
    assert reader.ended


READERS = {"json": json.loads, "html": read_html, "junit": xml.etree.ElementTree.fromstring}


def expect(what, condition):
    if not condition:
        raise SystemExit(f"wrong: {what}")


@contextlib.contextmanager
def watched(folder):
    descriptor = LIBC.inotify_init()
    expect("no inotify", descriptor >= 0)
    try:
        LIBC.inotify_add_watch(descriptor, str(folder).encode(), MODIFIED | MOVED_TO | CREATED)
        yield descriptor
    finally:
        os.close(descriptor)


def happens(descriptor, kind, often):
    """Waits for the event; a killed run never lets it wait, because it always has some to come."""
    seen = 0
    while seen < often:
        data = os.read(descriptor, 4096)
        at = 0
        while at < len(data):
            _, mask, _, size = EVENT.unpack_from(data, at)
            at += EVENT.size + size
            seen += bool(mask & kind)


def start(doctor, folder, *arguments):
    return subprocess.Popen([doctor, "run", *arguments], cwd=folder, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True,
                            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C"})


def check(what, folder):
    """How many reports are there; each is whole."""
    count = 0
    for path in folder.iterdir():
        if path.is_fifo():
            continue
        expect(f"{what}: {path.name} is left behind", path.name in READERS)
        try:
            READERS[path.name](path.read_text(encoding="utf-8"))
        except Exception as error:  # noqa: BLE001: whatever a reader stumbles over
            expect(f"{what}: {path.name} is not whole: {error}", False)
        count += 1
    return count


def reports():
    return [f"--report={name}={name}" for name in READERS]


def while_files_appear(doctor, rounds):
    """Signals at each change of the folder, one or two: the second ends the program at once."""
    ended, there = set(), set()
    for number in range(rounds):
        for kind in (CREATED, MODIFIED, MOVED_TO):
            for often in (1, 2, 3):
                for signals in ((signal.SIGINT,), (signal.SIGTERM, signal.SIGINT)):
                    with tempfile.TemporaryDirectory() as name, watched(name) as events:
                        folder = pathlib.Path(name)
                        run = start(doctor, folder, "--mock", *reports())
                        happens(events, kind, often)
                        for one in signals:
                            run.send_signal(one)
                        run.communicate(timeout=PATIENCE)
                        what = f"round {number}, event {kind:#x}, {often}., {len(signals)} signals"
                        count = check(what, folder)
                        expect(f"{what}: exit {run.returncode}, {count} reports",
                               count == 3 or run.returncode < 0)
                        ended.add(run.returncode)
                        there.add(count)
    print(f"{rounds * 18} runs: exit codes {sorted(ended)}, {sorted(there)} reports")


def while_one_waits(doctor):
    """A report into a pipe holds the run between two others, as long as nobody reads."""
    for signals, wanted in (((signal.SIGINT,), 3), ((signal.SIGTERM, signal.SIGINT), 1)):
        with tempfile.TemporaryDirectory() as name, watched(name) as events:
            folder = pathlib.Path(name)
            os.mkfifo(folder / "pipe")
            happens(events, CREATED, 1)
            run = start(doctor, folder, "--mock", "--report=json=json", "--report=tap=pipe",
                        "--report=html=html", "--report=junit=junit")
            happens(events, MOVED_TO, 1)
            for one in signals:
                run.send_signal(one)
            if len(signals) == 1:
                with open(folder / "pipe", encoding="utf-8") as pipe:
                    expect("the pipe's report", pipe.read().startswith("TAP version 13\n"))
            _, errors = run.communicate(timeout=PATIENCE)
            count = check(f"{signals}", folder)
            expect(f"{signals}: {count} reports, exit {run.returncode}: {errors}",
                   count == wanted and (run.returncode == 0) == (wanted == 3))


def while_nobody_answers(doctor):
    """A signal in the middle of a run: what it has is reported, whole."""
    with tempfile.TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as server:
        folder = pathlib.Path(name)
        run = start(doctor, folder, f"--base-url=http://127.0.0.1:{server.getsockname()[1]}",
                    "--deadline=50s", "--timeout=50s", *reports(), "--format=json")
        with server.accept()[0]:
            run.send_signal(signal.SIGINT)
            said, errors = run.communicate(timeout=PATIENCE)
        count = check("nobody answers", folder)
        expect(f"exit {run.returncode}, {count} reports, {errors}",
               run.returncode in (1, 3) and count == 3)
        expect("the run was not cut short", not json.loads(said)["run"]["complete"])


def main():
    doctor = pathlib.Path(sys.argv[1]).resolve()
    while_one_waits(doctor)
    while_nobody_answers(doctor)
    while_files_appear(doctor, int(sys.argv[2]) if len(sys.argv) > 2 else 1)


main()
