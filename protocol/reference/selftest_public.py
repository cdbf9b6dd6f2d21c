"""Public vectors that lie beside the project, at ../shared/vectors from its root: Noise and Wycheproof."""

import json
from pathlib import Path

import crypto
import noise
from check import Checks

PROJECT = Path(__file__).resolve().parents[2]
VECTORS = PROJECT.parent / "shared" / "vectors"
h = bytes.fromhex


def _load(checks, name):
    path = VECTORS / name
    if not path.is_file():
        checks.skip(f"{name} is not there")
        return None
    return json.loads(path.read_text(encoding="utf-8"))


def run():
    return [_noise(), _wycheproof("wycheproof_xchacha20_poly1305_test.json", _xchacha),
            _wycheproof("wycheproof_x25519_test.json", _x25519), _wycheproof("wycheproof_hkdf_sha256_test.json", _hkdf)]


def _noise():
    checks = Checks("Noise vectors")
    data = _load(checks, "noise_cacophony_xx.json")
    others = 0
    for vector in data["vectors"] if data else ():
        name = vector["protocol_name"]
        pattern = name.split("_")[1]
        if pattern in noise.PATTERNS and name.endswith("_25519_ChaChaPoly_BLAKE2s"):
            _one_handshake(checks, name, pattern, vector)
        else:
            others += 1
    if others:
        checks.skip(f"{others} vectors of other patterns, ciphers or hashes")
    return checks


def _one_handshake(checks, name, pattern, vector):
    def side(prefix, initiator):
        psks = vector.get(prefix + "_psks")
        return noise.Handshake(
            pattern, initiator, h(vector[prefix + "_prologue"]), h(vector[prefix + "_static"]),
            h(vector[prefix + "_ephemeral"]), psk=h(psks[0]) if psks else None,
        )

    sides = [side("init", True), side("resp", False)]
    transports = None
    for i, message in enumerate(vector["messages"]):
        payload, expected = h(message["payload"]), h(message["ciphertext"])
        writer, reader = i % 2, 1 - i % 2
        ends = transports or sides
        checks.equal(f"{name} message {i} written", ends[writer].write(payload), expected)
        checks.equal(f"{name} message {i} read", ends[reader].read(expected), payload)
        if sides[0].complete and transports is None:
            transports = [s.finish() for s in sides]
            checks.equal(f"{name} handshake hash", transports[0].handshake_hash, h(vector["handshake_hash"]))


def _wycheproof(name, one):
    checks = Checks(name.removesuffix("_test.json"))
    data = _load(checks, name)
    for group in data["testGroups"] if data else ():
        for case in group["tests"]:
            one(checks, f"tcId {case['tcId']}", case)
    return checks


def _xchacha(checks, what, case):
    key, nonce, aad = h(case["key"]), h(case["iv"]), h(case["aad"])
    sealed = h(case["ct"]) + h(case["tag"])
    if case["result"] == "invalid":
        checks.refused(what, (crypto.CryptoError, ValueError), lambda: crypto.xchacha_open(key, nonce, aad, sealed))
    else:
        checks.equal(what, crypto.xchacha_open(key, nonce, aad, sealed), h(case["msg"]))


def _x25519(checks, what, case):
    """`acceptable` cases count as valid unless their result is all zero, which NOISE-2 refuses."""
    private, public, shared = h(case["private"]), h(case["public"]), h(case["shared"])
    if shared == bytes(32) or len(public) != 32:
        checks.refused(what, crypto.CryptoError, lambda: crypto.x25519(private, public))
    else:
        checks.equal(what, crypto.x25519(private, public), shared)


def _hkdf(checks, what, case):
    if case["result"] == "invalid":  # longer than RFC 5869 allows; no length in the protocol comes near
        checks.true(what, case["size"] > 255 * 32)
    else:
        checks.equal(what, crypto.hkdf(h(case["ikm"]), h(case["salt"]), h(case["info"]), case["size"]), h(case["okm"]))
