#!/usr/bin/env python3
"""Packs of rules through the program, and the JSON Schema of rules against the loader.

usage: packs.py DOCTOR ROOT    (exit code 77: no jsonschema here)
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft202012Validator
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)

DOCTOR = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(sys.argv[2])
RULES = json.loads((ROOT / "examples/rules/acme.json").read_text())
EXAMPLES = json.loads((ROOT / "examples/rules/acme.examples.json").read_text())
RULE = RULES["rules"][0]["id"]


def doctor(*words):
    done = subprocess.run([DOCTOR, *words], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr


def played(rules=None, examples=None):
    """`rules test` of a folder with these files; None: the example's own, "": no such file."""
    with tempfile.TemporaryDirectory() as name:
        for file, given, own in (("acme.json", rules, RULES),
                                 ("acme.examples.json", examples, EXAMPLES)):
            if given != "":
                (pathlib.Path(name) / file).write_text(
                    given if isinstance(given, str) else json.dumps(own if given is None else given))
        code, out, errors = doctor("rules", "test", name)
        return code, out.replace(name, "DIR"), errors.replace(name, "DIR")


def changed(document, change):
    out = copy.deepcopy(document)
    change(out)
    return out


def example(number, **members):
    return changed(EXAMPLES, lambda all_of: all_of["examples"][number].update(members))


def rule(**members):
    return changed(RULES, lambda row: row["rules"][0].update(members))


def without(number):
    return changed(EXAMPLES, lambda all_of: all_of["examples"].pop(number))


# what is done to the pack, exit code, what is told
TRIALS = [
    ("nothing", {}, 0, "DIR: 1 rule, 3 examples, all hold\n"),
    ("an example that does not fire", {"examples": example(0, facts={"proxy.host": "gw.acme.example:1"})},
     1, f"failed: acme.examples.json: /examples/0: {RULE} does not fire: the gateway refuses the "
        "tunnel (found: nothing)\n"),
    ("a near miss that fires", {"examples": example(1, facts=EXAMPLES["examples"][0]["facts"])},
     1, f"/examples/1: {RULE} fires in a near miss"),
    ("no example", {"examples": without(0)}, 1, f"failed: {RULE}: there is no example in which it fires\n"),
    ("no near miss", {"examples": {"examples": EXAMPLES["examples"][:1]}},
     1, f"failed: {RULE}: there is no near miss in which it is silent\n"),
    ("no examples at all", {"examples": ""}, 1, "1 rule, 0 examples, 2 failures\n"),
    ("a rival", {"rules": rule(explains=[])}, 0,
     "note: acme.examples.json: /examples/0: contradicts the built-in net.proxy/refused: "),
    ("a built-in rule's id",
     {"rules": changed(RULES, lambda row: row["rules"][0].update(id="net.proxy/refused", explains=[])),
      "examples": json.dumps(EXAMPLES).replace(RULE, "net.proxy/refused")},
     0, "note: net.proxy/refused: takes the place of the built-in rule\n"),
    ("an unknown fact", {"examples": example(0, facts={"proxy.hots": "x"})},
     2, "acme.examples.json: -: /examples/0/facts/proxy.hots: no probe establishes the fact "
        "'proxy.hots' (did you mean 'proxy.host'?)\n"),
    ("a fact of another type", {"examples": example(0, facts={"proxy.connect_status": "403"})},
     2, "/examples/0/facts/proxy.connect_status: is of type integer\n"),
    ("an unknown rule", {"examples": example(0, rule=RULE + "s")}, 2,
     f"the pack has no rule '{RULE}s' (did you mean '{RULE}'?)\n"),
    ("facts and a record", {"examples": example(0, record="x")}, 2, "needs either 'facts' or a 'record'\n"),
    ("no word on firing", {"examples": example(0, fires="yes")}, 2, "/fires: must be true or false\n"),
    ("a misspelt member", {"examples": example(0, abuot="x")}, 2, "abuot"),
    ("broken examples", {"examples": "{"}, 2, "acme.examples.json: "),
    ("no list", {"examples": "{}"}, 2, "/examples: must be a list of examples\n"),
    ("a rule with two bodies", {"rules": changed(RULES, lambda row: row["rules"].append(row["rules"][0]))},
     2, "another rule has this id\n"),
    ("no rules", {"rules": ""}, 2, "oneclaw-doctor: 'DIR' holds no rules (*.json)\n"),
]

# Damage to a rule that both the schema and the loader refuse.
DAMAGE = {
    "no title": lambda one: one.pop("title"),
    "an empty cause": lambda one: one.update(cause=" "),
    "no fix": lambda one: one.update(fix=[]),
    "an unknown severity": lambda one: one.update(severity="fatal"),
    "an unknown certainty": lambda one: one.update(certainty="sure"),
    "an unknown actor": lambda one: one["fix"][0].update(actor="nobody"),
    "an unknown member": lambda one: one.update(titel="x"),
    "an id with capitals": lambda one: one.update(id="net.proxy/Acme"),
    "docs over http": lambda one: one.update(docs="http://wiki.acme.example"),
    "an empty group": lambda one: one.update(when={"all": []}),
    "a test without a test": lambda one: one.update(when={"fact": "proxy.host"}),
    "an unknown test": lambda one: one.update(when={"fact": "proxy.host", "is": "x"}),
    "two groups": lambda one: one.update(when={"all": [one["when"]], "any": [one["when"]]}),
    "a sentence of numbers": lambda one: one.update(because=[1]),
}


def main():
    wrong = []
    for what, given, wanted, told in TRIALS:
        code, out, errors = played(**given)
        if code != wanted or told not in out + errors:
            wrong.append(f"{what}: exit code {code}, not {wanted}; told\n{out}{errors}instead of\n{told}")
    schema = json.loads((ROOT / "rules/rules.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    tables = sorted((ROOT / "rules/table").glob("*.json"))
    for path in [*tables, ROOT / "examples/rules/acme.json"]:
        wrong += [f"{path.name}: {error.json_path}: {error.message[:200]}"
                  for error in validator.iter_errors(json.loads(path.read_text()))]
    for what, damage in DAMAGE.items():
        rules = changed(RULES, lambda row, change=damage: change(row["rules"][0]))
        if validator.is_valid(rules):
            wrong.append(f"the schema takes {what}")
        if played(rules)[0] != 2:
            wrong.append(f"the loader takes {what}")
    code, out, _ = doctor("run", "--mock", "--format", "json", "--rules", str(ROOT / "examples/rules"))
    report = json.loads(out)
    if code != 0 or not report["tool"]["rules_version"].endswith("+own"):
        wrong.append(f"run with the pack: {code}, {report['tool']}")
    if wrong:
        raise SystemExit("\n".join(wrong))
    print(f"{len(TRIALS)} packs, {len(tables)} tables, {len(DAMAGE)} damages")


main()
