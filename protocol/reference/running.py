"""Holding sessions one after the other until something is done, and telling of it: one JSON object on standard output for each event."""

import json
import random
import time

from connection import ConnectionLost
from device import Session, SessionEnded


def report(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


def run(store, done, seconds, sealed_to=None):
    """Holds a session, and comes back after a loss (SESS-5), until `done(session)`; SessionEnded where that cannot be.

    Where `sealed_to` names a folder, every Deliver is kept there as it came.
    """
    for reason in (store.state["stopped"], store.state["fork"]):
        if reason:
            raise SessionEnded(reason, final=True)
    deadline, failures = time.monotonic() + seconds, 0
    while True:
        session = Session(store, report, sealed_to)
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
