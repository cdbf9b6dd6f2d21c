"""The project's own vectors (protocol/vectors/*.json, section 12)."""

import json
from pathlib import Path

from check import Checks

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
RUNNERS = {}


def run():
    files = {path.name: path for path in sorted(VECTORS.glob("*.json"))}
    if not files:
        checks = Checks("protocol/vectors")
        checks.skip("no vectors are there")
        return [checks]
    results = []
    for name in sorted(files.keys() | RUNNERS.keys()):
        checks = Checks(f"vectors/{name}")
        if name not in files:
            checks.skip("the file is not there")
        elif name not in RUNNERS:
            checks.skip("this client has no runner for this file")
        else:
            RUNNERS[name](checks, json.loads(files[name].read_text(encoding="utf-8")))
        results.append(checks)
    return results
