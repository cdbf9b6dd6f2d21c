package dev.zerok.cli.doctor;

import dev.zerok.client.transport.ClientTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The addresses of one relay: which of them answer, and a way to it that leaves the others out. Any thread. */
final class RelayAddresses implements ClientTransport {
  private final ClientTransport transport;
  private final Set<URI> silent = ConcurrentHashMap.newKeySet();
  private volatile URI dialled = URI.create("");

  /** @param transport how an address is reached that answers */
  RelayAddresses(ClientTransport transport) {
    this.transport = transport;
  }

  /**
   * Knocks at all of them at once.
   *
   * @return what was found at each, in their order; where another one answers, one that does not is worth a note and no more
   */
  List<Finding> knock(List<URI> addresses, @Nullable String origin, Duration patience) {
    List<CompletableFuture<Finding>> knocks = addresses.stream()
        .map(address -> CompletableFuture.supplyAsync(
            () -> UpgradeProbe.knock(address, origin, patience), Thread::startVirtualThread))
        .toList();
    List<Finding> found = knocks.stream().map(CompletableFuture::join).toList();
    found.stream().filter(one -> !answers(one)).forEach(one -> silent.add(URI.create(one.relay())));
    return silent.size() == addresses.size()
        ? found
        : found.stream().map(one -> answers(one) ? one : besidesAnother(one)).toList();
  }

  static boolean answers(Finding finding) {
    return finding.kind() == Finding.Kind.RELAY_ANSWERS;
  }

  private static Finding besidesAnother(Finding finding) {
    return new Finding(Finding.Kind.ADDRESS_FAILS,
        "One of the relay's addresses does not work: " + finding.words()
            + " Another one answers, so this device syncs all the same.",
        finding.relay());
  }

  /** The address that was tried last. */
  String dialled() {
    return dialled.toString();
  }

  /** As the transport does, but an address that did not answer before ends at once. */
  @Override
  public Link connect(URI url, List<String> offered, Listener listener) {
    if (!silent.contains(url)) {
      dialled = url;
      return transport.connect(url, offered, listener);
    }
    Thread.startVirtualThread(() -> listener.ended(0, "It did not answer."));
    return new NoLink();
  }

  /** A connection that never comes about. */
  private static final class NoLink implements Link {
    @Override
    public void send(byte[] message) {}

    @Override
    public void more() {}

    @Override
    public void close() {}
  }
}
