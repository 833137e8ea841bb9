"""Writes HTML reports and lets browser.mjs look at them.

usage: browser.py ONECLAW_DOCTOR NODE
"""

import pathlib
import subprocess
import sys
import tempfile

SCENARIOS = ["healthy", "policy_missing", "agent_ends_in_a_month", "bad_gateway_page"]

with tempfile.TemporaryDirectory() as folder:
    pages = []
    for scenario in SCENARIOS:
        pages.append(f"{folder}/{scenario}.html")
        subprocess.run([sys.argv[1], "run", f"--mock={scenario}", "-v", "-q", f"--report=html={pages[-1]}"],
                       stdout=subprocess.DEVNULL, check=False)
    looked = subprocess.run([sys.argv[2], pathlib.Path(__file__).with_name("browser.mjs"), *pages],
                            check=False)
sys.exit(looked.returncode)
