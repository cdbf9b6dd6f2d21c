"""A group in memory, without a relay: pairing, roster, sealing, and what a relay must not get away with."""

import io
import json
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import crypto
import epoch
import identity
import invite as invites
import log
import noise
import pairing
import roster
import seal
import signatures
from check import Checks
from device import Session
from receiving import Receiver
from store import Store

MOMENT = 1_800_000_000


class Random:
    """Repeatable bytes."""

    def __init__(self):
        self.count = 0

    def __call__(self, size):
        self.count += 1
        return crypto.hkdf(b"selftest", b"", crypto.u32(self.count), size)


class Founder:
    """An admin's device in memory: founds a group, admits, removes, pushes."""

    def __init__(self, random):
        self.random = random
        self.root = self.random(32)
        self.group = identity.group_id(signatures.public_of_seed(self.root))
        self.device = identity.DeviceSecrets.generate(self.random)
        self.keys = self.device.public_keys()
        self.id = identity.device_id(self.group, self.keys)
        self.stream_secret, self.root_seal = self.random(32), self.random(32)
        self.secret = b""
        self.roster = roster.Roster(self.group)
        self.log = log.LogView(self.group, self.random(16), 0, None)
        self.log.running = log.start_hash(self.group, self.log.log_id)
        self.placed, self.seq, self.last_blob = [], 0, b""
        join = signatures.sign(self.device.sign, identity.join_input(self.group, self.keys, b""))
        first = {"keys": self.keys, "role": roster.ADMIN, "signature": join}
        self.append("genesis", {
            "root_key": signatures.public_of_seed(self.root), "root_seal_key": crypto.x25519_public(self.root_seal),
            "first": first, "rekey": self.rekey({self.id: self.keys}),
        }, b"", self.root)

    def members(self, without=None):
        return {d.id: d.keys for d in self.roster.present_devices().values() if d.id != without}

    def rekey(self, devices):
        number, self.secret = self.roster.epoch + 1, self.random(32)
        both = self.secret + self.stream_secret
        boxes = [{"device_id": i, "sealed": epoch.seal_box(
            self.group, number, both, identity.key_of(devices[i], identity.SEAL), i, self.random(32))} for i in sorted(devices)]
        return {"epoch": number, "commitment": epoch.commitment(self.group, number, both), "boxes": boxes, "root_box": bytes(112)}

    def append(self, kind, content, signer=None, seed=None):
        """Appends an entry; what the relay would send of it."""
        head = self.roster.head()
        body = {"version": 1, "index": self.roster.length, "previous": head["hash"] if head else b"",
                "signer": self.id if signer is None else signer, kind: content}
        entry = roster.sign_entry(self.group, body, seed or self.device.sign)
        self.roster.append(entry)
        self.log.advance(self.log.cursor + 1, roster.entry_hash(entry))
        self.placed.append({"cursor": self.log.cursor, "entry": entry})
        return self.placed[-1]

    def blob(self, body, **changes):
        """A Deliver of this device's next push; `changes` replace header fields."""
        self.seq += 1
        header = {
            "version": 1, "kind": seal.DATA, "encoding": seal.PLAIN, "content_type": "text/plain",
            "envelope_kind": seal.BLOB, "epoch": self.roster.epoch, "sender": self.id, "device_seq": self.seq,
            "previous_blob_hash": self.last_blob, "roster_head": self.roster.head(), "seen": self.log.position(), **changes,
        }
        payload = seal.seal(self.group, self.secret, self.device.sign, header, body, self.random(24))
        frame = {"sender": self.id, "device_seq": self.seq, "kind": header["envelope_kind"], "stream": header.get("stream", b""),
                 "covers": header.get("covers", 0), "epoch": header["epoch"], "payload": payload}
        self.last_blob = log.blob_hash(self.id, frame)
        self.log.advance(self.log.cursor + 1, self.last_blob)
        return {"cursor": self.log.cursor, **frame}


def run():
    checks = Checks("a group in memory")
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        founder, store = pair(checks, Path(folder) / "store.json")
        _stream(checks, founder, store)
        _forks(checks, founder, store)
        _removal(checks, founder, store)
    return [checks]


def pair(checks, path, founder=None, drawn=10_000, history=()):
    """A device that joined the founder's group, and its store; `drawn` sets its random bytes apart from those of others."""
    founder, random = founder or Founder(Random()), Random()
    random.count = drawn
    invite = {"version": 1, "suite": "std1", "relay_urls": ["ws://127.0.0.1:1"], "relay_identity": random(32),
              "group_id": founder.group, "mailbox_id": random(16), "secret": random(32), "expires_at_seconds": MOMENT}
    link = invites.link_of(invite)
    checks.equal("the invite's link", invites.parse(link, MOMENT - 1), invite)
    for what, text in {"cut": link[:-1], "flipped": link[:30] + ("A" if link[30] != "A" else "B") + link[31:], "foreign": "https://x"}.items():
        checks.refused(f"INVITE-1: {what}", invites.InviteRefused, lambda t=text: invites.parse(t, MOMENT - 1))
    checks.refused("INVITE-2", invites.InviteRefused, lambda: invites.parse(link, MOMENT))
    joiner = pairing.Joiner(invite, identity.DeviceSecrets.generate(random), "python", random)
    inviter = pairing.Inviter(invite, founder.device, founder.random)
    third = joiner.third(inviter.second(joiner.first()))
    checks.equal("the joiner's name", inviter.accept(third)["name"], "python")
    checks.equal("the words", joiner.word_indices(), inviter.word_indices())
    kind, about = joiner.receive(inviter.send("about", {"group_name": "g"}), "about")
    checks.equal("about", (kind, about["group_name"]), ("about", "g"))
    _, consent = inviter.receive(joiner.consent(), "consent")
    founder.append("add", {"device": inviter.device_entry(consent["signature"], roster.MEMBER)})
    admit = {"roster_head": founder.roster.head(), "epoch": founder.roster.epoch, "epoch_secret": founder.secret,
             "seen": founder.log.position(), "stream_secret": founder.stream_secret, "history_streams": history}
    _, admit = joiner.receive(inviter.send("admit", admit), "admit")
    joiner.check_admit(admit)
    store = Store.create(path, invite, joiner.secrets, "python", admit)
    store.state["admit_signer"] = identity.key_of(joiner.other["keys"], identity.NOISE).hex()
    store.save()
    wrong = pairing.Inviter({**invite, "secret": bytes(32)}, founder.device, random)
    first = pairing.Joiner(invite, identity.DeviceSecrets.generate(random), "x", random)
    second = wrong.second(first.first())
    checks.refused("another secret", pairing.PairingStopped, lambda: wrong.accept(first.third(second)))
    return founder, store


def session_of(store, founder):
    events = []
    session = Session(store, lambda event, **fields: events.append(event))
    session.welcome_length = founder.roster.length
    return session, events


def _stream(checks, founder, store):
    session, events = session_of(store, founder)
    session._on_roster_entries({"entries": founder.placed})
    checks.equal("PAIR-5: the roster is accepted", (store.roster.length, events), (2, []))
    session._on_deliver(founder.blob("grüße".encode()))
    session._on_deliver(founder.blob(bytes(900_000)))
    checks.equal("what was handed on", [len(json.dumps(i["body"])) for i in store.state["inbox"]], [14, 1_200_002])
    checks.equal("the running hash", store.log.running, founder.log.running)
    store.save()
    again = Store.load(store.path)
    checks.equal("the store comes back", (again.log.running, again.roster.hashes), (store.log.running, store.roster.hashes))
    session.outbox.queue(b"from here", "text/plain")
    session.outbox.grant({"pushes": 10, "bytes": 10_000})
    session.outbox.seal_waiting()
    push = session.outbox.ready()[0]
    hashed = log.blob_hash(store.device_id, push)
    founder.log.advance(founder.log.cursor + 1, hashed)
    keys = store.secrets.public_keys()
    header, body = seal.open_payload(store.group, founder.secret, keys, store.device_id, push)
    checks.equal("a push opens", (body, header["seen"]), (b"from here", store.log.position()))
    session._on_push_ack({"device_seq": 1, "cursor": founder.log.cursor, "push_credit": None})
    checks.equal("a PushAck continues the running hash", store.log.running, founder.log.running)
    store.save()


def _forks(checks, founder, store):
    """Each on a copy of the store: a fork ends a device's use of it."""
    seen = {**founder.log.position(), "running_hash": bytes(32)}
    head = {"length": 1, "hash": bytes(32)}
    state = json.dumps(store.state)
    keep = (founder.seq, founder.last_blob, founder.log.cursor, founder.log.running)

    def fresh():
        founder.seq, founder.last_blob, founder.log.cursor, founder.log.running = keep
        return Receiver(Store(store.path, json.loads(state)), lambda event, **fields: None)

    cases = {
        "SEAL-3": {"previous_blob_hash": bytes(32)}, "SEAL-4": {"roster_head": head}, "SEAL-5": {"seen": seen},
    }
    for rule, change in cases.items():
        receiver = fresh()
        frame = founder.blob(b"x", **change)
        checks.refused(f"{rule}: a fork", log.Fork, lambda r=receiver, f=frame: r.deliver(f))
    receiver = fresh()
    ahead = {**founder.blob(b"x"), "epoch": founder.roster.epoch + 1}
    checks.refused("SEAL-4: an epoch whose beginning was not shown", log.Fork, lambda r=receiver: r.deliver(ahead))
    receiver = fresh()
    far = {**founder.blob(b"x"), "device_seq": 2**62, "payload": bytes(297)}
    receiver.gap({"from": receiver.store.log.cursor + 1, "to": far["cursor"], "reason": 1})
    receiver.deliver({**far, "cursor": far["cursor"] + 1})
    checks.equal("RECV-2: a forged sequence is parked", receiver.store.state["senders"][founder.id.hex()]["opened"], founder.seq - 1)
    real = {**founder.blob(b"y"), "cursor": far["cursor"] + 2}
    checks.refused("RECV-2: and hides nothing", log.Fork, lambda r=receiver: r.deliver(real))
    receiver = fresh()
    twice = founder.blob(b"x")
    receiver.deliver(twice)
    again = {**twice, "cursor": twice["cursor"] + 1}
    checks.refused("RECV-2: the same blob at another cursor", log.Fork, lambda r=receiver: r.deliver(again))
    receiver = fresh()
    frame = {**founder.blob(b"x"), "cursor": founder.log.cursor + 1}
    checks.refused("RECV-5: a cursor left out", log.Fork, lambda: receiver.deliver(frame))
    receiver = fresh()
    receiver.deliver({**founder.blob(b"x"), "kind": seal.CHECKPOINT_ENVELOPE, "covers": 3})
    checks.equal("SEAL-1: another envelope is parked", len(receiver.store.state["parked"]), 1)
    receiver = fresh()
    receiver.deliver(founder.blob(b"x", kind=seal.CHECKPOINT))
    checks.equal("SEAL-6: a checkpoint in a BLOB is parked", len(receiver.store.state["parked"]), 1)
    receiver = fresh()
    start = receiver.store.log.cursor
    receiver.placed(start + 1, b"e" * 32)
    receiver.gap({"from": start + 1, "to": start + 1, "reason": 1})
    checks.true("RECV-5: a Gap over what was told ahead loses nothing", receiver.store.log.running is not None)
    receiver.gap({"from": start + 1, "to": start + 2, "reason": 1})
    checks.equal("RECV-5: nor does it where it goes on", (receiver.store.log.cursor, receiver.store.log.running), (start + 2, None))
    checks.refused("RECV-5: a Gap goes back", log.Fork, lambda r=receiver: r.gap({"from": start + 2, "to": start + 3, "reason": 1}))
    receiver = fresh()
    receiver.gap({"from": receiver.store.log.cursor + 1, "to": receiver.store.log.cursor + 3, "reason": 1})
    checks.equal("RECV-4: unknown after a Gap", receiver.store.log.running, None)
    at = receiver.store.log.cursor
    receiver.store.log.advance(at + 1, b"e" * 32)
    receiver.store.log.compare({"log_id": founder.log.log_id, "cursor": at, "running_hash": b"r" * 32})
    checks.equal("RECV-4: taken up again", receiver.store.log.running, log.step_hash(b"r" * 32, at + 1, b"e" * 32))
    fresh()


def _removal(checks, founder, store):
    session, events = session_of(store, founder)
    device = store.device_id
    removed = founder.append("remove", {
        "device_id": device, "last_device_seq": 1, "last_blob_hash": store.own_hash(1), "rekey": founder.rekey({founder.id: founder.keys}),
    })
    session._on_roster_entries({"entries": [removed]})
    checks.equal("the Remove is reported", (events, store.state["stopped"]), (["device_removed", "removed"], "removed"))
    forged = {**removed["entry"], "signature": bytes(64)}
    other = roster.Roster(founder.group)
    for placed in founder.placed[:2]:
        other.append(placed["entry"])
    checks.refused("ROSTER-1: a forged signature", roster.RosterRefused, lambda: other.append(forged))
    checks.equal("a refused entry changes nothing", other.length, 2)
    checks.refused("NOISE-1: a broken message", noise.NoiseError, lambda: noise.CipherState(bytes(32)).decrypt(b"", bytes(20)))
