#!/usr/bin/env python3
"""The network lab: real faults between a client and the API, on one machine, in namespaces.

    netlab.py list                   every fault
    netlab.py test NAME…             plays faults and their healthy twins, and judges the diagnoses
    netlab.py all                    tests every fault, several at once
    netlab.py vary [--count N]       plays N of the healthy variations: no error may be found
    netlab.py pace [NAME…]           plays faults 100 ms away: how soon after its proof each is told
    netlab.py record NAME…           stores what the doctor finds out in recorded/NAME.json
    netlab.py show NAME [--twin]     what the doctor prints; --capture FILE: and its packets (pcap)
    netlab.py shell NAME [--twin]    a shell where the client is
    netlab.py play NAME [--twin]     reports and times, as JSON; --runs N, --change '{"network": …}'

Where namespaces or tools are missing the exit code is 77 and the reason is printed.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import socket
import subprocess
import sys
import time

import isolation
import rows
import wire
from ground import CAPTURE, CLIENT, bare
from variations import variation

TOOLS = ("unshare", "ip", "nft", "dnsmasq", "tinyproxy", "nghttpx", "openssl")
LONGEST = 60  # seconds one play may take, the building of the lab included


def build(options, row):
    """Lays the ground, in this process's namespaces."""
    from ground import Ground  # pylint: disable=import-outside-toplevel
    from services import Services  # pylint: disable=import-outside-toplevel
    ground = Ground(options.delay_line, row["network"])
    services = Services(ground, options.doctor, row)
    ground.filter(row["network"]["filter"])
    for command in row["network"]["commands"]:
        isolation.run(*command)
    return services


def client(options, row, services, arguments):
    """(command, environment, directory) of the doctor as this row's user starts it."""
    home = f"{isolation.STATE}/home"
    os.makedirs(home, exist_ok=True)
    for name, content in row["user"].get("files", {}).items():
        path = os.path.join(home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(content if isinstance(content, str) else json.dumps(content))
        os.chmod(path, 0o600)
    environment = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                   **row["user"]["environment"]}
    environment = {name: value.replace("{{ca}}", services.ca_file())
                   for name, value in environment.items()}
    trust = ["--ca-file", services.ca_file()] if row["user"]["trusts_lab"] else []
    return [options.doctor, "run", *trust, *row["user"]["arguments"], *arguments], environment, home


def play(options):
    """Inside: runs the doctor, once or several times, and prints what came out, as JSON."""
    row = rows.load(options.name, options.twin, options.change)
    services = build(options, row)
    command, environment, home = client(options, row, services, ["--format", "json"])
    played = []
    for _ in range(options.runs):
        connect_ms = time_to_connect(row) if options.runs > 1 else None
        played.append({"connect_ms": connect_ms, **run_once(command, environment, home)})
    if options.runs == 1:
        seen = wire.packets(CAPTURE, map(bare, CLIENT))
        played[0].update(wire.summary(seen, row["expects"].get("proof"), played[0]["ended_at"]))
    print(json.dumps(played))
    return 0


def run_once(command, environment, home):
    with open(f"{isolation.STATE}/report", "wb+") as out, open(f"{isolation.STATE}/errors",
                                                               "wb+") as errors:
        delayed = isolation.waited_for_processor()
        started = time.monotonic()
        doctor = subprocess.Popen(command, env=environment, cwd=home, stdout=out, stderr=errors,
                                  stdin=subprocess.DEVNULL)
        os.waitid(os.P_PID, doctor.pid, os.WEXITED | os.WNOWAIT)  # its counters stay readable
        took, ended_at = time.monotonic() - started, time.time()
        # On a busy machine everybody queues for the processor; that is not the network's time.
        delayed = isolation.waited_for_processor() - delayed
        doctor.wait()
        out.seek(0)
        errors.seek(0)
        return {"ms": max(took - delayed, 0) * 1000, "wall_ms": took * 1000,
                "ended_at": ended_at, "exit": doctor.returncode, "report": out.read().decode(),
                "errors": errors.read().decode()}


def time_to_connect(row):
    """One round trip to the API, in milliseconds; None when nothing accepts connections there."""
    front = row["network"]["fronts"]["api"]
    started = time.monotonic()
    try:
        with socket.create_connection((rows.PLACES[front["at"][0]], front["port"]), timeout=5):
            return (time.monotonic() - started) * 1000
    except OSError:
        return None


def interactive(options):
    row = rows.load(options.name, options.twin, options.change)
    services = build(options, row)
    command, environment, home = client(options, row, services, [])
    if options.command == "shell":
        print("the doctor as this user starts it:", " ".join(command))
        environment["PS1"] = f"{options.name}$ "
        command = ["bash", "--norc"]
    code = subprocess.run(command, env=environment, cwd=home, check=False).returncode
    if getattr(options, "capture", None):
        shutil.copyfile(CAPTURE, options.capture)
    return code


def judge(row, played):
    """What is wrong with this diagnosis; empty when nothing is."""
    wanted = row["expects"]
    try:
        findings = json.loads(played["report"])["findings"]
    except (ValueError, KeyError):
        return [f"no report; exit {played['exit']}: {played['errors'].strip()}"]
    found = [finding["rule"] for finding in findings]
    loud = [f["rule"] for f in findings if f["severity"] in ("error", "warning")]
    wrong = []
    if wanted["root"] is None:
        if loud:
            wrong.append(f"expected no error and no warning, got {', '.join(loud)}")
    elif found[:1] != [wanted["root"]]:
        wrong.append(f"expected {wanted['root']} first, got {', '.join(found) or 'nothing'}")
    for rule in wanted.get("findings", []):
        if rule not in found:
            wrong.append(f"{rule} is missing from {', '.join(found) or 'nothing'}")
    for unwanted in wanted.get("absent", []):
        wrong += [f"{rule} must not be there" for rule in found
                  if rule == unwanted or rule.startswith(unwanted + "/")]
    if played["exit"] != wanted["exit"]:
        wrong.append(f"expected exit {wanted['exit']}, got {played['exit']}")
    slack = float(os.environ.get("NETLAB_SLACK", "1"))
    if played["ms"] > wanted["within_ms"] * slack:
        wrong.append(f"took {played['ms']:.0f} ms, more than {wanted['within_ms'] * slack:.0f}")
    return wrong + played["excess"]


def test(options, name):
    """Plays a fault and its twin side by side; returns the lines to print and whether it held."""
    tools = ["--doctor", options.doctor, "--delay-line", options.delay_line]
    plays = []
    for twin in ([], ["--twin"]):
        plays.append(subprocess.Popen([sys.executable, __file__, *tools, "play", name, *twin],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    lines, good = [], True
    for twin, process in zip((False, True), plays):
        what = f"{name} (healthy twin)" if twin else name
        try:
            out, errors = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
        if process.returncode == isolation.SKIPPED:
            return [out.strip()], None
        if process.returncode != 0:
            lines.append(f"FAIL {what}: the lab broke: {errors.strip() or 'too slow'}")
            good = False
            continue
        played = json.loads(out)[0]
        row = rows.load(name, twin)
        wrong = judge(row, played)
        good = good and not wrong
        lines.append(f"{'FAIL' if wrong else 'ok  '} {what}: {row['expects']['root'] or 'healthy'}"
                     f" ({played['ms']:.0f} ms, {played['wall_ms']:.0f} with queueing)")
        lines += [f"       {reason}" for reason in wrong]
        if options.verbose:
            lines.append(played["report"])
    return lines, good


def test_all(options, names):
    held, failed = 0, []
    workers = options.jobs if len(names) > 1 else 1
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for name, (lines, good) in zip(names, pool.map(lambda n: test(options, n), names)):
            print("\n".join(lines), flush=True)
            if good is None:
                return isolation.SKIPPED
            held += good
            failed += [] if good else [name]
    if len(names) > 1:
        print(f"{held} of {len(names)} faults and their twins told apart"
              + (f"; failed: {' '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def vary(options):
    """Plays healthy variations; none may bring a finding of severity error."""
    def one(number):
        change = json.dumps(variation(number))
        done = subprocess.run(
            [sys.executable, __file__, "--doctor", options.doctor, "--delay-line",
             options.delay_line, "play", "healthy", "--change", change],
            capture_output=True, text=True, timeout=LONGEST, check=False)
        if done.returncode != 0:
            return f"the lab broke: {done.stderr.strip() or done.stdout.strip()}"
        played = json.loads(done.stdout)[0]
        try:
            findings = json.loads(played["report"])["findings"]
        except (ValueError, KeyError):
            return f"no report: {played['errors'].strip()}"
        errors = [finding["rule"] for finding in findings if finding["severity"] == "error"]
        wrong = errors + played["excess"]
        return f"{', '.join(wrong) or 'nothing'}, exit {played['exit']}: {change}" if (
            wrong or played["exit"] != 0) else ""

    numbers = range(options.first, options.first + options.count)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for number, wrong in zip(numbers, pool.map(one, numbers)):
            failed += bool(wrong)
            if wrong:
                print(f"FAIL variation {number}: {wrong}", flush=True)
    print(f"{len(numbers) - failed} of {len(numbers)} healthy variations without an error")
    return 1 if failed else 0


def record(options):
    """Stores facts that only a real network shows, for the tests that judge facts without one."""
    for name in options.names:
        done = subprocess.run(
            [sys.executable, __file__, "--doctor", options.doctor, "--delay-line",
             options.delay_line, "play", name],
            capture_output=True, text=True, timeout=LONGEST, check=True)
        report = json.loads(json.loads(done.stdout)[0]["report"])
        kept = {part: report[part] for part in ("schema", "tool", "run", "observations")}
        kept["observations"] = [one for one in kept["observations"] if one["facts"]]
        with open(os.path.join(rows.HERE, "recorded", f"{name}.json"), "w", encoding="utf-8") as out:
            out.write(json.dumps(kept, indent=1) + "\n")
    return 0


PACE = {"rtt_ms": 100, "silence_ms": 6000, "round_trips": 2}


def pace(options):
    """Plays faults far away: silence has its limit, and what is proved is told two round trips on."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # inherited by what is started
    except OSError:
        print("note: no right to go before other programs; on a busy machine expect misses")
    change = json.dumps({"network": {"rtt_ms": PACE["rtt_ms"]}})
    failed = 0
    for name in options.names or [n for n in rows.names() if "proof" in rows.load(n)["expects"]]:
        row = rows.load(name)
        done = subprocess.run(
            [sys.executable, __file__, "--doctor", options.doctor, "--delay-line",
             options.delay_line, "play", name, "--change", change],
            capture_output=True, text=True, timeout=LONGEST, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{name}: {done.stderr.strip() or done.stdout.strip()}")
        played = json.loads(done.stdout)[0]
        kind = row["expects"]["proof"]
        took, limit = (played["wall_ms"], PACE["silence_ms"]) if kind == "silence" else (
            played["after_proof_ms"], PACE["round_trips"] * PACE["rtt_ms"])
        row["expects"]["within_ms"] = float("inf")  # of the lab's own distance
        wrong = judge(row, played) + (["never proved"] if took is None else [])
        held = not wrong and took <= limit
        failed += not held
        print(f"{'ok  ' if held else 'FAIL'} {name}: {took or 0:.0f} of {limit} ms"
              f" {'in all' if kind == 'silence' else f'after the proof ({kind})'},"
              f" {played['questions']} questions, {played['connections']} connections", flush=True)
        for reason in wrong:
            print(f"       {reason}")
    return 1 if failed else 0


def parse():
    here = os.path.dirname(os.path.abspath(__file__))
    binaries = os.path.join(here, "..", "..", "build", "dev", "bin")
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--doctor", default=os.path.join(binaries, "oneclaw-doctor"))
    parser.add_argument("--delay-line", default=os.path.join(binaries, "netlab-delay-line"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    for command in ("test", "all"):
        sub = commands.add_parser(command)
        sub.add_argument("-v", "--verbose", action="store_true", help="print the reports, too")
        sub.add_argument("-j", "--jobs", type=int, default=4)
        if command == "test":
            sub.add_argument("names", nargs="+")
    sub = commands.add_parser("vary")
    sub.add_argument("--count", type=int, default=1000)
    sub.add_argument("--first", type=int, default=1, help="number of the first variation")
    sub.add_argument("-j", "--jobs", type=int, default=6)
    commands.add_parser("record").add_argument("names", nargs="+")
    sub = commands.add_parser("pace")
    sub.add_argument("names", nargs="*")
    for command in ("play", "show", "shell"):
        sub = commands.add_parser(command)
        sub.add_argument("name")
        sub.add_argument("--twin", action="store_true")
        sub.add_argument("--change", type=json.loads, help="a further merge patch on the row")
        sub.add_argument("--runs", type=int, default=1)
        sub.add_argument("--capture", help="where to copy the packets of the client to")
    options = parser.parse_args()
    options.doctor = os.path.abspath(options.doctor)
    options.delay_line = os.path.abspath(options.delay_line)
    return options


def main():
    options = parse()
    if options.command == "list":
        for name in rows.names():
            print(f"{name:36} {rows.load(name)['about']}")
        return 0
    isolation.require(*TOOLS)
    alone = {"vary": vary, "pace": pace, "record": record}
    if options.command in alone:
        return alone[options.command](options)
    if options.command in ("test", "all"):
        wanted = rows.names() if options.command == "all" else options.names
        return test_all(options, wanted)
    isolation.enter()
    return play(options) if options.command == "play" else interactive(options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (rows.RowError, RuntimeError) as error:
        sys.exit(f"netlab: {error}")
