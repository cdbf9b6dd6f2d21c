"""What a device keeps: one JSON file, readable by its owner only, replaced as a whole each time.

The keys stand in it in the clear: this is a reference, not a place for real data.
"""

import json
import os
from pathlib import Path

import history
import identity
import roster
import seal
from log import LogView

SECRET_NAMES = ("noise", "sign", "seal")


class Store:
    """The state of one device in one group. Byte strings are kept as hexadecimal text."""

    def __init__(self, path, state):
        self.path = Path(path)
        self.state = state
        self.group = bytes.fromhex(state["group_id"])
        self.device_id = bytes.fromhex(state["device_id"])
        self.secrets = identity.DeviceSecrets(*(bytes.fromhex(state["keys"][n]) for n in SECRET_NAMES))
        self.roster = roster.Roster(self.group)
        self.out_cursors = {}
        for placed in state["roster"]:
            self._take_entry(placed)
        kept = state["log"]
        history = [(c, _bytes_or_none(e), _bytes_or_none(r)) for c, e, r in kept["history"]]
        self.log = LogView(
            self.group, bytes.fromhex(kept["log_id"]), kept["cursor"], _bytes_or_none(kept["running"]), history
        )

    @classmethod
    def load(cls, path):
        return cls(path, json.loads(Path(path).read_text(encoding="utf-8")))

    @classmethod
    def create(cls, path, invite, device_secrets, name, admit):
        """The state right after PairAdmit; nothing of the roster is known yet."""
        keys = device_secrets.public_keys()
        seen = admit["seen"]
        state = {
            "group_id": invite["group_id"].hex(),
            "device_id": identity.device_id(invite["group_id"], keys).hex(),
            "name": name,
            "relay_urls": invite["relay_urls"],
            "relay_identity": invite["relay_identity"].hex(),
            "keys": {n: getattr(device_secrets, n).hex() for n in SECRET_NAMES},
            "epochs": {str(admit["epoch"]): (admit["epoch_secret"] + admit["stream_secret"]).hex()},
            "admit": {"length": admit["roster_head"]["length"], "hash": admit["roster_head"]["hash"].hex()},
            "admit_cursor": seen["cursor"],
            "admit_signer": "",
            "roster": [],
            "log": {
                "log_id": seen["log_id"].hex(), "cursor": seen["cursor"],
                "running": seen["running_hash"].hex() or None, "history": [],
            },
            "senders": {}, "own": {"next_seq": 1, "hashes": {}}, "outbox": [], "inbox": [], "parked": [],
            "bad_epochs": [], "fork": "", "stopped": "", "streams": {"": ""}, "removing": [],
            "history": history.fresh(admit.get("history_streams", ()), seen["cursor"]),
        }
        return cls(path, state)

    def _take_entry(self, placed):
        entry = {"body": bytes.fromhex(placed["body"]), "signature": bytes.fromhex(placed["signature"])}
        kind, content = self.roster.append(entry)
        for device in self.roster.devices.values():
            if not device.present:
                self.out_cursors.setdefault(device.id, placed["cursor"])
            else:
                self.out_cursors.pop(device.id, None)
        return kind, content

    def add_entry(self, cursor, entry):
        """Verifies and keeps a roster entry; RosterRefused leaves everything as it was."""
        placed = {"cursor": cursor, "body": entry["body"].hex(), "signature": entry["signature"].hex()}
        result = self._take_entry(placed)
        self.state["roster"].append(placed)
        return result

    def epoch_secrets(self, epoch):
        """Epoch secret and stream secret, or None."""
        both = self.state["epochs"].get(str(epoch))
        return None if both is None else (bytes.fromhex(both)[:32], bytes.fromhex(both)[32:])

    def stream_secret(self):
        """The group's, as the inviter gave it: no later epoch changes it (ROSTER-13)."""
        return self.epoch_secrets(next(iter(self.state["epochs"])))[1]

    def stream_id(self, name):
        """A stream's id, by the app's name for it, which is remembered; empty for the default stream."""
        stream = seal.stream_id(self.stream_secret(), self.group, name)
        self.state["streams"][stream.hex()] = name
        return stream

    def remember_own(self, seq, blob_hash):
        """Kept for ever: the stream may show any of them again as PushAck (DELIV-2)."""
        self.state["own"]["hashes"][str(seq)] = blob_hash.hex()

    def own_hash(self, seq):
        return _bytes_or_none(self.state["own"]["hashes"].get(str(seq)))

    def save(self):
        """Durable before it returns."""
        self.state["log"] = {
            "log_id": self.log.log_id.hex(),
            "cursor": self.log.cursor,
            "running": self.log.running.hex() if self.log.running else None,
            "history": [[c, e.hex() if e else None, r.hex() if r else None] for c, e, r in self.log.history],
        }
        fresh = self.path.with_name(self.path.name + ".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(self.state, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, self.path)


def _bytes_or_none(text):
    return None if text is None else bytes.fromhex(text)
