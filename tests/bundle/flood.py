#!/usr/bin/env python3
"""Floods `bundle --include` with planted secrets, thousands in each log, and looks for survivors in
the files of the finished bundle and on both outputs. A third of them are values that the doctor
knows from its environment, in encodings of every kind; the others say by their form or by their
place what they are.

usage: flood.py DOCTOR CANARY [LOGS]    (each log holds 4000 of them)
"""

import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile


def flooded(doctor, canary, seed, folder):
    """Planted, and what survived, in words."""
    log, known, bundle = folder / "app.log", folder / "known", folder / "bundle.tar.gz"
    subprocess.run([canary, "write", str(seed), log, known], check=True)
    # No API is asked: nothing listens there.
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    environment |= {f"APP_{number}_SECRET": value
                    for number, value in enumerate(known.read_text().split())}
    done = subprocess.run([doctor, "bundle", "-o", bundle, "--include", log, "--base-url",
                           "http://127.0.0.1:1", "--fail-on", "never"], env=environment, cwd=folder,
                          capture_output=True, check=False, timeout=120)
    if done.returncode not in (0, 3):
        raise SystemExit(f"bundle: exit code {done.returncode}, {done.stderr.decode()}")
    outputs = [folder / "outputs"]
    outputs[0].write_bytes(done.stdout + done.stderr)
    with tarfile.open(bundle) as archive:
        for number, member in enumerate(archive.getmembers()):
            outputs.append(folder / f"member{number}")
            outputs[-1].write_bytes(archive.extractfile(member).read())
    bundle.unlink()
    searched = subprocess.run([canary, "search", str(seed), *outputs], capture_output=True, text=True,
                              check=False)
    planted = int(re.match(r"(\d+) planted", searched.stdout)[1])
    return planted, searched.stdout.splitlines()[1:]


def main():
    doctor, canary = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    logs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    planted = 0
    survivors = []
    with tempfile.TemporaryDirectory() as name:
        for seed in range(logs):
            count, lines = flooded(doctor, canary, seed, pathlib.Path(name))
            planted += count
            survivors += lines
    print(f"{planted} planted in {logs} logs, {len(survivors)} survived")
    if survivors:
        raise SystemExit("\n".join(survivors[:20]))


main()
