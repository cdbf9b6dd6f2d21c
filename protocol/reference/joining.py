"""Joining a group with an invite link (section 9): the mailbox, the person, the store's first state."""

import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path

import invite as invites
import pairing
import words
from connection import Connection, ConnectionLost
from identity import NOISE, DeviceSecrets, is_proper_name, key_of
from running import report, run
from store import Store

JOINED, BODY, CLOSED, EXPIRED = 2, 3, 4, 5
STEP_SECONDS = 120
PERSON_SECONDS = 600


class Mailbox:
    """The joiner's end of a mailbox (section 6.6)."""

    def __init__(self, connection, mailbox_id):
        self.connection, self.id = connection, mailbox_id

    def join(self):
        self.connection.send("mailbox_join", {"mailbox_id": self.id})
        self._expect(JOINED, STEP_SECONDS)

    def send(self, body):
        self.connection.send("mailbox_send", {"mailbox_id": self.id, "body": body})

    def receive(self, seconds=STEP_SECONDS):
        return self._expect(BODY, seconds)

    def _expect(self, event, seconds):
        while True:
            name, fields = self.connection.receive(seconds)
            if name == "error":
                raise pairing.PairingStopped(fields["message"])
            if name != "mailbox_message" or fields["mailbox_id"] != self.id:
                continue
            if fields["event"] in (CLOSED, EXPIRED):
                raise pairing.PairingStopped("the invite ended: the other side closed it, or its time is over")
            if fields["event"] == event:
                return fields["body"]

    def close(self):
        self.connection.send("mailbox_close", {"mailbox_id": self.id})
        self.connection.send("bye", {})


def join(args):
    if Path(args.store).exists():
        raise SystemExit(f"{args.store} exists already; a store holds one device of one group")
    if not is_proper_name(args.name):
        raise SystemExit("a device name has at most 256 characters, none of them invisible")
    invite = invites.parse(args.link, int(time.time()))
    device = DeviceSecrets.generate(secrets.token_bytes)
    connection = Connection.open(invite["relay_urls"], invite["relay_identity"], device.noise)
    try:
        side = pairing.Joiner(invite, device, args.name, secrets.token_bytes)
        store = pair(Mailbox(connection, invite["mailbox_id"]), side, args)
    finally:
        connection.close()
    run(store, lambda session: session.caught_up, STEP_SECONDS)
    report("admitted", device=store.device_id.hex(), group=store.group.hex(), epoch=store.roster.epoch,
           roster_length=store.roster.length, devices=len(store.roster.present_devices()))


def pair(mailbox, side, args):
    """Messages 1 to 7 of section 9; the store, saved."""
    mailbox.join()
    mailbox.send(side.first())
    mailbox.send(side.third(mailbox.receive()))
    _, about = side.receive(mailbox.receive(), "about")
    report("about", **about)
    if not args.yes and not agreed():
        mailbox.send(side.send("abort", {"reason": 1}))
        mailbox.close()
        raise pairing.PairingStopped("declined here")
    mailbox.send(side.consent())
    report("words", words=words.words_of(side.word_indices()))
    _, admit = side.receive(mailbox.receive(PERSON_SECONDS), "admit")
    side.check_admit(admit)
    store = Store.create(args.store, side.invite, side.secrets, args.name, admit)
    store.state["admit_signer"] = key_of(side.other["keys"], NOISE).hex()
    store.save()
    with suppress(ConnectionLost):  # a joiner that has PairAdmit is in, whatever comes after it; the other side may be gone first
        mailbox.send(side.send("done", {}))
        mailbox.close()
    return store


def agreed():
    print("Join this group? Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "yes"
