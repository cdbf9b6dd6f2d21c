package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.wire.RosterBody;

/** One entry's hash and kind, and the epoch that held behind it. */
record RosterMark(ByteString hash, RosterBody.KindCase kind, int epoch) {}
