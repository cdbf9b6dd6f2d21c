package dev.zerok.protocol.identity;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * A relay whose certificate holds.
 *
 * @param identity what the client pins from now on: the pinned key itself or one that it led to (RID-2)
 * @param hosts host names that the certificate adds to those of the invite or the configuration
 */
public record VerifiedRelay(ByteString identity, List<String> hosts) {
  public VerifiedRelay {
    hosts = List.copyOf(hosts);
  }
}
