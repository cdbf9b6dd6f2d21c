"""The running hash over a group's log (section 6.2) as one device follows it."""

from collections import deque

import crypto

REMEMBERED = 1024


class Fork(Exception):
    """What the relay shows here is not what it shows elsewhere: reported, and nothing is acknowledged afterwards."""


class RelayFault(Fork):
    """A frame that no relay sends: it would never have taken such a push (PUSH-8)."""


def check_envelope(frame):
    """The fields of a Deliver, as PUSH-8 has them."""
    zeros = len(frame["stream"]) not in (0, 16) or frame["stream"] == bytes(16)
    numbers = 1 <= frame["device_seq"] < 2**63 and frame["epoch"] >= 1 and frame["covers"] < 2**63
    kind = frame["kind"] in (2, 3) or (frame["kind"] == 1 and frame["covers"] == 0)
    if zeros or not numbers or not kind or len(frame["sender"]) != 16:
        raise RelayFault("the relay delivers what no device can have pushed")


def place_of(last_here, last_before, excuse, seq):
    """Where a blob stands in its sender's sequence (RECV-2, SEAL-3, RESET-4). `last_here`: the sender's last in this log, opened or not;
    `last_before`: its highest that opened in an earlier log; 0 for none. `excuse` of a hole: NONE, GAP or NEW_LOG."""
    last = max(last_here, last_before)
    if seq <= last_here:
        return "TWICE"
    if seq <= last_before:
        return "DUPLICATE"
    if last == 0 or seq == last + 1 or excuse == "GAP":
        return "NEXT"
    return "BEHIND_LOST" if excuse == "NEW_LOG" else "BEHIND_LEFT_OUT"


def start_hash(group, log_id):
    return crypto.sha256(b"0k/log/v1\x00", group, log_id)


def step_hash(running, cursor, entry):
    return crypto.sha256(b"0k/log-step/v1\x00", running, crypto.u64(cursor), entry)


def blob_hash(sender, blob):
    """`blob` has the fields of a Push or a Deliver."""
    return crypto.sha256(
        b"0k/blob/v1\x00", sender, crypto.u64(blob["device_seq"]), crypto.u8(blob["kind"]),
        blob["stream"] or bytes(16), crypto.u64(blob["covers"]), crypto.u32(blob["epoch"]), crypto.sha256(blob["payload"]),
    )


def push_hash(blob, ttl_seconds):
    return crypto.sha256(b"0k/push/v1\x00", blob, crypto.u32(ttl_seconds))


class LogView:
    """Position and running hash. `running` is None where it is not known (RECV-4)."""

    def __init__(self, group, log_id, cursor, running, history=()):
        self.group, self.log_id = group, log_id
        self.cursor, self.running = cursor, running
        self.streamed = cursor  # the last cursor that the stream has shown: what lies behind it was told ahead (DELIV-2)
        # (cursor, entry hash or None, running hash or None), ascending
        self.history = deque(history or [(cursor, None, running)], maxlen=REMEMBERED)

    def position(self):
        return {"log_id": self.log_id, "cursor": self.cursor, "running_hash": self.running or b""}

    def advance(self, cursor, entry):
        """RECV-5: the next cursor, and no other."""
        if cursor != self.cursor + 1:
            raise Fork(f"cursor {cursor} came where {self.cursor + 1} was due")
        if self.running is not None:
            self.running = step_hash(self.running, cursor, entry)
        self.cursor = cursor
        self.history.append((cursor, entry, self.running))

    def gap(self, first, last):
        """What cannot be delivered; False where nothing is missing for it."""
        if not self.streamed < first <= self.cursor + 1 or not first <= last < 2**63:
            raise Fork(f"a gap from {first} to {last} came where {self.cursor + 1} was due")
        if last <= self.cursor:
            return False  # all of it was told ahead
        self.cursor, self.running, self.streamed = last, None, last
        self.history.clear()
        self.history.append((last, None, None))
        return True

    def compare(self, seen):
        """SEAL-5, and RECV-4: takes an unknown hash up from the signed `seen` of another device."""
        if seen is None or seen["log_id"] != self.log_id or not seen["running_hash"]:
            return
        at = next((i for i, h in enumerate(self.history) if h[0] == seen["cursor"]), None)
        if at is None:
            return
        known = self.history[at][2]
        if known is None:
            self._take_up(at, seen["running_hash"])
        elif known != seen["running_hash"]:
            raise Fork(f"another device saw another log up to cursor {seen['cursor']}")

    def _take_up(self, at, running):
        entries = list(self.history)
        cursor, entry, _ = entries[at]
        entries[at] = (cursor, entry, running)
        for i in range(at + 1, len(entries)):
            cursor, entry, _ = entries[i]
            running = step_hash(running, cursor, entry)
            entries[i] = (cursor, entry, running)
        self.running = running
        self.history = deque(entries, maxlen=REMEMBERED)
