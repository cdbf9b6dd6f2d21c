"""The project's own vectors (protocol/vectors/*.json, section 12)."""

import json
from pathlib import Path

import vectors_bytes
import vectors_group
import vectors_live
from check import Checks

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
RUNNERS = {
    "boxes.json": vectors_group.boxes,
    "canonical.json": vectors_bytes.canonical,
    "chain.json": vectors_group.history,
    "comparison-words.json": vectors_bytes.comparison_words,
    "content.json": vectors_bytes.contents,
    "frames.json": vectors_bytes.frames,
    "hashes.json": vectors_bytes.hashes,
    "ids.json": vectors_bytes.ids,
    "invites.json": vectors_bytes.invite_links,
    "noise.json": vectors_group.noise_connection,
    "padme.json": vectors_bytes.padme,
    "pairing.json": vectors_group.pairing_transcript,
    "pake.json": vectors_live.codes,
    "payloads.json": vectors_group.payloads,
    "records.json": vectors_bytes.records,
    "relay-certificate.json": vectors_group.relay_certificate,
    "roster.json": vectors_group.roster_chain,
    "signals.json": vectors_live.signals,
}


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
