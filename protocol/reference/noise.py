"""Noise (revision 34): XX and XXpsk3 with 25519, ChaChaPoly and BLAKE2s. An instance is one side of one handshake."""

import hashlib
import hmac

import crypto

MAX_MESSAGE = 65_535
TAG = 16
KEY = 32
REKEY_EVERY = 65_536
PATTERNS = {
    "XX": (("e",), ("e", "ee", "s", "es"), ("s", "se")),
    "XXpsk3": (("e",), ("e", "ee", "s", "es"), ("s", "se", "psk")),
}


class NoiseError(Exception):
    """A message that ends the session."""


def _blake2s(*parts):
    return hashlib.blake2s(b"".join(parts)).digest()


def _hkdf(chaining_key, key_material, outputs):
    """Noise section 4.3: HMAC with the handshake's own hash."""
    temp = hmac.digest(chaining_key, key_material, "blake2s")
    results, last = [], b""
    for i in range(1, outputs + 1):
        last = hmac.digest(temp, last + bytes([i]), "blake2s")
        results.append(last)
    return results


def _nonce(counter):
    return bytes(4) + counter.to_bytes(8, "little")


class CipherState:
    """One direction's key and counter; rekeys by count alone where told to (NOISE-5)."""

    def __init__(self, key, rekey_every=0):
        self.key = key
        self.counter = 0
        self.rekey_every = rekey_every

    def encrypt(self, aad, plaintext):
        out = crypto.chacha_seal(self.key, _nonce(self.counter), aad, plaintext)
        self._advance()
        return out

    def decrypt(self, aad, ciphertext):
        try:
            out = crypto.chacha_open(self.key, _nonce(self.counter), aad, ciphertext)
        except crypto.CryptoError as bad:
            raise NoiseError("a message does not verify") from bad
        self._advance()  # NOISE-1: only after the tag verified
        return out

    def _advance(self):
        self.counter += 1
        if self.counter >= 2**64 - 1:
            raise NoiseError("the nonces are used up")
        if self.rekey_every and self.counter % self.rekey_every == 0:
            self.rekey()

    def rekey(self):
        """Noise section 4.2, REKEY: the first 32 bytes of 32 zeros encrypted under the highest nonce."""
        self.key = crypto.chacha_seal(self.key, _nonce(2**64 - 1), b"", bytes(KEY))[:KEY]


class Transport:
    """What a finished handshake yields."""

    def __init__(self, sending, receiving, handshake_hash):
        self.sending = sending
        self.receiving = receiving
        self.handshake_hash = handshake_hash

    def write(self, plaintext):
        if len(plaintext) + TAG > MAX_MESSAGE:
            raise ValueError("a Noise message holds at most 65 519 bytes")
        return self.sending.encrypt(b"", plaintext)

    def read(self, message):
        if not TAG <= len(message) <= MAX_MESSAGE:
            raise NoiseError("a message has an impossible length")
        return self.receiving.decrypt(b"", message)


class Handshake:
    """One side of XX or XXpsk3. Messages alternate, the initiator first; finish() yields the transport."""

    def __init__(self, pattern, initiator, prologue, static_private, ephemeral_private, psk=None):
        self.initiator = initiator
        self.psk = psk
        self.static = static_private
        self.ephemeral = ephemeral_private
        self.remote_static = None
        self.remote_ephemeral = None
        self.steps = PATTERNS[pattern]
        self.done = 0
        self.cipher = None
        name = f"Noise_{pattern}_25519_ChaChaPoly_BLAKE2s".encode("ascii")
        self.hash = name.ljust(32, b"\x00") if len(name) <= 32 else _blake2s(name)
        self.chaining_key = self.hash
        self._mix_hash(prologue)

    def _mix_hash(self, data):
        self.hash = _blake2s(self.hash, data)

    def _mix_key(self, material):
        self.chaining_key, key = _hkdf(self.chaining_key, material, 2)
        self.cipher = CipherState(key)

    def _mix_key_and_hash(self, material):
        self.chaining_key, to_hash, key = _hkdf(self.chaining_key, material, 3)
        self._mix_hash(to_hash)
        self.cipher = CipherState(key)

    def _encrypt_and_hash(self, plaintext):
        out = self.cipher.encrypt(self.hash, plaintext) if self.cipher else plaintext
        self._mix_hash(out)
        return out

    def _decrypt_and_hash(self, data):
        out = self.cipher.decrypt(self.hash, data) if self.cipher else data
        self._mix_hash(data)
        return out

    def _agree(self, token):
        """ee, es, se: the first letter is the initiator's key, the second the responder's."""
        mine, theirs = (token[0], token[1]) if self.initiator else (token[1], token[0])
        private = self.static if mine == "s" else self.ephemeral
        public = self.remote_static if theirs == "s" else self.remote_ephemeral
        try:
            self._mix_key(crypto.x25519(private, public))
        except crypto.CryptoError as zero:
            raise NoiseError("a key agreement gives zero") from zero

    def _take_e(self, public):
        self._mix_hash(public)
        if self.psk is not None:  # Noise section 9.2
            self._mix_key(public)

    def write(self, payload):
        """The next message, which must be this side's."""
        if self.complete or (self.done % 2 == 0) != self.initiator:
            raise RuntimeError("it is not this side's turn")
        out = b""
        for token in self.steps[self.done]:
            if token == "e":
                public = crypto.x25519_public(self.ephemeral)
                self._take_e(public)
                out += public
            elif token == "s":
                out += self._encrypt_and_hash(crypto.x25519_public(self.static))
            elif token == "psk":
                self._mix_key_and_hash(self.psk)
            else:
                self._agree(token)
        out += self._encrypt_and_hash(payload)
        if len(out) > MAX_MESSAGE:
            raise ValueError("a handshake message is too long")
        self.done += 1
        return out

    def read(self, message):
        """The payload of the other side's next message; NoiseError ends the handshake."""
        if self.complete or (self.done % 2 == 0) == self.initiator:
            raise NoiseError("a handshake message out of turn")
        if len(message) > MAX_MESSAGE:
            raise NoiseError("a handshake message is too long")
        rest = message
        for token in self.steps[self.done]:
            if token == "e":
                self.remote_ephemeral, rest = self._cut(rest, KEY)
                self._take_e(self.remote_ephemeral)
            elif token == "s":
                sealed, rest = self._cut(rest, KEY + TAG)
                self.remote_static = self._decrypt_and_hash(sealed)
            elif token == "psk":
                self._mix_key_and_hash(self.psk)
            else:
                self._agree(token)
        payload = self._decrypt_and_hash(rest)
        self.done += 1
        return payload

    @staticmethod
    def _cut(data, size):
        if len(data) < size:
            raise NoiseError("a handshake message is shorter than its pattern")
        return data[:size], data[size:]

    @property
    def complete(self):
        return self.done == len(self.steps)

    def finish(self):
        """Noise section 5.2, Split. Both directions rekey by count."""
        if not self.complete:
            raise RuntimeError("the handshake is not finished")
        first, second = (CipherState(k, REKEY_EVERY) for k in _hkdf(self.chaining_key, b"", 2))
        sending, receiving = (first, second) if self.initiator else (second, first)
        return Transport(sending, receiving, self.hash)
