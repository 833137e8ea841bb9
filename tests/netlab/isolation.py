"""Namespaces of our own: what happens in them ends with the process that made them.

The program starts itself again under unshare(1): own network, own mounts, own processes. When it
ends, however it ends, the kernel ends every process inside and takes the interfaces with them;
the files live on a tmpfs that nobody else sees. There is no uplink, so nothing gets out.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

SKIPPED = 77  # CTest reads this exit code as "skipped"
INSIDE = "NETLAB_INSIDE"
STATE = "/run/netlab"  # on the tmpfs
NEW_NETWORK = 0x40000000  # CLONE_NEWNET

_libc = ctypes.CDLL(None, use_errno=True)


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def require(*tools):
    """Skips unless all tools are there; sbin is not in everybody's PATH."""
    os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        skip("not installed: " + ", ".join(missing))


def enter():
    """Returns inside fresh namespaces; outside of them the program is replaced by unshare(1)."""
    if os.environ.get(INSIDE):
        os.makedirs(STATE, exist_ok=True)
        return
    require("unshare", "ip", "mount")
    flags = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        flags = ["--user", "--map-root-user"] + flags
    # The middle of the lab in small: what fails here for lack of rights would fail later.
    trial = subprocess.run(
        ["unshare", *flags, "sh", "-c", "mount -t tmpfs none /run && ip link add name lab0 type veth peer name lab1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if trial.returncode != 0:
        reason = trial.stderr.strip().splitlines()
        skip("no namespaces to be had: " + (reason[-1] if reason else "unshare failed"))
    os.environ[INSIDE] = "1"
    script = ["sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "netlab"]
    os.execvp("unshare", ["unshare", *flags, *script, sys.executable, *sys.argv])


def join(namespace):
    if _libc.setns(namespace, NEW_NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class Namespace:
    """A network namespace, held by a process that does nothing."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo up; exec sleep 1000000"],
                                       stdout=subprocess.PIPE)
        self.holder.stdout.readline()
        self.pid = self.holder.pid
        self.file = os.open(f"/proc/{self.pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)

    @contextmanager
    def entered(self):
        """Sockets opened here belong to this namespace for good."""
        here = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        join(self.file)
        try:
            yield
        finally:
            join(here)
            os.close(here)

    def run(self, *command, text=None):
        run(*command, text=text, inside=self)

    def start(self, *command, log, **options):
        return subprocess.Popen(command, preexec_fn=lambda: join(self.file),
                                stderr=open(f"{STATE}/{log}.log", "ab"), **options)


def run(*command, text=None, inside=None):
    """A command that must succeed; in the client's namespace unless told otherwise."""
    done = subprocess.run(command, input=text, text=True, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT,
                          preexec_fn=(lambda: join(inside.file)) if inside else None)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout.strip()}")


def replace_file(path, content):
    """Puts a text in the place of one of the system's files, for this mount namespace alone."""
    private = f"{STATE}/{path.strip('/').replace('/', '_')}"
    with open(private, "w", encoding="utf-8") as out:
        out.write(content)
    place = os.path.realpath(path)
    if not os.path.exists(place):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8"):  # below /run, or there was no such file at all
            pass
    run("mount", "--bind", private, place)


def waited_for_processor():
    """Seconds that the processes here have spent ready to run, and not running."""
    total = 0
    for process in os.listdir("/proc"):
        if process.isdigit():
            try:
                for thread in os.listdir(f"/proc/{process}/task"):
                    with open(f"/proc/{process}/task/{thread}/schedstat", encoding="ascii") as stat:
                        total += int(stat.read().split()[1])
            except OSError:
                pass  # it has ended meanwhile, or the kernel does not count
    return total / 1e9
