"""A device of a group on the command line: join, push, watch. One JSON object on standard output for each event."""

import argparse
import base64
import hashlib
import json
import random
import secrets
import sys
import time
from pathlib import Path

import invite as invites
import pairing
import words
from connection import Connection, ConnectionLost
from device import Session, SessionEnded
from identity import NOISE, DeviceSecrets, is_proper_name, key_of
from relay_identity import RelayRefused
from store import Store

MAX_TEXT_SHOWN = 65_536
JOINED, BODY, CLOSED, EXPIRED = 2, 3, 4, 5
STEP_SECONDS = 120
PERSON_SECONDS = 600


def report(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


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
    mailbox.send(side.send("done", {}))
    mailbox.close()
    return store


def agreed():
    print("Join this group? Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


def run(store, done, seconds):
    """Holds a session, and comes back after a loss (SESS-5), until `done(session)`; SessionEnded where that cannot be."""
    for reason in (store.state["stopped"], store.state["fork"]):
        if reason:
            raise SessionEnded(reason, final=True)
    deadline, failures = time.monotonic() + seconds, 0
    while True:
        session = Session(store, report)
        try:
            session.open()
            follow(session, done, deadline)
            session.connection.send("bye", {})
            return
        except SessionEnded as ended:
            if ended.final:
                raise
            wait = ended.after
        except ConnectionLost as lost:
            if store.state["stopped"]:
                raise SessionEnded(store.state["stopped"], final=True) from lost
            report("connection_lost", why=str(lost))
            wait = random.uniform(0, min(30.0, 2.0**failures))
            failures += 1
        finally:
            session.close()
        if time.monotonic() + wait > deadline:
            raise TimeoutError("the time given is over")
        time.sleep(wait)


def follow(session, done, deadline):
    while not done(session):
        if time.monotonic() > deadline:
            raise TimeoutError("the time given is over")
        try:
            session.step(min(1.0, max(0.01, deadline - time.monotonic())))
        except TimeoutError:
            session.push()  # a delay that the relay named may be over


def push(args):
    store = Store.load(args.store)
    bodies = [text.encode("utf-8") for text in args.text] + [Path(f).read_bytes() for f in args.file]
    planner = Session(store, report).outbox
    for body in bodies:
        planner.queue(body, args.content_type)
    store.save()

    def everything_is_there(session):
        if session.outbox.refused_for_good:
            raise SessionEnded(session.outbox.blocked, final=True)
        return session.caught_up and not store.state["outbox"]

    run(store, everything_is_there, args.seconds)


def watch(args):
    store = Store.load(args.store)
    shown = 0

    def show_and_count(session):
        nonlocal shown
        inbox = store.state["inbox"]
        while inbox and shown < args.count:
            show(inbox[0])
            inbox.pop(0)
            store.save()
            shown += 1
        return shown >= args.count

    if not show_and_count(None):
        run(store, show_and_count, args.seconds)


def show(item):
    body = base64.b64decode(item["body"])
    event = {k: v for k, v in item.items() if k != "body"}
    event.update(size=len(body), sha256=hashlib.sha256(body).hexdigest())
    if len(body) <= MAX_TEXT_SHOWN:
        try:
            event["text"] = body.decode("utf-8")
        except UnicodeDecodeError:
            event["base64"] = item["body"]
    report("payload", **event)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("join", help="join a group with an invite link")
    one.add_argument("link")
    one.add_argument("--name", default="python")
    one.add_argument("--yes", action="store_true", help="agree without asking")
    one.set_defaults(run=join)
    one = commands.add_parser("push", help="push texts or files, and wait until the relay has them")
    one.add_argument("text", nargs="*")
    one.add_argument("--file", action="append", default=[])
    one.add_argument("--content-type", default="text/plain")
    one.set_defaults(run=push)
    one = commands.add_parser("watch", help="print payloads of the other devices and acknowledge them")
    one.add_argument("--count", type=int, required=True)
    one.set_defaults(run=watch)
    for command in commands.choices.values():
        command.add_argument("--store", required=True)
        command.add_argument("--seconds", type=float, default=300.0, help="give up after this time")
    return parser.parse_args()


def main():
    args = arguments()
    try:
        args.run(args)
    except (invites.InviteRefused, pairing.PairingStopped, RelayRefused, ConnectionLost, TimeoutError) as failed:
        report("failed", why=str(failed))
        raise SystemExit(1) from failed
    except SessionEnded as ended:
        report("ended", why=str(ended))
        raise SystemExit(3) from ended


if __name__ == "__main__":
    main()
