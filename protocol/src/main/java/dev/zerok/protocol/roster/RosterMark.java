package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;

/** What held behind one entry: its hash and the epoch. */
record RosterMark(ByteString hash, int epoch) {}
