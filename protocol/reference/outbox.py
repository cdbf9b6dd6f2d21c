"""Pushing (section 6.3): payloads are sealed once, kept with their sequence, and sent as credit allows."""

import base64
import secrets
import time

import log
import seal

MAX_IN_FLIGHT = 256
STALE_EPOCH, SEQUENCE_GAP, SEQUENCE_CONFLICT, RATE_LIMITED = 1006, 1007, 1005, 2000
RETRY_NEVER = 1


class Outbox:
    """The store's waiting pushes as one session sends them."""

    def __init__(self, store, report):
        self.store = store
        self.report = report
        self.sent = 0  # highest sequence sent in this session and not refused
        self.credit = {"pushes": 0, "bytes": 0}
        self.used = {"pushes": 0, "bytes": 0}
        self.not_before = 0.0
        self.blocked = ""

    @property
    def waiting(self):
        return self.store.state["outbox"]

    def queue(self, body, content_type, stream=b""):
        """Gives a body its sequence; sealing waits for the group's present epoch."""
        self._queue(body, content_type, stream, seal.DATA, seal.BLOB)

    def queue_checkpoint(self, body, stream, covers, part_bytes):
        """CKPT-1: the stream's state up to the cursor `covers`, in as many parts as it needs."""
        parts = [body[at : at + part_bytes] for at in range(0, len(body), part_bytes)] or [b""]
        if len(parts) > seal.CHECKPOINT_PARTS:
            raise ValueError(f"a checkpoint has at most {seal.CHECKPOINT_PARTS} parts")
        for number, part in enumerate(parts):
            last = number + 1 == len(parts)
            envelope = seal.CHECKPOINT_ENVELOPE if last else seal.CHECKPOINT_PART_ENVELOPE
            self._queue(part, "", stream, seal.CHECKPOINT, envelope, covers, number)

    def _queue(self, body, content_type, stream, kind, envelope, covers=0, part=0):
        own = self.store.state["own"]
        self.waiting.append({
            "seq": own["next_seq"], "body": base64.b64encode(body).decode("ascii"), "content_type": content_type,
            "stream": stream.hex(), "kind": kind, "envelope": envelope, "covers": covers, "part": part, "epoch": 0, "payload": "",
        })
        own["next_seq"] += 1

    def grant(self, credit):
        """PUSH-7: cumulative, so only a higher total counts."""
        if credit is not None:
            self.credit = {k: max(self.credit[k], credit[k]) for k in self.credit}

    def seal_waiting(self):
        """Seals what is unsealed, in order: each header names the blob before it."""
        if self.store.epoch_secrets(self.store.roster.epoch) is None:
            return
        for item in self.waiting:
            if not item["payload"]:
                self._seal(item)

    def _seal(self, item):
        store, epoch, seq = self.store, self.store.roster.epoch, item["seq"]
        header = {
            "version": 1, "kind": item["kind"], "encoding": seal.PLAIN, "content_type": item["content_type"],
            "sent_at_millis": int(time.time() * 1000), "envelope_kind": item["envelope"],
            "stream": bytes.fromhex(item["stream"]), "covers": item["covers"], "part": item["part"], "epoch": epoch,
            "sender": store.device_id, "device_seq": seq,
            "previous_blob_hash": store.own_hash(seq - 1) or b"", "roster_head": store.roster.head(),
            "seen": store.log.position() if store.log.running else None,
        }
        epoch_secret, _ = store.epoch_secrets(epoch)
        body = base64.b64decode(item["body"])
        payload = seal.seal(store.group, epoch_secret, store.secrets.sign, header, body, secrets.token_bytes(24))
        item["epoch"], item["payload"] = epoch, base64.b64encode(payload).decode("ascii")
        store.remember_own(seq, log.blob_hash(store.device_id, self._frame(item)))

    @staticmethod
    def _frame(item):
        return {
            "device_seq": item["seq"], "kind": item["envelope"], "stream": bytes.fromhex(item["stream"]), "covers": item["covers"],
            "epoch": item["epoch"], "payload": base64.b64decode(item["payload"]),
        }

    def ready(self):
        """The Push frames that may be sent now; they count as sent."""
        frames = []
        if self.blocked or time.monotonic() < self.not_before:
            return frames
        answered_below = self.waiting[0]["seq"] if self.waiting else 0
        for item in self.waiting:
            if item["seq"] <= self.sent:
                continue
            frame = self._frame(item)
            size = len(frame["payload"])
            fits = self.used["pushes"] < self.credit["pushes"] and self.used["bytes"] + size <= self.credit["bytes"]
            if not item["payload"] or not fits or item["seq"] - answered_below >= MAX_IN_FLIGHT:
                break
            self.used = {"pushes": self.used["pushes"] + 1, "bytes": self.used["bytes"] + size}
            self.sent = item["seq"]
            frames.append(frame)
        return frames

    def acknowledged(self, frame):
        """A PushAck: the push is durable at the relay."""
        before = len(self.waiting)
        self.store.state["outbox"] = [i for i in self.waiting if i["seq"] != frame["device_seq"]]
        self.grant(frame["push_credit"])
        if len(self.waiting) < before:
            self.report("pushed", seq=frame["device_seq"], cursor=frame["cursor"])

    def refused(self, error):
        """An Error that names one of our pushes."""
        code, seq = error["code"], error["device_seq"]
        if code == SEQUENCE_GAP:
            self.sent = error["expected_device_seq"] - 1
        else:
            self.sent = min(self.sent, seq - 1)
        if code == RATE_LIMITED:
            self._give_back(seq)
        if code == STALE_EPOCH:
            refused = [item for item in self.waiting if item["seq"] >= seq]
            # Until the roster entries are here there is nothing to seal under; they may have been faster.
            if any(item["epoch"] >= self.store.roster.epoch for item in refused):
                self.blocked = "epoch"
            for item in refused:
                item["payload"] = ""
        elif error["retry"] == RETRY_NEVER:
            self.blocked = f"{code}: {error['message']}"
            self.report("refused", code=code, seq=seq, message=error["message"])
        elif error["retry_after_millis"]:
            self.not_before = time.monotonic() + error["retry_after_millis"] / 1000

    def _give_back(self, seq):
        """PUSH-7: what was answered by 2000 does not count."""
        for item in self.waiting:
            if item["seq"] == seq:
                size = len(base64.b64decode(item["payload"]))
                self.used = {"pushes": self.used["pushes"] - 1, "bytes": self.used["bytes"] - size}

    @property
    def refused_for_good(self):
        return self.blocked not in ("", "epoch")

    def epoch_changed(self):
        if self.blocked == "epoch":
            self.blocked = ""
