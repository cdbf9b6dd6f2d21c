"""Parts of large contents (section 7.1): the bodies of MANIFEST and CHUNK payloads. This client keeps none; it reports them."""

import wire

CHUNK, MANIFEST = 2, 3
MIN_CHUNK_BYTES, MAX_CHUNK_BYTES, MAX_CHUNKS = 1_024, 262_144, 1_048_576
MAX_NAME = 256


class BadPart(Exception):
    """The part breaks CONTENT-1 or CONTENT-2: its sender is at fault."""


def parse(kind, body):
    """The fields of a part."""
    try:
        part = wire.decode("Chunk" if kind == CHUNK else "Manifest", body)
    except wire.WireError as bad:
        raise BadPart(str(bad)) from bad
    if len(part["content_id"]) != 16:
        raise BadPart("a content id has 16 bytes")
    if kind == CHUNK:
        if part["index"] >= MAX_CHUNKS or not 1 <= len(part["data"]) <= MAX_CHUNK_BYTES:
            raise BadPart("a chunk's index or size is out of range")
    elif not part["withdrawn"]:
        _check_manifest(part)
    return part


def _check_manifest(part):
    size, each = part["size"], part["chunk_bytes"]
    proper = MIN_CHUNK_BYTES <= each <= MAX_CHUNK_BYTES and part["chunk_count"] <= MAX_CHUNKS
    if not proper or part["chunk_count"] != -(-size // each):
        raise BadPart("a manifest's chunks do not make its size")
    if len(part["sha256"]) != 32 or max(len(part["name"]), len(part["content_type"])) > MAX_NAME:
        raise BadPart("a field of a manifest has a wrong size")


def chunk_lengths(size, each):
    """The bytes of every chunk."""
    return [min(each, size - at) for at in range(0, size, each)]
