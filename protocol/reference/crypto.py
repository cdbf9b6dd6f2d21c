"""Primitives of suite std1 beside signatures: SHA-256, HKDF, X25519, ChaCha20-Poly1305, XChaCha20-Poly1305."""

import hashlib
import hmac
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SUITE = b"std1"


class CryptoError(Exception):
    """Bytes that do not authenticate, or a key that must not be used."""


def u8(value):
    return struct.pack(">B", value)


def u32(value):
    return struct.pack(">I", value)


def u64(value):
    return struct.pack(">Q", value)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def labelled(use, group, body):
    """Section 1: the one form of every input that is signed, of associated data, and of hashes where said."""
    return b"0k/" + use.encode("ascii") + b"/v1\x00" + SUITE + b"\x00" + group + body


def hkdf_extract(salt, key_material):
    return hmac.digest(salt if salt else bytes(32), key_material, "sha256")


def hkdf_expand(key, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        out += block
        counter += 1
    return out[:length]


def hkdf(key_material, salt, info, length):
    """RFC 5869 with SHA-256."""
    return hkdf_expand(hkdf_extract(salt, key_material), info, length)


def x25519_public(private):
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def x25519(private, public):
    """NOISE-2: the all-zero result is refused (the library refuses it)."""
    if len(public) != 32:
        raise CryptoError("an X25519 key has 32 bytes")
    try:
        return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as zero:
        raise CryptoError("the key agreement gives zero") from zero


def has_small_order(public):
    """Whether nobody could agree on a key with this X25519 key: its product with any clamped scalar is zero."""
    try:
        x25519(b"\x40" + bytes(31), public)
    except CryptoError:
        return True
    return False


def is_canonical(public):
    """Whether this is the one encoding of its X25519 key: top bit clear, below 2^255 - 19."""
    return len(public) == 32 and int.from_bytes(public, "little") < 2**255 - 19


def chacha_seal(key, nonce, aad, plaintext):
    return ChaCha20Poly1305(key).encrypt(nonce, plaintext, aad)


def chacha_open(key, nonce, aad, ciphertext):
    if len(ciphertext) < 16:
        raise CryptoError("too short for a tag")
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)
    except InvalidTag as bad:
        raise CryptoError("the tag does not verify") from bad


def _quarter_round(s, a, b, c, d):
    s[a] = s[a] + s[b] & 0xFFFFFFFF
    s[d] ^= s[a]
    s[d] = (s[d] << 16 | s[d] >> 16) & 0xFFFFFFFF
    s[c] = s[c] + s[d] & 0xFFFFFFFF
    s[b] ^= s[c]
    s[b] = (s[b] << 12 | s[b] >> 20) & 0xFFFFFFFF
    s[a] = s[a] + s[b] & 0xFFFFFFFF
    s[d] ^= s[a]
    s[d] = (s[d] << 8 | s[d] >> 24) & 0xFFFFFFFF
    s[c] = s[c] + s[d] & 0xFFFFFFFF
    s[b] ^= s[c]
    s[b] = (s[b] << 7 | s[b] >> 25) & 0xFFFFFFFF


def hchacha20(key, nonce16):
    """draft-irtf-cfrg-xchacha section 2.2: ChaCha20's rounds without the final addition; words 0-3 and 12-15."""
    s = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce16))
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
            _quarter_round(s, a, b, c, d)
        for a, b, c, d in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            _quarter_round(s, a, b, c, d)
    return struct.pack("<8I", *s[:4], *s[12:])


def xchacha_seal(key, nonce24, aad, plaintext):
    return chacha_seal(hchacha20(key, nonce24[:16]), bytes(4) + nonce24[16:], aad, plaintext)


def xchacha_open(key, nonce24, aad, ciphertext):
    if len(nonce24) != 24:
        raise CryptoError("an XChaCha20 nonce has 24 bytes")
    return chacha_open(hchacha20(key, nonce24[:16]), bytes(4) + nonce24[16:], aad, ciphertext)
