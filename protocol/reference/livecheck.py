"""livecheck.py URL IDENTITY: a whole group against a running relay, both devices in Python; needs no other implementation.

The founder is this process, the invited device is peer.py in child processes. IDENTITY is the relay's, in hexadecimal.
"""

import json
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import identity
import invite as invites
import log
import pairing
import roster
import seal
import words
from check import Checks
from connection import Connection
from selftest_group import Founder

PEER = Path(__file__).resolve().parent / "peer.py"
SECONDS = 60
BIG = 900_000


class LiveFounder(Founder):
    """The founder of the self-test, on a connection."""

    def __init__(self, url, relay_identity):
        super().__init__(secrets.token_bytes)
        self.url, self.relay_identity = url, relay_identity
        self.connection = Connection.open([url], relay_identity, self.device.noise)

    def expect(self, wanted, **fields):
        """The next frame of this kind with these fields; others are passed over."""
        while True:
            name, frame = self.connection.receive(SECONDS)
            if name == wanted and all(frame[k] == v for k, v in fields.items()):
                return frame
            if name in ("error", "go_away", "reset"):
                raise SystemExit(f"the relay answered {name} {frame} where {wanted} was due")

    def found(self):
        """Creates the group at the relay (ADMIT-3) and takes over the log's id."""
        hello = {"group_id": self.group, "store_incarnation": secrets.token_bytes(16), "receive_window": 4_194_304}
        self.connection.send("hello", hello)
        refusal = self.expect_refusal()
        self.connection.send("roster_present", {"entries": [self.placed[0]["entry"]]})
        welcome = self.expect("welcome")
        self.log = log.LogView(self.group, welcome["log_id"], 0, log.start_hash(self.group, welcome["log_id"]))
        self.log.advance(1, roster.entry_hash(self.placed[0]["entry"]))
        self.expect("caught_up")
        self.connection.send("ack", {"received": 1, "applied": 1})
        return refusal

    def expect_refusal(self):
        name, frame = self.connection.receive(SECONDS)
        return name, frame["code"], frame["message"], frame["retry"]

    def publish(self, kind, content):
        """Appends an entry and waits until it stands in the relay's log."""
        placed = self.append(kind, content)
        self.connection.send("roster_append", {"entry": placed["entry"]})
        while True:
            for seen in self.expect("roster_entries")["entries"]:
                if seen["entry"] == placed["entry"]:
                    return seen["cursor"] == placed["cursor"]

    def push(self, body, **changes):
        blob = self.blob(body, **changes)
        self.connection.send("push", {k: blob[k] for k in ("device_seq", "kind", "stream", "covers", "epoch", "payload")})
        return self.expect("push_ack", device_seq=blob["device_seq"])["cursor"] == blob["cursor"]

    def receive(self, keys, sender):
        """Header and body of the next blob of another device."""
        frame = self.expect("deliver", sender=sender)
        self.last_seen = (frame["device_seq"], log.blob_hash(sender, frame))
        self.log.advance(frame["cursor"], self.last_seen[1])
        self.connection.send("ack", {"received": frame["cursor"], "applied": frame["cursor"]})
        return seal.open_payload(self.group, self.secret, keys, sender, frame)

    def mail(self, body):
        self.connection.send("mailbox_send", {"mailbox_id": self.mailbox, "body": body})

    def body(self):
        return self.expect("mailbox_message", mailbox_id=self.mailbox, event=3)["body"]

    def invite(self):
        self.mailbox = secrets.token_bytes(16)
        self.connection.send("mailbox_open", {"mailbox_id": self.mailbox, "ttl_seconds": 600})
        self.expect("mailbox_message", mailbox_id=self.mailbox, event=1)
        return {
            "version": 1, "suite": "std1", "relay_urls": [self.url], "relay_identity": self.relay_identity,
            "group_id": self.group, "mailbox_id": self.mailbox, "secret": secrets.token_bytes(32),
            "expires_at_seconds": int(time.time()) + 600,
        }

    def admit(self, invite, history=()):
        """The inviter's side of section 9; the words and whether the Add's cursor was the expected one."""
        side = pairing.Inviter(invite, self.device, secrets.token_bytes)
        self.mail(side.second(self.body()))
        side.accept(self.body())
        self.mail(side.send("about", {"group_name": "live", "inviter_name": "founder"}))
        _, consent = side.receive(self.body(), "consent")
        placed_well = self.publish("add", {"device": side.device_entry(consent["signature"], roster.MEMBER)})
        self.mail(side.send("admit", {
            "roster_head": self.roster.head(), "epoch": self.roster.epoch, "epoch_secret": self.secret,
            "seen": self.log.position(), "stream_secret": self.stream_secret, "history_streams": history,
        }))
        side.receive(self.body(), "done")
        self.connection.send("ack", {"received": self.log.cursor, "applied": self.log.cursor})
        return side, words.words_of(side.word_indices()), placed_well


class Peer:
    """peer.py in a child process."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([sys.executable, str(PEER), *arguments], stdout=subprocess.PIPE, text=True)
        self.events = []

    def until(self, event):
        for line in self.process.stdout:
            self.events.append(json.loads(line))
            if self.events[-1]["event"] == event:
                return self.events[-1]
        raise SystemExit(f"peer.py ended before {event}: {self.events}")

    def finish(self):
        self.events += [json.loads(line) for line in self.process.stdout]
        return self.process.wait(SECONDS)


def run(checks, url, relay_identity, folder):
    founder, store = LiveFounder(url, relay_identity), str(folder / "store.json")
    checks.equal("ADMIT-2 for an unknown group", founder.found()[:2], ("error", 1002))
    invite = founder.invite()
    peer = Peer("join", invites.link_of(invite), "--yes", "--store", store)
    side, spoken, placed_well = founder.admit(invite)
    checks.true("the Add has the cursor that follows", placed_well)
    checks.equal("the words", peer.until("words")["words"], spoken)
    keys = side.other["keys"]
    device = identity.device_id(founder.group, keys)
    checks.equal("admitted", peer.until("admitted")["device"], device.hex())
    checks.equal("join ends well", peer.finish(), 0)
    checks.true("the founder's pushes have the cursors that follow", founder.push(b"hello") and founder.push(bytes(BIG)))
    peer = Peer("watch", "--store", store, "--count", "2")
    checks.equal("watch ends well", peer.finish(), 0)
    checks.equal("what was received", [e["size"] for e in peer.events if e["event"] == "payload"], [5, BIG])
    (folder / "big").write_bytes(b"b" * BIG)
    peer = Peer("push", "--store", store, "from python", "--file", str(folder / "big"))
    checks.equal("the small body", founder.receive(keys, device)[1], b"from python")
    checks.equal("the big body", founder.receive(keys, device)[1], b"b" * BIG)
    checks.equal("push ends well", peer.finish(), 0)
    _history(checks, founder, keys, store, folder)
    checks.true("a Rekey while the peer is away", founder.publish("rekey", founder.rekey(founder.members())))
    checks.true("a push after them continues the running hash", founder.push(b"after"))
    peer = Peer("watch", "--store", store, "--count", "2")
    checks.equal("nothing is a fork", peer.until("payload")["text"], "after")
    seq, blob_hash = founder.last_seen
    checks.true("the Remove is taken", founder.publish("remove", {
        "device_id": device, "last_device_seq": seq, "last_blob_hash": blob_hash,
        "rekey": founder.rekey(founder.members(without=device)),
    }))
    checks.equal("the peer reports its removal", peer.until("removed")["entry"], "remove")
    checks.equal("the peer ends for good", peer.finish(), 3)
    founder.connection.send("bye", {})
    founder.connection.close()
    stranger = LiveFounder(url, relay_identity)
    stranger.connection.send("hello", {"group_id": founder.group, "store_incarnation": bytes(16), "receive_window": 65_536})
    checks.equal("a stranger's refusal", stranger.expect_refusal()[:2], ("error", 1002))
    stranger.connection.close()


def _history(checks, founder, keys, store, folder):
    """CKPT-1, CKPT-2: a checkpoint of the peer's in parts; then a late device gets one of the founder's, and what lies beyond it."""
    notes, device = seal.stream_id(founder.stream_secret, founder.group, "notes"), identity.device_id(founder.group, keys)
    founder.push(b"a note", stream=notes)
    Peer("watch", "--store", store, "--count", "1").finish()
    (folder / "state").write_bytes(b"s" * 250_000)
    peer = Peer("checkpoint", str(folder / "state"), "--store", store, "--stream", "notes", "--part-bytes", "100000")
    parts = [founder.receive(keys, device) for _ in range(3)]
    checks.equal("the peer's checkpoint ends well", peer.finish(), 0)
    checks.equal("its parts", [(h["stream"], h["part"], h["envelope_kind"]) for h, _ in parts], [(notes, 0, 3), (notes, 1, 3), (notes, 2, 2)])
    checks.equal("its body", b"".join(b for _, b in parts), b"s" * 250_000)
    invite, late = founder.invite(), str(folder / "late.json")
    peer = Peer("join", invites.link_of(invite), "--yes", "--store", late)
    founder.admit(invite, [notes])
    checks.equal("a late device joins", peer.finish(), 0)
    covers = founder.log.cursor
    founder.push(b"beyond it", stream=notes)
    made = {"kind": seal.CHECKPOINT, "stream": notes, "covers": covers}
    founder.push(b"every ", envelope_kind=seal.CHECKPOINT_PART_ENVELOPE, **made)
    founder.push(b"note", envelope_kind=seal.CHECKPOINT_ENVELOPE, part=1, **made)
    peer = Peer("watch", "--store", late, "--stream", "notes", "--count", "2")
    checks.equal("the late device ends well", peer.finish(), 0)
    shown = [(e["event"], e["stream"], e["text"]) for e in peer.events if "text" in e]
    checks.equal("it has the history", shown, [("restore", "notes", "every note"), ("payload", "notes", "beyond it")])
    checks.equal("the first device has no use for it", Peer("watch", "--store", store, "--count", "1").finish(), 0)


def main():
    checks = Checks("live")
    with tempfile.TemporaryDirectory() as folder:
        run(checks, sys.argv[1], bytes.fromhex(sys.argv[2]), Path(folder))
    print("\n".join(checks.lines()))
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
