"""One session of a paired device (section 6): Hello, roster, stream, acknowledgements."""

import secrets
from pathlib import Path

import epoch
import roster
import wire
from administration import Administrator, signed
from connection import Connection
from log import Fork
from outbox import Outbox
from receiving import Receiver

RECEIVE_WINDOW = 4_194_304
ROLE_NAMES = {roster.MEMBER: "member", roster.ADMIN: "admin", roster.DORMANT: "dormant"}
GO_AWAY = {1: "shutdown", 2: "replaced", 3: "removed", 4: "session age", 5: "group closed", 6: "log renewed"}
ENDING = ("replaced", "removed", "group closed")


class SessionEnded(Exception):
    """The relay ended the session. `final`: coming back cannot help; else come back after `after` seconds."""

    def __init__(self, why, final, after=0.0):
        super().__init__(why)
        self.final, self.after = final, after


class Session:
    """A connection on which Hello was sent. `report(event, **fields)` tells what happens; `sealed_to` keeps blobs as they come."""

    def __init__(self, store, report, sealed_to=None):
        self.sealed_to = sealed_to
        self.store = store
        self.report = report
        self.receiver = Receiver(store, report)
        self.outbox = Outbox(store, report)
        self.administrator = Administrator(store)
        self.connection = None
        self.caught_up = False
        self.acked = 0
        self.welcome_length = 0

    def open(self):
        state = self.store.state
        pinned = bytes.fromhex(state["relay_identity"])
        self.connection = Connection.open(state["relay_urls"], pinned, self.store.secrets.noise)
        state["relay_identity"] = self.connection.relay_identity.hex()  # RID-2
        self.store.save()
        self.connection.send("hello", {
            "group_id": self.store.group, "store_incarnation": secrets.token_bytes(16),
            "last": self.store.log.position(), "roster_head": self.store.roster.head(),
            "receive_window": RECEIVE_WINDOW,
        })

    def close(self):
        if self.connection is not None:
            self.connection.close()

    def step(self, timeout):
        """Takes one frame, makes what it changed durable, then answers. TimeoutError where none came."""
        name, fields = self.connection.receive(timeout)
        handler = getattr(self, "_on_" + name, None)
        try:
            if handler is not None:
                handler(fields)
        except (Fork, roster.RosterRefused) as fork:
            self.store.state["fork"] = str(fork)
            self.store.save()
            self.report("update_needed" if isinstance(fork, roster.UpdateNeeded) else "fork", why=str(fork))
            raise SessionEnded(str(fork), final=True) from fork
        if self.store.state["stopped"]:
            self.store.save()  # out of the group: nothing more is sent, and GoAway is awaited
            return name
        self.store.save()
        if name in ("deliver", "roster_entries", "gap", "push_ack", "caught_up"):
            self._acknowledge()
        self._administer()
        self.push()
        return name

    def _acknowledge(self):
        """Before any push: a checkpoint covers only what its sender acknowledged (CKPT-2)."""
        cursor = self.store.log.cursor
        if cursor > self.acked:
            self.acked = cursor
            self.connection.send("ack", {"received": cursor, "applied": cursor})

    def push(self):
        """Seals and sends what may go; durable first."""
        may = self.caught_up and not self.administrator.waiting  # nothing more for the ears of a device that goes
        if may and not self.outbox.blocked:
            self.outbox.seal_waiting()
        self.store.save()
        for frame in self.outbox.ready() if may else ():
            self.connection.send("push", frame)

    def _administer(self):
        entry = self.administrator.next_entry() if self.caught_up else None
        if entry is not None:
            self.connection.send("roster_append", {"entry": entry})

    def _on_welcome(self, frame):
        if frame["log_id"] != self.store.log.log_id:
            return  # Reset follows (LOG-3)
        state = self.store.state
        self.store.log.streamed = self.store.log.cursor
        self.acked = frame["own_applied"]
        self.welcome_length = frame["roster_head"]["length"] if frame["roster_head"] else 0
        if self.welcome_length < self.store.roster.length:
            self.report("relay_behind", length=self.welcome_length, own_length=self.store.roster.length)
        self.outbox.grant(frame["push_credit"])
        if frame["own_device_seq"] >= state["own"]["next_seq"] or frame["own_applied"] > self.store.log.cursor:
            self.outbox.blocked = "old copy"  # RECV-8
            self.report("old_copy", own_device_seq=frame["own_device_seq"], own_applied=frame["own_applied"])

    def _on_roster_entries(self, frame):
        for placed in frame["entries"]:
            if placed["entry"] is None:
                raise Fork("a roster entry without content")
            self._roster_entry(placed["cursor"], placed["entry"])

    def _roster_entry(self, cursor, entry):
        chain, hashed = self.store.roster, roster.entry_hash(entry)
        if hashed in chain.hashes:
            if cursor <= self.store.log.cursor:
                raise Fork(f"roster entry under cursor {cursor} again")  # RECV-5
            self.receiver.placed(cursor, hashed)
            return
        index = chain.length
        kind, content = self.store.add_entry(cursor, entry)
        self._after_entry(index, kind, content)
        if index >= self.welcome_length:  # else it comes again in its turn of the stream
            self.receiver.placed(cursor, hashed)

    def _after_entry(self, index, kind, content):
        chain, own = self.store.roster, self.store.device_id
        if index + 1 == self.store.state["admit"]["length"]:
            self._check_admission()
        rekey = content if kind == "rekey" else content.get("rekey")
        if rekey is not None:
            self._take_epoch(rekey)
        if kind == "add" and index >= self.store.state["admit"]["length"]:
            added = next(d for d in chain.devices.values() if d.added_at == index)
            self.report("device_added", device=added.id.hex(), role=ROLE_NAMES[added.role])  # PAIR-7
        if kind == "leave":
            self.report("device_left", device=chain.signers[index].hex())
        if kind == "remove":
            self.report("device_removed", device=content["device_id"].hex(), index=index, epoch=chain.epoch)
            self.receiver.check_known_cut(chain.devices[content["device_id"]])
        device = chain.devices.get(own)
        if device is not None and not device.present:
            self.store.state["stopped"] = "removed"
            self.report("removed", index=index, entry=kind, entry_hash=chain.hashes[index].hex())
        if kind == "close":
            self.store.state["stopped"] = "group closed"
            self.report("group_closed", index=index)

    def _check_admission(self):
        if not self.receiver.inviter_signed():
            raise Fork("the relay's roster is not the one that the inviter showed")  # PAIR-5
        chain = self.store.roster
        own_epoch, both = next((int(e), bytes.fromhex(s)) for e, s in self.store.state["epochs"].items())
        rekey = chain.rekeys.get(own_epoch)
        fits = rekey and epoch.commitment(self.store.group, own_epoch, both) == rekey["commitment"]
        if not fits or own_epoch != chain.epochs[-1]:
            raise Fork("the inviter's epoch secret is not the roster's")

    def _take_epoch(self, rekey):
        number = rekey["epoch"]
        if str(number) in self.store.state["epochs"] or self.store.device_id not in {b["device_id"] for b in rekey["boxes"]}:
            return
        stream_secret = self.store.stream_secret()
        both = epoch.secrets_for(self.store.group, rekey, self.store.device_id, self.store.secrets.seal, stream_secret)
        if both is None:
            if number not in self.store.state["bad_epochs"]:
                self.store.state["bad_epochs"].append(number)
                self.report("bad_box", epoch=number)
                self._publish_bad_box(number)
            return
        self.store.state["epochs"][str(number)] = both.hex()
        self.report("epoch", epoch=number)
        self.outbox.epoch_changed()
        self.receiver.retry_parked()

    def _publish_bad_box(self, number):
        """ROSTER-11."""
        self.connection.send("roster_append", {"entry": signed(self.store, "bad_box", {"epoch": number})})

    def _on_deliver(self, frame):
        if self.sealed_to is not None:
            (Path(self.sealed_to) / f"{frame['cursor']}.deliver").write_bytes(wire.encode("Deliver", frame))
        self.receiver.deliver(frame)

    def _on_gap(self, frame):
        self.receiver.gap(frame)

    def _on_push_ack(self, frame):
        hashed = self.store.own_hash(frame["device_seq"])
        if hashed is None:
            raise Fork("the relay acknowledges a push that this device did not make")
        self.outbox.acknowledged(frame)
        self.receiver.placed(frame["cursor"], hashed)

    def _on_caught_up(self, frame):
        if frame["cursor"] > self.store.log.cursor:
            raise Fork(f"cursors up to {frame['cursor']} were left out")
        self.caught_up = True
        self.receiver.history.caught_up()
        self.report("caught_up", cursor=frame["cursor"])

    def _on_notice(self, frame):
        self.outbox.grant(frame["push_credit"])

    def _on_error(self, frame):
        if frame["device_seq"]:
            self.outbox.refused(frame)
            return
        self.report("error", code=frame["code"], message=frame["message"])
        if frame["roster_head"] is None and not frame["mailbox_id"]:
            raise SessionEnded(f"{frame['code']}: {frame['message']}", frame["retry"] == 1, frame["retry_after_millis"] / 1000)

    def _on_reset(self, frame):
        self.report("reset", reason=frame["reason"], head=frame["head_cursor"])
        raise SessionEnded("the relay's log is not the one that this device followed", final=True)

    def _on_retry_later(self, frame):
        raise SessionEnded("the relay is busy", False, frame["after_millis"] / 1000)

    def _on_go_away(self, frame):
        why = GO_AWAY.get(frame["reason"], str(frame["reason"]))
        self.report("go_away", reason=why)
        raise SessionEnded(why, why in ENDING, min(frame["return_after_millis"] / 1000, 300))
