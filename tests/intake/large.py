#!/usr/bin/env python3
"""Explains large inputs of every way in, and holds the program to its memory.

    large.py DOCTOR [--size MB] [--limit MiB]

The figures of each input are known beforehand, so that an edge of a window which lost or doubled a
line would be noticed. Exit code 1: a wrong figure, or too much memory.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

OURS = "https://api.1claw.xyz/v1/vaults/{}/secrets/db"
REFUSED = {"type": "about:blank", "title": "Forbidden", "status": 403,
           "detail": "Insufficient permissions"}


def json_block():
    """Lines, and what they hold: read, matched, unmatched, broken."""
    lines = []
    for i in range(2000):
        line = {"time": f"2026-11-25T04:{i % 60:02}:00Z", "level": "info", "msg": "done",
                "http": {"response": {"status_code": 200}}, "url": {"full": OURS.format(i)},
                "request_id": f"{i:032x}"}
        if i % 100 == 7:
            line["http"]["response"] = {"status_code": 403, "body": {"content": REFUSED}}
        if i % 500 == 9:
            line["http"]["response"]["status_code"] = 502
            line["url"]["full"] = "https://other.example.com/"
        lines.append(json.dumps(line))
    lines[77] = lines[77][:-5]
    return ("\n".join(lines) + "\n").encode(), (1999, 20, 4, 1)


def text_block():
    lines = [f"2026-11-25T04:{i % 60:02}:00Z INFO [worker] handled request {i:08x} in {i} ms"
             for i in range(2000)]
    lines[500] = "2026-11-25T04:00:01Z ERROR 1claw API error (status 403): Insufficient permissions"
    lines[900] = "2026-11-25T04:00:01Z ERROR https://other.example.com/a failed with status 503"
    return ("\n".join(lines) + "\n").encode(), (2, 1, 1, 0)


def distinct_block(count):
    """Nothing but failures, no two alike: nothing of what is remembered may grow with them."""
    lines = []
    for i in range(count):
        words = f"Insufficient permissions for {i:08x} of team-{i} (request {i * 7919:032x})"
        lines.append(json.dumps({
            "time": "2026-11-25T04:00:00Z", "status": 403, "url": OURS.format(i),
            "agent": f"agent-{i}", "detail": words}))
    return ("\n".join(lines) + "\n").encode(), (count, count, 0, 0)


class Runs:
    def __init__(self, doctor, limit):
        self.doctor, self.limit, self.failed = doctor, limit, 0

    def explain(self, name, arguments, expected, feed=None):
        with tempfile.TemporaryFile() as out:
            child = subprocess.Popen(
                [self.doctor, "explain", "--format", "json", *arguments],
                stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=out)
            if feed:
                thread = threading.Thread(target=feed, args=(child.stdin,))
                thread.start()
            _, _, used = os.wait4(child.pid, 0)
            child.returncode = 0
            if feed:
                thread.join()
            out.seek(0)
            records = json.load(out)["records"]
        got = tuple(records[key] for key in ("read", "matched", "unmatched", "broken"))
        mib = used.ru_maxrss / 1024
        held = got == expected and mib <= self.limit
        self.failed += not held
        print(f"{'PASS' if held else 'FAIL'}  {name:22} {mib:5.1f} MiB, {used.ru_utime:.2f} s; "
              f"{got} of {expected}", flush=True)


def write(path, block, count, opener=open):
    with opener(path, "wb") as out:
        for _ in range(count):
            out.write(block)


def feeder(block, count):
    def feed(pipe):
        with pipe:
            for _ in range(count):
                pipe.write(block)
    return feed


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("doctor")
    parser.add_argument("--size", type=int, default=16, help="MB of each input")
    parser.add_argument("--limit", type=float, default=64)
    options = parser.parse_args()
    runs = Runs(options.doctor, options.limit)
    with tempfile.TemporaryDirectory() as folder:
        for name, (block, figures) in (("jsonl", json_block()), ("text", text_block())):
            count = max(1, options.size * 1000000 // len(block))
            expected = tuple(figure * count for figure in figures)
            path = os.path.join(folder, name)
            write(path, block, count)
            runs.explain(f"{name}, a file", [path], expected)
            runs.explain(f"{name}, a pipe", ["-"], expected, feeder(block, count))
            write(path + ".gz", block, count, gzip.open)
            runs.explain(f"{name}, gzip", [path + ".gz"], expected)
            if shutil.which("zstd"):
                subprocess.run(["zstd", "-q", path], check=True)
                runs.explain(f"{name}, zstd", [path + ".zst"], expected)
            os.remove(path)
        path = os.path.join(folder, "distinct")
        block, figures = distinct_block(12000)
        write(path, block, 1)
        runs.explain("distinct failures", [path], figures)
        path = os.path.join(folder, "first")
        head = b'{"status":200,"text":"' + b"x" * 200000 + b'"}\n'
        block, figures = json_block()
        count = max(1, 40000000 // len(block))
        write(path, head, 1)
        with open(path, "ab") as out:
            out.write(block * count)
        figures = [figure * count for figure in figures]
        runs.explain("a long first line", [path], (figures[0] + 1, *figures[1:]))
        path = os.path.join(folder, "line")
        block = b'{"status":200,"url":"/a"}\n'
        with open(path, "wb") as out:
            out.write(block * 10000 + b'{"status":200,"url":"')
            for _ in range(options.size):
                out.write(b"x" * 1000000)
            out.write(b'"}\n' + block)
        runs.explain("a line without end", [path], (10001, 0, 0, 1))
    return 1 if runs.failed else 0


if __name__ == "__main__":
    sys.exit(main())
