"""What an admin's device appends to the roster (section 5): Remove, and the Rekey that answers a Leave (ROSTER-12)."""

import secrets
import time

import epoch
import identity
import roster


def rekey(store, without=None):
    """A Rekey with a fresh epoch secret for the devices of the group, but for one that goes out with the same entry."""
    chain, number = store.roster, store.roster.epoch + 1
    _, stream_secret = store.epoch_secrets(chain.epoch)
    both = secrets.token_bytes(32) + stream_secret

    def box(public, associated):
        return epoch.seal_box(store.group, number, both, public, associated, secrets.token_bytes(32))

    rest = sorted(d.id for d in chain.present_devices().values() if d.id != without)
    seal_keys = {i: identity.key_of(chain.devices[i].keys, identity.SEAL) for i in rest}
    return {
        "epoch": number, "commitment": epoch.commitment(store.group, number, both),
        "boxes": [{"device_id": i, "sealed": box(seal_keys[i], i)} for i in rest],
        "root_box": box(chain.root_seal_key, store.group),
    }


def remove(store, device_id):
    """ROSTER-6: names the last blob of the device that opened here; later ones count for nobody."""
    known = store.state["senders"].get(device_id.hex(), {"hashes": {}})
    opened = known.get("opened", 0)
    hashed = known["hashes"].get(str(opened), "")
    return {
        "device_id": device_id, "last_device_seq": opened if hashed else 0, "last_blob_hash": bytes.fromhex(hashed),
        "rekey": rekey(store, without=device_id),
    }


def signed(store, kind, content):
    """The entry that would follow the store's roster."""
    head = store.roster.head()
    body = {
        "version": 1, "index": head["length"], "previous": head["hash"], "signer": store.device_id,
        "signed_at_millis": int(time.time() * 1000), kind: content,
    }
    return roster.sign_entry(store.group, body, store.secrets.sign)


class Administrator:
    """Decides for one session what to append. Once for each head: a lost race (1008) shows in a longer roster, and is decided again."""

    def __init__(self, store):
        self.store = store
        self.asked_at = -1

    def next_entry(self):
        """The entry to append now, or None."""
        chain = self.store.roster
        own = chain.present_devices().get(self.store.device_id)
        may = own is not None and own.role == roster.ADMIN and self.store.epoch_secrets(chain.epoch) is not None
        if not may or self.waiting:
            return None
        wanted = self._wanted()
        if wanted is not None:
            self.asked_at = chain.length
        return wanted

    @property
    def waiting(self):
        """Whether an entry was sent that no longer roster has answered yet."""
        return self.asked_at == self.store.roster.length

    def _wanted(self):
        chain = self.store.roster
        to_remove = self.store.state["removing"]
        to_remove[:] = [d for d in to_remove if bytes.fromhex(d) in chain.present_devices()]
        if to_remove:
            return signed(self.store, "remove", remove(self.store, bytes.fromhex(to_remove[0])))
        if chain.owes_epoch:
            return signed(self.store, "rekey", rekey(self.store))
        return None
