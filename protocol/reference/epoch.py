"""Epoch boxes (section 5): how a device gets the secrets of an epoch, and whether they are the ones committed to."""

import hmac

import crypto
import hpke


def commitment(group, epoch, secrets):
    """`secrets` is the epoch secret followed by the stream secret, 64 bytes."""
    return crypto.sha256(crypto.labelled("epoch-commit", group, crypto.u32(epoch) + secrets))


def seal_box(group, epoch, secrets, recipient_public, associated, ephemeral_private):
    """`associated` is the device id, or the group id for the root's box."""
    info = crypto.labelled("epoch-box", group, crypto.u32(epoch))
    return hpke.seal(recipient_public, info, associated, secrets, ephemeral_private)


def open_box(group, epoch, sealed, recipient_private, associated):
    info = crypto.labelled("epoch-box", group, crypto.u32(epoch))
    return hpke.open_box(recipient_private, info, associated, sealed)


def secrets_for(group, rekey, device_id, seal_private, stream_secret):
    """The secrets of a Rekey's epoch for this device, or None where the box is bad (ROSTER-11, ROSTER-13)."""
    box = next((b for b in rekey["boxes"] if b["device_id"] == device_id), None)
    if box is None:
        return None
    try:
        secrets = open_box(group, rekey["epoch"], box["sealed"], seal_private, device_id)
    except crypto.CryptoError:
        return None
    good = commitment(group, rekey["epoch"], secrets) == rekey["commitment"] and hmac.compare_digest(secrets[32:], stream_secret)
    return secrets if good else None
