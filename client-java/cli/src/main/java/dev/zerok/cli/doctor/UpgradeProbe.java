package dev.zerok.cli.doctor;

import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.session.SubProtocol;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tries a relay's front door: the WebSocket upgrade (PROTOCOL.md § 3.1), and nothing behind it. */
final class UpgradeProbe {
  private static final int FORBIDDEN = 403;

  private UpgradeProbe() {}

  /**
   * Knocks once.
   *
   * @param origin what a page of that origin would send; null: as a native client, which sends none
   */
  static Finding knock(URI relay, @Nullable String origin, Duration patience) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(patience).build();
    WebSocket.Builder builder = http.newWebSocketBuilder()
        .connectTimeout(patience)
        .subprotocols(SubProtocol.of(Suite.STD1));
    if (origin != null) {
      builder.header("Origin", origin);
    }
    try {
      WebSocket socket = builder.buildAsync(relay, new WebSocket.Listener() {}).join();
      String selected = socket.getSubprotocol();
      socket.abort();
      return selected.isEmpty()
          ? noRelay(relay, "it speaks another protocol")
          : new Finding(Finding.Kind.RELAY_ANSWERS, "The relay at " + relay + " answers.",
              relay.toString());
    } catch (CompletionException failed) {
      return refused(relay, origin, failed.getCause() == null ? failed : failed.getCause());
    } finally {
      http.shutdownNow();
    }
  }

  private static Finding refused(URI relay, @Nullable String origin, Throwable cause) {
    if (cause instanceof WebSocketHandshakeException answer) {
      int status = answer.getResponse().statusCode();
      return status == FORBIDDEN
          ? new Finding(Finding.Kind.ORIGIN_REFUSED,
              "The relay at " + relay + " lets in no page of "
                  + Optional.ofNullable(origin).orElse("the origin that a proxy on the way names")
                  + ". Ask its operator to add that origin to the relay's key 'origins'.",
              relay.toString())
          : noRelay(relay, "HTTP status " + status);
    }
    return cause instanceof SSLException
        ? new Finding(Finding.Kind.RELAY_UNREACHABLE,
            "The relay at " + relay + " shows a TLS certificate that is not trusted here. If it is"
                + " the relay's own, give its PEM file with --tls-ca FILE.",
            relay.toString())
        : new Finding(Finding.Kind.RELAY_UNREACHABLE,
            "The relay at " + relay + " cannot be reached. Is this machine online, is the relay"
                + " running, and is the address right?",
            relay.toString());
  }

  private static Finding noRelay(URI relay, String why) {
    return new Finding(Finding.Kind.NO_RELAY_THERE, "What answers at " + relay
        + " is no 0k-Sync relay of this version (" + why + "). Check the address and its path.",
        relay.toString());
  }
}
