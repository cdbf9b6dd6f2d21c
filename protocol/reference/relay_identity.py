"""The relay's certificate and the succession of its identities (section 4)."""

import crypto
import signatures
import wire


class RelayRefused(Exception):
    """This relay is not the one that the invite names."""


def check_certificate(payload, remote_static, pinned_identity, now_seconds):
    """RID-1, RID-2: the identity to pin from now on and the hosts that count, or RelayRefused."""
    try:
        certificate = wire.decode("RelayCertificate", payload)
        body = wire.decode_canonical("RelayCertificateBody", certificate["body"])
    except wire.WireError as bad:
        raise RelayRefused(f"the relay's certificate is damaged: {bad}") from bad
    signed = crypto.labelled("relay-cert", b"", certificate["body"])
    if not signatures.verify(body["identity"], signed, certificate["signature"]):
        raise RelayRefused("the signature of the relay's certificate is not valid")
    if body["noise_static"] != remote_static:
        raise RelayRefused("the relay's certificate is for another node")
    if now_seconds > body["not_after_seconds"]:
        raise RelayRefused("the relay's certificate has expired, or this device's clock is wrong")
    if len(body["hosts"]) > 16 or len(body["successions"]) > 8:
        raise RelayRefused("the relay's certificate lists more than it may")
    if not _reaches(pinned_identity, body):
        raise RelayRefused("this is another relay than the one that was invited to")
    return body["identity"], body["hosts"]


def _reaches(pinned, body):
    reached = pinned
    for step in body["successions"]:
        if reached == body["identity"]:
            break
        if step["from"] != reached:
            continue
        succession = wire.encode("SuccessionBody", {"from": step["from"], "to": step["to"]})
        signed = crypto.labelled("relay-succession", b"", succession)
        if signatures.verify(step["from"], signed, step["signature"]):
            reached = step["to"]
    return reached == body["identity"]
