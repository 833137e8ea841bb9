"""Runs the program, live, against servers that others might write, healthy and broken.

    python3 other_servers.py PROGRAM

A server that lacks a route is not broken, and what is broken is named by its row.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import ThreadingHTTPServer

from servers import fixture, loose, small

GOOD = ("healthy", "degraded")
# server, state, whose credential, vault, may be found first ("" is nothing of weight), verdicts
CASES = [
    (small, "healthy", "agent", "v1", {"", "connect.base-url/partial-server"}, GOOD),
    (small, "key_rotated", "agent", "v1", {"auth.key-revoked", "auth.credentials"}, ("unhealthy",)),
    (small, "token_refused", "agent", "v1", {"auth.token"}, ("unhealthy",)),
    (small, "broken", "agent", "v1", {"server.error"}, ("unhealthy",)),
    (small, "limited", "agent", "v1", {"rate.global"}, ("unhealthy",)),
    (fixture, "healthy", "user", "v1", {""}, GOOD),
    (fixture, "key_refused", "user", "v1", {"auth.key-revoked"}, ("unhealthy",)),
    (fixture, "vault_missing", "user", "v1", {"missing.vault-or-path"}, ("unhealthy",)),
    (fixture, "vault_forbidden", "user", "v1", {"access.policy"}, ("unhealthy",)),
    (fixture, "everything_forbidden", "user", "v1", {"access.ip"}, ("unhealthy",)),
    (fixture, "payment", "user", "v1", {"quota.payment"}, ("unhealthy",)),
    (fixture, "vaults_broken", "user", "v1", {"server.error"}, ("unhealthy",)),
    (loose, "healthy", "agent", "team", {""}, GOOD),
    (loose, "agent_off", "agent", "team", {"unknown", "auth.key-revoked"}, ("unhealthy",)),
    (loose, "no_scopes", "agent", "team", {"access.policy"}, ("unhealthy",)),
    (loose, "other_vault", "agent", "team", {"access.policy"}, ("unhealthy",)),
    (loose, "token_expired", "agent", "team", {"auth.token"}, ("unhealthy",)),
    (loose, "secret_missing", "agent", "team", {"access.policy", "missing.vault-or-path"}, ("unhealthy",)),
    (loose, "limited", "agent", "team", {"rate.global"}, ("unhealthy",)),
]


def diagnose(program, port, server, who, vault):
    variables = {"ONECLAW_VAULT_ID": vault}
    variables["ONECLAW_API_KEY" if who == "user" else "ONECLAW_AGENT_API_KEY"] = server.KEY
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [program, "run", "--base-url", f"http://127.0.0.1:{port}", "--secret", "db/creds",
             "--format", "json"],
            env={"HOME": home, "LANG": "C.UTF-8", "PATH": os.environ["PATH"], **variables},
            cwd=home, capture_output=True, text=True, timeout=60, check=False,
        )
    return json.loads(done.stdout), done.stderr


def first_of_weight(report):
    for finding in report["findings"]:
        if finding["severity"] in ("error", "warning"):
            return finding
    return None


def main():
    program = os.path.abspath(sys.argv[1])
    failures = 0
    for server, state, who, vault, expected, verdicts in CASES:
        assert state in server.STATES
        http = ThreadingHTTPServer(("127.0.0.1", 0), server.make_handler(state))
        http.daemon_threads = True
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        report, errors = diagnose(program, http.server_address[1], server, who, vault)
        http.shutdown()
        http.server_close()
        first = first_of_weight(report)
        rule = first["rule"] if first else ""
        right = bool({rule, rule.split("/")[0]} & expected) and report["verdict"] in verdicts
        certainty = first["certainty"] if first else ""
        print(f"{'ok   ' if right else 'WRONG'} {server.__name__.split('.')[-1]:8} {state:22} "
              f"{report['verdict']:10} {rule} {certainty}")
        if not right:
            failures += 1
            for finding in report["findings"]:
                print("       ", finding["rule"], finding["severity"], finding["certainty"])
            print(errors, end="")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
