#!/usr/bin/env python3
"""The steps of packaging/Dockerfile, each in a clean Debian 12 in place of its base image: does what they
make run as the user they name? An image itself needs Docker and a registry. Builds everything.

usage: container.py SOURCE
"""

import pathlib
import re
import shlex
import shutil
import sys
import tempfile

from running import SKIPPED, CleanRoot, copy_tracked, run


class Stage:
    """One FROM, and what follows it."""

    def __init__(self, root):
        self.root, self.folder, self.user, self.variables = root, "/", None, []
        self.entrypoint = []

    def run(self, *words):
        command = self.root.command("env", *self.variables, *words, folder=self.folder)
        if self.user:
            command = command[:1] + (f"--userspec={self.user}",) + command[1:]
        return run(*command, timeout=7200)

    def inside(self, path):
        """A path of the stage, as it is found from here."""
        return self.root.path / str(pathlib.PurePosixPath(self.folder) / path).lstrip("/")


def steps_of(text):
    joined = re.sub(r"\\\n\s*", " ", text)
    return [line.split(maxsplit=1) for line in joined.splitlines()
            if line and not line.startswith("#")]


def copy(stage, stages, context, words):
    source = context
    if words[0].startswith("--from="):
        source = stages[words.pop(0).removeprefix("--from=")].root.path
    *patterns, target = words
    into = stage.inside(target)
    if patterns == ["."]:
        shutil.copytree(context, into, dirs_exist_ok=True)
        return
    for pattern in patterns:
        for file in source.glob(pattern.lstrip("/")):
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, into)


def perform(text, context, new_root):
    """The last stage, when every step was done."""
    stages, stage = {}, None
    for word, rest in steps_of(text):
        if word == "FROM":
            stage = Stage(new_root())
            stages[rest.split(" AS ")[-1]] = stage
        elif word == "WORKDIR":
            stage.folder = rest
            stage.inside("").mkdir(parents=True, exist_ok=True)
        elif word == "COPY":
            copy(stage, stages, context, rest.split())
        elif word == "RUN":
            stage.run("sh", "-c", rest)
        elif word == "USER":
            stage.user = rest
        elif word == "ENV":
            stage.variables += shlex.split(rest)
        elif word == "ENTRYPOINT":
            stage.entrypoint = re.findall(r'"([^"]+)"', rest)
        else:
            raise SystemExit(f"a step that this test does not know: {word}")
    return stage


def main():
    reason = CleanRoot.missing()
    if reason:
        print(f"skipped: {reason}")
        return SKIPPED
    source = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder, made = pathlib.Path(name), []

        def new_root():
            made.append(folder / f"root{len(made)}")
            return CleanRoot(made[-1])

        copy_tracked(source, folder / "context")
        image = perform((source / "packaging/Dockerfile").read_text(), folder / "context", new_root)
        if image.run("id", "-u").strip() == "0":
            raise SystemExit("the image runs as root")
        told = image.run(*image.entrypoint, "run", "--mock")
        print(told)
        if "healthy" not in told:
            raise SystemExit("the mock is not healthy")
    return 0


if __name__ == "__main__":
    sys.exit(main())
