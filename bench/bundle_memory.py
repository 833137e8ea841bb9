#!/usr/bin/env python3
"""How much memory `bundle --include` takes for a large log: bench/bundle_memory.py [--mib N]

Writes the log into a temporary folder, bundles it, and compares the largest resident size of the
program with the limit. The exit code is 1 when the limit is missed.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT_MIB = 64
MIB = 1 << 20


def write_log(path, size):
    """Lines of several kinds, one of them with something to take out."""
    lines = [f"2026-11-24T10:00:{i % 60:02}Z INFO [worker-{i % 16}] GET /v1/vaults status=200 "
             f"took={i % 900}ms item={i}\n" for i in range(20000)]
    lines[0] = "sending password=swordfish99 for ada@corp.test\n"
    block = "".join(lines).encode()
    with open(path, "wb") as log:
        while log.tell() < size:
            log.write(block[:size - log.tell()])


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--doctor",
                        default=os.path.join(HERE, "..", "build", "release", "bin",
                                             "oneclaw-doctor"))
    parser.add_argument("--mib", type=int, default=1024)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "large.log")
        write_log(log, options.mib * MIB)
        started = time.monotonic()
        subprocess.run([os.path.abspath(options.doctor), "bundle", "--mock", "-o",
                        os.path.join(folder, "out.tar.gz"), "--include", log],
                       check=True, stdout=subprocess.DEVNULL)
        took = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    held = peak <= LIMIT_MIB
    print(f"{'PASS' if held else 'FAIL'}  bundling a log of {options.mib} MiB, peak memory in MiB   "
          f"{peak:.1f} <= {LIMIT_MIB}   in {took:.0f} s")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
