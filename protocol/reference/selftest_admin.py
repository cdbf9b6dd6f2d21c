"""What an admin's device appends: a Remove with its Rekey, and the Rekey that answers a Leave; who gets the new epoch's secret."""

import io
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import administration
import epoch
import roster
import seal
from check import Checks
from selftest_group import pair, session_of


def run():
    checks = Checks("an admin's device")
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        founder, admin = pair(checks, Path(folder) / "admin.json")
        _, member = pair(checks, Path(folder) / "member.json", founder, 20_000)
        session, _ = session_of(admin, founder)
        session.welcome_length = admin.state["admit"]["length"]  # what follows was appended after Welcome
        session._on_roster_entries({"entries": founder.placed})
        session_of(member, founder)[0]._on_roster_entries({"entries": founder.placed})
        _remove(checks, founder, admin, member, session)
        _leave(checks, founder, admin, session)
    return [checks]


def _take(founder, session, entry):
    """The relay places an entry, and everybody sees it."""
    founder.roster.append(entry)
    founder.log.advance(founder.log.cursor + 1, roster.entry_hash(entry))
    session._on_roster_entries({"entries": [{"cursor": founder.log.cursor, "entry": entry}]})


def _remove(checks, founder, admin, member, session):
    session.outbox.queue(b"x", "", admin.stream_id("notes"))
    checks.equal("a stream is known by its name", admin.state["streams"], {"": "", admin.state["outbox"][0]["stream"]: "notes"})
    admin.state["outbox"].clear()
    admin.state["removing"] = [member.device_id.hex()]
    chooses = administration.Administrator(admin)
    checks.equal("a member appends nothing", chooses.next_entry(), None)
    role = founder.append("set_role", {"device_id": admin.device_id, "role": roster.ADMIN})
    session._on_roster_entries({"entries": [role]})
    entry = chooses.next_entry()
    checks.equal("nothing is asked twice at one head", chooses.next_entry(), None)
    both = admin.state["epochs"]["1"]
    _take(founder, session, entry)
    rekey = founder.roster.rekeys[2]
    checks.equal("who is left", set(founder.roster.present_devices()), {founder.id, admin.device_id})
    secrets = epoch.secrets_for(founder.group, rekey, founder.id, founder.device.seal, founder.stream_secret)
    checks.equal("the founder's box", secrets, bytes.fromhex(admin.state["epochs"]["2"]))
    checks.equal("the root's box", epoch.open_box(founder.group, 2, rekey["root_box"], founder.root_seal, founder.group), secrets)
    checks.equal("the stream secret stays, the epoch's is new", (secrets[32:].hex(), secrets[:32].hex() != both[:64]), (both[64:], True))
    founder.secret = secrets[:32]
    checks.equal("the removed device has no box", epoch.secrets_for(founder.group, rekey, member.device_id, member.secrets.seal, founder.stream_secret), None)
    sealed, old = founder.blob(b"later"), member.epoch_secrets(1)[0]
    checks.refused("what is sealed later does not open for it", seal.NotOpened,
                   lambda: seal.open_payload(founder.group, old, founder.keys, founder.id, sealed))
    session._on_deliver(sealed)
    checks.equal("it opens for who stayed", admin.state["inbox"][-1]["seq"], sealed["device_seq"])
    checks.equal("the wish is done", (chooses.next_entry(), admin.state["removing"]), (None, []))


def _leave(checks, founder, admin, session):
    chooses = administration.Administrator(admin)
    checks.equal("nothing is owed", (admin.roster.owes_epoch, chooses.next_entry()), (False, None))
    left = founder.append("leave", {})
    session._on_roster_entries({"entries": [left]})
    entry = chooses.next_entry()
    checks.true("ROSTER-12: a Leave is answered", admin.roster.owes_epoch and entry is not None)
    _take(founder, session, entry)
    checks.equal("by a Rekey for who is left", [b["device_id"] for b in admin.roster.rekeys[3]["boxes"]], [admin.device_id])
    checks.equal("and by one only", (admin.roster.owes_epoch, chooses.next_entry()), (False, None))
