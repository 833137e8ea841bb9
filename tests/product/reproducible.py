#!/usr/bin/env python3
"""Two release builds of the same sources in two folders: is the package the same, byte by byte?
Builds everything twice, without a compiler cache: minutes to an hour.

usage: reproducible.py SOURCE
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

from running import copy_tracked

EPOCH = "1767225600"


def package_of(source, folder):
    """A package built from a copy of the tracked files, whose path is this folder's alone."""
    copy, build = folder / "source", folder / "build"
    copy_tracked(source, copy)
    environment = dict(os.environ, SOURCE_DATE_EPOCH=EPOCH, CCACHE_DISABLE="1")
    for command in (["cmake", "-S", copy, "-B", build, "-G", "Ninja", "-DONECLAW_TESTS=OFF",
                     "-DCMAKE_BUILD_TYPE=Release"],
                    ["cmake", "--build", build],
                    ["cpack", "--config", build / "CPackConfig.cmake", "-B", folder, "-G", "DEB"]):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    (package,) = folder.glob("*.deb")
    return hashlib.sha256(package.read_bytes()).hexdigest()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        digests = [package_of(sys.argv[1], folder / place) for place in ("here", "else/where")]
    print("\n".join(digests))
    return 0 if digests[0] == digests[1] else 1


if __name__ == "__main__":
    sys.exit(main())
