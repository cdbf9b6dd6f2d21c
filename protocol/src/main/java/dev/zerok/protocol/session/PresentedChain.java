package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import java.util.ArrayList;
import java.util.List;

/** The parts of one RosterPresent chain as they come (ADMIT-3). Holds at most the limits' bytes and entries. */
final class PresentedChain {
  private final List<RosterEntry> entries = new ArrayList<>();
  private ByteString accessToken;
  private int bytes;
  private boolean complete;

  /**
   * @param helloToken counts if no part brings one
   */
  PresentedChain(ByteString helloToken) {
    accessToken = helloToken;
  }

  void add(RosterPresent part) throws ProtocolViolation {
    if (complete) {
      throw ProtocolViolation.invalid("a session may present one chain only");
    }
    if (part.getEntriesCount() == 0) {
      throw ProtocolViolation.invalid("a RosterPresent must have entries");
    }
    ClientShapes.checkAccessToken(part.getAccessToken());
    for (RosterEntry entry : part.getEntriesList()) {
      ClientShapes.checkPresented(entry);
      bytes += entry.getSerializedSize();
      if (bytes > Limits.PRESENTED_CHAIN_BYTES || entries.size() == Limits.ROSTER_ENTRIES) {
        throw ProtocolViolation
            .invalid("a chain has at most " + Limits.ROSTER_ENTRIES + " entries and "
                + Limits.PRESENTED_CHAIN_BYTES + " bytes");
      }
      entries.add(entry);
    }
    if (!part.getAccessToken().isEmpty()) {
      accessToken = part.getAccessToken();
    }
    complete = !part.getMore();
  }

  boolean complete() {
    return complete;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What the entries that came take of the node's {@link ChainBudget}. */
  long charge() {
    return bytes + (long) entries.size() * ChainBudget.ENTRY_OVERHEAD_BYTES;
  }

  List<RosterEntry> entries() {
    return entries;
  }

  ByteString accessToken() {
    return accessToken;
  }
}
