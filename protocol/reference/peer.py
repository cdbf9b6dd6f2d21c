"""A device of a group on the command line. One JSON object on standard output for each event."""

import argparse

import commands
import invite as invites
import pairing
import seal
from connection import ConnectionLost
from device import SessionEnded
from joining import join
from relay_identity import RelayRefused
from running import report


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    added = parser.add_subparsers(required=True)

    def command(name, function, what):
        one = added.add_parser(name, help=what)
        one.set_defaults(run=function)
        return one

    one = command("join", join, "join a group with an invite link")
    one.add_argument("link")
    one.add_argument("--name", default="python")
    one.add_argument("--yes", action="store_true", help="agree without asking")
    one = command("push", commands.push, "push texts or files, and wait until the relay has them")
    one.add_argument("text", nargs="*")
    one.add_argument("--file", action="append", default=[])
    one.add_argument("--stream", default="", help="the name of a stream; empty: the default one")
    one.add_argument("--content-type", default="text/plain")
    command("sync", commands.sync, "take what is there, acknowledge it, and end")
    one = command("watch", commands.watch, "print payloads of the other devices and acknowledge them")
    one.add_argument("--count", type=int, required=True)
    one.add_argument("--stream", action="append", default=[], help="a stream's name to be known; others are shown by their id")
    one.add_argument("--keep-sealed", metavar="FOLDER", help="keep there what the relay delivers, as it comes")
    one = command("checkpoint", commands.checkpoint, "push a file as the state of a stream, for devices that come later")
    one.add_argument("file")
    one.add_argument("--stream", default="")
    one.add_argument("--part-bytes", type=int, default=seal.MAX_BODY, help="the longest part")
    one = command("remove", commands.remove, "as an admin: put a device out of the group")
    one.add_argument("device", help="its id in hexadecimal")
    one = command("knock", commands.knock, "say Hello and print the relay's first answer")
    one.add_argument("--unknown-group", action="store_true", help="name a group that nobody has founded")
    one = command("open", commands.open_sealed, "open what watch --keep-sealed kept")
    one.add_argument("file")
    for one in added.choices.values():
        one.add_argument("--store", required=True)
        one.add_argument("--seconds", type=float, default=300.0, help="give up after this time")
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
