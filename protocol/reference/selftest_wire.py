"""The schema's tables against the .proto files, canonical bytes, records and frames."""

import re
from pathlib import Path

import channel
import schema
import wire
from check import Checks

PROTO = Path(__file__).resolve().parent.parent / "src/main/proto/zerok/v1"
FIELD = re.compile(r"^\s*(repeated )?(\w+) (\w+) = (\d+);")
OPENING = re.compile(r"^\s*(message|enum) (\w+)")


def run():
    checks = Checks("schema, records and frames")
    _schema(checks)
    _records(checks)
    return [checks]


def _schema(checks):
    lines = [line for path in sorted(PROTO.glob("*.proto")) for line in path.read_text(encoding="utf-8").splitlines()]
    if not lines:
        checks.skip("the .proto files are not there")
        return
    enums = {m.group(2) for m in map(OPENING.match, lines) if m and m.group(1) == "enum"}
    found, current = {}, {}
    for line in lines:
        opening, field = OPENING.match(line), FIELD.match(line)
        if opening:
            current = found.setdefault(opening.group(2), {}) if opening.group(1) == "message" else {}
        elif field:
            many, kind, name, number = field.groups()
            current[int(number)] = (name, ("*" if many else "") + ("enum" if kind in enums else kind))
    checks.equal("the messages of the schema", sorted(schema.MESSAGES), sorted(found))
    for name, fields in found.items():
        checks.equal(f"the fields of {name}", schema.MESSAGES.get(name), fields)


def _records(checks):
    encoded = wire.encode("RelayFrame", {"deliver": {"cursor": 7, "payload": bytes(40_000)}})
    records = channel.records_of("deliver", encoded)
    reader = channel.FrameReader("RelayFrame")
    frames = [reader.read(r) for r in records]
    checks.equal("a bulk frame in three records", [f is None for f in frames], [True, True, False])
    checks.equal("the frame joined", frames[-1][1]["cursor"], 7)
    checks.equal("REC-1", max(len(r) for r in records), channel.MAX_BULK_RECORD)
    ack = wire.encode("RelayFrame", {"push_ack": {"device_seq": 1}})
    bad = {
        "an empty record": b"", "more on control": b"\x80" + channel.records_of("push_ack", ack)[0][1:],
        "unknown channel": b"\x02" + channel.records_of("push_ack", ack)[0][1:],
        "the other channel": b"\x01" + channel.records_of("push_ack", ack)[0][1:],
        "a length over the limit": b"\x01\x00\x11\x00\x01", "no field": b"\x00\x00\x00\x00\x00",
        "an unknown field": b"\x00\x00\x00\x00\x03\x82\x01\x00",
    }
    for what, record in bad.items():
        checks.refused(f"REC: {what}", channel.ChannelError, lambda r=record: channel.FrameReader("RelayFrame").read(r))
    ignored = b"\x00\x00\x00\x00\x03\xc2\x3e\x00"
    checks.equal("REC-4: a field from 1000 on is ignored", channel.FrameReader("RelayFrame").read(ignored), None)
    checks.refused("CANON-1: a default written out", wire.WireError, lambda: wire.decode_canonical("RosterHead", b"\x08\x00"))
    checks.refused("CANON-2: an unknown field", wire.WireError, lambda: wire.decode_canonical("RosterHead", b"\x18\x01"))
