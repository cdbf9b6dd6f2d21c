"""Ed25519, verified as SIG-1 demands: S < L, and A and R canonical encodings of points of order exactly L."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def public_of_seed(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed, message):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def _add(p, q):
    """RFC 8032 section 5.1.4, extended coordinates; complete, so it doubles too."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _multiply(scalar, point):
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _is_identity(point):
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def _decompress(encoded):
    """RFC 8032 section 5.1.3, or None where the bytes are no canonical encoding of a point."""
    y = int.from_bytes(encoded, "little")
    sign_bit, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * SQRT_MINUS_ONE % P
    if v * x * x % P != u or (x == 0 and sign_bit):
        return None
    if x & 1 != sign_bit:
        x = P - x
    return (x, y, 1, x * y % P)


@lru_cache(maxsize=1024)
def has_prime_order(encoded):
    """Whether the bytes are the canonical encoding of a point of order exactly L."""
    point = _decompress(encoded) if len(encoded) == 32 else None
    return point is not None and not _is_identity(point) and _is_identity(_multiply(L, point))


def verify(public, message, signature):
    """Whether the signature is valid under SIG-1."""
    if len(public) != 32 or len(signature) != 64:
        return False
    if int.from_bytes(signature[32:], "little") >= L:
        return False
    if not has_prime_order(bytes(public)) or not has_prime_order(bytes(signature[:32])):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
