"""The roster's rules that a group in memory does not touch by itself: who comes back, what an Add carries, what is left to the root."""

import crypto
import identity
import roster
import signatures
from check import Checks
from selftest_group import Founder, Random

PRIME = 2**255 - 19


class Group(Founder):
    """A founder who signs devices in and resets the list."""

    def entry(self, device, role=roster.MEMBER, keys=None):
        keys = keys or device.public_keys()
        shook = self.random(32)
        signed = signatures.sign(device.sign, identity.join_input(self.group, keys, shook))
        return {"keys": keys, "role": role, "handshake_hash": shook, "signature": signed}

    def join(self):
        device = identity.DeviceSecrets.generate(self.random)
        entry = self.entry(device)
        self.append("add", {"device": entry})
        return entry, identity.device_id(self.group, entry["keys"])

    def reset(self, *entries):
        listed = sorted(entries, key=lambda e: identity.device_id(self.group, e["keys"]))
        keys = {identity.device_id(self.group, e["keys"]): e["keys"] for e in listed}
        self.append("reset", {"devices": listed, "rekey": self.rekey(keys)}, b"", self.root)


def run():
    checks = Checks("the roster's rules")
    _keys(checks, Group(Random()))
    _members(checks, Group(Random()))
    _room(checks, Group(Random()))
    return [checks]


def _refused(checks, what, action):
    checks.refused(what, roster.RosterRefused, action)


def _keys(checks, group):
    for place in (0, 2):
        device = identity.DeviceSecrets.generate(group.random)
        keys = device.public_keys()["keys"]
        others = (int.from_bytes(keys[place]["key"], "little") | 2**255, PRIME + 9, 0)
        for other in others:
            changed = [dict(k) for k in keys]
            changed[place]["key"] = other.to_bytes(32, "little")
            entry = group.entry(device, keys={"keys": changed})
            _refused(checks, f"ROSTER-3: key {place} is {other:x}", lambda e=entry: group.append("add", {"device": e}))
    checks.equal("the largest canonical key", [crypto.is_canonical(n.to_bytes(32, "little")) for n in (PRIME - 1, PRIME)], [True, False])


def _members(checks, group):
    entry, member = group.join()
    fresh = identity.DeviceSecrets.generate(group.random)
    add = {"device": group.entry(fresh), "replaces": member}
    after = {group.id: group.keys, identity.device_id(group.group, fresh.public_keys()): fresh.public_keys()}
    _refused(checks, "ROSTER-5: replaces without a Rekey", lambda: group.append("add", add))
    needless = {"device": add["device"], "rekey": group.rekey({**after, member: entry["keys"]})}
    _refused(checks, "ROSTER-5: a Rekey without replaces", lambda: group.append("add", needless))
    group.append("add", {**add, "rekey": group.rekey(after)})
    checks.equal("replaces begins an epoch", (group.roster.epoch, set(group.roster.present_devices())), (2, set(after)))
    same = {"device_id": group.id, "role": roster.ADMIN}
    _refused(checks, "ROSTER-8: a SetRole without effect", lambda: group.append("set_role", same))
    first = group.entry(group.device, roster.ADMIN)
    _refused(checks, "ROSTER-4: a Reset lists a device that is out", lambda: group.reset(first, entry))
    group.reset(first)
    checks.equal("a Reset keeps a device of the group", list(group.roster.present_devices()), [group.id])


def _room(checks, group):
    first = group.entry(group.device, roster.ADMIN)
    limits = roster.MAX_ENTRIES, roster.MAX_BYTES
    try:
        roster.MAX_ENTRIES = group.roster.length + roster.ROOT_ENTRIES
        _refused(checks, "ROSTER-8: the last entries are the root's", group.join)
        group.reset(first)
        roster.MAX_ENTRIES, roster.MAX_BYTES = limits[0], group.roster.size + roster.ROOT_BYTES + 50
        _refused(checks, "ROSTER-8: the last bytes are the root's", group.join)
        group.reset(first)
        roster.MAX_BYTES = group.roster.size + 50
        _refused(checks, "ROSTER-8: no bytes are left", lambda: group.reset(first))
    finally:
        roster.MAX_ENTRIES, roster.MAX_BYTES = limits
    checks.equal("the sum of the entries", group.roster.size, sum(len(roster.wire.encode("RosterEntry", p["entry"])) for p in group.placed))
