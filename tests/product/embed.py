#!/usr/bin/env python3
"""Installs this build into a folder of its own, builds examples/embed/ against it, and lets that
program diagnose the installed program's mock.

usage: embed.py BUILD
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from running import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEY = "ocv_00000000000000000000000000000000"
INSTALLED = """
bin/oneclaw-doctor
share/man/man1/oneclaw-doctor.1
share/man/man1/oneclaw-doctor-run.1
share/bash-completion/completions/oneclaw-doctor
share/zsh/vendor-completions/_oneclaw-doctor
share/fish/vendor_completions.d/oneclaw-doctor.fish
share/oneclaw-doctor/report.schema.json
share/oneclaw-doctor/exchanges.schema.json
include/oneclaw_doctor/rules/diagnosis.h
include/oneclaw_doctor/probes/facts/network.h
""".split()


def cached(build, name):
    found = re.search(rf"^{name}:\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.MULTILINE)
    return found[1] if found else ""


def diagnosed(prefix, program, scenario, home):
    """What the embedding program prints and its exit code, with that scenario served."""
    with subprocess.Popen([prefix / "bin/oneclaw-doctor", "mock", "--scenario", scenario],
                          stdout=subprocess.PIPE, text=True) as mock:
        try:
            url = mock.stdout.readline().split()[-1]
            environment = {"PATH": os.environ["PATH"], "HOME": str(home),
                           "ONECLAW_AGENT_API_KEY": KEY}
            done = subprocess.run([program, url], capture_output=True, text=True, check=False,
                                  timeout=60, cwd=home, env=environment)
            return done.stdout + done.stderr, done.returncode
        finally:
            mock.terminate()


def main():
    build = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prefix, embedding, home = folder / "installed", folder / "build", folder / "home"
        home.mkdir()
        run("cmake", "--install", build, "--prefix", prefix)
        missing = [path for path in INSTALLED if not (prefix / path).exists()]
        if missing:
            raise SystemExit(f"not installed: {missing}")
        run("cmake", "-S", ROOT / "examples/embed", "-B", embedding, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={prefix}",
            f"-DCMAKE_CXX_COMPILER={cached(build, 'CMAKE_CXX_COMPILER')}")
        run("cmake", "--build", embedding)
        for scenario, cause, code in (("exchange_500", "server.error/", 1),
                                      ("key_revoked_in_words", "auth.key-revoked/", 1)):
            output, exit_code = diagnosed(prefix, embedding / "embed", scenario, home)
            print(f"{scenario}: exit {exit_code}\n{output}")
            if exit_code != code or not output.startswith(cause):
                raise SystemExit(f"{scenario} should be {cause}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
