"""Runners for the vectors of a relay and a group: certificate, Noise, roster, boxes, payloads, what fits a history, pairing."""

import copy
from pathlib import Path

import epoch
import identity
import log
import noise
import pairing
import relay_identity
import roster
import seal
import wire
import words
from receiving import Receiver
from store import Store
from vector_json import deliver, enum, h, message


def _entries(texts):
    return [wire.decode("RosterEntry", h(text)) for text in texts]


def roster_of(group, texts):
    chain = roster.Roster(group)
    for entry in _entries(texts):
        chain.append(entry)
    return chain


def relay_certificate(checks, data):
    for case in data["cases"]:
        def check(c=case):
            relay_identity.check_certificate(h(c["certificate"]), h(c["noise_static"]), h(c["pinned"]), int(c["now_seconds"]))
            return True

        if case["accepted"]:
            checks.true(case["name"], check())
        else:
            checks.refused(case["name"], relay_identity.RelayRefused, check)


def _noise_sides(data, client_offered=None):
    def side(initiator, name, offered):
        names = [o for o in offered if o.startswith("0k.")]
        prologue = f"0k/noise/v1\0{data['selected']}\0{','.join(names)}".encode("ascii")
        ephemeral = h(data[name + "_ephemeral_private"])
        return noise.Handshake("XX", initiator, prologue, h(data[name + "_static"]["private"]), ephemeral)

    return {"client": side(True, "client", client_offered or data["offered"]), "relay": side(False, "relay", data["offered"])}


def _exchange(data, sides, count):
    payloads = (b"", h(data["certificate"]), b"")
    written = []
    for i in range(count):
        writer, reader = ("client", "relay") if i % 2 == 0 else ("relay", "client")
        written.append(sides[writer].write(payloads[i]))
        sides[reader].read(written[-1])
    return written


def noise_connection(checks, data):
    sides = _noise_sides(data)
    checks.equal("the messages", _exchange(data, sides, 3), [h(m) for m in data["messages"]])
    ends = {name: side.finish() for name, side in sides.items()}
    checks.equal("the handshake hash", ends["client"].handshake_hash, h(data["handshake_hash"]))
    counts = {"client": 0, "relay": 0}
    for case in data["transport"]:
        writer, number = case["from"], int(case["number"])
        reader = "relay" if writer == "client" else "client"
        for _ in range(counts[writer], number):
            ends[reader].read(ends[writer].write(b""))
        counts[writer] = number + 1
        sent = ends[writer].write(h(case["plaintext"]))
        checks.equal(f"{writer} {number}", sent, h(case["message"]))
        checks.equal(f"{writer} {number} read", ends[reader].read(sent), h(case["plaintext"]))
    for case in data["refused"]:
        checks.refused(case["name"], noise.NoiseError, lambda c=case: _end_at(data, c))


def _end_at(data, case):
    after, reader = case["after"], case["reader"]
    sides = _noise_sides(data)
    _exchange(data, sides, after)
    if "client_offered" in case:
        sides = _noise_sides(data, case["client_offered"])
        sides["client"].write(b"")
    side = sides[reader]
    payload = side.read(h(case["message"]))
    if after != 1 and payload:  # NOISE-4: messages 1 and 3 have none
        raise noise.NoiseError("early data")
    if not side.complete:
        side.write(b"")


def roster_chain(checks, data):
    chain, snapshots = roster.Roster(h(data["group_id"])), []
    for case in data["chain"]:
        snapshots.append(copy.deepcopy(chain))
        (entry,) = _entries([case["entry"]])
        kind, _ = chain.append(entry)
        checks.equal(f"entry {chain.length - 1}", (kind, chain.hashes[-1].hex()), (case["kind"], case["entry_hash"]))
        present = sorted(chain.present_devices().values(), key=lambda d: d.id)
        state = {
            "length": chain.length, "epoch": chain.epoch, "commitment": chain.rekeys[chain.epoch]["commitment"].hex(),
            "closed": chain.closed,
            "devices": [{"device_id": d.id.hex(), "role": d.role, "added_at": d.added_at} for d in present],
        }
        expected = {**case["state"], "devices": [{**d, "role": enum(d["role"])} for d in case["state"]["devices"]]}
        checks.equal(f"the state after entry {chain.length - 1}", state, expected)
    snapshots.append(chain)
    for case in data["refused"]:
        before = copy.deepcopy(snapshots[case["after"]])
        try:
            before.append(_entries([case["entry"]])[0])
            outcome = "accepted"
        except roster.UpdateNeeded:
            outcome = True
        except (roster.RosterRefused, wire.WireError):
            outcome = False
        checks.equal(f"{case['rule']} {case['name']}: update needed", outcome, case["update_needed"])


def boxes(checks, data):
    group, number = h(data["group_id"]), data["epoch"]
    both = h(data["epoch_secret"]) + h(data["stream_secret"])
    rekey = wire.decode_canonical("Rekey", h(data["rekey"]))
    checks.equal("the commitment", epoch.commitment(group, number, both), h(data["commitment"]))
    privates = {box["device_id"]: h(box["seal_private"]) for box in data["boxes"]}
    for device, private in privates.items():
        checks.equal(f"the box of {device}", epoch.secrets_for(group, rekey, h(device), private, both[32:]), both)
    root = data["root_box"]
    checks.equal("the root's box", epoch.open_box(group, number, h(root["sealed"]), h(root["seal_private"]), group), both)
    for case in data["refused"]:
        bad = wire.decode("Rekey", h(case["rekey"]))
        secrets = epoch.secrets_for(group, bad, h(case["device_id"]), privates[case["device_id"]], both[32:])
        checks.equal(case["name"], secrets, None)


def payloads(checks, data):
    group, secret = h(data["group_id"]), h(data["epoch_secret"])
    chain = roster_of(group, data["roster"])
    checks.equal("the blob key", seal.blob_key(secret, group, data["epoch"]), h(data["blob_key"]))
    for case in data["cases"]:
        blob = deliver(case["deliver"])

        def open_it(b=blob):
            log.check_envelope(b)
            sender = chain.devices.get(b["sender"])
            if sender is None:  # RECV-1: not even tried
                raise seal.NotOpened("the sender is not in the roster")
            return seal.open_payload(group, secret, sender.keys, b["sender"], b)

        if case["outcome"] == "opens":
            header, body = open_it()
            opened = (wire.encode("PayloadHeader", header), body, log.blob_hash(blob["sender"], blob))
            checks.equal(case["name"], opened, (h(case["header"]), h(case["body"]), h(case["blob_hash"])))
        else:
            error = {"parked": seal.NotOpened, "relay_fault": log.RelayFault}[case["outcome"]]
            checks.refused(case["name"], error, open_it)


def history(checks, data):
    for case in data["cases"]:
        receiver = _receiver(data, case)
        try:
            receiver.deliver(deliver(case["deliver"]))
            state = receiver.store.state
            outcome = "fits" if state["inbox"] else "parked" if state["parked"] else "counts_for_nobody"
        except log.Fork:
            outcome = "fork"
        checks.equal(f"{case['rule']} {case['name']}", outcome, case["outcome"])
    for case in data["sequences"]:
        here, before, seq = (int(case[k]) for k in ("last_here", "last_before", "device_seq"))
        checks.equal(f"sequence {seq} behind {here} and {before}, {case['excuse']}", log.place_of(here, before, case["excuse"], seq), case["place"])


def _receiver(data, case):
    """A device that knows what the case says, and whose turn it is for the case's cursor."""
    knows, cursor = case["knows"], int(case["deliver"]["cursor"])
    device = identity.DeviceSecrets(b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)
    admit = {
        "roster_head": {"length": 1, "hash": bytes(32)}, "epoch": data["epoch"], "epoch_secret": h(data["epoch_secret"]),
        "stream_secret": bytes(32),
        "seen": {"log_id": h(knows["log_id"]) or b"\xff" * 16, "cursor": cursor - 1, "running_hash": b""},
    }
    invite = {"group_id": h(data["group_id"]), "relay_urls": [], "relay_identity": bytes(32)}
    store = Store.create(Path("unused"), invite, device, "vector", admit)
    store.state["admit"]["length"] = knows["roster_applied_before"]
    cursors = {placed["index"]: int(placed["cursor"]) for placed in knows["roster_cursors"]}
    for index, entry in enumerate(_entries(case["roster"])):
        store.add_entry(cursors.get(index, 0), entry)
    for known in knows["blob_hashes"]:
        seq = int(known["device_seq"])
        sender = store.state["senders"].setdefault(known["sender"], {"seq": 0, "opened": 0, "hashes": {}, "gap": False})
        sender["seq"], sender["hashes"][str(seq)] = max(seq, sender["seq"]), known["blob_hash"]
    running = [(int(r["cursor"]), None, h(r["running_hash"])) for r in knows["running_hashes"]]
    store.log.history.extendleft(reversed(running))
    return Receiver(store, lambda event, **fields: None)


def pairing_transcript(checks, data):
    invite, group = message("Invite", data["invite"]), h(data["invite"]["group_id"])

    def side(name, make):
        part = data[name]
        drawn = iter((h(part["random"]), h(part["ephemeral_private"])))
        return make(identity.DeviceSecrets(*(h(part[n]) for n in ("noise_private", "sign_seed", "seal_private"))), lambda n: next(drawn))

    opened = wire.decode_canonical("PairOpen", h(data["pair_open"]))
    joiner = side("joiner", lambda keys, random: pairing.Joiner(invite, keys, opened["name"], random))
    inviter = side("inviter", lambda keys, random: pairing.Inviter(invite, keys, random))
    checks.equal("PairOpen", joiner.opening, h(data["pair_open"]))
    checks.equal("the commitment", pairing.commitment(group, joiner.opening), h(data["commitment"]))
    first = joiner.first()
    second = inviter.second(first)
    third = joiner.third(second)
    checks.equal("PairOffer", wire.encode("PairOffer", joiner.other), h(data["pair_offer"]))
    inviter.accept(third)
    bodies = [h(b["body"]) for b in data["bodies"]]
    checks.equal("messages 1 to 3", [first, second, third], bodies[:3])
    checks.equal("the words", [words.words_of(s.word_indices()) for s in (joiner, inviter)], [data["words"]] * 2)
    checks.equal("the handshake hash", joiner.transport.handshake_hash, h(data["handshake_hash"]))
    _, about = joiner.receive(bodies[3], "about")
    checks.equal("PairAbout", inviter.send("about", about), bodies[3])
    checks.equal("PairConsent", joiner.consent(), bodies[4])
    _, consent = inviter.receive(bodies[4], "consent")
    entry = message("DeviceEntry", data["device_entry"])
    checks.equal("the device entry", inviter.device_entry(consent["signature"], entry["role"]), entry)
    _, admit = joiner.receive(bodies[5], "admit")
    checks.equal("PairAdmit's fields", admit, message("PairAdmit", data["admit"]))
    checks.equal("PairAdmit", inviter.send("admit", admit), bodies[5])
    joiner.check_admit(admit)
    checks.equal("PairDone", joiner.send("done", {}), bodies[6])
    device = identity.device_id(group, joiner.keys)
    checks.equal("the joiner's id", device, h(data["joiner_device_id"]))
    chain = roster_of(group, data["roster"])
    checks.equal("the roster ends with the Add", (chain.head(), chain.devices[device].added_at), (admit["roster_head"], chain.length - 1))
    both = admit["epoch_secret"] + admit["stream_secret"]
    checks.equal("the secrets fit", epoch.commitment(group, admit["epoch"], both), chain.rekeys[admit["epoch"]]["commitment"])
