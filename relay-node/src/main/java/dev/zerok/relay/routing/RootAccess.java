package dev.zerok.relay.routing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.roster.RosterRequests;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.port.RosterView;
import dev.zerok.relay.port.StoreSnapshot;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Shows a group's roster to its root (ADMIT-6). */
final class RootAccess {
  // The encoding of the curve's base point: a key of full order, so that an unknown group costs one verification as a known one does.
  private static final ByteString NOBODY =
      ByteString.fromHex("5866666666666666666666666666666666666666666666666666666666666666");

  private final Crypto crypto;
  private final SessionSupport support;

  RootAccess(Crypto crypto, SessionSupport support) {
    this.crypto = crypto;
    this.support = support;
  }

  CompletionStage<Optional<RosterView>> rosterFor(GroupId group, ByteString signature,
      ByteString handshakeHash) {
    return support.reading(snapshot -> {
      Optional<PlacedRosterEntry> genesis = snapshot.rosterEntry(group, 0)
          .filter(entry -> snapshot.group(group).isPresent());
      ByteString rootKey = genesis.map(RootAccess::rootKey).orElse(NOBODY);
      boolean root = RosterRequests.verify(crypto, group, rootKey, handshakeHash, signature);
      if (!root || genesis.isEmpty()) {
        support.meter().refused(RefusalReason.NOT_THE_ROOT);
        return Optional.empty();
      }
      return Optional.of(new View(group, length(snapshot, group)));
    });
  }

  private static ByteString rootKey(PlacedRosterEntry genesis) {
    try {
      return RosterBody.parseFrom(genesis.getEntry().getBody()).getGenesis().getRootKey();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored roster begins with a genesis", e);
    }
  }

  private static int length(StoreSnapshot snapshot, GroupId group) {
    int length = 1;
    while (snapshot.rosterEntry(group, length).isPresent()) {
      length++;
    }
    return length;
  }

  private final class View implements RosterView {
    private final GroupId group;
    private final int length;

    View(GroupId group, int length) {
      this.group = group;
      this.length = length;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public CompletionStage<RosterSlice> read(int fromIndex, int maxBytes) {
      return support.reading(
          snapshot -> RosterReads.read(snapshot, group, fromIndex, length, maxBytes));
    }
  }
}
