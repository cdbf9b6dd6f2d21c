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


class RecordReader:
    """Joins records of one direction to encoded frames."""

    def __init__(self):
        self.partial = None
        self.expected = 0

    def read(self, record):
        """(channel, encoded frame) where this record completes one, or None."""
        if len(record) < 2:
            raise ChannelError("a record without bytes after its channel")
        channel, more, data = record[0] & 0x7F, bool(record[0] & MORE), record[1:]
        if channel == CONTROL:
            if more:
                raise ChannelError("a control frame fits one record")
            return CONTROL, self._single(data)
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
        if more != (len(self.partial) < self.expected):
            raise ChannelError("bit 7 and the length contradict each other")
        if more:
            return None
        encoded, self.partial = bytes(self.partial), None
        return BULK, encoded

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


def decode_frame(direction, channel, encoded):
    """(name, fields) of a ClientFrame or RelayFrame; None for one of a later version (REC-4)."""
    try:
        numbers = wire.field_numbers(encoded)
        if len(numbers) == 1 and numbers[0] >= FIRST_IGNORED:
            return None
        if len(numbers) != 1 or numbers[0] not in wire.MESSAGES[direction]:
            raise ChannelError("a frame holds exactly one known field")
        name, fields = wire.only_field(wire.decode(direction, encoded))
    except wire.WireError as bad:
        raise ChannelError(str(bad)) from bad
    if (name in BULK_FRAMES) != (channel == BULK):
        raise ChannelError(f"{name} came on the other channel")
    return name, fields


class FrameReader:
    """Records in, frames out."""

    def __init__(self, direction):
        self.direction = direction
        self.records = RecordReader()

    def read(self, record):
        """(name, fields) of a frame that this record completes, or None."""
        complete = self.records.read(record)
        return None if complete is None else decode_frame(self.direction, *complete)
