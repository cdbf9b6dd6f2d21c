package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;

/** The entry that began an epoch, and its commitment. */
record EpochStart(int index, ByteString commitment) {}
