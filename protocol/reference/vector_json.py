"""The project's vectors as this client's values: hex, decimal strings and enum names to bytes and numbers."""

import re
from pathlib import Path

from schema import MESSAGES

PROTO = Path(__file__).resolve().parent.parent / "src/main/proto/zerok/v1"
h = bytes.fromhex


def _enum_values():
    values = {}
    for path in PROTO.glob("*.proto"):
        found = re.findall(r"^\s*([A-Z][A-Z0-9_]+) = (\d+);", path.read_text(encoding="utf-8"), re.MULTILINE)
        values.update({name: int(number) for name, number in found})
    return values


ENUMS = _enum_values()


def enum(value):
    """The number of an enum value; one that has no name ends with its number (UNKNOWN_…_9)."""
    return ENUMS[value] if value in ENUMS else int(str(value).rsplit("_", 1)[-1])


def _value(kind, value):
    if kind == "bytes":
        return h(value)
    if kind in ("uint32", "uint64"):
        return int(value)
    if kind == "enum":
        return enum(value)
    return value if kind in ("string", "bool") else message(kind, value)


def message(name, fields):
    """A message under its schema's field names, as wire.py has it; what is absent is a default."""
    kinds = dict(MESSAGES[name].values())
    result = {}
    for field, value in fields.items():
        kind = kinds[field]
        result[field] = [_value(kind[1:], v) for v in value] if kind.startswith("*") else _value(kind, value)
    return result


def deliver(fields):
    """A Deliver with its defaults."""
    defaults = {"cursor": 0, "sender": b"", "device_seq": 0, "kind": 0, "stream": b"", "covers": 0, "epoch": 0, "payload": b""}
    return {**defaults, **message("Deliver", fields)}
