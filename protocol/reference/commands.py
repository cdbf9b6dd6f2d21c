"""What a member does on the command line."""

import base64
import hashlib
import secrets
from pathlib import Path

import roster
import seal
import wire
from connection import Connection
from device import Session, SessionEnded
from running import report, run
from store import Store

STEP_SECONDS = 30
MAX_TEXT_SHOWN = 65_536


def push(args):
    store = Store.load(args.store)
    bodies = [text.encode("utf-8") for text in args.text] + [Path(f).read_bytes() for f in args.file]
    planner, stream = Session(store, report).outbox, store.stream_id(args.stream)
    for body in bodies:
        planner.queue(body, args.content_type, stream)
    _push_all(store, args.seconds)


def _push_all(store, seconds):
    store.save()

    def everything_is_there(session):
        if session.outbox.refused_for_good:
            raise SessionEnded(session.outbox.blocked, final=True)
        return session.caught_up and not store.state["outbox"] and not session.receiver.ahead

    run(store, everything_is_there, seconds)


def sync(args):
    """Takes what is there and acknowledges it; `watch` shows it later."""
    store = Store.load(args.store)
    run(store, lambda session: session.caught_up, args.seconds)


def checkpoint(args):
    """Pushes the state that a stream has where this device stands: after everything that `watch` has shown."""
    store, body = Store.load(args.store), Path(args.file).read_bytes()
    stream = store.stream_id(args.stream)
    shown = not any(i["stream"] == stream.hex() for i in store.state["inbox"])
    if store.state["outbox"] or not shown or Session(store, report).receiver.history.waits(stream.hex()):
        raise SystemExit("push what waits and watch what came first: a checkpoint stands for all of it")
    covers = store.log.cursor
    Session(store, report).outbox.queue_checkpoint(body, stream, covers, args.part_bytes)
    report("checkpoint_made", stream_id=stream.hex(), covers=covers, parts=len(store.state["outbox"]))
    _push_all(store, args.seconds)


def watch(args):
    store = Store.load(args.store)
    for name in args.stream:
        store.stream_id(name)
    shown = 0

    def show_and_count(session):
        nonlocal shown
        inbox = store.state["inbox"]
        while inbox and shown < args.count:
            show(inbox[0], store)
            inbox.pop(0)
            store.save()
            shown += 1
        return shown >= args.count

    if not show_and_count(None):
        run(store, show_and_count, args.seconds, args.keep_sealed)


def show(item, store):
    body = base64.b64decode(item["body"])
    event = {k: v for k, v in item.items() if k not in ("body", "stream")}
    event.update(stream=store.state["streams"].get(item["stream"]), stream_id=item["stream"])
    event.update(size=len(body), sha256=hashlib.sha256(body).hexdigest())
    if len(body) <= MAX_TEXT_SHOWN:
        try:
            event["text"] = body.decode("utf-8")
        except UnicodeDecodeError:
            event["base64"] = item["body"]
    report("restore" if item["kind"] == seal.CHECKPOINT else "payload", **event)


def remove(args):
    """As an admin: puts a device out of the group, and waits until that stands in the roster."""
    store = Store.load(args.store)
    device = bytes.fromhex(args.device)
    if device not in store.roster.present_devices() or device == store.device_id:
        raise SystemExit("no other device of the group has this id")
    store.state["removing"].append(device.hex())
    store.save()

    def is_out(session):
        chain = store.roster
        if session.caught_up and chain.devices[store.device_id].role != roster.ADMIN:
            raise SessionEnded("only an admin removes a device", final=True)
        return session.caught_up and device not in chain.present_devices()

    run(store, is_out, args.seconds)


def knock(args):
    """Says Hello with this device's key, also when it knows that it is out, and tells the relay's first answer."""
    store = Store.load(args.store)
    pinned = bytes.fromhex(store.state["relay_identity"])
    group = secrets.token_bytes(32) if args.unknown_group else store.group
    connection = Connection.open(store.state["relay_urls"], pinned, store.secrets.noise)
    try:
        connection.send("hello", {"group_id": group, "store_incarnation": secrets.token_bytes(16), "receive_window": 65_536})
        name, fields = connection.receive(STEP_SECONDS)
        report("answer", frame=name, bytes=wire.encode("RelayFrame", {name: fields}).hex())
    finally:
        connection.close()


def open_sealed(args):
    """Opens a Deliver that `watch --keep-sealed` kept, with any epoch secret that this device has."""
    store = Store.load(args.store)
    frame = wire.decode("Deliver", Path(args.file).read_bytes())
    sender, refusals = store.roster.devices[frame["sender"]], []
    for number in store.state["epochs"]:
        try:
            header, body = seal.open_payload(store.group, store.epoch_secrets(number)[0], sender.keys, sender.id, frame)
        except seal.NotOpened as bad:
            refusals.append(f"secret of epoch {number}: {bad}")
            continue
        report("opened", epoch=header["epoch"], seq=header["device_seq"], size=len(body), sha256=hashlib.sha256(body).hexdigest())
        return
    report("not_opened", epoch=frame["epoch"], seq=frame["device_seq"], why=refusals)
    raise SystemExit(1)
