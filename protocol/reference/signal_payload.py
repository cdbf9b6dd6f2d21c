"""Signals (section 7.3): what opens. peer.py sends none and passes over those that come."""

import crypto
import identity
import seal
import signatures
import wire

MIN_BYTES, MAX_BYTES, MAX_BODY = 297, 8_192, 4_096


def signal_key(epoch_secret, group, epoch):
    return crypto.hkdf(epoch_secret, group, b"0k/signal-key/v1\x00" + crypto.SUITE + b"\x00" + crypto.u32(epoch), 32)


def open_signal(group, epoch, epoch_secret, sender, sender_keys, payload):
    """Header and body, or NotOpened; SIGNAL-5."""
    if not MIN_BYTES <= len(payload) <= MAX_BYTES or payload[0] != 1:
        raise seal.NotOpened("the signal has no form that this client knows")
    aad = crypto.labelled("signal-seal", group, crypto.u32(epoch) + sender)
    try:
        plaintext = crypto.xchacha_open(signal_key(epoch_secret, group, epoch), payload[1:25], aad, payload[25:])
        length = int.from_bytes(plaintext[:4], "big")
        if length > len(plaintext) - 4 or plaintext[4 + length :].strip(b"\x00") or seal.padded_length(length) != len(plaintext):
            raise seal.NotOpened("the padding is wrong")
        content = wire.decode("SealedSignal", plaintext[4 : 4 + length])
        header = wire.decode_canonical("SignalHeader", content["header"])
    except (crypto.CryptoError, wire.WireError) as bad:
        raise seal.NotOpened(str(bad)) from bad
    signed = crypto.labelled("signal", group, content["header"])
    if not signatures.verify(identity.key_of(sender_keys, identity.SIGN), signed, content["signature"]):
        raise seal.NotOpened("the sender's signature is not valid")
    outer = header["version"] == 1 and header["epoch"] == epoch and header["sender"] == sender
    sizes = len(header["session"]) == 16 and header["counter"] >= 1 and len(header["content_type"]) <= identity.NAME_CHARACTERS
    if not outer or not sizes or len(content["body"]) > MAX_BODY or header["body_hash"] != crypto.sha256(content["body"]):
        raise seal.NotOpened("a field of the header does not fit")
    return header, content["body"]
