"""A stream's history (section 6.5): checkpoints put together from their parts, and what is kept back until one came.

A device waits for a stream's checkpoint after it joined (the streams that PairAdmit names) and, in every stream, after a Gap. Until
then the stream's payloads are kept here: safe on this disk, so they are acknowledged, but not handed on. A checkpoint that helps
is handed on as `restore`; it replaces the stream's state, and what lies beyond it follows in its order (CKPT-6).
"""

import base64

MAX_PARTS = 64
MAX_INCOMPLETE = 64
MAX_KEPT = 1024
MAX_GAPS = 64


def fresh(streams=(), after=0):
    """The state of a device that awaits the history of these streams up to the cursor `after` (PAIR-8)."""
    return {"awaited": {s.hex(): after for s in streams}, "gaps": [], "kept": [], "incomplete": [], "covered": {}}


class History:
    """Stands between what opened and the inbox."""

    def __init__(self, store, report):
        self.store = store
        self.report = report

    @property
    def state(self):
        return self.store.state["history"]

    def _covered(self, stream):
        """Up to where the stream's state was put in place from a checkpoint."""
        return self.state["covered"].get(stream, 0)

    def waits(self, stream):
        """CKPT-6: whether the stream's payloads are kept back."""
        return stream in self.state["awaited"] or any(g["from"] > self._covered(stream) for g in self.state["gaps"])

    def _helps(self, stream, covers):
        """CKPT-6: whether a checkpoint that covers so much is handed on."""
        if stream in self.state["awaited"] and covers >= self.state["awaited"][stream]:
            return True
        return any(g["from"] <= covers and g["to"] > self._covered(stream) for g in self.state["gaps"])

    def gap(self, first, last):
        """Something of any stream may have stood there. At the bound two gaps count as one."""
        gaps = self.state["gaps"]
        if len(gaps) >= MAX_GAPS:
            first = gaps.pop()["from"]
        gaps.append({"from": first, "to": last})

    def data(self, item):
        """A payload for the app: dropped if a restored checkpoint holds it, kept back if one is waited for, else handed on."""
        stream = item["stream"]
        if item["cursor"] <= self._covered(stream):
            self.report("covered", sender=item["sender"], seq=item["seq"], cursor=item["cursor"])
        elif not self.waits(stream):
            self.store.state["inbox"].append(item)
        else:
            self.state["kept"].append(item)
            if len(self.state["kept"]) > MAX_KEPT:
                self._give_up()

    def went_on(self, sender, stream):
        """CKPT-1: any other payload of this sender to this stream ends what it had begun."""
        self.state["incomplete"] = [c for c in self.state["incomplete"] if (c["sender"], c["stream"]) != (sender, stream)]

    def part(self, item, header, last):
        """One part of a checkpoint; `last` where it is the last one."""
        sender, stream, covers = item["sender"], item["stream"], header["covers"]
        begun = next((c for c in self.state["incomplete"] if (c["sender"], c["stream"]) == (sender, stream)), None)
        self.went_on(sender, stream)
        if header["part"] == 0:
            begun = {"sender": sender, "stream": stream, "covers": covers, "parts": []}
        elif begun is None or begun["covers"] != covers or len(begun["parts"]) != header["part"]:
            self.report("checkpoint_incomplete", sender=sender, covers=covers, part=header["part"])
            return
        begun["parts"].append(item["body"])
        if last:
            self._complete(begun, item)
        else:
            self.state["incomplete"] = self.state["incomplete"][1 - MAX_INCOMPLETE :] + [begun]

    def _complete(self, checkpoint, item):
        stream, covers = checkpoint["stream"], checkpoint["covers"]
        helps = self._covered(stream) < covers < item["cursor"] and self._helps(stream, covers)
        self.report("checkpoint", sender=item["sender"], stream_id=stream, covers=covers, parts=len(checkpoint["parts"]), restored=helps)
        if not helps:
            return
        body = b"".join(base64.b64decode(p) for p in checkpoint["parts"])
        self.store.state["inbox"].append({**item, "covers": covers, "body": base64.b64encode(body).decode("ascii")})
        self.state["covered"][stream] = covers
        self.state["awaited"].pop(stream, None)
        self._release(lambda kept: kept["stream"] == stream)

    def _release(self, chosen):
        """Hands on what was kept and is chosen, in its order."""
        kept, self.state["kept"] = self.state["kept"], []
        for item in kept:
            if chosen(item):
                self.data(item)
            else:
                self.state["kept"].append(item)

    def _give_up(self):
        self.report("history_lost", streams=sorted(self.state["awaited"]), gaps=self.state["gaps"], why="too much is kept back")
        self.state["awaited"], self.state["gaps"] = {}, []
        self._release(lambda kept: True)

    def caught_up(self):
        """Nothing more comes that could cover a gap. A new device goes on waiting for the checkpoints that it was promised."""
        gaps, self.state["gaps"] = self.state["gaps"], []
        for gap in gaps:
            closed = sorted(s for s, covers in self.state["covered"].items() if covers >= gap["to"])
            if closed:
                self.report("gap_covered", first=gap["from"], last=gap["to"], streams=closed)
            else:
                self.report("history_lost", first=gap["from"], last=gap["to"], why="no checkpoint covers it; ask another device")
        self._release(lambda kept: not self.waits(kept["stream"]))
