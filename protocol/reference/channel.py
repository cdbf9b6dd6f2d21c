"""Records and frames (section 3.3) over a Noise transport: pure, bytes in and bytes out."""

import wire

CONTROL, BULK, MORE = 0, 1, 0x80
MAX_BULK_RECORD = 16_384
MAX_CONTROL_FRAME = 65_514
MAX_BULK_FRAME = 1_114_112
FIRST_IGNORED = 1000
BULK_FRAMES = {
    "roster_present", "roster_append", "push", "roster_entries", "deliver", "gap", "reset", "caught_up",
}


class ChannelError(Exception):
    """A record or frame that ends the session."""


def records_of(name, encoded):
    """The records, in order, of one encoded frame whose field has this name."""
    body = len(encoded).to_bytes(4, "big") + encoded
    if name not in BULK_FRAMES:
        if len(encoded) > MAX_CONTROL_FRAME:
            raise ValueError("a control frame holds at most 65 514 bytes")
        return [bytes([CONTROL]) + body]
    if len(encoded) > MAX_BULK_FRAME:
        raise ValueError("a bulk frame holds at most 1 114 112 bytes")
    step = MAX_BULK_RECORD - 1
    pieces = [body[i : i + step] for i in range(0, len(body), step)]
    return [bytes([BULK | (MORE if i + 1 < len(pieces) else 0)]) + p for i, p in enumerate(pieces)]


class FrameReader:
    """Joins records to frames of one direction."""

    def __init__(self, direction):
        self.direction = direction
        self.partial = None
        self.expected = 0

    def read(self, record):
        """(name, fields) of a frame that this record completes, or None."""
        if len(record) < 2:
            raise ChannelError("a record without bytes after its channel")
        channel, more, data = record[0] & 0x7F, bool(record[0] & MORE), record[1:]
        if channel == CONTROL:
            if more:
                raise ChannelError("a control frame fits one record")
            return self._frame(CONTROL, self._single(data))
        if channel != BULK:
            raise ChannelError("an unknown channel")
        if len(record) > MAX_BULK_RECORD:
            raise ChannelError("a bulk record is too long")
        return self._bulk(more, data)

    def _bulk(self, more, data):
        if self.partial is None:
            self.expected, data = self._length(data, MAX_BULK_FRAME)
            self.partial = bytearray()
        if len(self.partial) + len(data) > self.expected:
            raise ChannelError("more bytes than the length says")
        self.partial += data
        if more and len(self.partial) < self.expected:
            return None
        if more:
            raise ChannelError("more is announced and nothing is missing")
        if len(self.partial) != self.expected:
            raise ChannelError("fewer bytes than the length says")
        encoded, self.partial = bytes(self.partial), None
        return self._frame(BULK, encoded)

    def _single(self, data):
        length, data = self._length(data, MAX_CONTROL_FRAME)
        if length != len(data):
            raise ChannelError("a control record and its length differ")
        return data

    @staticmethod
    def _length(data, limit):
        if len(data) < 4:
            raise ChannelError("the first record of a frame begins with its length")
        length = int.from_bytes(data[:4], "big")
        if length > limit:
            raise ChannelError("a frame is longer than its limit")
        return length, data[4:]

    def _frame(self, channel, encoded):
        try:
            numbers = set(wire.field_numbers(encoded))
            if len(numbers) == 1 and min(numbers) >= FIRST_IGNORED:
                return None
            known = set(wire.MESSAGES[self.direction])
            if len(numbers) != 1 or not numbers <= known:
                raise ChannelError("a frame holds exactly one known field")
            name, fields = wire.only_field(wire.decode(self.direction, encoded))
        except wire.WireError as bad:
            raise ChannelError(str(bad)) from bad
        if (name in BULK_FRAMES) != (channel == BULK):
            raise ChannelError(f"{name} came on the other channel")
        return name, fields
