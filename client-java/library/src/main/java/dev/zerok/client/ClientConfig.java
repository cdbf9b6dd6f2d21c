package dev.zerok.client;

import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.client.system.SystemClock;
import dev.zerok.client.system.SystemTicker;
import dev.zerok.client.transport.ClientTransport;
import dev.zerok.client.transport.JdkWebSocketTransport;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.limit.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client is put together from. Immutable; start with {@link #of} and change what matters.
 *
 * @param store the device's durable memory; the client closes it
 * @param transport how to reach a relay
 * @param crypto the primitives of the suite
 * @param random where keys and nonces come from
 * @param clock the wall clock
 * @param ticker milliseconds that never go back, from any start: for deadlines
 * @param callbacks runs handlers and listeners, one call at a time; null: a thread of the client's own
 * @param listener gets every event
 * @param handler gets every blob; null: blobs wait for a subscriber of {@link SyncClient#blobs}
 * @param receiveWindowBytes sealed bytes that the relay may send ahead of the handler, 64 KiB to 16 MiB
 * @param snapshots writes the app's state down and puts it in place; null: new devices get no history
 * @param presence whether others may see when this device is connected, and this device sees others (PRES-2)
 * @param checkpointAfterBytes how much this device pushes to a stream before it makes a checkpoint of it by itself; 0: never
 */
public record ClientConfig(
    ClientStore store,
    ClientTransport transport,
    Crypto crypto,
    RandomSource random,
    InstantSource clock,
    LongSupplier ticker,
    @Nullable Executor callbacks,
    Consumer<SyncEvent> listener,
    @Nullable BlobHandler handler,
    int receiveWindowBytes,
    @Nullable Snapshots snapshots,
    boolean presence,
    long checkpointAfterBytes) {
  /** Sealed bytes on the way, unless told otherwise. */
  public static final int DEFAULT_RECEIVE_WINDOW_BYTES = 4 * 1024 * 1024;

  /** Own pushes to a stream, in sealed bytes, behind which a checkpoint of it is due, unless told otherwise. */
  public static final long DEFAULT_CHECKPOINT_AFTER_BYTES = 1024 * 1024;

  public ClientConfig {
    if (receiveWindowBytes < Limits.MIN_RECEIVE_WINDOW_BYTES
        || receiveWindowBytes > Limits.MAX_RECEIVE_WINDOW_BYTES) {
      throw new IllegalArgumentException(
          "a receive window has " + Limits.MIN_RECEIVE_WINDOW_BYTES + " to "
              + Limits.MAX_RECEIVE_WINDOW_BYTES + " bytes, not " + receiveWindowBytes);
    }
    if (checkpointAfterBytes < 0) {
      throw new IllegalArgumentException(
          "a checkpoint is due after some bytes, or 0 for never, not " + checkpointAfterBytes);
    }
  }

  /** The JDK's WebSocket, the fastest crypto present, the machine's clock and generator, a thread for callbacks. */
  public static ClientConfig of(ClientStore store) {
    return new ClientConfig(
        store,
        new JdkWebSocketTransport(),
        Providers.fastest(),
        new SecureRandomSource(),
        new SystemClock(),
        new SystemTicker(),
        null,
        event -> {},
        null,
        DEFAULT_RECEIVE_WINDOW_BYTES,
        null,
        true,
        DEFAULT_CHECKPOINT_AFTER_BYTES);
  }

  public ClientConfig withListener(Consumer<SyncEvent> newListener) {
    return new ClientConfig(
        store, transport, crypto, random, clock, ticker, callbacks, newListener, handler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  public ClientConfig withHandler(BlobHandler newHandler) {
    return new ClientConfig(
        store, transport, crypto, random, clock, ticker, callbacks, listener, newHandler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  public ClientConfig withCallbacks(Executor newCallbacks) {
    return new ClientConfig(
        store, transport, crypto, random, clock, ticker, newCallbacks, listener, handler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  public ClientConfig withTransport(ClientTransport newTransport) {
    return new ClientConfig(
        store, newTransport, crypto, random, clock, ticker, callbacks, listener, handler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  /**
   * For {@code wss://} to a relay with a certificate of its own: trusts the certificates of that PEM file and no
   * others. In place of {@link #withTransport}.
   *
   * @throws IOException if the file cannot be read or holds no certificate
   */
  public ClientConfig withTrustedCertificates(Path pemFile) throws IOException {
    return withTransport(JdkWebSocketTransport.trusting(pemFile));
  }

  public ClientConfig withCrypto(Crypto newCrypto) {
    return new ClientConfig(
        store, transport, newCrypto, random, clock, ticker, callbacks, listener, handler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  public ClientConfig withRandom(RandomSource newRandom) {
    return new ClientConfig(
        store, transport, crypto, newRandom, clock, ticker, callbacks, listener, handler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  public ClientConfig withClock(InstantSource newClock) {
    return new ClientConfig(
        store, transport, crypto, random, newClock, ticker, callbacks, listener, handler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  public ClientConfig withTicker(LongSupplier newTicker) {
    return new ClientConfig(
        store, transport, crypto, random, clock, newTicker, callbacks, listener, handler,
        receiveWindowBytes, snapshots, presence, checkpointAfterBytes);
  }

  public ClientConfig withReceiveWindowBytes(int bytes) {
    return new ClientConfig(store, transport, crypto, random, clock, ticker, callbacks, listener,
        handler, bytes, snapshots, presence, checkpointAfterBytes);
  }

  /** Gives new devices history, and takes it (CKPT-5, CKPT-6). */
  public ClientConfig withSnapshots(Snapshots newSnapshots) {
    return new ClientConfig(store, transport, crypto, random, clock, ticker, callbacks, listener,
        handler, receiveWindowBytes, newSnapshots, presence,
        checkpointAfterBytes);
  }

  /** Whether others may see when this device is connected, and this device sees others. */
  public ClientConfig withPresence(boolean shown) {
    return new ClientConfig(store, transport, crypto, random, clock, ticker, callbacks, listener,
        handler, receiveWindowBytes, snapshots, shown, checkpointAfterBytes);
  }

  /**
   * With {@link #withSnapshots}: once this device has pushed more than this to a stream since the newest checkpoint of it (and more than that
   * one had), it makes the next, when it is caught up and its app has nothing to apply. So the relay need not keep for devices that
   * are gone what the state holds. The state must then hold this device's own pushes too, as {@link Snapshots#take} says.
   *
   * @param bytes sealed bytes of its own pushes, at least 0; 0: it makes none by itself
   */
  public ClientConfig withCheckpointAfter(long bytes) {
    return new ClientConfig(store, transport, crypto, random, clock, ticker, callbacks, listener,
        handler, receiveWindowBytes, snapshots, presence, bytes);
  }
}
