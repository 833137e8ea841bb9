#!/usr/bin/env python3
"""`explain --follow` on a log that grows, is cut, is rotated, and on a pipe.

    follow.py DOCTOR

Nothing is timed: each step waits for what the program prints, and the whole for a minute at most.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile

EXPIRED = "2026-11-25T04:00:00Z ERROR 1claw API error (status 401): Token has been revoked\n"
REFUSED = "2026-11-25T04:00:01Z ERROR 1claw API error (status 403): Insufficient permissions\n"
GONE = "2026-11-25T04:00:02Z ERROR 1claw API error (status 410): Secret has expired\n"
LIMITED = "2026-11-25T04:00:03Z ERROR 1claw API error (status 429): Rate limit exceeded\n"
DULL = "2026-11-25T04:00:00Z INFO handled a request\n"


class Following:
    def __init__(self, doctor, path, **more):
        self.child = subprocess.Popen([doctor, "explain", "--follow", path],
                                      stdout=subprocess.PIPE, text=True,
                                      **more)

    def wait_for(self, rule):
        """Reads on until a line holds the rule."""
        for line in self.child.stdout:
            if rule in line:
                return
        raise AssertionError(f"ended before it told of {rule}")

    def end(self):
        rest = self.child.stdout.read()
        self.child.wait()
        return rest


def append(path, text):
    with open(path, "a", encoding="utf-8") as out:
        out.write(text)


def check(held, what):
    if not held:
        raise AssertionError(what)


def a_file(doctor, folder):
    path = os.path.join(folder, "app.log")
    append(path, DULL + REFUSED)
    following = Following(doctor, path)
    following.wait_for("access.")
    append(path, REFUSED + EXPIRED[:40])
    append(path, EXPIRED[40:])
    following.wait_for("auth.")
    with open(path, "w", encoding="utf-8") as out:  # cut, as by copytruncate
        out.write(GONE)
    following.wait_for("gone.")
    os.rename(path, path + ".1")
    append(path + ".1", DULL)
    append(path, LIMITED)
    following.wait_for("rate.")
    following.child.send_signal(signal.SIGINT)
    rest = following.end()
    check("5 records" in rest, f"all at the end: {rest}")
    check(following.child.returncode == 0, f"exit {following.child.returncode}")


def a_pipe(doctor, folder):
    del folder
    following = Following(doctor, "-", stdin=subprocess.PIPE)
    pipe = following.child.stdin
    pipe.write('{"status":403,"url":"https://api.1claw.xyz/v1/vaults/a/secrets/b",'
               '"detail":"Insufficient permissions"}\n')
    pipe.flush()
    following.wait_for("access.")
    pipe.write('{"status":200,"url":"https://api.1claw.xyz/v1/vaults"}')
    pipe.close()
    rest = following.end()
    check("2 records" in rest, rest)


def main():
    signal.alarm(60)
    for case in (a_file, a_pipe):
        with tempfile.TemporaryDirectory() as folder:
            case(sys.argv[1], folder)
            print(f"PASS  {case.__name__}", flush=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    check(used.ru_utime + used.ru_stime < 20, "a busy loop")


if __name__ == "__main__":
    main()
