"""Protocol Buffers by hand: a table-driven encoder whose output is the canonical bytes of PROTOCOL.md section 1, and a decoder.

A message is a dict. After decoding every scalar is there (its default where it was absent), every repeated field is a
list, and a field that is itself a message is None where it was absent.
"""

from schema import MESSAGES, oneof_numbers

SCALAR_DEFAULTS = {"bytes": b"", "string": "", "uint32": 0, "uint64": 0, "bool": False, "enum": 0}
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
MAX_DEPTH = 16


class WireError(Exception):
    """Bytes of a peer that are not the message they should be."""


def _varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _read_varint(data, at):
    value = 0
    for i in range(10):
        if at + i >= len(data):
            raise WireError("the bytes end inside a number")
        byte = data[at + i]
        value |= (byte & 0x7F) << 7 * i
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at + i + 1
    raise WireError("a number is longer than ten bytes")


def _is_message(kind):
    return kind not in SCALAR_DEFAULTS


def _encode_value(number, kind, value):
    if kind in ("bytes", "string") or _is_message(kind):
        if kind == "string":
            value = value.encode("utf-8")
        elif kind != "bytes":
            value = encode(kind, value)
        return _varint(number << 3 | LENGTH) + _varint(len(value)) + value
    # A negative enum value travels as its 64-bit two's complement.
    return _varint(number << 3 | VARINT) + _varint(int(value) & 0xFFFFFFFFFFFFFFFF)


def encode(message, fields):
    """The canonical bytes of a message given as a dict; absent keys are defaults."""
    table = MESSAGES[message]
    chosen = oneof_numbers(message)
    known = {name for name, _ in table.values()}
    if not known.issuperset(fields):
        raise KeyError(f"{message} has no field {sorted(set(fields) - known)}")
    out = bytearray()
    for number in sorted(table):
        name, kind = table[number]
        value = fields.get(name)
        if value is None:
            continue
        if kind.startswith("*"):
            for item in value:
                out += _encode_value(number, kind[1:], item)
        elif _is_message(kind) or number in chosen or value != SCALAR_DEFAULTS[kind]:
            out += _encode_value(number, kind, value)
    return bytes(out)


def _read_length_delimited(data, at):
    length, at = _read_varint(data, at)
    if length > len(data) - at:
        raise WireError("a length points behind the end")
    return data[at : at + length], at + length


def _skip(data, at, wire_type):
    if wire_type == VARINT:
        return _read_varint(data, at)[1]
    if wire_type == LENGTH:
        return _read_length_delimited(data, at)[1]
    size = {FIXED64: 8, FIXED32: 4}.get(wire_type)
    if size is None or at + size > len(data):
        raise WireError("a field of an unknown form")
    return at + size


def _decode_scalar(kind, number):
    if kind == "uint32":
        return number & 0xFFFFFFFF
    if kind == "bool":
        return number != 0
    if kind == "enum":
        low = number & 0xFFFFFFFF
        return low - (1 << 32) if low >= 1 << 31 else low
    return number


def decode(message, data, depth=0):
    """A message from its bytes. Unknown fields are skipped; see decode_canonical for bytes that were hashed or signed."""
    if depth > MAX_DEPTH:
        raise WireError("messages are nested too deeply")
    table = MESSAGES[message]
    chosen = {table[n][0] for n in oneof_numbers(message)}
    fields = {}
    for name, kind in table.values():
        fields[name] = [] if kind.startswith("*") else None if name in chosen else SCALAR_DEFAULTS.get(kind)
    at = 0
    while at < len(data):
        tag, at = _read_varint(data, at)
        number, wire_type = tag >> 3, tag & 7
        if number == 0 or number > 0x1FFFFFFF:
            raise WireError("a field number out of range")
        name, kind = table.get(number, (None, ""))
        single = kind.lstrip("*")
        expected = VARINT if single in ("uint32", "uint64", "bool", "enum") else LENGTH
        if name is None or wire_type != expected:
            at = _skip(data, at, wire_type)
            continue
        if wire_type == VARINT:
            value, at = _read_varint(data, at)
            value = _decode_scalar(single, value)
        else:
            value, at = _read_length_delimited(data, at)
            value = _decode_bytes(single, value, depth)
        if name in chosen:
            for other in chosen:
                fields[other] = None
        if kind.startswith("*"):
            fields[name].append(value)
        else:
            fields[name] = value
    return fields


def _decode_bytes(kind, value, depth):
    if kind == "bytes":
        return bytes(value)
    if kind == "string":
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as broken:
            raise WireError("a text is not UTF-8") from broken
    return decode(kind, value, depth + 1)


def decode_canonical(message, data):
    """CANON-1, CANON-2: the bytes must be exactly what encoding their content gives."""
    fields = decode(message, data)
    if encode(message, fields) != bytes(data):
        raise WireError(f"the bytes of {message} are not canonical")
    return fields


def field_numbers(data):
    """The numbers of the fields that stand in the bytes, in their order; content is not looked at."""
    at, numbers = 0, []
    while at < len(data):
        tag, at = _read_varint(data, at)
        numbers.append(tag >> 3)
        at = _skip(data, at, tag & 7)
    return numbers


def only_field(fields):
    """Name and value of the one field that is set in a decoded message that is a oneof; REC-4 for anything else."""
    present = [(name, value) for name, value in fields.items() if value is not None]
    if len(present) != 1:
        raise WireError("a message must hold exactly one of its alternatives")
    return present[0]
