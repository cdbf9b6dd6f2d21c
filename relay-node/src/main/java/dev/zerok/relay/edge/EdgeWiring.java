package dev.zerok.relay.edge;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.session.ChainBudget;
import dev.zerok.relay.port.GroupRouter;
import dev.zerok.relay.port.TimeSource;
import java.util.function.Supplier;

/**
 * Everything that the edge needs from the rest of the node.
 *
 * @param noiseStatic this node's Noise key, which the certificate certifies
 * @param certificate the encoded RelayCertificate to show to the next client; may be renewed between calls
 */
public record EdgeWiring(
    EdgeConfig config,
    GroupRouter router,
    Crypto crypto,
    KeyPair noiseStatic,
    Supplier<ByteString> certificate,
    RandomSource random,
    TimeSource time,
    EdgeObserver observer,
    ConnectionLimits limits,
    ChainBudget presentedChains) {

  /** As the canonical constructor, with the limits of the configuration. */
  public static EdgeWiring of(
      EdgeConfig config,
      GroupRouter router,
      Crypto crypto,
      KeyPair noiseStatic,
      Supplier<ByteString> certificate,
      RandomSource random,
      TimeSource time,
      EdgeObserver observer) {
    return new EdgeWiring(
        config,
        router,
        crypto,
        noiseStatic,
        certificate,
        random,
        time,
        observer,
        new ConnectionLimits(config.maxConnections(), config.maxUnadmitted()),
        new ChainBudget(config.maxUnadmittedBytes()));
  }

  /** A random number from 0 to below {@code bound}; even enough for jitter. */
  long randomBelow(long bound) {
    long drawn = 0;
    for (byte b : random.bytes(Long.BYTES)) {
      drawn = drawn << Byte.SIZE | (b & 0xff);
    }
    return Long.remainderUnsigned(drawn, bound);
  }
}
