"""Sealed payloads (section 7): making them, and opening them as far as the blob alone tells (SEAL-1, SEAL-2, SEAL-6)."""

import zlib

import crypto
import identity
import signatures
import wire

MAX_PAYLOAD = 1_048_576
MAX_BODY = 1_046_528
OVERHEAD = 1 + 24 + 16
MIN_PLAINTEXT = 256
BLOB, CHECKPOINT_ENVELOPE, CHECKPOINT_PART_ENVELOPE = 1, 2, 3
CHECKPOINT_ENVELOPES = (CHECKPOINT_ENVELOPE, CHECKPOINT_PART_ENVELOPE)
CHECKPOINT_PARTS = 64
DATA, CHUNK, MANIFEST, CHECKPOINT, VOID, PROFILE, HEARTBEAT = 1, 2, 3, 4, 5, 6, 7
KNOWN_KINDS = (DATA, CHUNK, MANIFEST, CHECKPOINT, VOID, PROFILE, HEARTBEAT)
PLAIN, DEFLATE = 1, 2
OUTER_FIELDS = ("stream", "covers", "epoch", "device_seq")


class NotOpened(Exception):
    """A blob that does not open (RECV-3)."""


def padme(length):
    e = length.bit_length() - 1
    s = e.bit_length()
    step = 1 << (e - s)
    return (length + step - 1) // step * step


def padded_length(content_length):
    """SEAL-7: the plaintext's length for a SealedContent of this many bytes."""
    needed = 4 + content_length
    if needed > MAX_PAYLOAD - OVERHEAD:
        raise ValueError("the payload is over the limit of 1 048 576 bytes; send it in parts")
    return min(padme(max(MIN_PLAINTEXT, needed)), MAX_PAYLOAD - OVERHEAD)


def blob_key(epoch_secret, group, epoch):
    return crypto.hkdf(epoch_secret, group, b"0k/blob-key/v1\x00" + crypto.SUITE + b"\x00" + crypto.u32(epoch), 32)


def stream_id(stream_secret, group, name):
    """Zero bytes stand for the default stream, whose name is empty."""
    if not name:
        return b""
    return crypto.hkdf(stream_secret, group, b"0k/stream/v1\x00" + name.encode("utf-8"), 16)


def associated_data(group, sender, blob):
    return crypto.labelled(
        "seal", group,
        crypto.u32(blob["epoch"]) + sender + crypto.u64(blob["device_seq"]) + crypto.u8(blob["kind"])
        + (blob["stream"] or bytes(16)) + crypto.u64(blob["covers"]),
    )


def seal(group, epoch_secret, sign_seed, header, body, nonce):
    """The payload of a header (a dict without body_hash) and a body as it stands in SealedContent."""
    encoded = wire.encode("PayloadHeader", {**header, "body_hash": crypto.sha256(body)})
    signature = signatures.sign(sign_seed, crypto.labelled("payload", group, encoded))
    content = wire.encode("SealedContent", {"header": encoded, "signature": signature, "body": body})
    plaintext = (crypto.u32(len(content)) + content).ljust(padded_length(len(content)), b"\x00")
    outer = {**{f: header.get(f, 0) for f in ("covers", "epoch", "device_seq")}, "stream": header.get("stream", b"")}
    aad = associated_data(group, header["sender"], {**outer, "kind": header["envelope_kind"]})
    key = blob_key(epoch_secret, group, header["epoch"])
    return b"\x01" + nonce + crypto.xchacha_seal(key, nonce, aad, plaintext)


def unseal(group, epoch_secret, sender, blob):
    """The SealedContent of a Deliver, decrypted; its padding checked."""
    payload = blob["payload"]
    if len(payload) < MIN_PLAINTEXT + OVERHEAD or len(payload) > MAX_PAYLOAD or payload[0] != 1:
        raise NotOpened("the payload has no form that this client knows")
    key = blob_key(epoch_secret, group, blob["epoch"])
    try:
        plaintext = crypto.xchacha_open(key, payload[1:25], associated_data(group, sender, blob), payload[25:])
    except crypto.CryptoError as bad:
        raise NotOpened("the payload does not decrypt") from bad
    length = int.from_bytes(plaintext[:4], "big")
    if length > len(plaintext) - 4 or plaintext[4 + length :].strip(b"\x00"):
        raise NotOpened("the padding is not zero")
    if padded_length(length) != len(plaintext):
        raise NotOpened("the padding has another size than the formula gives")
    try:
        return wire.decode("SealedContent", plaintext[4 : 4 + length])
    except wire.WireError as bad:
        raise NotOpened(str(bad)) from bad


def open_payload(group, epoch_secret, sender_keys, sender, blob):
    """Header and inflated body of a Deliver, or NotOpened."""
    content = unseal(group, epoch_secret, sender, blob)
    try:
        header = wire.decode_canonical("PayloadHeader", content["header"])
    except wire.WireError as bad:
        raise NotOpened(str(bad)) from bad
    signed = crypto.labelled("payload", group, content["header"])
    if not signatures.verify(identity.key_of(sender_keys, identity.SIGN), signed, content["signature"]):
        raise NotOpened("the sender's signature is not valid")
    if header["version"] != 1:
        raise NotOpened("update needed: the payload is of a newer version")
    if not _has_proper_sizes(header):
        raise NotOpened("a field of the header has a wrong size")
    same = all(header[f] == blob[f] for f in OUTER_FIELDS) and header["envelope_kind"] == blob["kind"]
    if not same or header["sender"] != sender:
        raise NotOpened("the signed header and the envelope differ")
    if header["body_hash"] != crypto.sha256(content["body"]):
        raise NotOpened("the body is not the signed one")
    if (header["kind"] == CHECKPOINT) != (header["envelope_kind"] in CHECKPOINT_ENVELOPES):
        raise NotOpened("kind and envelope do not go together")
    if header["kind"] not in KNOWN_KINDS:
        raise NotOpened("update needed: the payload is of an unknown kind")
    return header, _inflate(header["encoding"], content["body"])


def _has_proper_sizes(header):
    """SEAL-1: the sizes of the fields that nothing outside is compared with."""
    head, seen = header["roster_head"], header["seen"]
    proper_head = head is not None and head["length"] >= 1 and len(head["hash"]) == 32
    proper_seen = seen is None or (len(seen["log_id"]) == 16 and len(seen["running_hash"]) == 32 and seen["cursor"] < 2**63)
    proper_previous = len(header["previous_blob_hash"]) == (0 if header["device_seq"] == 1 else 32)
    proper_part = header["part"] < (CHECKPOINT_PARTS if header["kind"] == CHECKPOINT else 1)
    return proper_part and proper_head and proper_seen and proper_previous and len(header["content_type"]) <= identity.NAME_CHARACTERS


def _inflate(encoding, body):
    if encoding == PLAIN:
        return body
    if encoding != DEFLATE:
        raise NotOpened("update needed: the body has an unknown encoding")
    inflater = zlib.decompressobj(wbits=-15)
    try:
        out = inflater.decompress(body, MAX_PAYLOAD + 1)
    except zlib.error as bad:
        raise NotOpened("the body does not inflate") from bad
    if len(out) > MAX_PAYLOAD or not inflater.eof or inflater.unused_data:
        raise NotOpened("the body does not inflate to at most 1 048 576 bytes")
    return out
