"""A WebSocket with Noise inside (section 3): frames out, frames in. One thread."""

import re
import secrets
import time

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import connect

import channel
import noise
import relay_identity
import wire

PROTOCOL = "0k.1.std1-draft"
HANDSHAKE_SECONDS = 10
PING_SECONDS = 25
SILENCE_SECONDS = 75
SLOT = re.compile(r"([0-9]{1,6}) ([A-Za-z0-9_-]{1,64})", re.ASCII)  # DOOR-1
SLOTS_IN_A_ROW = 3
LONGEST_WAIT_SECONDS = 300


class ConnectionLost(Exception):
    """The relay cannot be reached, or the connection ended."""


class Connection:
    """An established connection to a relay whose certificate was accepted."""

    def __init__(self, socket, transport, identity):
        self.socket = socket
        self.transport = transport
        self.relay_identity = identity
        self.reader = channel.FrameReader("RelayFrame")

    @classmethod
    def open(cls, urls, pinned_identity, noise_private):
        """Connects to the first of the URLs that answers. RelayRefused where the answer is of another relay."""
        failures = []
        for url in urls:
            try:
                return cls._open_one(url, pinned_identity, noise_private)
            except (OSError, TimeoutError, WebSocketException, noise.NoiseError) as failed:
                failures.append(f"{url}: {failed}")
        raise ConnectionLost("; ".join(failures))

    @classmethod
    def _connect(cls, url):
        """A WebSocket; waits for the slots that the relay's door gives (DOOR-5)."""
        offered = [PROTOCOL]
        for _ in range(SLOTS_IN_A_ROW):
            try:
                return cls._knock(url, offered)
            except InvalidStatus as refused:
                slot = SLOT.fullmatch(refused.response.headers.get("0k-Slot", ""))
                if slot is None:
                    raise
                time.sleep(min(int(slot[1]) / 1000, LONGEST_WAIT_SECONDS))
                offered = [PROTOCOL, "0k-slot." + slot[2]]
        return cls._knock(url, offered)

    @staticmethod
    def _knock(url, offered):
        return connect(
            url, subprotocols=offered, compression=None, proxy=None, max_size=noise.MAX_MESSAGE,
            open_timeout=HANDSHAKE_SECONDS, ping_interval=PING_SECONDS, ping_timeout=SILENCE_SECONDS,
        )

    @classmethod
    def _open_one(cls, url, pinned_identity, noise_private):
        socket = cls._connect(url)
        try:
            if socket.subprotocol != PROTOCOL:
                raise noise.NoiseError("the relay did not select the sub-protocol")
            offered = selected = PROTOCOL.encode("ascii")
            prologue = b"0k/noise/v1\x00" + selected + b"\x00" + offered
            handshake = noise.Handshake("XX", True, prologue, noise_private, secrets.token_bytes(32))
            socket.send(handshake.write(b""))
            certificate = handshake.read(cls._binary(socket.recv(HANDSHAKE_SECONDS)))
            identity, _ = relay_identity.check_certificate(
                certificate, handshake.remote_static, pinned_identity, int(time.time())
            )
            socket.send(handshake.write(b""))  # NOISE-6: only now
            return cls(socket, handshake.finish(), identity)
        except BaseException:
            socket.close()
            raise

    @staticmethod
    def _binary(message):
        if isinstance(message, str):
            raise noise.NoiseError("a text message")
        return message

    def send(self, name, fields):
        """One frame of the client."""
        try:
            for record in channel.records_of(name, wire.encode("ClientFrame", {name: fields})):
                self.socket.send(self.transport.write(record))
        except (ConnectionClosed, OSError) as closed:
            raise ConnectionLost(str(closed)) from closed

    def receive(self, timeout):
        """(name, fields) of the relay's next frame; TimeoutError after so many seconds without one."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                message = self.socket.recv(max(0, deadline - time.monotonic()))
                frame = self.reader.read(self.transport.read(self._binary(message)))
            except (noise.NoiseError, channel.ChannelError) as bad:
                self.close()
                raise ConnectionLost(f"the relay sent what it must not: {bad}") from bad
            except (ConnectionClosed, OSError) as closed:
                if isinstance(closed, TimeoutError):
                    raise
                raise ConnectionLost(str(closed)) from closed
            if frame is not None:
                return frame

    def close(self):
        self.socket.close()
