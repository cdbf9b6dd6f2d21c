"""Runners for the vectors of what is not stored: signals, and the proof of a code or passphrase."""

import pake
import seal
import signal_payload
import wire
from vector_json import h
from vectors_group import roster_of


def signals(checks, data):
    group, number, secret, sender = h(data["group_id"]), data["epoch"], h(data["epoch_secret"]), h(data["sender"])
    keys = roster_of(group, data["roster"]).devices[sender].keys
    checks.equal("the signal key", signal_payload.signal_key(secret, group, number), h(data["signal_key"]))
    for case in data["cases"]:
        def open_it(bound=case):
            return signal_payload.open_signal(group, number, secret, sender, keys, h(bound["payload"]))

        if case["opens"]:
            header, body = open_it()
            checks.equal(case["name"], (wire.encode("SignalHeader", header), body), (h(case["header"]), h(case["body"])))
        else:
            checks.refused(case["name"], seal.NotOpened, open_it)


def codes(checks, data):
    for case in data["runs"]:
        _run(checks, case)
    for case in data["refused_shares"]:
        checks.refused(case["name"], pake.PakeStopped, lambda bound=case: pake.Run(True, 3, 5, b"").finish(h(bound["share"])))


    start = wire.decode_canonical("PakeStart", h(data["runs"][0]["bodies"][0]["body"]))
    for what, value in (("version", 2), ("suite", "fips1"), ("salt", bytes(15)), ("memory_kib", 131_073), ("memory_kib", 7), ("passes", 5), ("passes", 0)):
        checks.refused(f"PAKE-2: {what} {value}", pake.PakeStopped, lambda k=what, v=value: pake.check_start({**start, k: v}))
    checks.equal("PAKE-2: the strongest default", pake.check_start({**start, "memory_kib": 65_536, "passes": 3}), None)


def _run(checks, case):
    name, bodies = case["name"], [h(b["body"]) for b in case["bodies"]]
    relay, nameplate = h(case["relay_identity"]), case["nameplate"]
    typed = case["typed"].removeprefix(nameplate + "-")
    checks.equal(f"{name}: the password", pake.password_of(typed), h(case["password"]))
    checks.equal(f"{name}: the mailbox", pake.mailbox_id(relay, nameplate), h(case["mailbox_id"]))
    start = wire.decode_canonical("PakeStart", bodies[0])
    costs = {"memory_kib": case["memory_kib"], "passes": case["passes"], "salt": h(case["salt"])}
    checks.equal(f"{name}: PakeStart", {k: start[k] for k in costs}, costs)
    w = pake.stretched(h(case["password"]), start)
    checks.equal(f"{name}: w", w, int(case["w"], 16))
    aad = pake.crypto.labelled("spake2", b"", pake.place(relay, nameplate) + bodies[0])
    checks.equal(f"{name}: the AAD", aad, h(case["aad"]))
    joiner, inviter = (pake.Run(side == "joiner", w, int(case[side + "_scalar"], 16), aad) for side in ("joiner", "inviter"))
    joiner.finish(inviter.share)
    inviter.finish(joiner.share)
    checks.equal(f"{name}: both sides", (joiner.key, joiner.confirmations), (inviter.key, inviter.confirmations))
    checks.equal(f"{name}: Ke", joiner.key, h(case["shared_key"]))
    invite = pake.sealed_invite(joiner.key, h(case["mailbox_id"]), h(case["invite"]), h(case["nonce"]))
    made = [
        wire.encode("PakeShare", {"share": joiner.share}),
        wire.encode("PakeShare", {"share": inviter.share, "confirmation": inviter.confirmations[1]}),
        wire.encode("PakeConfirm", {"confirmation": joiner.confirmations[0]}), wire.encode("PakeInvite", {"sealed": invite}),
    ]
    checks.equal(f"{name}: the bodies", made, bodies[1:])
