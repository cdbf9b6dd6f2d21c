"""The invite link (section 9)."""

import base64
import binascii
from urllib.parse import urlsplit

import crypto
import wire

PREFIX = "zerok://join/1#"
MAX_LINK = 2_048


class InviteRefused(Exception):
    """A link that cannot be used; the message says why."""


def link_of(invite):
    encoded = wire.encode("Invite", invite)
    return PREFIX + base64.urlsafe_b64encode(encoded + crypto.sha256(encoded)[:4]).rstrip(b"=").decode("ascii")


def parse(link, now_seconds):
    """The Invite of a link; INVITE-1, INVITE-2."""
    link = link.strip()
    if not link.startswith("zerok://join/"):
        raise InviteRefused("this is no 0k-Sync invite")
    if not link.startswith(PREFIX):
        raise InviteRefused("this invite is of another version: update needed")
    if len(link) > MAX_LINK:
        raise InviteRefused("this invite is too long to be one")
    text = link[len(PREFIX) :]
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as bad:
        raise InviteRefused("this invite is damaged: it holds signs that do not belong there") from bad
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii") != text:
        raise InviteRefused("this invite is damaged: its end is not as it was made")
    encoded, check = data[:-4], data[-4:]
    if len(data) < 5 or crypto.sha256(encoded)[:4] != check:
        raise InviteRefused("this invite is damaged or cut off: copy it again")
    try:
        invite = wire.decode("Invite", encoded)
        if invite["version"] != 1 or invite["suite"] != crypto.SUITE.decode("ascii"):
            raise InviteRefused("this invite is of another version: update needed")
        invite = wire.decode_canonical("Invite", encoded)
    except wire.WireError as bad:
        raise InviteRefused(f"this invite is damaged: {bad}") from bad
    _check_fields(invite)
    if now_seconds >= invite["expires_at_seconds"]:
        raise InviteRefused("this invite has expired: ask for a new one")
    return invite


def _check_fields(invite):
    sizes = {"relay_identity": 32, "group_id": 32, "mailbox_id": 16, "secret": 32}
    urls = invite["relay_urls"]
    if any(len(invite[name]) != size for name, size in sizes.items()):
        raise InviteRefused("this invite is damaged: a field has a wrong length")
    if not 1 <= len(urls) <= 4 or not all(map(_is_relay_url, urls)):
        raise InviteRefused("this invite is damaged: it does not name one to four relays")


def _is_relay_url(url):
    if not url.isascii() or len(url) > 256 or any(c <= " " for c in url):
        return False
    try:
        parts = urlsplit(url)
        port_is_number = parts.port is None or parts.port >= 0
    except ValueError:
        return False
    known = parts.scheme in ("ws", "wss") and bool(parts.hostname)
    return known and port_is_number and "@" not in parts.netloc and "#" not in url
