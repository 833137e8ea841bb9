#!/usr/bin/env python3
"""`merge`, `--shard` and `--resume`: results of many targets, through the program.

usage: merged.py DOCTOR
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "report"))
import consumers  # noqa: E402  readers of each format, of another make
from schemas import put  # noqa: E402

PATIENCE = 120  # seconds for one call
SCENARIOS = ("healthy", "policy_missing", "token_expired", "agent_ends_in_a_month")
KEY = "ocv_7d3b91f4c6e85a2091bd4f7763ce12a8"


def expect(what, condition):
    if not condition:
        raise SystemExit(f"wrong: {what}")


class Place:
    def __init__(self, doctor, folder):
        self.doctor, self.folder = doctor, pathlib.Path(folder)
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8"}

    def run(self, *arguments, **variables):
        done = subprocess.run([self.doctor, *map(str, arguments)], cwd=self.folder, check=False,
                              capture_output=True, text=True, timeout=PATIENCE,
                              env={**self.environment, **variables})
        expect(f"{arguments}: exit {done.returncode}, {done.stderr}", done.returncode in range(4))
        return done

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--format", "json").stdout)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def targets(self, name, rows):
        with open(self.folder / name, "w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, ["name", "vault", "credential_variable"])
            table.writeheader()
            table.writerows(rows)
        return name


def line(name, index, report):
    return json.dumps({"schema": "oneclaw-doctor/fleet-result/v1", "target": name, "index": index,
                       "report": report}, separators=(",", ":")) + "\n"


class Lines:
    """Results as a run would have written them, of reports that single runs made."""

    def __init__(self, place):
        self.place = place
        self.reports = {one: place.run("run", f"--mock={one}", "--format", "json").stdout
                        for one in SCENARIOS}

    def of(self, scenarios):
        out = []
        for index, scenario in enumerate(scenarios):
            # Each agent has a name of its own; the cause is one all the same.
            report = self.reports[scenario].replace("ci-bot", f"bot-{index}")
            out.append(line(f"agent-{index}", index, json.loads(report)))
        return out


def causes(report):
    return {one["rule"]: one["targets"] for one in report["findings"] if one["root_cause"]}


def grouping(place, lines):
    scenarios = ["healthy", "policy_missing", "policy_missing", "token_expired", "policy_missing"]
    results = place.write("results", "".join(lines.of(scenarios)))
    report = place.json("merge", results)
    expect(f"causes {causes(report)}", causes(report) == {
        "access.policy/no-policy": ["agent-1", "agent-2", "agent-4"],
        "auth.token/expired": ["agent-3"]})
    first = report["findings"][0]
    expect(f"the first is {first['rule']}, {first['title']}",
           first["rule"] == "access.policy/no-policy" and first["count"] == 3 and
           first["title"].startswith("Agent … has no policy"))
    expect("symptoms come before causes", [one["root_cause"] for one in report["findings"]] ==
           sorted((one["root_cause"] for one in report["findings"]), reverse=True))
    expect(f"{report['fleet']['verdicts']}",
           report["fleet"]["verdicts"]["unhealthy"] == 4 and report["fleet"]["finished"] == 5)
    text = place.run("merge", results).stdout
    expect(text, "3 of 5 targets: Agent … has no policy" in text and
           "agent-1, agent-2, agent-4" in text and "5 targets: 1 healthy, 4 unhealthy" in text)
    print("a common cause is told once, whatever the agents are called")


def formats(place, lines):
    """Every format is read by a reader of its own, and comes to the same exit code."""
    place.targets("five.csv", [{"name": f"agent-{i}"} for i in range(5)])
    count = 0
    for scenarios, more, wanted in (
            (["healthy"] * 4, ["--targets", "five.csv"], 3),
            (["healthy", "agent_ends_in_a_month"], ["--fail-on", "warning"], 0),
            (["healthy", "policy_missing", "policy_missing"], [], 1)):
        results = place.write("results", "".join(lines.of(scenarios)))
        report = json.loads(place.run("merge", results, *more, "--format", "json").stdout)
        files = [f"--report={name}={place.folder}/out.{name}" for name in consumers.READERS]
        done = place.run("merge", results, *more, "--format", "json", *files)
        if scenarios[-1] == "agent_ends_in_a_month" and more:
            wanted = 1 if report["summary"]["warnings"] else 0
        expect(f"{scenarios} {more}: exit {done.returncode}", done.returncode == wanted)
        for name, read in consumers.READERS.items():
            try:
                read((place.folder / f"out.{name}").read_text(encoding="utf-8"))
            except Exception as error:  # noqa: BLE001: whatever a reader stumbles over
                expect(f"{name}, {scenarios}: {type(error).__name__} {error}", False)
            if wanted != 1:
                continue  # once is enough for standard output
            printed = place.run("merge", results, *more, "--format", name)
            code = consumers.NAGIOS_CODES[report["verdict"]] if name == "nagios" else wanted
            expect(f"{name}, {scenarios} {more}: exit {printed.returncode}",
                   printed.returncode == code)
            count += 1
    print(f"{count} merged reports are read, and their exit codes agree")


def labels(place, lines):
    results = place.write("results", "".join(lines.of(["healthy", "policy_missing"])))
    samples = place.run("merge", results, "--format", "prometheus").stdout
    for wanted in ('verdict{target="agent-0",verdict="healthy"} 1',
                   'verdict{target="agent-1",verdict="unhealthy"} 1',
                   'finding{target="agent-1",rule="access.policy/no-policy"'):
        expect(f"no {wanted}", "oneclaw_doctor_" + wanted in samples)
    single = place.run("run", "--mock", "--format", "prometheus").stdout
    expect("info has no target", 'target="https://api.1claw.xyz"} 1' in single)


# What makes nonsense of a result line, and what of it is told.
ABSURD = [
    (put(["report", "run", "duration_ms"], -1), "run.duration_ms"),
    (put(["report", "run", "duration_ms"], 1e300), "run.duration_ms"),
    (put(["report", "run", "duration_ms"], "12"), "run.duration_ms"),
    (put(["report", "run", "started_at"], 7), "run.started_at"),
    (put(["report", "run", "requests", "sent"], -3), "run.requests.sent"),
    (put(["report", "run", "requests"], []), "run.requests.sent"),
    (put(["report", "summary", "errors"], 2 ** 63), "summary.errors"),
    (put(["report", "verdict"], "splendid"), "verdict"),
    (put(["report", "findings"], {}), "findings"),
    (put(["report", "findings"], [{}]), "findings[0].rule"),
    (put(["report", "observations", 0, "status"], 1.5), "observations[0].status"),
    (put(["report", "observations", 0, "duration_ms"], -0.5), "observations[0].duration_ms"),
    (put(["index"], "1"), "names no target")]


def odd_files(place, lines):
    """Torn, repeated, foreign and broken lines."""
    place.targets("five.csv", [{"name": f"agent-{i}"} for i in range(5)])
    made = lines.of(["healthy"] * 6)
    place.write("torn", "".join(made[:3]) + made[3][:500])
    done = place.run("merge", "torn", "--targets", "five.csv", "--format", "json")
    report = json.loads(done.stdout)
    expect(f"torn: {done.returncode} {report['fleet']['missing']} {done.stderr}",
           done.returncode == 3 and report["fleet"]["missing"] == ["agent-3", "agent-4"] and
           "'torn': the last line is torn" in done.stderr)
    place.write("unbroken", "".join(made[:2]).rstrip("\n"))
    expect("a last line without a break is whole",
           place.json("merge", "unbroken")["fleet"]["finished"] == 2)
    place.write("more", "".join(made))
    done = place.run("merge", "torn", "more", "--targets", "five.csv")
    expect(f"again: {done.returncode} {done.stderr}", done.returncode == 0 and
           "3 results are left out: their targets have a result already" in done.stderr and
           "a result is left out: --targets does not name" in done.stderr)
    done = subprocess.run([place.doctor, "merge", "-"], input="".join(made), text=True,
                          capture_output=True, check=False, env=place.environment)
    expect(f"standard input: {done.stderr}", done.returncode == 0 and "6 healthy" in done.stdout)
    place.write("broken", made[0] + "{}\n" + made[1])
    for (name, change), member in ABSURD:
        odd = json.loads(made[1])
        change(odd)
        for end in ("\n", ""):
            place.write("absurd", made[0] + json.dumps(odd, separators=(",", ":")) + end)
            done = place.run("merge", "absurd")
            expect(f"{name}: {done.returncode} {done.stderr}", done.returncode == 2 and
                   not done.stdout and done.stderr.count("\n") == 1 and
                   "'absurd': line 2: " in done.stderr and member in done.stderr)
    for arguments, words in (
            (["merge"], "'merge' takes files"), (["merge", "absent"], "cannot read 'absent'"),
            (["merge", "-", "-"], "standard input can be read once"),
            (["merge", "broken"], "'broken': line 2: is no result of a fleet's target"),
            (["merge", place.write("none", "")], "there is no result in what is to be merged"),
            (["merge", "more", "--targets", "torn"], "--targets: 'torn', line 1: "),
            (["merge", "more", "--ignore", "no.such/rule"], "'no.such/rule' is no rule"),
            (["replay", "merged.json"], "a merged report holds no observations")):
        if arguments[0] == "replay":
            place.write("merged.json", json.dumps(place.json("merge", "more")))
        done = place.run(*arguments)
        expect(f"{arguments}: {done.returncode} {done.stderr}", done.returncode == 2 and
               not done.stdout and words in done.stderr and done.stderr.count("\n") == 1)


def known(place, lines):
    """--ignore for one target of many, and a baseline of many."""
    scenarios = ["policy_missing", "policy_missing", "healthy"]
    results = place.write("results", "".join(lines.of(scenarios)))
    merged = place.run("merge", results, "--format", "json")
    place.write("baseline", merged.stdout)
    report = place.json("merge", results, "--ignore", "access.policy@agent-0")
    expect(f"{causes(report)}", causes(report) == {"access.policy/no-policy": ["agent-1"]})
    aside = [one["finding"] for one in report["suppressed"] if one["finding"]["root_cause"]]
    expect(f"{aside}", [one["targets"] for one in aside] == [["agent-0"]])
    everyone = place.run("merge", results, "--ignore", "access.policy")
    expect(f"all: {everyone.returncode}", everyone.returncode == 0)
    same = place.run("merge", results, "--baseline", "baseline")
    expect(f"the same: {same.returncode} {same.stdout}", same.returncode == 0)
    worse = place.write("worse", "".join(lines.of(["policy_missing"] * 3)))
    report = place.json("merge", worse, "--baseline", "baseline")
    expect(f"new: {causes(report)}", causes(report) == {"access.policy/no-policy": ["agent-2"]})


def schemas(place, lines):
    """The installed schemas take what the program writes and reads, and refuse what it refuses."""
    try:
        import jsonschema
    except ImportError as error:
        print(f"not compared with the schemas: {error}")
        return
    root = pathlib.Path(__file__).resolve().parents[2]
    named = {name: json.loads((root / name).read_text(encoding="utf-8"))
             for name in ("fleet/targets.schema.json", "fleet/result.schema.json",
                          "report/report.schema.json")}
    # Names (urn:) are none that this validator can follow; the report is looked at by itself.
    named["fleet/result.schema.json"]["properties"]["report"].pop("$ref")

    def validator(name):
        return jsonschema.Draft202012Validator(named[name])

    results = lines.of(["healthy", "policy_missing"])
    for result in results:
        validator("fleet/result.schema.json").validate(json.loads(result))
        validator("report/report.schema.json").validate(json.loads(result)["report"])
    place.write("results", "".join(results))
    validator("report/report.schema.json").validate(place.json("merge", "results"))
    of_targets = validator("fleet/targets.schema.json")
    a = {"name": "a"}
    for targets, fits in (
            ([a], True), ({"$schema": "x", "targets": [a]}, True), ([], False), ([{}], False),
            ({"targets": 1}, False), ([{**a, "volt": "x"}], False), ([{**a, "vault": 5}], False),
            ([{**a, "vault": None, "permission": "read"}], True),
            ([{**a, "permission": "admin"}], False), ([{**a, "base_url": "api.1claw.xyz"}], False),
            ([{**a, "base_url": "https://api.1claw.xyz"}], True),
            ([{**a, "credential": {"variable": "KEY", "kind": "token"}}], True),
            ([{**a, "credential": {"value": "x"}}], False),
            ([{**a, "credential_variable": "not-one"}], False),
            ([{**a, "credential_file": "x", "credential_kind": "key"}], False)):
        place.write("some.json", json.dumps(targets))
        said = place.run("merge", "results", "--targets", "some.json", "--fail-on", "never")
        expect(f"{targets}: {said.stderr}", (said.returncode != 2) == fits)
        expect(f"{targets}: the schema disagrees", of_targets.is_valid(targets) == fits)
    print("the schemas agree with the program")


def told(report):
    """What two merged reports of the same targets have in common."""
    return (report["verdict"], report["summary"],
            [(one["rule"], one["title"], one["targets"]) for one in report["findings"]],
            [(one["target"], one["index"], one["verdict"], one.get("root_cause"))
             for one in report["fleet"]["results"]])


def run_ids(place, file):
    out = {}
    for one in (place.folder / file).read_text(encoding="utf-8").splitlines():
        result = json.loads(one)
        expect(f"{result['target']} stands there twice", result["target"] not in out)
        out[result["target"]] = result["report"]["run"]["id"]
    return out


FLEET = ("run", "--mock=policy_missing", "--targets", "fleet.csv")


def shards(place):
    rows = [{"name": f"agent {i}", "vault": ["prod", "absent"][i % 2],
             "credential_variable": ["ONECLAW_AGENT_API_KEY", "NO_SUCH"][i == 3]}
            for i in range(7)]
    place.targets("fleet.csv", rows)
    whole = place.run(*FLEET, "--results", "whole", "--format", "json")
    expect(f"the whole fleet: {whole.returncode} {whole.stderr}", whole.returncode == 1)
    expect("merge says something else than the run",
           told(place.json("merge", "whole", "--targets", "fleet.csv")) ==
           told(json.loads(whole.stdout)))
    names = []
    for index in range(3):
        file = f"part-{index}"
        done = place.run(*FLEET, "--shard", "auto/3", "--results", file, "--format", "json",
                         JOB_COMPLETION_INDEX=str(index))
        expect(f"shard {index}: {done.stderr}", done.returncode == 1)
        names += run_ids(place, file)
        report = json.loads(done.stdout)
        expect("a shard misses others' targets", report["fleet"]["missing"] == [])
    expect(f"the shards ran {names}", sorted(names) == [one["name"] for one in rows])
    # Files in another order, too: what is merged does not depend on it.
    for order in (["part-0", "part-1", "part-2"], ["part-2", "part-0", "part-1"]):
        expect("the shards together say something else",
               told(place.json("merge", *order, "--targets", "fleet.csv")) ==
               told(json.loads(whole.stdout)))
    done = place.run(*FLEET, "--ignore", "access.policy@agent 2", "--format", "json")
    aside = [one["finding"]["targets"] for one in json.loads(done.stdout)["suppressed"]]
    expect(f"ignored for {aside}", aside and all(one == ["agent 2"] for one in aside))
    print("three shards come to what one run comes to")


def resumed(place):
    """Whatever a killed run left of its file, going on runs what is missing, and nothing twice."""
    text = (place.folder / "whole").read_bytes()
    ends = [at + 1 for at, byte in enumerate(text) if byte == ord("\n")]
    before = run_ids(place, "whole")
    full = told(place.json("merge", "whole"))
    for cut in (0, 1, ends[0] - 1, ends[0], ends[0] + 1, ends[2] + 700, ends[4], len(text)):
        (place.folder / "cut").write_bytes(text[:cut])
        finished = sum(end - 1 <= cut for end in ends)  # a line break more or less is no matter
        done = place.run(*FLEET, "--resume", "cut", "--format", "json")
        after = run_ids(place, "cut")
        kept = [name for name, run in after.items() if before[name] == run]
        expect(f"cut at {cut}: {len(kept)} kept, not {finished}; {done.stderr}",
               len(kept) == finished and set(after) == set(before))
        expect(f"cut at {cut}: exit {done.returncode}", done.returncode == 1)
        expect(f"cut at {cut}: another report", told(json.loads(done.stdout)) == full)
    (place.folder / "cut").write_bytes(text)
    known = [word for one in place.json("merge", "whole")["findings"]
             for word in ("--ignore", one["rule"])]
    done = place.run(*FLEET, "--resume", "cut", *known)
    expect(f"what is known of counts: exit {done.returncode}", done.returncode == 0)
    print("a run goes on wherever it was cut off")


def killed(place):
    """The same with a run that is really killed; a pipe holds it where the test wants it."""
    rows = [{"name": f"agent {i}", "credential_variable": "ONECLAW_AGENT_API_KEY"}
            for i in range(40)]
    place.targets("fleet.csv", rows)
    pipe = place.folder / "pipe"
    os.mkfifo(pipe)
    run = subprocess.Popen([place.doctor, *FLEET, "--results", str(pipe), "-q"], cwd=place.folder,
                           env=place.environment, stdout=subprocess.DEVNULL)
    with open(pipe, "rb") as results:  # one reader; the pipe is full after a few results
        head = [results.readline() for _ in range(3)]
        torn = results.read(100)
        run.kill()
        run.wait()
    (place.folder / "left").write_bytes(b"".join(head) + torn)
    finished = {json.loads(one)["target"] for one in head}
    before = {json.loads(one)["target"]: json.loads(one)["report"]["run"]["id"] for one in head}
    done = place.run(*FLEET, "--resume", "left", "--format", "json")
    after = run_ids(place, "left")
    expect(f"{len(after)} results: {done.stderr}", len(after) == len(rows))
    expect("finished targets were run again", all(after[name] == before[name]
                                                   for name in finished))
    expect("not the whole fleet is reported",
           json.loads(done.stdout)["fleet"]["finished"] == len(rows))


def refused(place):
    place.write("page", "not ours\n")
    place.write("notes", "nobody's to cut, and without a line break")
    for more, words in (
            (["--shard", "4/3"], "--shard: '4/3': there is no such shard"),
            (["--shard", "auto/3"], "JOB_COMPLETION_INDEX"),
            (["--results", "a", "--resume", "b"], "give one of them"),
            (["--resume", "-"], "--resume: '-' is no file"),
            (["--results", "/no/such/folder/x"], "--results: cannot write"),
            (["--resume", "fleet.csv"], "--resume: 'fleet.csv' is the file with the targets"),
            (["--resume", "page"], "--resume: 'page': line 1: is no JSON"),
            (["--results", "fleet.csv"], "--results: 'fleet.csv' is the file with the targets"),
            (["--resume", "notes"], "--resume: 'notes': line 1: is no result")):
        done = place.run(*FLEET, *more)
        expect(f"{more}: {done.returncode} {done.stderr}", done.returncode == 2 and
               not done.stdout and words in done.stderr and done.stderr.count("\n") == 1)
    place.write("held.csv", f"name,credential_variable\na,{KEY}\n")
    done = place.run("run", "--mock", "--targets", "held.csv")
    expect(f"a key in the file: {done.returncode} {done.stderr}", done.returncode == 2 and
           KEY not in done.stderr + done.stdout and
           "'held.csv', line 2: credential_variable: a credential stands here" in done.stderr)


def large(place, lines):
    """Ten times the results take no more than a little more memory."""
    sizes = []
    report = json.loads(lines.reports["policy_missing"])
    for count in (100, 1000):
        with open(place.folder / "many", "w", encoding="utf-8") as out:
            for i in range(count):
                out.write(line(f"agent-{i}", i, report))
        run = subprocess.Popen([place.doctor, "merge", "many", "--format", "nagios"],
                               cwd=place.folder, env=place.environment, stdout=subprocess.PIPE)
        said = run.stdout.read().decode()
        _, _, usage = os.wait4(run.pid, 0)
        expect(said, f"{count} of {count} targets: " in said)
        sizes.append(usage.ru_maxrss)
    each = (sizes[1] - sizes[0]) / 900
    print(f"a result more takes {each:.2f} KiB, of {len(line('', 0, report)) / 1024:.0f} KiB read")
    if "SANITIZED" not in os.environ:
        expect(f"{each:.2f} KiB for each result", each < 2)


def main():
    doctor = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(doctor, folder)
        lines = Lines(place)
        grouping(place, lines)
        labels(place, lines)
        odd_files(place, lines)
        known(place, lines)
        schemas(place, lines)
        shards(place)
        resumed(place)
        killed(place)
        refused(place)
        large(place, lines)
        formats(place, lines)


main()
