"""HPKE (RFC 9180) base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305."""

import crypto

KEM_SUITE = b"KEM" + (0x0020).to_bytes(2, "big")
HPKE_SUITE = b"HPKE" + b"".join(i.to_bytes(2, "big") for i in (0x0020, 0x0001, 0x0003))
BASE_MODE = b"\x00"


def _labeled_extract(suite, salt, label, key_material):
    return crypto.hkdf_extract(salt, b"HPKE-v1" + suite + label + key_material)


def _labeled_expand(suite, key, label, info, length):
    return crypto.hkdf_expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def _shared_secret(agreement, enc, recipient_public):
    """RFC 9180 section 4.1, ExtractAndExpand."""
    key = _labeled_extract(KEM_SUITE, b"", b"eae_prk", agreement)
    return _labeled_expand(KEM_SUITE, key, b"shared_secret", enc + recipient_public, 32)


def _key_and_nonce(shared_secret, info):
    """RFC 9180 section 5.1, KeySchedule in base mode."""
    context = (
        BASE_MODE
        + _labeled_extract(HPKE_SUITE, b"", b"psk_id_hash", b"")
        + _labeled_extract(HPKE_SUITE, b"", b"info_hash", info)
    )
    secret = _labeled_extract(HPKE_SUITE, shared_secret, b"secret", b"")
    key = _labeled_expand(HPKE_SUITE, secret, b"key", context, 32)
    return key, _labeled_expand(HPKE_SUITE, secret, b"base_nonce", context, 12)


def seal(recipient_public, info, aad, plaintext, ephemeral_private):
    """enc and ciphertext, joined. The ephemeral key comes in, so that vectors can be repeated."""
    enc = crypto.x25519_public(ephemeral_private)
    shared = _shared_secret(crypto.x25519(ephemeral_private, recipient_public), enc, recipient_public)
    key, nonce = _key_and_nonce(shared, info)
    return enc + crypto.chacha_seal(key, nonce, aad, plaintext)


def open_box(recipient_private, info, aad, sealed):
    """The plaintext of enc and ciphertext; CryptoError when it is not for this key, info and aad."""
    enc, ciphertext = sealed[:32], sealed[32:]
    shared = _shared_secret(crypto.x25519(recipient_private, enc), enc, crypto.x25519_public(recipient_private))
    key, nonce = _key_and_nonce(shared, info)
    return crypto.chacha_open(key, nonce, aad, ciphertext)
