"""Checkpoints (section 6.5) in memory: parts, what is kept back until one came, what it replaces, and what a Gap takes away."""

import base64
import io
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import seal
from check import Checks
from selftest_group import Founder, Random, pair, session_of

NOTES, OTHER = b"n" * 16, b"o" * 16


def run():
    with redirect_stdout(io.StringIO()):
        return [_joiner(), _parts(), _gaps(), _made()]


class Late:
    """A founder with some history, and a device that joined late and was promised the checkpoints of these streams."""

    def __init__(self, checks, folder, streams=()):
        self.founder = Founder(Random())
        _, self.store = pair(checks, Path(folder) / "late.json", self.founder, history=streams)
        self.session, self.events = session_of(self.store, self.founder)
        self.session._on_roster_entries({"entries": self.founder.placed})

    def say(self, text, stream=NOTES):
        self.session._on_deliver(self.founder.blob(text.encode("ascii"), stream=stream))
        return self.founder.log.cursor

    def checkpoint(self, covers, *parts, stream=NOTES, last=True, first_part=0):
        for number, text in enumerate(parts, first_part):
            whole = last and number + 1 == first_part + len(parts)
            envelope = seal.CHECKPOINT_ENVELOPE if whole else seal.CHECKPOINT_PART_ENVELOPE
            self.session._on_deliver(self.founder.blob(
                text.encode("ascii"), kind=seal.CHECKPOINT, envelope_kind=envelope, stream=stream, covers=covers, part=number))

    def gap(self, count=1):
        first = self.founder.log.cursor + 1
        for _ in range(count):
            self.founder.blob(b"lost")
        self.session._on_gap({"from": first, "to": self.founder.log.cursor, "reason": 3})
        return self.founder.log.cursor

    def caught_up(self):
        self.session._on_caught_up({"cursor": self.store.log.cursor})

    def handed_on(self):
        items, self.store.state["inbox"] = self.store.state["inbox"], []
        return [base64.b64decode(i["body"]).decode("ascii") for i in items]


def _group(name, streams, steps):
    checks = Checks(name)
    with tempfile.TemporaryDirectory() as folder:
        steps(checks, Late(checks, folder, streams))
    return checks


def _joiner():
    def steps(checks, late):
        before = late.say("in the checkpoint")
        late.say("beside it", stream=OTHER)
        late.say("beyond the checkpoint")
        checks.equal("a promised stream is kept back, others are not", late.handed_on(), ["beside it"])
        late.checkpoint(1, "older than the Add")
        late.caught_up()
        checks.equal("neither an older one nor CaughtUp ends the waiting", late.handed_on(), [])
        late.checkpoint(before, "state ", "in ", "parts")
        checks.equal("restore, then what it does not cover", late.handed_on(), ["state in parts", "beyond the checkpoint"])
        late.say("live")
        late.checkpoint(late.founder.log.cursor, "not needed")
        checks.equal("afterwards the stream goes on, and no checkpoint is handed on", late.handed_on(), ["live"])
        checks.equal("nothing is left", (late.store.state["history"]["kept"], late.store.state["history"]["incomplete"]), ([], []))

    return _group("a new device's history", [NOTES], steps)


def _parts():
    def steps(checks, late):
        at = late.say("kept")
        late.checkpoint(at, "a", "b", last=False)
        late.say("in between")
        late.checkpoint(at, "c", first_part=2)
        checks.equal("CKPT-1: another push of the sender abandons it", late.handed_on(), [])
        late.checkpoint(at, "a", last=False)
        late.say("in another stream", stream=OTHER)
        late.checkpoint(at, "b", first_part=1)
        checks.equal("one to another stream does not", late.handed_on(), ["in another stream", "ab", "in between"])
        late.gap()
        late.checkpoint(late.founder.log.cursor, "x", last=False)
        late.checkpoint(late.founder.log.cursor, "y", first_part=1)
        checks.equal("parts with different covers are no whole", late.handed_on(), [])

    return _group("parts of a checkpoint", [NOTES], steps)


def _gaps():
    def steps(checks, late):
        late.say("before")
        to = late.gap(3)
        late.say("after")
        late.say("after, elsewhere", stream=OTHER)
        checks.equal("after a Gap every stream is kept back", late.handed_on(), ["before"])
        late.checkpoint(to, "whole")
        checks.equal("until its checkpoint came", late.handed_on(), ["whole", "after"])
        late.caught_up()
        checks.equal("or CaughtUp", late.handed_on(), ["after, elsewhere"])
        checks.equal("a Gap that a checkpoint closed is no loss", "history_lost" in late.events, False)
        late.gap()
        late.checkpoint(to, "does not reach over the Gap")
        late.say("last")
        late.caught_up()
        checks.equal("a Gap that none closed is told", (late.handed_on(), "history_lost" in late.events), (["last"], True))
        late.events.clear()
        first = late.gap(3) - 2
        late.say("behind")
        late.checkpoint(first, "covers its beginning")
        late.checkpoint(first, "no further")
        checks.equal("one that covers a gap's beginning is put in place", late.handed_on(), ["covers its beginning", "behind"])
        late.caught_up()
        checks.equal("the rest of that gap is told", "history_lost" in late.events, True)

    return _group("history after a Gap", [], steps)


def _made():
    def steps(checks, late):
        covers, outbox = late.say("x"), late.session.outbox
        outbox.queue_checkpoint(b"abcde", NOTES, covers, 2)
        outbox.grant({"pushes": 10, "bytes": 10_000})
        outbox.seal_waiting()
        pushes = outbox.ready()
        part, last = seal.CHECKPOINT_PART_ENVELOPE, seal.CHECKPOINT_ENVELOPE
        checks.equal("the envelopes", [(p["kind"], p["covers"], p["stream"]) for p in pushes], [(k, covers, NOTES) for k in (part, part, last)])
        keys, own, secret = late.store.secrets.public_keys(), late.store.device_id, late.founder.secret
        opened = [seal.open_payload(late.store.group, secret, keys, own, p) for p in pushes]
        checks.equal("the parts", [(h["part"], b) for h, b in opened], [(0, b"ab"), (1, b"cd"), (2, b"e")])
        checks.refused("at most 64 parts", ValueError, lambda: outbox.queue_checkpoint(bytes(65), NOTES, covers, 1))

    return _group("making a checkpoint", [], steps)
