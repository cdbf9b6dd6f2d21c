package dev.zerok.relay.edge;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.session.ChainBudget;
import dev.zerok.relay.port.GroupRouter;
import dev.zerok.relay.port.TimeSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the edge needs from the rest of the node.
 *
 * @param noiseStatic this node's Noise key, which the certificate certifies
 * @param certificate the encoded RelayCertificate to show to the next client; may be renewed between calls
 * @param handshakes what each address prefix may begin, over all event loops
 * @param door who may begin a handshake now, over all event loops
 * @param tls what the socket is to begin with; null for plain WebSocket
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
    ChainBudget presentedChains,
    HandshakeQuota handshakes,
    FrontDoor door,
    @Nullable TlsPair tls) {

  /** As the canonical constructor, with the limits of the configuration and no TLS. */
  public static EdgeWiring of(
      EdgeConfig config,
      GroupRouter router,
      Crypto crypto,
      KeyPair noiseStatic,
      Supplier<ByteString> certificate,
      RandomSource random,
      TimeSource time,
      EdgeObserver observer,
      FrontDoor door) {
    return new EdgeWiring(
        config,
        router,
        crypto,
        noiseStatic,
        certificate,
        random,
        time,
        observer,
        new ConnectionLimits(
            config.maxConnections(), config.maxUnadmitted(), config.addresses().unadmitted()),
        new ChainBudget(config.maxUnadmittedBytes()),
        new HandshakeQuota(config.addresses().handshakesPerMinute()),
        door,
        null);
  }

  /** The same with TLS. */
  public EdgeWiring withTls(TlsPair pair) {
    return new EdgeWiring(
        config, router, crypto, noiseStatic, certificate, random, time, observer, limits,
        presentedChains, handshakes, door, pair);
  }

  /** Sockets whose device is not admitted (yet). Any thread. */
  public int unadmitted() {
    return limits.unadmittedNow();
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
