"""The fenced blocks of the documentation, and how to run their commands and compare what they print.

A ```sh block holds commands; a ```console block commands behind `$ ` with what they print, in which
`…` stands for anything. An HTML comment right before a block says what readers need not see:

    <!-- not run: REASON -->      needs something that no test has
    <!-- world: SCENARIO -->      what the mock at ONECLAW_BASE_URL plays; healthy otherwise
    <!-- NAME=policy_missing -->  what stands for a placeholder
"""

import dataclasses
import os
import re
import signal
import subprocess

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
REMARK = re.compile(r"<!-- ((?:(?!-->).)*) -->\s*\Z", re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
MARK = "\x1e"
OURS = re.compile(r"\b(?:oneclaw-doctor|scripts/run|build-embed/embed)\b")


@dataclasses.dataclass
class Command:
    text: str
    expected: str | None = None  # None: the document does not show what it prints


@dataclasses.dataclass
class Block:
    document: str  # path from the root
    line: int
    heading: str
    language: str
    text: str
    remark: str  # of the comment before it, or empty

    @property
    def place(self):
        return f"{self.document}:{self.line}"

    @property
    def reason_not_to(self):
        return self.remark.removeprefix("not run: ") if self.remark.startswith("not run: ") else ""

    @property
    def world(self):
        return self.remark.removeprefix("world: ") if self.remark.startswith("world: ") else "healthy"

    def commands(self):
        text = self.text
        for name, value in re.findall(r"\b([A-Z]+)=(\S+)", self.remark):
            text = re.sub(rf"\b{name}\b", value, text)
        return shown(text) if self.language == "console" else plain(text)


def blocks_of(root, document):
    text = (root / document).read_text()
    found = []
    for fence in FENCE.finditer(text):
        before = text[:fence.start()]
        remark = REMARK.search(before)
        headings = HEADING.findall(FENCE.sub("", before))
        indent = fence[1]
        content = "".join(line.removeprefix(indent) for line in fence[3].splitlines(keepends=True))
        found.append(Block(document, before.count("\n") + 1, headings[-1] if headings else "", fence[2],
                           content, remark[1] if remark else ""))
    return found


def is_whole(text):
    """A command that bash takes as it stands, here documents and quotes closed."""
    if text.rstrip("\n").endswith("\\"):
        return False
    done = subprocess.run(["bash", "-n", "-c", text], capture_output=True, text=True, check=False)
    return done.returncode == 0 and not done.stderr


def plain(text):
    commands, waiting = [], ""
    for line in text.splitlines(keepends=True):
        waiting += line
        if is_whole(waiting):
            if waiting.strip() and not waiting.strip().startswith("#"):
                commands.append(Command(waiting.strip()))
            waiting = ""
    if waiting:
        raise ValueError(f"bash does not take this: {waiting}")
    return commands


def shown(text):
    commands = []
    for line in text.splitlines():
        if line.startswith("$ "):
            commands.append(Command(line[2:], ""))
        elif line.startswith("> ") and commands[-1].expected == "":
            commands[-1].text += "\n" + line[2:]
        else:
            commands[-1].expected += line + "\n"
    return commands


def script_of(commands):
    """One for bash that tells each command's exit code behind what it printed."""
    lines = ["exec 2>&1"]
    for command in commands:
        lines += [command.text, f"printf '{MARK}%d\\n' $?"]
    return "\n".join([*lines, "kill $(jobs -p) 2>/dev/null", "wait"]) + "\n"


def run_commands(commands, shell=("bash",), timeout=60, **options):
    """[(exit code, what it printed)] of commands that share a shell. What they leave running ends
    with them."""
    with subprocess.Popen(shell, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          errors="replace", start_new_session=True, **options) as process:
        try:
            printed, _ = process.communicate(script_of(commands), timeout=timeout)
        except subprocess.TimeoutExpired as late:
            printed = (late.stdout or b"").decode(errors="replace") + f"\nno end after {timeout} s"
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    parts = re.split(MARK + r"(\d+)\n", printed)
    results = [(int(code), output) for output, code in zip(parts[0::2], parts[1::2])]
    return results + [(None, parts[-1])] * (len(commands) - len(results))


def normalised(text):
    for pattern, instead in ((r"\b\d+(\.\d+)? m?s\b", "TIME"),
                             (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "MOMENT"),
                             (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT")):
        text = re.sub(pattern, instead, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def pattern_of(line):
    """One line of a document; `…` is anything within it, and alone any lines."""
    if line == "…":
        return r"(?:[^\n]*\n)*?[^\n]*"
    return "[^\n]*".join(map(re.escape, line.split("…")))


def differs(expected, printed):
    """Why what was printed is not what the document shows; None when it is."""
    pattern = r"\n".join(map(pattern_of, normalised(expected).split("\n")))
    if re.fullmatch(pattern, normalised(printed)):
        return None
    return f"the document shows\n{expected}\nand it prints\n{printed}"


def judged(place, commands, results):
    """What is wrong with what became of the commands: an exit code, or another text than is shown."""
    for command, (code, printed) in zip(commands, results):
        # A diagnosis that finds something exits with 1, which is no failure of the command.
        if code not in ({0, 1} if OURS.search(command.text) else {0}):
            yield f"{place}: exit {code}: {command.text}\n{printed[-1500:]}"
        elif command.expected is not None:
            difference = differs(command.expected, printed)
            if difference:
                yield f"{place}: {command.text}: {difference}"
