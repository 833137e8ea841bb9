"""What the tests of the product share: running a command that has to go well, and a clean Debian."""

import os
import pathlib
import shutil
import subprocess
import urllib.error
import urllib.request

SKIPPED = 77  # the exit code that CTest takes for it
MIRROR = os.environ.get("ONECLAW_DEBIAN_MIRROR", "http://deb.debian.org/debian")


def run(*command, timeout=280, **options):
    """What it prints; ends the test with the command and its words when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout,
                          **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout[-4000:]}{done.stderr}")
    return done.stdout


def copy_tracked(source, folder):
    """The sources as somebody gets them: what git knows, and nothing that was built."""
    files = run("git", "-C", source, "ls-files", "-z").split("\0")[:-1]
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(pathlib.Path(source) / file, folder / file)


class CleanRoot:
    """A Debian 12 with nothing in it."""

    ENVIRONMENT = ("PATH=/root/.local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                   "DEBIAN_FRONTEND=noninteractive", "HOME=/root", "LANG=C.UTF-8")

    def __init__(self, path):
        self.path = path
        if not (path / "etc/debian_version").exists():
            run("debootstrap", "--variant=minbase", "bookworm", path, MIRROR, timeout=900)
        self.run("apt-get", "update", "-q")

    def command(self, *words, folder="/"):
        return ("chroot", str(self.path), "env", "-i", f"--chdir={folder}", *self.ENVIRONMENT,
                *map(str, words))

    def run(self, *words):
        return run(*self.command(*words), timeout=900)

    def install(self, *packages):
        self.run("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)

    @staticmethod
    def missing():
        """Why there can be none here; None when there can."""
        if os.geteuid() != 0:
            return "needs root"
        if shutil.which("debootstrap") is None:
            return "debootstrap is not installed"
        try:
            with urllib.request.urlopen(f"{MIRROR}/dists/bookworm/Release", timeout=10):
                return None
        except (urllib.error.URLError, OSError) as error:
            return f"{MIRROR} cannot be reached: {error}"
