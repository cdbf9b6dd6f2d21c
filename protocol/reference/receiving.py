"""What a device makes of the stream (section 7, Receiving): which blobs count, what is parked, what is a fork."""

import base64

import content
import identity
import log
import seal
from history import History
from log import Fork

MAX_PARKED = 1024
MAX_CONTENTS = 255  # remembered, and one more


class Receiver:
    """Applies Deliver, roster entries and Gap to the store. `report(event, **fields)` tells what happened."""

    def __init__(self, store, report):
        self.store = store
        self.report = report
        self.history = History(store, report)
        self.contents = ()  # reported already
        self.ahead = {}  # cursor -> entry hash: told before its turn (own pushes, roster entries after Welcome)

    def placed(self, cursor, entry):
        """A cursor whose entry hash is known: taken now if it is its turn, later if not."""
        if cursor > self.store.log.cursor:
            if self.ahead.get(cursor, entry) != entry:
                raise Fork(f"two entries under cursor {cursor}")
            self.ahead[cursor] = entry
        self._drain()

    def _drain(self):
        position = self.store.log
        while position.cursor + 1 in self.ahead:
            position.advance(position.cursor + 1, self.ahead.pop(position.cursor + 1))

    def gap(self, frame):
        first = max(frame["from"], self.store.log.cursor + 1)
        if not self.store.log.gap(frame["from"], frame["to"]):
            return
        self.ahead = {c: e for c, e in self.ahead.items() if c > frame["to"]}
        for sender in self.store.state["senders"].values():
            sender["gap"] = True
        self.history.gap(first, frame["to"])
        self.report("gap", first=first, last=frame["to"], reason=frame["reason"])
        self._drain()

    def deliver(self, frame):
        sender, seq, cursor = frame["sender"], frame["device_seq"], frame["cursor"]
        log.check_envelope(frame)
        hashed = log.blob_hash(sender, frame)
        if sender == self.store.device_id:
            raise Fork("the relay delivers a blob of this device itself")
        if frame["epoch"] > self.store.roster.epoch:
            raise Fork(f"a blob of epoch {frame['epoch']}, whose beginning was not shown")  # SEAL-4
        self.store.log.advance(cursor, hashed)
        self.store.log.streamed = cursor
        self._check_cut(sender, seq, hashed)
        if not self._counts(frame):
            self.report("ignored", sender=sender.hex(), seq=seq, why="the sender is not, or no longer, in the roster")
        else:
            self._take_place(sender, seq, hashed)
            if not self._try(frame, cursor):
                self._park(frame)
        self._drain()

    def _counts(self, frame):
        """RECV-1."""
        device = self.store.roster.devices.get(frame["sender"])
        if device is None:
            return False
        if device.present:
            return True
        if device.cut >= 0:
            return frame["device_seq"] <= device.cut
        if device.out_at < self.store.state["admit"]["length"]:
            return False  # it was out before this device came in
        return frame["cursor"] < self.store.out_cursors.get(device.id, 0)

    def _check_cut(self, sender, seq, hashed):
        """RECV-1: the blob at the sequence that a Remove names has the named hash."""
        device = self.store.roster.devices.get(sender)
        if device is not None and device.cut > 0 and seq == device.cut and hashed != device.cut_hash:
            raise Fork(f"sequence {seq} of {sender.hex()} is not the blob that its Remove names")

    def check_known_cut(self, removed):
        """The same where that blob came before the Remove."""
        known = self.store.state["senders"].get(removed.id.hex(), {"hashes": {}})["hashes"].get(str(removed.cut))
        if known is not None and known != removed.cut_hash.hex():
            raise Fork(f"the Remove of {removed.id.hex()} names another blob than the one that was delivered")

    def _take_place(self, sender, seq, hashed):
        """RECV-2, SEAL-3: in one log the sequences of a sender rise by one, opened or not; only a Gap excuses a hole. This client ends with
        its first log, so that nothing can come again from an earlier one."""
        known = self.store.state["senders"].setdefault(sender.hex(), {"seq": 0, "opened": 0, "hashes": {}, "gap": False})
        place = log.place_of(known["seq"], 0, "GAP" if known["gap"] else "NONE", seq)
        if place == "TWICE":
            raise Fork(f"sequence {seq} of {sender.hex()} came behind sequence {known['seq']}")
        if place == "BEHIND_LEFT_OUT":
            raise Fork(f"sequence {known['seq'] + 1} of {sender.hex()} is missing")
        known["seq"], known["gap"] = seq, False
        known["hashes"][str(seq)] = hashed.hex()
        known["hashes"].pop(str(seq - log.REMEMBERED), None)

    def _try(self, frame, cursor):
        """Opens a blob and hands it on; False where it must be parked."""
        secrets = self.store.epoch_secrets(frame["epoch"])
        sender = frame["sender"]
        if secrets is None:
            self.report("parked", sender=sender.hex(), seq=frame["device_seq"], why="the epoch's secret is not here")
            return False
        keys = self.store.roster.devices[sender].keys
        try:
            header, body = seal.open_payload(self.store.group, secrets[0], keys, sender, frame)
        except seal.NotOpened as bad:
            self.report("parked", sender=sender.hex(), seq=frame["device_seq"], why=str(bad))
            return False
        self._check_history(sender, header, cursor)
        known = self.store.state["senders"][sender.hex()]
        known["opened"] = max(known.get("opened", 0), frame["device_seq"])
        self._take(header, {
            "cursor": cursor, "sender": sender.hex(), "seq": frame["device_seq"], "kind": header["kind"],
            "stream": header["stream"].hex(), "content_type": header["content_type"], "body": base64.b64encode(body).decode("ascii"),
        }, body)
        return True

    def _take(self, header, item, body):
        """RECV-7: what a payload that opened is for."""
        if header["kind"] == seal.CHECKPOINT:
            self.history.part(item, header, header["envelope_kind"] == seal.CHECKPOINT_ENVELOPE)
            return
        self.history.went_on(item["sender"], item["stream"])
        if header["kind"] == seal.DATA:
            self.history.data(item)
        elif header["kind"] in (content.CHUNK, content.MANIFEST):
            self._tell_content(header["sender"], header["kind"], body)

    def _tell_content(self, sender, kind, body):
        """CONTENT-8: this client keeps no large content; it acknowledges the parts and says so, once for each content."""
        try:
            part = content.parse(kind, body)
        except content.BadPart as bad:
            self.report("content_refused", sender=sender.hex(), why=str(bad))
            return
        known = (sender, part["content_id"])
        if known not in self.contents:
            self.contents = (*self.contents[-MAX_CONTENTS:], known)
            self.report("content_refused", sender=sender.hex(), content=part["content_id"].hex(), why="this client keeps none")

    def _check_history(self, sender, header, cursor):
        """SEAL-3, SEAL-4, SEAL-5: what the sender saw is what this device saw."""
        previous, seq = header["previous_blob_hash"], header["device_seq"]
        known = self.store.state["senders"][sender.hex()]["hashes"].get(str(seq - 1))
        if known is not None and known != previous.hex():
            raise Fork(f"sequence {seq - 1} of {sender.hex()} is not the blob that was delivered")
        head, chain = header["roster_head"], self.store.roster
        if not chain.holds(head):
            raise Fork("the sender's roster is not this device's")
        if chain.epochs[head["length"] - 1] != header["epoch"]:
            raise Fork("the blob's epoch is not that of the sender's roster")
        seen = header["seen"]
        if seen is not None and seen["log_id"] == self.store.log.log_id and seen["cursor"] >= cursor:
            raise Fork("the sender saw what the relay had not given it yet")
        self.store.log.compare(seen)

    def _park(self, frame):
        """RECV-3. At the bound the oldest goes, and that is said."""
        parked = self.store.state["parked"]
        if len(parked) >= MAX_PARKED:
            oldest = parked.pop(0)
            self.report("dropped", cursor=oldest["cursor"], why="the parking store is full")
        kept = {k: v.hex() if isinstance(v, bytes) else v for k, v in frame.items()}
        parked.append(kept)

    def retry_parked(self):
        """RECV-3: with every new epoch secret."""
        waiting, self.store.state["parked"] = self.store.state["parked"], []
        for kept in waiting:
            frame = {k: bytes.fromhex(kept[k]) if k in ("sender", "stream", "payload") else kept[k] for k in kept}
            if self._counts(frame) and not self._try(frame, frame["cursor"]):
                self._park(frame)

    def inviter_signed(self):
        """PAIR-5: whether the chain holds this device's Add where the pairing said, signed by the inviter."""
        admit, chain = self.store.state["admit"], self.store.roster
        own = chain.devices.get(self.store.device_id)
        if not chain.holds({"length": admit["length"], "hash": bytes.fromhex(admit["hash"])}) or own is None:
            return False
        signer = chain.devices.get(chain.signers[admit["length"] - 1])
        key = identity.key_of(signer.keys, identity.NOISE).hex() if signer else ""
        return own.added_at == admit["length"] - 1 and key == self.store.state["admit_signer"]
