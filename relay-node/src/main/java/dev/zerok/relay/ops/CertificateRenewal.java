package dev.zerok.relay.ops;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.relay.port.TimeSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The certificate of this node's Noise key (PROTOCOL.md § 4), made anew each day: a client whose clock is wrong
 * by some weeks still accepts it, and one that leaks is of no use for ever. Any thread.
 */
public final class CertificateRenewal implements Supplier<ByteString> {
  private static final long LIFETIME_SECONDS = TimeUnit.DAYS.toSeconds(90);
  private static final long RENEWAL_SECONDS = TimeUnit.DAYS.toSeconds(1);

  private final RelayIdentity identity;
  private final byte[] noiseStatic;
  private final List<String> hosts;
  private final TimeSource time;
  private ByteString current = ByteString.EMPTY;
  private long madeAt = Long.MIN_VALUE;

  /**
   * @param noiseStatic this node's public Noise key
   * @param hosts further host names of this relay
   */
  public CertificateRenewal(RelayIdentity identity, byte[] noiseStatic, List<String> hosts,
      TimeSource time) {
    this.identity = identity;
    this.noiseStatic = noiseStatic.clone();
    this.hosts = List.copyOf(hosts);
    this.time = time;
  }

  /** The encoded certificate to show now. */
  @Override
  public synchronized ByteString get() {
    long now = TimeUnit.MILLISECONDS.toSeconds(time.wallMillis());
    // A wall clock that was set back makes a new one too.
    if (current.isEmpty() || now < madeAt || now - madeAt >= RENEWAL_SECONDS) {
      current =
          identity.certify(noiseStatic, now + LIFETIME_SECONDS, hosts, List.of()).toByteString();
      madeAt = now;
    }
    return current;
  }
}
