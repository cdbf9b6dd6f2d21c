package dev.zerok.relay.core;

import com.google.protobuf.ByteString;

/** What the relay remembers of a stored push, long after its blob is gone (PUSH-2). */
public record KnownPush(long cursor, ByteString pushHash) {}
