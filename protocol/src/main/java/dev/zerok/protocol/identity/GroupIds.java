package dev.zerok.protocol.identity;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.GroupId;

/** Derives group ids (PROTOCOL.md § 5). */
public final class GroupIds {
  private GroupIds() {}

  /** The id of the group whose root has this public signing key. */
  public static GroupId of(Suite suite, ByteString rootKey) {
    return GroupId.of(
        Sha256.labelled("0k/group/v1").ascii(suite.wireName()).u8(0).bytes(rootKey).finish());
  }
}
