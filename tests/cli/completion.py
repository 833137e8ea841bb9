#!/usr/bin/env python3
"""Completion as the real shells do it, against the catalogues the program prints.

usage: completion.py DOCTOR bash|zsh|fish    (exit code 77: that shell is not here)
"""

import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
PATIENCE = 60  # seconds for one shell


def printed(doctor, *words):
    return subprocess.run([doctor, *words], check=True, capture_output=True, text=True,
                          timeout=PATIENCE).stdout


# One function per shell: the command lines → what the shell offers at the end of each.

def in_bash(script, lines, folder):
    """bash splits words at '=' before it calls the function; so does this."""
    program = [f"source {script}"]
    for line in lines:
        words = [piece for word in line.split(" ") for piece in re.split("(=)", word)
                 if piece or not word]
        spelled = " ".join("'" + word + "'" for word in words)
        program += [f"COMP_WORDS=({spelled}); COMP_CWORD={len(words) - 1}", "_oneclaw_doctor",
                    'printf "%s\\n" "${COMPREPLY[@]}" --end--']
    out = subprocess.run(["bash", "--norc", "-c", "\n".join(program)], cwd=folder, check=True,
                         capture_output=True, text=True, timeout=PATIENCE)
    if out.stderr:
        raise SystemExit(f"bash complains: {out.stderr}")
    return [block.split("\n") for block in out.stdout.split("--end--\n")[:-1]]


ZSHRC = """
autoload -Uz compinit && compinit -u -D
source {script}
compadd() {{
  local -a found
  if (( ${{@[(I)-[OAD]]}} )); then
    builtin compadd "$@"  # a question of the completion system to itself
    return
  fi
  builtin compadd -O found "$@"
  print -rl -- $found >> {out}
  builtin compadd "$@"
}}
_look() {{
  _main_complete
  compstate[insert]= compstate[list]=
}}
zle -C look complete-word _look
zle-line-init() {{
  local line
  for line in "${{(@f)$(<{lines})}}"; do
    BUFFER=$line CURSOR=$#line
    zle look
    print -r -- --end-- >> {out}
  done
  BUFFER=exit
  zle accept-line
}}
zle -N zle-line-init
"""


def in_zsh(script, lines, folder):
    """An interactive zsh on a terminal of its own, whose line editor completes each line."""
    out, asked = folder / "offered", folder / "lines"
    out.touch()
    asked.write_text("\n".join(lines))
    (folder / ".zshrc").write_text(ZSHRC.format(script=script, out=out, lines=asked))
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe("timeout", ["timeout", str(PATIENCE), "zsh", "-d", "-i"],
                   {"PATH": os.environ["PATH"], "ZDOTDIR": str(folder), "HOME": str(folder),
                    "TERM": "xterm", "LANG": "C.UTF-8"})
    screen = b""
    try:
        while chunk := os.read(terminal, 4096):
            screen += chunk
    except OSError:
        pass  # the terminal ends with its last process
    os.waitpid(child, 0)
    blocks = [block.split("\n") for block in out.read_text().split("--end--\n")[:-1]]
    if len(blocks) != len(lines):
        raise SystemExit("zsh did not come to the end:\n" + screen.decode(errors="replace"))
    return blocks


def in_fish(script, lines, folder):
    program = [f"source {script}"]
    program += [f"complete -C '{line}'; echo -- --end--" for line in lines]
    out = subprocess.run(["fish", "--no-config", "-c", "\n".join(program)], cwd=folder, check=True,
                         capture_output=True, text=True, timeout=PATIENCE,
                         env=dict(os.environ, HOME=str(folder)))
    if out.stderr:
        raise SystemExit(f"fish complains: {out.stderr}")
    return [[entry.split("\t")[0] for entry in block.split("\n")]
            for block in out.stdout.split("--end--\n")[:-1]]


SHELLS = {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}


def catalogue(doctor, name):
    entries = json.loads(printed(doctor, "list", name, "--format", "json"))
    return {entry.get("id") or entry.get("name") for entry in entries}, entries


def commands_and_options(doctor):
    """From the help texts: command → its long options."""
    overview = printed(doctor, "--help").split("Commands:\n")[1].split("\n\n")[0]
    names = re.findall(r"^  ([a-z]+)", overview, re.MULTILINE)
    return {name: set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", printed(doctor, name, "--help"),
                                 re.MULTILINE)) for name in names}


def rows(doctor):
    """(line, what it has to offer, and whether that is all)."""
    probes, probe_entries = catalogue(doctor, "probes")
    rules, _ = catalogue(doctor, "rules")
    scenarios, _ = catalogue(doctor, "scenarios")
    formats, _ = catalogue(doctor, "formats")
    layers = {entry["layer"] for entry in probe_entries}
    options = commands_and_options(doctor)
    yield "", set(options), True
    yield "expl", {"explain"}, True
    yield "--vers", {"--version"}, True
    yield "-", options["run"] | {"--help", "--version"}, False
    for command, known in options.items():
        yield f"{command} --", known | {"--help"}, False
    for command in ("run ", "bundle ", ""):
        yield f"{command}--mock=", scenarios, True
        yield f"{command}--only ", probes | layers, True
        yield f"{command}--skip=", probes | layers, True
        yield f"{command}--format ", formats, True
        yield f"{command}-v --fail-on ", {"error", "warning", "never"}, True
        yield f"{command}--profile ", {"cli", "mcp", "cursor"}, False
        yield f"{command}--permission=w", {"write"}, True
        yield f"{command}--ip-family ", {"4", "6"}, True
        yield f"{command}--vault ", set(), True
        yield f"{command}--ca-file ", {"error.log"}, False
        yield f"{command}--report json=err", {"error.log"}, True
    yield "run --report js", {"json="}, True
    yield "explain ", rules | {"error.log"}, False
    yield "explain access.policy/", {r for r in rules if r.startswith("access.policy/")}, True
    yield "explain --input ", {"auto", "http", "curl", "body", "har", "jsonl", "text", "rpc"}, True
    yield "explain --group-by ", {"rule", "path", "agent"}, True
    yield "explain error.log err", {"error.log"}, True
    yield "bundle ver", {"verify"}, True
    yield "bundle verify err", {"error.log"}, True
    yield "bundle -o err", {"error.log"}, True
    yield "replay err", {"error.log"}, True
    yield "diff error.log err", {"error.log"}, True
    yield "list ", {"probes", "rules", "scenarios", "formats"}, True
    yield "list rules --format ", {"terminal", "json"}, True
    yield "rules ch", {"check"}, True
    yield "rules check err", {"error.log"}, True
    yield "mock --scenario policy_", {s for s in scenarios if s.startswith("policy_")}, True
    yield "mock --port ", set(), True
    yield "completion ", {"bash", "zsh", "fish"}, True
    yield "completion bash ", set(), True


def comparable(offered, line):
    """What is offered, each as a word of its own: some shells repeat what is before '='."""
    before = line.split(" ")[-1]
    kept = before[:before.rfind("=") + 1]
    words = {word.strip().replace("\\", "") for word in offered} - {""}
    if not before:  # zsh offers options where nothing else can come
        words = {word for word in words if not word.startswith("-")}
    return {word[len(kept):] if kept and word.startswith(kept) else word for word in words}


def main():
    doctor, shell = sys.argv[1:]
    if shutil.which(shell) is None:
        print(f"skipped: {shell} is not installed")
        return SKIPPED
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        script = folder / "completion"
        script.write_text(printed(doctor, "completion", shell))
        (folder / "error.log").touch()
        table = list(rows(doctor))
        lines = ["oneclaw-doctor " + line for line, _, _ in table]
        for (line, expected, is_all), offered in zip(table, SHELLS[shell](script, lines, folder)):
            words = comparable(offered, line)
            extra = words - expected if is_all else set()
            # '--report js' may be offered as 'json' with '=' as what the shell adds behind it.
            missing = {w for w in expected - words if w.rstrip("=") not in words}
            extra = {w for w in extra if w + "=" not in expected}
            if missing or extra:
                wrong += 1
                print(f"{line!r}: missing {sorted(missing)[:8]}, unexpected {sorted(extra)[:8]}")
    print(f"{len(table)} command lines, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
