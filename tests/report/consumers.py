"""Gives reports in every format to readers of that format, and holds exit codes against each other.

usage: consumers.py WRITE_SAMPLES ONECLAW_DOCTOR
JUnit is checked with xmllint against junit.xsd and every *.xsd in the folder ONECLAW_JUNIT_XSD
names. Exit code 77 means skipped.
"""

import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
NAGIOS_CODES = {"healthy": 0, "degraded": 1, "unhealthy": 2, "undecided": 3}
ALL = ("error", "warning", "never")
MATRIX = [(["--mock=healthy"], ALL), (["--mock=agent_ends_in_a_month"], ALL),
          (["--mock=policy_missing"], ALL), (["--mock=bad_gateway_page"], ["error"]),
          (["--mock=healthy", "--deadline=1ms"], ["never"])]


def schemas():
    extra = os.environ.get("ONECLAW_JUNIT_XSD")
    return [HERE / "junit.xsd"] + (sorted(pathlib.Path(extra).glob("*.xsd")) if extra else [])


def read_junit(text):
    """The number of failing tests; xmllint says what is wrong with the form."""
    for schema in schemas():
        done = subprocess.run(
            ["xmllint", "--noout", "--nonet", "--schema", schema, "-"],
            input=text.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[:500]
    said = sum(int(n) for n in re.findall(r' failures="(\d+)"', text))
    assert said == text.count("<failure "), "the counts of failures are wrong"
    assert sum(int(n) for n in re.findall(r' tests="(\d+)"', text)) == text.count("<testcase ")
    return said


def read_github(text):
    """As the runner reads commands: `::name key=value,…::message`, one per line."""
    levels = []
    for line in text.splitlines():
        found = re.fullmatch(r"::(error|warning|notice) title=([^:,\r\n]*)::(.*)", line)
        assert found, line[:200]
        for escaped in found.group(2), found.group(3):
            assert re.fullmatch(r"(?:[^%]|%25|%0A|%0D|%3A|%2C)*", escaped), escaped[:200]
        assert not found.group(3).startswith("%0A")
        levels.append(found.group(1))
    assert levels
    return levels.count("error")


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./][^\\\\]*$"},
                    "lines": {"type": "object", "required": ["begin"]},
                },
            },
        },
    },
}


def read_gitlab(text):
    entries = json.loads(text)
    jsonschema.Draft202012Validator(GITLAB).validate(entries)
    prints = [entry["fingerprint"] for entry in entries]
    assert len(prints) == len(set(prints)), "two entries are one to GitLab"
    return sum(entry["severity"] in ("major", "critical", "blocker") for entry in entries)


NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'


def read_prometheus(text):
    """Strict: help and type before the samples of a family, families whole, no series twice."""
    assert text.endswith("\n")
    families, seen, values = [], set(), {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            families.append(re.fullmatch(rf"# HELP ({NAME}) .+", line).group(1))
        elif line.startswith("# TYPE "):
            assert line == f"# TYPE {families[-1]} gauge", line
        else:
            found = re.fullmatch(rf"({NAME})(\{{{LABEL}(?:,{LABEL})*\}})? (\S+)", line)
            assert found and found.group(1) == families[-1], line
            series = found.group(1) + (found.group(2) or "")
            assert series not in seen, line
            seen.add(series)
            values[series] = float(found.group(3))
    assert len(families) == len(set(families))
    if prometheus_parser:
        parsed = [s for f in prometheus_parser(text) for s in f.samples]
        assert len(parsed) == len(seen)
    verdicts = {k: v for k, v in values.items() if "_verdict{" in k}
    runs = len(verdicts) // 4  # as many as there are targets
    assert runs and sorted(verdicts.values()) == [0] * 3 * runs + [1] * runs
    return values


def read_nagios(text):
    found = re.fullmatch(r"ONECLAW (OK|WARNING|CRITICAL|UNKNOWN) - ([^|\n]+) \| ([^|\n]+)\n", text)
    assert found, text
    number = r"-?\d+(?:\.\d+)?"
    for item in found.group(3).split(" "):
        assert re.fullmatch(rf"\w+={number}s?(?:;{number}|;){{0,4}}", item), item
    return ["OK", "WARNING", "CRITICAL", "UNKNOWN"].index(found.group(1))


def read_tap(text):
    lines = text.splitlines()
    assert lines[0] == "TAP version 13"
    plan = int(re.fullmatch(r"1\.\.(\d+)", lines[1]).group(1))
    number, failed, inside = 0, 0, False
    for line in lines[2:]:
        if inside:
            inside = line != "  ..."
            assert line.startswith("  "), line
            value = line.split(": " if ": " in line and "- " not in line[:6] else "- ", 1)[-1]
            if value.startswith('"'):
                json.loads(value)
        elif line == "  ---":
            inside = True
        else:
            number += 1
            found = re.fullmatch(r"(not )?ok (\d+) - [^#]+(?: # SKIP .*)?", line)
            assert found and int(found.group(2)) == number, line
            failed += bool(found.group(1))
    assert number == plan and not inside
    return failed


class Page(html.parser.HTMLParser):
    """Every element closed, no script, and nothing that would be fetched."""

    EMPTY = {"meta", "link", "rect", "line"}

    def __init__(self):
        super().__init__()
        self.open, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        assert tag not in ("script", "img", "iframe", "object", "embed", "form"), tag
        assert not any(name.startswith("on") or name == "src" for name in attrs), attrs
        assert tag != "link" or attrs["href"] == "data:,"
        assert tag != "a" or attrs["href"].startswith("https://")
        self.ids += [attrs["id"]] if "id" in attrs else []
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag


def read_html(text):
    page = Page()
    page.feed(text)
    page.close()
    assert not page.open and len(page.ids) == len(set(page.ids))
    assert text.startswith("<!DOCTYPE html>") and "url(" not in text and "@import" not in text


def read_markdown(text):
    """Outside of code no HTML but the one fold, and no bare address."""
    bare = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", re.sub(r"(?s)```.*?```", "", text))
    bare = re.sub(r"\\[^\w\s]", "", bare)
    bare = re.sub(r"</?(?:details|summary)>", "", bare)
    assert not re.search(r"<(?!https://[\w./#?=-]+>)", bare), bare
    assert not re.search(r"(?<!<)https?://|(?<!\w)@\w", bare), bare


READERS = {
    "json": json.loads, "junit": read_junit, "markdown": read_markdown, "github": read_github,
    "gitlab": read_gitlab, "prometheus": read_prometheus, "nagios": read_nagios, "tap": read_tap,
    "html": read_html, "terminal": lambda text: None,
}
# Formats whose failing entries come to the same as exit codes 1 and 3 of the program.
COUNTING = ("junit", "github", "gitlab", "tap")
MEASURES = ["run_timestamp_seconds", "quota_used", "quota_limit", "clock_offset_seconds",
            "certificate_expiry_timestamp_seconds", "token_expiry_timestamp_seconds"]


def check_samples(write_samples, failures):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([write_samples, folder], check=True)
        files = [f for f in sorted(pathlib.Path(folder).iterdir()) if "schema" not in f.name]
        for file in files:
            try:
                READERS[file.suffix[1:]](file.read_text())
            except Exception as error:  # noqa: BLE001: whatever a reader stumbles over
                failures.append(f"{file.name}: {type(error).__name__} {error}")
        return len(files)


def run(doctor, *arguments, **more):
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": "/nonexistent"}
    return subprocess.run([doctor, *arguments], capture_output=True, text=True, check=False,
                          env={**environment, **more}, timeout=60)


def check_run(doctor, arguments, failures):
    """One run, every format as a file and one more on standard output."""
    name = " ".join(arguments)
    with tempfile.TemporaryDirectory() as folder:
        reports = [f"--report={format}={folder}/{format}" for format in READERS]
        done = run(doctor, "run", *arguments, "--format=json", *reports)
        verdict = json.loads(done.stdout)["verdict"]
        for format, read in READERS.items():
            try:
                out = read(pathlib.Path(folder, format).read_text())
                if format in COUNTING and "never" not in name and "warning" not in name:
                    assert bool(out) == (done.returncode != 0), f"{out} fail, exit {done.returncode}"
                if format == "nagios":
                    assert out == NAGIOS_CODES[verdict]
                if format == "prometheus" and verdict == "healthy":
                    lacking = [m for m in MEASURES if f"oneclaw_doctor_{m}" not in out]
                    assert not lacking, lacking
            except Exception as error:  # noqa: BLE001
                failures.append(f"{name}, {format}: {type(error).__name__} {error}")
    return done.returncode, verdict


def check_matrix(doctor, failures):
    count = 0
    codes = set()
    for scenario, thresholds in MATRIX:
        for fail_on in thresholds:
            arguments = [*scenario, f"--fail-on={fail_on}"]
            expected, verdict = check_run(doctor, arguments, failures)
            codes.add(expected)
            for format, read in READERS.items():
                done = run(doctor, "run", *arguments, f"--format={format}")
                wanted = NAGIOS_CODES[verdict] if format == "nagios" else expected
                count += 1
                if done.returncode != wanted:
                    failures.append(f"{arguments} {format}: exit {done.returncode}, not {wanted}")
                try:
                    read(done.stdout)
                except Exception as error:  # noqa: BLE001
                    failures.append(f"{arguments} {format}: {type(error).__name__} {error}")
    if codes != {0, 1, 3}:
        failures.append(f"the matrix came to exit codes {codes} only")
    return count


def check_github_files(doctor, failures):
    with tempfile.TemporaryDirectory() as folder:
        summary, outputs = pathlib.Path(folder, "summary"), pathlib.Path(folder, "outputs")
        outputs.write_text("earlier=1\n")
        files = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs)}
        run(doctor, "--mock=policy_missing", "--format=github", **files)
        lines = outputs.read_text().splitlines()
        if lines[:3] != ["earlier=1", "verdict=unhealthy", "root_cause=access.policy/no-policy"]:
            failures.append(f"GITHUB_OUTPUT: {lines}")
        if not summary.read_text().startswith("## ✗ 1Claw is unhealthy"):
            failures.append("GITHUB_STEP_SUMMARY has no report")
        done = run(doctor, "--mock", "--format=github", GITHUB_OUTPUT=f"{folder}/no/such/folder")
        if done.returncode != 2 or done.stdout or done.stderr.count("\n") != 1:
            failures.append(f"unwritable GITHUB_OUTPUT: {done}")


def main():
    failures = []
    samples = check_samples(sys.argv[1], failures)
    runs = check_matrix(sys.argv[2], failures)
    check_github_files(sys.argv[2], failures)
    print("\n".join(failures) or f"{samples} samples and {runs} runs are read by all")
    return 1 if failures or samples < 50 else 0


try:
    import jsonschema
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)
try:
    from prometheus_client.parser import text_string_to_metric_families as prometheus_parser
except ImportError:
    prometheus_parser = None
if not shutil.which("xmllint"):
    print("SKIPPED: no xmllint")
    sys.exit(77)
if __name__ == "__main__":
    sys.exit(main())
