"""The comparison code of a pairing (section 9)."""

from pathlib import Path

import crypto
import wire

WORD_LIST = Path(__file__).resolve().parent.parent / "src/main/resources/dev/zerok/protocol/pairing/comparison-words.txt"


def word_indices(group, random_joiner, random_inviter, ephemerals, keys_joiner, keys_inviter):
    """Three numbers of ten bits. `ephemerals` are the handshake's public ones, the joiner's first."""
    hashes = [crypto.sha256(wire.encode("DeviceKeys", keys)) for keys in (keys_joiner, keys_inviter)]
    info = crypto.labelled("pair-words", group, b"".join(ephemerals) + b"".join(hashes))
    return indices_of(crypto.hkdf(random_joiner + random_inviter, b"", info, 4))


def indices_of(code):
    """The first 30 bits of four bytes."""
    bits = int.from_bytes(code, "big")
    return [bits >> 22 & 1023, bits >> 12 & 1023, bits >> 2 & 1023]


def words_of(indices):
    lines = WORD_LIST.read_text(encoding="ascii").splitlines()
    return [lines[i] for i in indices]
