#!/usr/bin/env python3
"""Every mock scenario's answers, saved as HAR, as a transcript of curl -v and as JSON Lines, explain
to the row of the live run.

    recorded.py DOCTOR [--whole] [--list] [--least PERCENT] [--scenario NAME-PART] [--as-sent RECORDER]

Credentials are masked as people mask them; with --as-sent, which names the program oneclaw-recorder, the
records are as clients write them: with the credential and the body that were sent.

Scenarios whose cause lies before HTTP (the way to the API, this machine's set-up) have nothing that
could be saved, and are left out. So are those where the live run's own evidence for the cause is,
wholly or in part, an observation of the layer `setup`: files and variables of this machine, which
no answer repeats. How many there are is printed (`setup`), and of them, too, nothing may be certain
of another row; a second figure counts those of them in which an answer failed with the rest. Left out of the rest is what the doctor asks and a client does not: answers that
refuse it in a healthy world as well. Where then no answer of a run failed, its cause lies in what
the client would have asked next or in its set-up, and the answers cannot tell it (`silent`): then
nothing may be certain. Of the rest --least per cent must lead to the same row; what leads to another must not be
certain of it. Without --whole a sample is played, the same in every run. Exit code 1: too few, or a
wrong certainty.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys
import tempfile
import zlib

BEFORE_HTTP = ("net.", "connect.", "local.")
KEYS = {"ocv_": "ocv_", "1ck_": "1ck_", "plt_": "plt_", "jwt": "eyJ"}


def run(command, **more):
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, **more)


def authorization(exchange):
    """The header as it would be saved: by its kind, without what makes it a secret."""
    if "sent_authorization" in exchange:
        return exchange["sent_authorization"] or None
    scheme, _, kind = exchange["authorization"].partition(" ")
    if not scheme or scheme == "body":
        return None
    return f"{scheme} {KEYS.get(kind, '')}****" if scheme != "raw" else f"{KEYS.get(kind, '')}****"


def sent_body(exchange):
    if "sent_body" in exchange:
        return exchange["sent_body"] or None
    scheme, _, kind = exchange["authorization"].partition(" ")
    if scheme != "body":
        return None
    sent = {"api_key": KEYS[kind] + "****"} if kind in KEYS else {kind: "****"}
    if exchange["agent_id"]:
        sent["agent_id"] = "****"
    return json.dumps(sent)


def url_of(exchange):
    target = exchange["target"]
    return target if "://" in target else f"https://{exchange['host']}{target}"


def as_har(exchanges):
    entries = []
    for one in exchanges:
        sent = [{"name": "Host", "value": one["host"]}]
        if authorization(one):
            sent.append({"name": "Authorization", "value": authorization(one)})
        entry = {"startedDateTime": one["at"],
                 "request": {"method": one["method"], "url": url_of(one), "headers": sent},
                 "response": {"status": one["status"], "headers": [
                     {"name": name, "value": value} for name, value in one["answer"]["headers"]],
                     "content": {"text": one["answer"]["body"]}}}
        if sent_body(one):
            entry["request"]["postData"] = {"text": sent_body(one)}
        entries.append(entry)
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "test"}, "entries": entries}})


def command_of(exchange):
    """What was typed shows the body, which `curl -v` does not."""
    return "$ " + shlex.join(["curl", "-v", url_of(exchange), "--data-raw", sent_body(exchange)])


def as_curl(exchanges):
    lines = []
    for one in exchanges:
        if one.get("sent_body"):
            lines.append(command_of(one))
        lines += [f"* Connected to {one['host']} (192.0.2.1) port 443 (#0)",
                  f"> {one['method']} {one['target']} HTTP/1.1", f"> Host: {one['host']}"]
        if authorization(one):
            lines.append(f"> Authorization: {authorization(one)}")
        lines += [">", f"< HTTP/1.1 {one['status']} "]
        lines += [f"< {name}: {value}" for name, value in one["answer"]["headers"]]
        lines += ["<", one["answer"]["body"], f"* Connection #0 to host {one['host']} left intact"]
    return "\n".join(lines) + "\n"


def as_jsonl(exchanges):
    lines = []
    for one in exchanges:
        headers = {name.lower(): value for name, value in one["answer"]["headers"]}
        line = {"time": one["at"], "level": "info",
                "request": {"method": one["method"], "url": url_of(one)},
                "response": {"status": one["status"], "headers": headers,
                             "body": one["answer"]["body"]}}
        if authorization(one):
            line["request"]["headers"] = {"authorization": authorization(one)}
        if sent_body(one):
            line["request"]["body"] = sent_body(one)
        lines.append(json.dumps(line))
    return "\n".join(lines) + "\n"


VERDICTS = ("same", "other", "wrong", "silent", "setup")
FORMS = {"har": as_har, "curl": as_curl, "jsonl": as_jsonl}


def first_cause(report):
    causes = (finding for finding in report["findings"]
              if finding["root_cause"] and finding["severity"] != "info")
    return next(causes, None)


def rests_on_setup(report):
    """Does the live run name this machine's set-up as evidence of the cause?"""
    layers = {one["id"]: one["layer"] for one in report["observations"]}
    cause = first_cause(report)
    return cause is not None and any(layers.get(one) == "setup" for one in cause["evidence"])


def cause_in(report):
    finding = first_cause(report)
    if finding:
        return finding["row"], finding["certainty"], finding["rule"]
    # A record that nothing explains is an unknown cause, which a live run has rules to say.
    records = report.get("records")
    return ("unknown" if records and records["unmatched"] else ""), "", ""


def shape(exchange):
    return exchange["method"], exchange["target"].rpartition("/")[2], exchange["status"]


def failing(exchange):
    return exchange["status"] >= 400


def as_sent(recorder, name):
    line = json.loads(run([recorder, name]).stdout)
    # Their tokens were made now.
    at = line["report"]["run"]["started_at"]
    return line["report"], [{**one, "at": at} for one in line["exchanges"]]


def masked(doctor, name):
    with tempfile.TemporaryDirectory() as folder:
        record = os.path.join(folder, "record.jsonl")
        live = run([doctor, "run", f"--mock={name}", "--format", "json", "--mock-record", record],
                   cwd=folder)
        report = json.loads(live.stdout)
        with open(record, encoding="utf-8") as lines:
            return report, [{"at": "2026-11-25T04:00:00Z", **json.loads(line)} for line in lines]


def live_run(options, name):
    """The cause, whether it rests on the set-up, and the exchanges that got an answer."""
    report, exchanges = (as_sent(options.as_sent, name) if options.as_sent
                         else masked(options.doctor, name))
    return cause_in(report), rests_on_setup(report), [
        one for one in exchanges if one["status"] and one["method"] != "CONNECT"]


def play(options, name, usual):
    """Per form: what the live run found, and what its answers explain to."""
    expected, by_setup, exchanges = live_run(options, name)
    exchanges = [one for one in exchanges if not failing(one) or shape(one) not in usual]
    failed = any(map(failing, exchanges))
    kind = "setup" if by_setup else "told" if failed else "silent"
    if not exchanges or expected[0].startswith(BEFORE_HTTP):
        return []
    out = []
    for form, write in FORMS.items():
        done = run([options.doctor, "explain", "--input", form, "--format", "json"],
                   input=write(exchanges))
        found = cause_in(json.loads(done.stdout)) if done.stdout else ("nothing read", "", "")
        out.append((name, form, expected, found, kind, failed))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("doctor")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--list", action="store_true", help="every other row, too")
    parser.add_argument("--least", type=float, default=95, help="per cent of the same row")
    parser.add_argument("--scenario", default="")
    parser.add_argument("--as-sent", metavar="RECORDER", type=os.path.abspath)
    options = parser.parse_args()
    options.doctor = os.path.abspath(options.doctor)
    listed = json.loads(run([options.doctor, "list", "scenarios", "--format", "json"]).stdout)
    names = [one["name"] for one in listed if options.scenario in one["name"]]
    if not options.whole and not options.scenario:
        # By name, so that a new scenario does not change who else is asked.
        names = [name for name in names if zlib.crc32(name.encode()) % 9 == 0]
    usual = {shape(one) for one in live_run(options, "healthy")[2] if failing(one)}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        played = [one for many in pool.map(
            lambda name: play(options, name, usual), names)
                  for one in many]
    tally = collections.defaultdict(lambda: collections.defaultdict(int))
    strict = collections.defaultdict(lambda: [0, 0])
    for name, form, expected, found, kind, failed in played:
        neither = {expected[0], found[0]} <= {"", "unknown"}
        same = expected[0] == found[0] or neither
        certain = not same and found[1] == "certain"
        verdict = ("wrong" if certain else "setup" if kind == "setup" else
                   "same" if same else "other" if kind == "told" else "silent")
        tally[form][verdict] += 1
        strict[form][0] += failed and same
        strict[form][1] += failed
        if certain or (options.list and not same):
            print(f"{verdict}: {name}, {form}: live {expected[2] or '-'}, "
                  f"explained {found[1]} {found[2] or found[0] or '-'}")
    print(" " * 8 + "".join(f"{verdict:>7}" for verdict in VERDICTS) + "   of all that failed")
    for form, figures in tally.items():
        print(f"{form:8}" + "".join(f"{figures[verdict]:7}" for verdict in VERDICTS) +
              f"{100 * strict[form][0] / max(1, strict[form][1]):19.1f} %")
    same = sum(figures["same"] for figures in tally.values())
    wrong = sum(figures["wrong"] for figures in tally.values())
    counted = same + wrong + sum(figures["other"] for figures in tally.values())
    share = 100 * same / max(1, counted)
    print(f"{len(names)} scenarios, {len(played) // len(FORMS)} with answers: {share:.1f} % the same"
          f" row, {wrong} certain of another")
    return 1 if wrong or share < options.least else 0


if __name__ == "__main__":
    sys.exit(main())
