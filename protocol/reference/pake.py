"""Codes and passphrases (section 9.1): SPAKE2 of RFC 9382 over P-256, as far as the vectors show it. peer.py joins by links only."""

import hashlib
import hmac
import unicodedata

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

import crypto

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
M_X = 0x886E2F97ACE46E55BA9DD7242579F2993B64E16EF3DCAB95AFD497333D8FA12F  # RFC 9382 section 6: 02 ‖ x
N_X = 0xD8BBD6C639C62937B04D997F38C3770719C629D7014D49A24B4F98BAA1292B49  # 03 ‖ x
MAX_MEMORY_KIB, MAX_PASSES = 131_072, 4


class PakeStopped(Exception):
    """What ends the run: a start (PAKE-2) or a share (PAKE-3) that no honest side sends."""


def _lift(x, odd):
    y = pow(x**3 - 3 * x + B, (P + 1) // 4, P)
    return x, y if y % 2 == odd else P - y


M, N = _lift(M_X, 0), _lift(N_X, 1)


def add(a, b):
    """The sum of two points; None is the identity. Not in constant time: a reference."""
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(scalar, point):
    result = None
    for bit in bin(scalar)[2:]:
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result


def encode(point):
    return b"\x04" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


def decode(share):
    """PAKE-3: an uncompressed point of the curve."""
    if len(share) != 65 or share[0] != 4:
        raise PakeStopped("a share is an uncompressed point")
    x, y = int.from_bytes(share[1:33], "big"), int.from_bytes(share[33:], "big")
    if x >= P or y >= P or (y * y - x**3 + 3 * x - B) % P:
        raise PakeStopped("a share is no point of the curve")
    return x, y


def place(relay_identity, nameplate):
    return relay_identity + nameplate.encode("ascii")


def mailbox_id(relay_identity, nameplate):
    return crypto.sha256(crypto.labelled("nameplate", b"", place(relay_identity, nameplate)))[:16]


def password_of(passphrase):
    return unicodedata.normalize("NFC", passphrase).encode("utf-8")


def check_start(start):
    """PAKE-2: before anything is computed, for the start may come from an attacker who opened the mailbox."""
    usual = start["version"] == 1 and start["suite"] == "std1" and len(start["salt"]) == 16
    if not usual or not 8 <= start["memory_kib"] <= MAX_MEMORY_KIB or not 1 <= start["passes"] <= MAX_PASSES:
        raise PakeStopped("the inviter asks for another kind of work, or for too much")


def stretched(password, start):
    check_start(start)
    kdf = Argon2id(salt=start["salt"], length=40, iterations=start["passes"], lanes=1, memory_cost=start["memory_kib"])
    return int.from_bytes(kdf.derive(password), "big") % ORDER


class Run:
    """One side's part. `own` and `other` are M and N for the joiner, N and M for the inviter."""

    def __init__(self, joiner, w, scalar, aad):
        self.joiner, self.w, self.scalar, self.aad = joiner, w, scalar, aad
        own, self.other_mask = (M, N) if joiner else (N, M)
        self.share = encode(add(times(w, own), times(scalar, GENERATOR)))
        self.key = self.confirmations = None

    def finish(self, other_share):
        """Ke, and the confirmations of joiner and inviter."""
        mask_x, mask_y = times(self.w, self.other_mask)
        shared = times(self.scalar, add(decode(other_share), (mask_x, P - mask_y)))
        if shared is None:
            raise PakeStopped("the shares make the identity")
        shares = (self.share, other_share) if self.joiner else (other_share, self.share)
        parts = (b"joiner", b"inviter", *shares, encode(shared), self.w.to_bytes(32, "big"))
        transcript = b"".join(len(p).to_bytes(8, "little") + p for p in parts)
        both = hashlib.sha256(transcript).digest()
        keys = crypto.hkdf(both[16:], b"", b"ConfirmationKeys" + self.aad, 32)
        self.key = both[:16]
        self.confirmations = tuple(hmac.digest(k, transcript, "sha256") for k in (keys[:16], keys[16:]))


def sealed_invite(key, mailbox, invite, nonce):
    under = crypto.hkdf(key, b"", b"0k/pake-invite/v1", 32)
    return nonce + crypto.xchacha_seal(under, nonce, crypto.labelled("pake-invite", b"", mailbox), invite)
