"""The roster (section 5): a chain of signed entries, each verified against the state that the ones before it made."""

from dataclasses import dataclass

import crypto
import identity
import signatures
import wire

MEMBER, ADMIN, DORMANT = 1, 2, 3
MAX_DEVICES, MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_BYTES = 1_000, 10_000, 262_144, 15 * 2**20
ROOT_ENTRIES, ROOT_BYTES = 64, 2**20
BOX_BYTES = 112
FIRST_KIND = 10


class RosterRefused(Exception):
    """An entry that the rules do not allow."""


class UpdateNeeded(RosterRefused):
    """ROSTER-9: an entry of a kind or version that this client does not know."""


@dataclass
class RosterDevice:
    """A device that stood in the roster. `role` is 0 once it is out; `cut` is the last sequence that counts (Remove)."""

    id: bytes
    keys: dict
    role: int
    added_at: int
    out_at: int = -1
    cut: int = -1
    cut_hash: bytes = b""

    @property
    def present(self):
        return self.role != 0


def entry_hash(entry):
    return crypto.sha256(b"0k/roster-entry/v1\x00", wire.encode("RosterEntry", entry))


def sign_entry(group, body, seed):
    """A RosterEntry of a body given as a dict."""
    encoded = wire.encode("RosterBody", body)
    return {"body": encoded, "signature": signatures.sign(seed, crypto.labelled("roster", group, encoded))}


def _require(condition, why):
    if not condition:
        raise RosterRefused(why)


class Roster:
    """A verified roster. `append` either takes an entry in whole or raises and changes nothing."""

    def __init__(self, group):
        self.group = group
        self.root_key = b""
        self.root_seal_key = b""
        self.owes_epoch = False  # a Leave that no new epoch followed (ROSTER-12)
        self.hashes = []
        self.epochs = []
        self.rekeys = {}
        self.devices = {}
        self.keys_ever = {}
        self.signers = []
        self.bad_boxes = set()
        self.closed = False
        self.size = 0

    @property
    def length(self):
        return len(self.hashes)

    @property
    def epoch(self):
        return self.epochs[-1] if self.epochs else 0

    def head(self):
        return {"length": self.length, "hash": self.hashes[-1]} if self.hashes else None

    def holds(self, head):
        """Whether this head stands in the chain."""
        return head is not None and 1 <= head["length"] <= self.length and self.hashes[head["length"] - 1] == head["hash"]

    def present_devices(self):
        return {d.id: d for d in self.devices.values() if d.present}

    def append(self, entry):
        """Verifies one entry and applies it; returns its kind and content."""
        size = len(wire.encode("RosterEntry", entry))
        _require(size <= MAX_ENTRY_BYTES, "the entry is too long")
        _require(not self.closed, "nothing follows Close")
        body = self._read(entry)
        by_root = body["signer"] == b""
        _require(self.length < MAX_ENTRIES - (0 if by_root else ROOT_ENTRIES), "the roster is full")
        _require(self.size + size <= MAX_BYTES - (0 if by_root else ROOT_BYTES), "the roster is too large")
        kind, content = next((n, body[n]) for n, _ in list(wire.MESSAGES["RosterBody"].values())[5:] if body[n] is not None)
        self._check_place(body)
        _require((kind == "genesis") == (self.length == 0), "Genesis stands first and nowhere else")
        if kind == "genesis":
            _require(identity.group_id(content["root_key"]) == self.group, "Genesis is of another group")
        self._check_signature(entry, body, kind, content)
        after = getattr(self, "_" + kind)(content, body["signer"])
        self._commit(entry, body, kind, after)
        self.size += size
        return kind, content

    def _check_place(self, body):
        _require(body["index"] == self.length, "the entry has another place in the chain")
        _require(body["previous"] == (self.hashes[-1] if self.hashes else b""), "the entry does not follow the head")

    def _read(self, entry):
        try:
            body = wire.decode("RosterBody", entry["body"])
            numbers = wire.field_numbers(entry["body"])
            known = wire.MESSAGES["RosterBody"]
            if body["version"] != 1 or any(n >= FIRST_KIND and n not in known for n in numbers):
                self._stop_at_newer(entry, body)
            body = wire.decode_canonical("RosterBody", entry["body"])
        except wire.WireError as bad:
            raise RosterRefused(str(bad)) from bad
        _require(any(n >= FIRST_KIND for n in numbers), "the entry has no kind")
        return body

    def _stop_at_newer(self, entry, body):
        """ROSTER-9: only what is rightly placed and signed can say that this client is too old."""
        self._check_place(body)
        device = self.present_devices().get(body["signer"])
        _require(device is not None or body["signer"] == b"", "the signer is not in the group")
        key = identity.key_of(device.keys, identity.SIGN) if device else self.root_key
        signed = crypto.labelled("roster", self.group, entry["body"])
        _require(signatures.verify(key, signed, entry["signature"]), "the signature is not valid")
        raise UpdateNeeded("update needed: the roster holds an entry of a newer version")

    def _check_signature(self, entry, body, kind, content):
        signer = body["signer"]
        root_signs = kind in ("genesis", "reset") or (kind == "close" and signer == b"")
        if root_signs:
            _require(signer == b"", "only the root signs this")
            key = content["root_key"] if kind == "genesis" else self.root_key
        else:
            device = self.devices.get(signer)
            _require(device is not None and device.present, "the signer is not in the group")
            if kind not in ("leave", "bad_box"):
                _require(device.role == ADMIN, "the signer is not an admin")
            key = identity.key_of(device.keys, identity.SIGN)
        signed = crypto.labelled("roster", self.group, entry["body"])
        _require(signatures.verify(key, signed, entry["signature"]), "the signature is not valid")

    def _new_device(self, entry, hash_lengths, in_reset=False):
        """ROSTER-3 and ROSTER-4 for one DeviceEntry."""
        _require(entry is not None and identity.has_proper_keys(entry["keys"]), "a device has three proper keys, uses 1, 2, 3")
        _require(len(entry["handshake_hash"]) in hash_lengths, "the handshake hash has a wrong length")
        _require(entry["role"] in (MEMBER, ADMIN), "a new device is member or admin")
        signed = identity.join_input(self.group, entry["keys"], entry["handshake_hash"])
        own_key = identity.key_of(entry["keys"], identity.SIGN)
        _require(signatures.verify(own_key, signed, entry["signature"]), "the device's own signature is not valid")
        device = RosterDevice(identity.device_id(self.group, entry["keys"]), entry["keys"], entry["role"], self.length)
        keys = [k["key"] for k in entry["keys"]["keys"]]
        _require(len(set(keys)) == 3, "the keys of a device differ")
        same = in_reset and device.id in self.present_devices()
        if same:
            device.added_at = self.devices[device.id].added_at
        _require(same or not any(k in self.keys_ever for k in keys), "a key that stood in the roster never comes again")
        return device

    def _check_rekey(self, rekey, ids):
        """ROSTER-5; `ids` are the devices after the entry."""
        _require(rekey is not None and rekey["epoch"] == self.epoch + 1, "the epoch is not the next one")
        _require(len(rekey["commitment"]) == 32 and len(rekey["root_box"]) == BOX_BYTES, "commitment or root box is malformed")
        _require([b["device_id"] for b in rekey["boxes"]] == sorted(ids), "the boxes are not for exactly the devices of the group")
        _require(all(len(b["sealed"]) == BOX_BYTES for b in rekey["boxes"]), "a box is malformed")
        return rekey

    def _admin_besides(self, device_id):
        return any(d.role == ADMIN for d in self.present_devices().values() if d.id != device_id)

    # One method for each kind: checks, and returns (devices that change, rekey or None).

    def _genesis(self, content, _signer):
        root_keys = (content["root_key"], content["root_seal_key"])
        _require(all(len(k) == 32 for k in root_keys), "the root's keys have 32 bytes")
        usable = crypto.is_canonical(root_keys[1]) and not crypto.has_small_order(root_keys[1])
        _require(usable, "the root's sealing key is not canonical or of small order")
        first = self._new_device(content["first"], (0,))
        own = [k["key"] for k in first.keys["keys"]]
        _require(len({*root_keys, *own}) == 5, "the root's keys and the device's differ")
        _require(first.role == ADMIN, "the first device is an admin")
        return [first], self._check_rekey(content["rekey"], [first.id])

    def _add(self, content, signer):
        device = self._new_device(content["device"], (32,))
        changes, rekey = [device], None
        ids = {*self.present_devices(), device.id}
        _require(bool(content["replaces"]) == (content["rekey"] is not None), "a new epoch comes exactly with a replaced device")
        if content["replaces"]:
            old = self.present_devices().get(content["replaces"])
            _require(old is not None and old.id != signer, "the replaced device is another one of the group")
            changes.append(self._out(old))
            rekey = self._check_rekey(content["rekey"], ids - {old.id})
        _require(len(ids) - (rekey is not None) <= MAX_DEVICES, "the group is full")
        return changes, rekey

    def _remove(self, content, signer):
        target = self.present_devices().get(content["device_id"])
        _require(target is not None and target.id != signer, "Remove names another device of the group")
        cut, cut_hash = content["last_device_seq"], content["last_blob_hash"]
        _require(cut <= identity.MAX_SEQUENCE and len(cut_hash) == (32 if cut else 0), "the cut is malformed")
        rest = set(self.present_devices()) - {target.id}
        return [self._out(target, cut, cut_hash)], self._check_rekey(content["rekey"], rest)

    def _rekey(self, content, _signer):
        return [], self._check_rekey(content, self.present_devices())

    def _leave(self, _content, signer):
        _require(self._admin_besides(signer), "the last admin cannot leave")
        return [self._out(self.devices[signer])], None

    def _set_role(self, content, _signer):
        target = self.present_devices().get(content["device_id"])
        _require(target is not None, "the device is not in the group")
        _require(content["role"] in (MEMBER, ADMIN, DORMANT) and content["role"] != target.role, "the role is unknown or the same")
        _require(content["role"] == ADMIN or self._admin_besides(target.id), "the last admin stays an admin")
        return [RosterDevice(target.id, target.keys, content["role"], target.added_at)], None

    def _reset(self, content, _signer):
        listed = [self._new_device(d, (0, 32), in_reset=True) for d in content["devices"]]
        ids = [d.id for d in listed]
        keys = [k["key"] for d in listed for k in d.keys["keys"]]
        _require(ids == sorted(set(ids)) and len(set(keys)) == len(keys), "devices are listed ascending, each once")
        _require(0 < len(ids) <= MAX_DEVICES, "the device list is empty or too long")
        _require(any(d.role == ADMIN for d in listed), "a group has an admin")
        gone = [self._out(d) for d in self.present_devices().values() if d.id not in ids]
        return gone + listed, self._check_rekey(content["rekey"], ids)

    def _close(self, _content, _signer):
        return [], None

    def _bad_box(self, content, signer):
        """ROSTER-11: once for an epoch, by a device that got a box of it."""
        rekey = self.rekeys.get(content["epoch"])
        _require(rekey is not None and signer in {b["device_id"] for b in rekey["boxes"]}, "the signer got no box of this epoch")
        _require((signer, content["epoch"]) not in self.bad_boxes, "this bad box was reported before")
        return [], None

    def _out(self, device, cut=-1, cut_hash=b""):
        return RosterDevice(device.id, device.keys, 0, device.added_at, self.length, cut, cut_hash)

    def _commit(self, entry, body, kind, after):
        changes, rekey = after
        if kind == "genesis":
            self.root_key, self.root_seal_key = body["genesis"]["root_key"], body["genesis"]["root_seal_key"]
            self.keys_ever.update({body["genesis"][k]: b"" for k in ("root_key", "root_seal_key")})
        for device in changes:
            self.devices[device.id] = device
            for key in device.keys["keys"]:
                self.keys_ever[key["key"]] = device.id
        self.epochs.append(rekey["epoch"] if rekey else self.epoch)
        self.owes_epoch = not rekey and (self.owes_epoch or kind == "leave")
        if rekey:
            self.rekeys[rekey["epoch"]] = rekey
        if kind == "bad_box":
            self.bad_boxes.add((body["signer"], body["bad_box"]["epoch"]))
        self.closed = kind == "close"
        self.hashes.append(entry_hash(entry))
        self.signers.append(body["signer"])
