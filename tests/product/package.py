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
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

SKIPPED = 77
MIRROR = os.environ.get("ONECLAW_DEBIAN_MIRROR", "http://deb.debian.org/debian")
EPOCH = "1767225600"


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900,
                          **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout[-4000:]}{done.stderr}")
    return done.stdout


def pack(build, folder):
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", folder, "-G", "DEB",
        env=dict(os.environ, SOURCE_DATE_EPOCH=EPOCH))
    (package,) = folder.glob("*.deb")
    return package


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def no_clean_root():
    """Why the package cannot be tried in one; None when it can."""
    if os.geteuid() != 0:
        return "needs root"
    if shutil.which("debootstrap") is None:
        return "debootstrap is not installed"
    try:
        with urllib.request.urlopen(f"{MIRROR}/dists/bookworm/Release", timeout=10):
            return None
    except (urllib.error.URLError, OSError) as error:
        return f"{MIRROR} cannot be reached: {error}"


def try_in_clean_root(package, folder):
    root = folder / "root"
    run("debootstrap", "--variant=minbase", "bookworm", root, MIRROR)
    shutil.copy(package, root / "doctor.deb")

    def inside(*command):
        return run("chroot", root, "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                   "DEBIAN_FRONTEND=noninteractive", "HOME=/root", "LANG=C.UTF-8", *command)

    inside("apt-get", "update", "-q")
    inside("apt-get", "install", "-y", "-q", "--no-install-recommends", "/doctor.deb")
    told = inside("oneclaw-doctor", "run", "--mock")
    print(told)
    inside("oneclaw-doctor", "completion", "bash")
    inside("apt-get", "purge", "-y", "-q", "oneclaw-doctor")
    left = [path for path in root.rglob("*oneclaw*") if "/proc/" not in str(path)
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
        reason = no_clean_root()
        if reason:
            left_out.append("clean root: " + reason)
        else:
            try_in_clean_root(package, folder)
    print("\n".join("skipped: " + reason for reason in left_out))
    return SKIPPED if left_out else 0


if __name__ == "__main__":
    sys.exit(main())
