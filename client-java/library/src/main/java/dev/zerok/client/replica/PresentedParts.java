package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import java.util.ArrayList;
import java.util.List;

/** Cuts a roster into RosterPresent frames (ADMIT-3), each far below the bulk limit. */
public final class PresentedParts {
  private static final int PART_BYTES = 512 * 1024;

  private PresentedParts() {}

  /** The parts, in order. */
  public static List<RosterPresent> of(List<RosterEntry> entries, ByteString accessToken) {
    List<RosterPresent> parts = new ArrayList<>();
    RosterPresent.Builder part = RosterPresent.newBuilder().setAccessToken(accessToken);
    int bytes = 0;
    for (RosterEntry entry : entries) {
      if (bytes > 0 && bytes + entry.getSerializedSize() > PART_BYTES) {
        parts.add(part.setMore(true).build());
        part = RosterPresent.newBuilder();
        bytes = 0;
      }
      part.addEntries(entry);
      bytes += entry.getSerializedSize();
    }
    if (bytes > 0) {
      parts.add(part.build());
    }
    return parts;
  }
}
