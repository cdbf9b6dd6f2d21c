"""The pairing channel (section 9): what passes through the mailbox. Pure: bodies in, bodies out; both sides.

The inviter's side is here for the self-test; peer.py uses the joiner's.
"""

import crypto
import identity
import noise
import signatures
import wire
import words

MAX_BODY = 4_096
MAX_CHECKPOINTS = 64


class PairingStopped(Exception):
    """The other side, or what it sent, ended the pairing."""


def _prologue(invite):
    return crypto.labelled("pair", invite["group_id"], invite["mailbox_id"] + invite["relay_identity"])


def commitment(group, opening):
    return crypto.sha256(crypto.labelled("pair-commit", group, opening))


def _read(message, payload):
    try:
        return wire.decode_canonical(message, payload)
    except wire.WireError as bad:
        raise PairingStopped(str(bad)) from bad


class _Side:
    def __init__(self, invite, secrets, initiator, random):
        self.invite, self.secrets, self.group = invite, secrets, invite["group_id"]
        self.random = random(32)
        self.keys = secrets.public_keys()
        self.other = None
        self.transport = None
        self.handshake = noise.Handshake(
            "XXpsk3", initiator, _prologue(invite), secrets.noise, random(32), psk=invite["secret"]
        )

    def _read_handshake(self, body):
        if len(body) > MAX_BODY:
            raise PairingStopped("a message is too long")
        try:
            return self.handshake.read(body)
        except noise.NoiseError as bad:
            raise PairingStopped(f"the invite's secret does not fit, or somebody is in between: {bad}") from bad

    def _accept_other(self, offer):
        """PAIR-1: the keys are three that ROSTER-3 accepts, and the Noise key is the handshake's static key."""
        if not identity.has_proper_keys(offer["keys"]) or len(offer["random"]) != 32:
            raise PairingStopped("the other side's keys are malformed")
        if identity.key_of(offer["keys"], identity.NOISE) != self.handshake.remote_static:
            raise PairingStopped("the other side's Noise key is not the one of this channel")
        self.other = offer

    def send(self, kind, fields):
        """A PairMessage as a mailbox body."""
        return self.transport.write(wire.encode("PairMessage", {kind: fields}))

    def receive(self, body, *expected):
        """(kind, fields) of a PairMessage; anything but the expected kinds ends the pairing."""
        try:
            kind, fields = wire.only_field(wire.decode("PairMessage", self.transport.read(body)))
        except (noise.NoiseError, wire.WireError) as bad:
            raise PairingStopped(str(bad)) from bad
        if kind == "abort":
            raise PairingStopped(f"the other side stopped (reason {fields['reason']})")
        if kind == "about" and not all(map(identity.is_proper_name, (fields["group_name"], fields["inviter_name"]))):
            raise PairingStopped("a name holds signs that it must not")
        if kind not in expected:
            raise PairingStopped(f"{kind} came where {' or '.join(expected)} was due")
        return kind, fields

    def _words(self, joiner, inviter, ephemerals):
        return words.word_indices(
            self.group, joiner["random"], inviter["random"], ephemerals, joiner["keys"], inviter["keys"]
        )

    def join_input(self, joiner_keys):
        return identity.join_input(self.group, joiner_keys, self.transport.handshake_hash)


class Joiner(_Side):
    """The invited device."""

    def __init__(self, invite, secrets, name, random):
        super().__init__(invite, secrets, True, random)
        self.opening = wire.encode("PairOpen", {"random": self.random, "keys": self.keys, "name": name})

    def first(self):
        return self.handshake.write(wire.encode("PairCommit", {"commitment": commitment(self.group, self.opening)}))

    def third(self, second):
        """Message 3, from the inviter's message 2."""
        self._accept_other(_read("PairOffer", self._read_handshake(second)))
        body = self.handshake.write(self.opening)
        self.transport = self.handshake.finish()
        return body

    def consent(self):
        """PAIR-2: to be called after a person agreed."""
        signature = signatures.sign(self.secrets.sign, self.join_input(self.keys))
        return self.send("consent", {"signature": signature})

    def word_indices(self):
        ephemerals = [crypto.x25519_public(self.handshake.ephemeral), self.handshake.remote_ephemeral]
        return self._words({"random": self.random, "keys": self.keys}, self.other, ephemerals)

    @staticmethod
    def check_admit(admit):
        head, seen = admit["roster_head"], admit["seen"]
        if len(admit["checkpoint_hashes"]) > MAX_CHECKPOINTS or len(admit["history_streams"]) > MAX_CHECKPOINTS:
            raise PairingStopped("the other side names too many checkpoints or streams")
        sizes = len(admit["epoch_secret"]) == 32 and len(admit["stream_secret"]) == 32 and admit["epoch"] >= 1
        if not sizes or head is None or len(head["hash"]) != 32 or seen is None or len(seen["log_id"]) != 16:
            raise PairingStopped("the other side's last message is malformed")
        if len(seen["running_hash"]) not in (0, 32) or seen["cursor"] < 1:
            raise PairingStopped("the other side's last message is malformed")


class Inviter(_Side):
    """The inviting device, as far as the channel goes."""

    def __init__(self, invite, secrets, random):
        super().__init__(invite, secrets, False, random)
        self.commitment = b""

    def second(self, first):
        """Message 2, from the joiner's message 1."""
        self.commitment = _read("PairCommit", self._read_handshake(first))["commitment"]
        return self.handshake.write(wire.encode("PairOffer", {"random": self.random, "keys": self.keys}))

    def accept(self, third):
        """The joiner's PairOpen, from message 3; the handshake is over."""
        opening = self._read_handshake(third)
        if commitment(self.group, opening) != self.commitment:
            raise PairingStopped("the joiner's keys are not the ones it committed to")
        opened = _read("PairOpen", opening)
        if not identity.is_proper_name(opened["name"]):
            raise PairingStopped("the joiner's name holds signs that it must not")
        self._accept_other(opened)
        self.transport = self.handshake.finish()
        return self.other

    def device_entry(self, signature, role):
        """The DeviceEntry of the joiner; PAIR-4."""
        if not signatures.verify(
            identity.key_of(self.other["keys"], identity.SIGN), self.join_input(self.other["keys"]), signature
        ):
            raise PairingStopped("the joiner's signature is not valid")
        hashed = self.transport.handshake_hash
        return {"keys": self.other["keys"], "role": role, "handshake_hash": hashed, "signature": signature}

    def word_indices(self):
        ephemerals = [self.handshake.remote_ephemeral, crypto.x25519_public(self.handshake.ephemeral)]
        return self._words(self.other, {"random": self.random, "keys": self.keys}, ephemerals)
