"""Runners for the vectors of single parts: ids, hashes, canonical bytes, records, frames, sizes, words, invites."""

import channel
import content
import crypto
import identity
import invite as invites
import log
import seal
import signatures
import wire
import words
from vector_json import enum, h, message

FRAMES = {"client": "ClientFrame", "relay": "RelayFrame"}
CHANNELS = {"control": channel.CONTROL, "bulk": channel.BULK}


def ids(checks, data):
    for case in data["groups"]:
        seed = h(case["root_seed"])
        sign = crypto.hkdf(seed, b"", b"0k/root-sign/v1", 32)
        sealing = crypto.hkdf(seed, b"", b"0k/root-seal/v1", 32)
        root = signatures.public_of_seed(sign)
        derived = [sign, root, sealing, crypto.x25519_public(sealing), identity.group_id(root)]
        named = ["root_sign_seed", "root_key", "root_seal_private", "root_seal_key", "group_id"]
        checks.equal("a group", derived, [h(case[n]) for n in named])
    for case in data["devices"]:
        keys = identity.DeviceSecrets(*(h(case[n]["private"]) for n in ("noise", "sign", "seal"))).public_keys()
        checks.equal("public keys", [k["key"].hex() for k in keys["keys"]], [case[n]["public"] for n in ("noise", "sign", "seal")])
        checks.equal("device keys", wire.encode("DeviceKeys", keys), h(case["device_keys"]))
        checks.equal("a device id", identity.device_id(h(case["group_id"]), keys), h(case["device_id"]))
    for case in data["streams"]:
        stream = seal.stream_id(h(case["stream_secret"]), h(case["group_id"]), case["name"])
        checks.equal("a stream id", stream or bytes(16), h(case["stream_id"]))


def hashes(checks, data):
    for case in data["labelled"]:
        made = crypto.labelled(case["use"], h(case["group"]), h(case["body"]))
        checks.equal("a labelled input", (made, crypto.sha256(made)), (h(case["input"]), h(case["sha256"])))
    for case in data["blobs"]:
        names = ("device_seq", "stream", "covers", "epoch", "payload")
        blob = {**message("Deliver", {n: case[n] for n in names}), "kind": enum(case["kind"])}
        hashed = log.blob_hash(h(case["sender"]), blob)
        checks.equal("a blob hash", hashed, h(case["blob_hash"]))
        checks.equal("a push hash", log.push_hash(hashed, case["ttl_seconds"]), h(case["push_hash"]))
    running = data["running"]
    at = log.start_hash(h(running["group_id"]), h(running["log_id"]))
    checks.equal("R0", at, h(running["start"]))
    for step in running["steps"]:
        at = log.step_hash(at, int(step["cursor"]), h(step["entry_hash"]))
        checks.equal("a step", at, h(step["running_hash"]))


def contents(checks, data):
    for case in data["parts"]:
        kind, name = enum(case["kind"]), "Chunk" if case["kind"].endswith("CHUNK") else "Manifest"
        fields = content.parse(kind, h(case["body"]))
        checks.equal(case["name"], wire.encode(name, fields), h(case["body"]))
        checks.equal(case["name"], {k: fields[k] for k in case["fields"]}, message(name, case["fields"]))
    for case in data["chunk_lengths"]:
        checks.equal("chunks", content.chunk_lengths(int(case["size"]), case["chunk_bytes"]), case["lengths"])
    for case in data["refused"]:
        checks.refused(case["name"], content.BadPart, lambda bound=case: content.parse(enum(bound["kind"]), h(bound["body"])))


def canonical(checks, data):
    for case in data["cases"]:
        def decode(bound=case):
            return wire.decode_canonical(bound["message"], h(bound["bytes"]))

        if case["canonical"]:
            checks.equal(case["name"], wire.encode(case["message"], decode()), h(case["bytes"]))
        else:
            checks.refused(case["name"], wire.WireError, decode)


def records(checks, data):
    for case in data["accepted"]:
        reader = channel.RecordReader()
        frames = [frame for frame in (reader.read(h(r)) for r in case["records"]) if frame]
        checks.equal(case["name"], frames, [(CHANNELS[f["channel"]], h(f["bytes"])) for f in case["frames"]])
    for case in data["refused"]:
        def read_all(bound=case):
            reader = channel.RecordReader()
            for record in bound["records"]:
                reader.read(h(record))

        checks.refused(case["name"], channel.ChannelError, read_all)


def frames(checks, data):
    def decode(case):
        return channel.decode_frame(FRAMES[case["from"]], CHANNELS[case["channel"]], h(case["bytes"]))

    for case in data["accepted"]:
        kind, encoded = FRAMES[case["from"]], h(case["bytes"])
        expected = wire.encode(kind, message(kind, case["fields"]))
        name, decoded = decode(case)
        checks.equal(f"{case['name']} decoded", wire.encode(kind, {name: decoded}), expected)
        if "unknown field" not in case["name"]:
            checks.equal(f"{case['name']} encoded", expected, encoded)
    for case in data["refused"]:
        checks.refused(case["name"], channel.ChannelError, lambda c=case: decode(c))
    for case in data["ignored"]:
        checks.equal(case["name"], decode(case), None)


def padme(checks, data):
    for case in data["padme"]:
        checks.equal(f"Padmé({case['length']})", seal.padme(case["length"]), case["padded"])
    for case in data["payloads"]:
        size = seal.padded_length(case["content_bytes"]) + seal.OVERHEAD
        checks.equal(f"{case['content_bytes']} bytes of content", size, case["payload_bytes"])


def comparison_words(checks, data):
    checks.equal("the list", crypto.sha256(words.WORD_LIST.read_bytes()), h(data["list_sha256"]))
    for case in data["codes"]:
        checks.equal(f"the words of {case['code']}", words.words_of(words.indices_of(h(case["code"]))), case["words"])


def invite_links(checks, data):
    for case in data["cases"]:
        def parse(bound=case):
            return invites.parse(bound["text"], int(bound["now_seconds"]))

        if case["accepted"]:
            checks.equal(case["name"], parse(), message("Invite", case["invite"]))
            checks.equal(f"{case['name']} made", invites.link_of(parse()), case["text"].strip())
        else:
            checks.refused(case["name"], invites.InviteRefused, parse)
