#!/usr/bin/env python3
"""The inputs of tests/intake/corpus as files: seeds.py CORPUS OUT, one folder per kind."""

import json
import os
import sys

corpus, out = sys.argv[1:]
for name in os.listdir(corpus):
    folder = os.path.join(out, os.path.splitext(name)[0])
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(corpus, name), encoding="utf-8") as file:
        for item in json.load(file):
            with open(os.path.join(folder, item["name"]), "w", encoding="utf-8") as seed:
                seed.write(item["text"])
