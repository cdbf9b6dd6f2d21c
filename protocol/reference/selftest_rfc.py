"""Vectors of RFCs and drafts, typed in."""

import hashlib

import crypto
import hpke
import signatures
from check import Checks

h = bytes.fromhex
SUNSCREEN = (
    b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
)


def run():
    checks = Checks("RFC vectors")
    _hashes(checks)
    _agreement(checks)
    _ciphers(checks)
    _ed25519(checks)
    _hpke(checks)
    return [checks]


def _hashes(checks):
    checks.equal("SHA-256 abc", crypto.sha256(b"abc"), h("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
    checks.equal(
        "RFC 7693 BLAKE2s abc", hashlib.blake2s(b"abc").digest(),
        h("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"),
    )
    checks.equal(
        "RFC 5869 A.1", crypto.hkdf(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42),
        h("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
    )
    checks.equal(
        "RFC 5869 A.3", crypto.hkdf(b"\x0b" * 22, b"", b"", 42),
        h("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    )


def _agreement(checks):
    nine = b"\x09" + bytes(31)
    checks.equal(
        "RFC 7748 5.2 after one iteration", crypto.x25519(nine, nine),
        h("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"),
    )
    bob = h("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    checks.equal(
        "RFC 7748 6.1 shared", crypto.x25519(bob, h("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")),
        h("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"),
    )
    checks.refused("all-zero agreement", crypto.CryptoError, lambda: crypto.x25519(bob, bytes(32)))


def _ciphers(checks):
    checks.equal(
        "draft-irtf-cfrg-xchacha 2.2.1 HChaCha20",
        crypto.hchacha20(bytes(range(32)), h("000000090000004a0000000031415927")),
        h("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"),
    )
    key, aad = bytes(range(0x80, 0xA0)), h("50515253c0c1c2c3c4c5c6c7")
    sealed = crypto.chacha_seal(key, h("070000004041424344454647"), aad, SUNSCREEN)
    checks.equal("RFC 8439 2.8.2 tag", sealed[-16:], h("1ae10b594f09e26a7e902ecbd0600691"))
    nonce = bytes(range(0x40, 0x58))
    sealed = crypto.xchacha_seal(key, nonce, aad, SUNSCREEN)
    checks.equal("xchacha A.3.1 first bytes", sealed[:16], h("bd6d179d3e83d43b9576579493c0e939"))
    checks.equal("xchacha A.3.1 tag", sealed[-16:], h("c0875924c1c7987947deafd8780acf49"))
    checks.equal("xchacha A.3.1 opened", crypto.xchacha_open(key, nonce, aad, sealed), SUNSCREEN)
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    checks.refused("flipped tag", crypto.CryptoError, lambda: crypto.xchacha_open(key, nonce, aad, flipped))


def _ed25519(checks):
    seed = h("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = h("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = h(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    checks.equal("RFC 8032 test 1 key", signatures.public_of_seed(seed), public)
    checks.equal("RFC 8032 test 1 signature", signatures.sign(seed, b""), signature)
    checks.true("RFC 8032 test 1", signatures.verify(public, b"", signature))
    checks.true("another message", not signatures.verify(public, b"x", signature))
    s = int.from_bytes(signature[32:], "little") + signatures.L
    checks.true("SIG-1: S + L", not signatures.verify(public, b"", signature[:32] + s.to_bytes(32, "little")))
    one = (1).to_bytes(32, "little")
    checks.true("SIG-1: A of small order", not signatures.verify(one, b"", one + bytes(32)))
    checks.true("SIG-1: y of p + 1 is no canonical encoding", not signatures.has_prime_order((signatures.P + 1).to_bytes(32, "little")))
    mixed = _plus_order_two(public)
    checks.true("SIG-1: a part of small order", not signatures.has_prime_order(mixed) and signatures.has_prime_order(public))


def _plus_order_two(encoded):
    """The point plus (0, -1): (x, y) becomes (-x, -y)."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    return (signatures.P - y | (1 - sign) << 255).to_bytes(32, "little")


def _hpke(checks):
    sealed = hpke.seal(
        h("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"),
        h("4f6465206f6e2061204772656369616e2055726e"), h("436f756e742d30"),
        h("4265617574792069732074727574682c20747275746820626561757479"),
        h("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"),
    )
    checks.equal("RFC 9180 A.2.1 enc", sealed[:32], h("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"))
    checks.equal(
        "RFC 9180 A.2.1 sequence 0", sealed[32:],
        h("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"),
    )
    opened = hpke.open_box(
        h("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"),
        h("4f6465206f6e2061204772656369616e2055726e"), h("436f756e742d30"), sealed,
    )
    checks.equal("RFC 9180 A.2.1 opened", opened, b"Beauty is truth, truth beauty")
