#!/usr/bin/env python3
"""The Debian package of this build: what lintian says of it, whether packing twice gives the same
bytes, and whether it installs and runs in a clean Debian 12. What a tool, root or a mirror is
missing for is left out, with the reason.

usage: package.py BUILD
"""

import hashlib
import os
import pathlib
import shutil
import sys
import tempfile

from running import SKIPPED, CleanRoot, run

EPOCH = "1767225600"


def pack(build, folder):
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", folder, "-G", "DEB",
        env=dict(os.environ, SOURCE_DATE_EPOCH=EPOCH))
    (package,) = folder.glob("*.deb")
    return package


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def try_in_clean_root(package, folder):
    root = CleanRoot(folder / "root")
    shutil.copy(package, root.path / "doctor.deb")
    root.install("/doctor.deb")
    print(root.run("oneclaw-doctor", "run", "--mock"))
    root.run("oneclaw-doctor", "completion", "bash")
    root.run("apt-get", "purge", "-y", "-q", "oneclaw-doctor")
    left = [path for path in root.path.rglob("*oneclaw*") if "/proc/" not in str(path)
            and "/var/" not in str(path)]
    if left:
        raise SystemExit(f"left behind: {left}")


def main():
    build = pathlib.Path(sys.argv[1])
    missing = [tool for tool in ("dpkg-shlibdeps", "file") if shutil.which(tool) is None]
    if missing:
        print(f"skipped: {' and '.join(missing)} not installed")
        return SKIPPED
    left_out = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        package = pack(build, folder / "one")
        print(run("dpkg-deb", "--info", package))
        if digest(package) != digest(pack(build, folder / "two")):
            raise SystemExit("packing the same build twice gives other bytes")
        if shutil.which("lintian"):
            print(run("lintian", "--allow-root", "--fail-on", "error", package))
        else:
            left_out.append("lintian is not installed")
        reason = CleanRoot.missing()
        if reason:
            left_out.append("clean root: " + reason)
        else:
            try_in_clean_root(package, folder)
    print("\n".join("skipped: " + reason for reason in left_out))
    return SKIPPED if left_out else 0


if __name__ == "__main__":
    sys.exit(main())
