#!/usr/bin/env python3
"""`run --targets`: many agents of several mocks in one run.

usage: fleet.py DOCTOR
"""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

PATIENCE = 120  # seconds for one fleet
KEY = "ocv_7d3b91f4c6e85a2091bd4f7763ce12a8"  # of the mocks' agent ci-bot
SCENARIOS = ("healthy", "agent_deactivated", "ip_denied", "all_requests_500", "bad_gateway_page",
             "agent_expired", "answer_cut_off")
ENFORCING = {"about": "The documented limits hold",
             "world": {"limits": {"global": "enforced", "auth": "enforced", "retry_after": 1}},
             "expects": {"root": None}}


def expect(what, condition):
    if not condition:
        raise SystemExit(f"wrong: {what}")


def surroundings(home, **variables):
    return {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", **variables}


class Place:
    """Where the doctor is run, and what it needs there."""

    def __init__(self, doctor, home):
        self.doctor, self.home = doctor, home
        (home / "key").write_text(KEY + "\n")

    def start(self, *arguments, **variables):
        return subprocess.Popen([self.doctor, "run", *arguments], cwd=self.home,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=surroundings(self.home, **variables))

    def run(self, *arguments, **variables):
        """Exit code, standard output and error; no credential in either."""
        process = self.start(*arguments, **variables)
        out, errors = process.communicate(timeout=PATIENCE)
        expect("a credential comes out", KEY not in out + errors)
        return process.returncode, out, errors

    def fleet(self, targets, *arguments, **variables):
        path = self.home / "targets.json"
        path.write_text(json.dumps(targets))
        return self.run("--targets", str(path), "--results", "-", *arguments, **variables)


@contextlib.contextmanager
def mocks(doctor, scenarios):
    """Base URL by scenario."""
    started = {}
    try:
        for scenario in scenarios:
            started[scenario] = subprocess.Popen([doctor, "mock", "--scenario", scenario],
                                                 stdout=subprocess.PIPE, text=True)
        yield {name: mock.stdout.readline().split()[-1] for name, mock in started.items()}
    finally:
        for mock in started.values():
            mock.terminate()
            mock.wait()


def target(name, base_url, **more):
    return {"name": name, "base_url": base_url, "credential": {"file": "key"}, **more}


def verdict(report):
    """What a report says, without what differs from run to run."""
    return report["verdict"], sorted((one["rule"], one["root_cause"], one["severity"])
                                     for one in report["findings"])


def results(out):
    lines = [json.loads(line) for line in out.splitlines()]
    return {line["target"]: line for line in lines}


def as_alone(place, urls):
    """Each target's verdict is that of its own run, whatever its neighbours suffer from."""
    each = 4
    targets = [target(f"{scenario} {i}", urls[scenario]) for i in range(each) for scenario in urls]
    code, out, errors = place.fleet(targets, "--no-pace", "--concurrency", "9")
    expect(f"exit code {code}, standard error {errors}", code == 1 and not errors)
    got = results(out)
    expect("a target is missing, or told twice",
           len(out.splitlines()) == len(targets) and set(got) == {one["name"] for one in targets})
    seen = set()
    for scenario, url in urls.items():
        _, alone, _ = place.run("--base-url", url, "--agent-key-file", "key", "--format", "json")
        wanted = verdict(json.loads(alone))
        seen.add(str(wanted))
        for i in range(each):
            line = got[f"{scenario} {i}"]
            expect(f"{line['target']} is {verdict(line['report'])}, alone {wanted}",
                   verdict(line["report"]) == wanted)
            expect("the index is another target's",
                   targets[line["index"]]["name"] == line["target"])
    expect("the scenarios do not differ", len(seen) >= len(urls) - 2)
    print(f"{len(targets)} targets of {len(urls)} scenarios, each as alone")


def references(place, url):
    """Credentials by variable and file; a reference that leads nowhere is its target's finding."""
    nowhere = {"no variable": ({"variable": "NO_SUCH_KEY"}, "variable-of-target-not-set", "NO_SUCH_KEY"),
               "no file": ({"file": "absent"}, "file-of-target-unreadable",
                           "absent: there is no such file"),
               "a folder": ({"file": "folder"}, "file-of-target-unreadable",
                            "folder: it is a folder"),
               "a pipe": ({"file": "pipe"}, "file-of-target-unreadable",
                          "pipe: this user may not read it, or it is no regular file"),
               "too much": ({"file": "large"}, "file-of-target-unreadable",
                            "large: it holds more than any credential does")}
    (place.home / "folder").mkdir()
    os.mkfifo(place.home / "pipe")
    (place.home / "large").write_text("x" * 20_000)
    targets = [target("by file", url),
               target("by variable", url, credential={"variable": "BILLING_KEY"}),
               *(target(name, url, credential=reference)
                 for name, (reference, _, _) in nowhere.items()),
               target("none", url, credential={})]
    # A client's own variable on this machine is nobody's credential here.
    code, out, errors = place.fleet(targets, "--no-pace", BILLING_KEY=KEY,
                                    ONECLAW_AGENT_API_KEY=KEY)
    got = {name: line["report"] for name, line in results(out).items()}
    expect(f"exit code {code}: {errors}", code == 1 and not errors)
    for name in ("by file", "by variable"):
        expect(f"{name} is {verdict(got[name])}", got[name]["verdict"] == "healthy")
    for name, (_, rule, words) in nowhere.items():
        first = got[name]["findings"][0]
        expect(f"{name} is {verdict(got[name])}", got[name]["verdict"] == "unhealthy" and
               first["rule"] == "auth.token/" + rule and
               [one["root_cause"] for one in got[name]["findings"]].count(True) == 1)
        expect(f"{name} does not say '{words}': {first['because']}", words in first["because"][0])
        expect(f"{name} is told how to mend another thing",
               all("targets file" in step["text"] for step in first["fix"]))
    expect("a credential of this machine's clients was used",
           got["none"]["run"]["requests"]["authenticated"] == 0)


def in_line(place, url):
    """More requests at once than are let out to one host: the others wait, and none is lost."""
    targets = [target(f"agent {i}", url) for i in range(100)]
    # A sanitizer makes both ends slow, and all of them begin at once.
    code, out, errors = place.fleet(targets, "--no-pace", "--concurrency", "100", "--timeout", "60s",
                                    "--deadline", "100s")
    got = results(out)
    wrong = [verdict(line["report"]) for line in got.values()
             if line["report"]["verdict"] != "healthy" or
             line["report"]["run"]["requests"] != got["agent 0"]["report"]["run"]["requests"]]
    expect(f"exit code {code}: {errors} {len(got)} {wrong}",
           code == 0 and len(got) == len(targets) and not wrong)


def few_descriptors(place, url):
    """A low limit makes a fleet slower, not its targets ill."""
    targets = [target(f"agent {i}", url) for i in range(60)]
    path = place.home / "targets.json"
    path.write_text(json.dumps(targets))
    limited = subprocess.run(
        ["/bin/sh", "-c", 'ulimit -n 64; exec "$@"', "sh", place.doctor, "run", "--targets", path,
         "--results", "-", "--no-pace", "--concurrency", "60", "--timeout", "60s", "--deadline",
         "100s"], cwd=place.home, stdout=subprocess.PIPE, text=True, check=False, timeout=PATIENCE,
        env=surroundings(place.home))
    out = limited.stdout
    wrong = [verdict(line["report"]) for line in results(out).values()
             if line["report"]["verdict"] != "healthy"]
    expect(f"exit code {limited.returncode}: {wrong}", limited.returncode == 0 and not wrong)


def paced(place, url):
    """A mock that enforces the documented limits never says 429, however many are in a hurry."""
    targets = [target(f"agent {i}", url) for i in range(8)]
    code, out, errors = place.fleet(targets)
    got = results(out)
    expect(f"exit code {code}: {errors} {[verdict(one['report']) for one in got.values()]}",
           code == 0 and len(got) == len(targets))
    code, out, _ = place.fleet(targets, "--no-pace")
    rules = [one["rule"] for line in results(out).values() for one in line["report"]["findings"]]
    expect(f"the mock enforces nothing: {rules}",
           any(rule.startswith("rate.") for rule in rules))
    print(f"{len(targets)} sign-ins within the limits, and not without the pace")


def interrupted(place, url):
    """A signal ends a fleet; what was finished is whole, and the rest is told as not examined."""
    path = place.home / "many.json"
    path.write_text(json.dumps([target(f"agent {i}", url) for i in range(500)]))
    fleet = place.start("--targets", str(path), "--results", "-")
    first = fleet.stdout.readline()
    fleet.send_signal(signal.SIGTERM)
    out, errors = fleet.communicate(timeout=PATIENCE)
    lines = [json.loads(line) for line in (first + out).splitlines()]
    expect(f"exit code {fleet.returncode}", fleet.returncode == 3)
    expect("a result is not whole", all(one["report"]["verdict"] == "healthy" for one in lines))
    wanted = f"ended early: {len(lines)} of 500 targets were examined, {500 - len(lines)} were not"
    expect(f"standard error is {errors}", wanted in errors and "limited to 1 per second" in errors)
    expect("everything was examined at once", len(lines) < 100)


def refused(place):
    official = [target("a", "https://api.1claw.xyz")]
    for arguments, words in (
            ((official, "--no-pace"), "--no-pace: target 'a' is on 1Claw's own api.1claw.xyz"),
            ((official, "--concurrency", "0"), "--concurrency: '0' is no number from 1 to 1024"),
            ((official, "--watch", "1s"), "--watch: a fleet is checked once"),
            ((official, "--profile", "cli"), "--profile: the clients of this machine")):
        code, out, errors = place.fleet(*arguments)
        expect(f"{arguments}: {code} {errors}", code == 2 and not out and words in errors and
               errors.count("\n") == 1)
    code, _, errors = place.run("--concurrency", "3")
    expect(f"alone: {errors}", code == 2 and "it goes with --targets" in errors)
    code, _, errors = place.run("--targets", "absent.json")
    expect(f"no file: {errors}", code == 2 and "absent.json" in errors)


def of_a_mock(place):
    """With --mock, hosts and credentials are the scenario's."""
    targets = [{"name": f"agent {i}", "credential": {"variable": "ONECLAW_AGENT_API_KEY"}}
               for i in range(3)]
    code, out, errors = place.fleet(targets, "--mock")
    verdicts = [line["report"]["verdict"] for line in results(out).values()]
    expect(f"{code} {verdicts} {errors}", code == 0 and verdicts == ["healthy"] * 3)
    large = [{**targets[0], "name": f"agent {i}"} for i in range(20_000)]
    code, out, errors = place.fleet(large, "--mock", "--shard", "1/10000")
    expect(f"{code} {errors}", code == 0 and len(out.splitlines()) == 2)


def main():
    doctor = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        place = Place(doctor, pathlib.Path(name))
        enforcing = place.home / "enforcing.json"
        enforcing.write_text(json.dumps(ENFORCING))
        refused(place)
        with mocks(doctor, SCENARIOS) as urls:
            as_alone(place, urls)
            references(place, urls["healthy"])
            in_line(place, urls["healthy"])
            few_descriptors(place, urls["healthy"])
        with mocks(doctor, [str(enforcing)]) as urls:
            paced(place, *urls.values())
        with mocks(doctor, [str(enforcing)]) as urls:
            interrupted(place, *urls.values())
        of_a_mock(place)


if __name__ == "__main__":
    main()
