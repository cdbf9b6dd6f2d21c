"""A group's id, a device's keys and id (section 5)."""

import unicodedata

import crypto
import signatures
import wire

NOISE, SIGN, SEAL = 1, 2, 3
USES = (NOISE, SIGN, SEAL)
NAME_CHARACTERS = 256
MAX_SEQUENCE = 2**63 - 1
DIRECTIONS = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A))


class DeviceSecrets:
    """The three private keys of this device in one group."""

    def __init__(self, noise, sign, seal):
        self.noise, self.sign, self.seal = noise, sign, seal

    @classmethod
    def generate(cls, random):
        """`random(n)` gives n random bytes."""
        return cls(random(32), random(32), random(32))

    def public_keys(self):
        """DeviceKeys: the public halves, ascending by use."""
        public = (
            crypto.x25519_public(self.noise),
            signatures.public_of_seed(self.sign),
            crypto.x25519_public(self.seal),
        )
        return {"keys": [{"use": use, "key": key} for use, key in zip(USES, public)]}

    def __repr__(self):
        return "DeviceSecrets(…)"


def group_id(root_public):
    return crypto.sha256(b"0k/group/v1\x00", crypto.SUITE, b"\x00", root_public)


def device_id(group, keys):
    return crypto.sha256(b"0k/device/v1\x00", crypto.SUITE, b"\x00", group, wire.encode("DeviceKeys", keys))[:16]


def has_proper_keys(keys):
    """ROSTER-3: three keys of 32 bytes each, uses 1, 2, 3, the X25519 ones canonical and not of small order."""
    if keys is None or [k["use"] for k in keys["keys"]] != list(USES) or any(len(k["key"]) != 32 for k in keys["keys"]):
        return False
    agreeing = [k["key"] for k in keys["keys"] if k["use"] != SIGN]
    return all(crypto.is_canonical(k) and not crypto.has_small_order(k) for k in agreeing)


def is_proper_name(name):
    """Section 9: at most 256 characters, no control characters, none that turn the writing direction."""
    return len(name) <= NAME_CHARACTERS and not any(unicodedata.category(c) == "Cc" or ord(c) in DIRECTIONS for c in name)


def key_of(keys, use):
    return keys["keys"][USES.index(use)]["key"]


def join_input(group, keys, handshake_hash):
    """What DeviceEntry.signature and PairConsent.signature are over."""
    body = wire.encode("JoinBody", {"keys": keys, "handshake_hash": handshake_hash})
    return crypto.labelled("join", group, body)
