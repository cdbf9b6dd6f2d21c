package dev.zerok.relay.edge;

import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.AdmissionSlot;
import dev.zerok.protocol.session.SubProtocol;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The public WebSocket server (PROTOCOL.md § 3.1). Each instance has one event loop and the connections that
 * the system gave to it; several instances share the port.
 *
 * <p>An HTTP connection holds a place from its accept on; with TLS, from the end of its TLS handshake on, which has as long. It has {@code upgradeDeadline} to become a
 * WebSocket, whatever it sends meanwhile; afterwards its {@link EdgeConnection} watches it. All deadlines of
 * an instance are looked after by one periodic sweep, so that an idle socket costs no timer.
 */
public final class EdgeVerticle extends VerticleBase {
  private static final String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";
  private static final String VERSION_HEADER = "Sec-WebSocket-Version";
  private static final String FORWARDED_HEADER = "X-Forwarded-For";
  private static final String RETRY_AFTER_HEADER = "Retry-After";
  private static final String RETRY_AFTER_SECONDS = "10";

  private static final int ONE_PORT_FOR_ALL_INSTANCES = 1;

  private final EdgeWiring wiring;
  private final EdgeConfig config;
  private final UpgradePolicy policy;
  private final HandshakeTurns turns;
  private final ForwardedAddress addresses;
  private final Map<HttpConnection, Waiting> waiting = new LinkedHashMap<>();
  private final Set<EdgeConnection> connections = new HashSet<>();
  private @Nullable Promise<Void> drained;
  private @Nullable HttpServer server;

  /** An HTTP connection that is no WebSocket yet. */
  private record Waiting(ConnectionLimits.Place place, long since) {}

  public EdgeVerticle(EdgeWiring wiring) {
    this.wiring = wiring;
    this.config = wiring.config();
    this.turns = new HandshakeTurns(wiring.door());
    this.policy = new UpgradePolicy(config.allowedOrigins());
    this.addresses = new ForwardedAddress(config.addresses().proxies());
  }

  @Override
  public Future<?> start() {
    server =
        newServer()
            .connectionHandler(this::accepted)
            .requestHandler(this::upgrade);
    vertx.setPeriodic(config.sweepMillis(), timer -> sweep(wiring.time().monotonicMillis()));
    return config.port() == 0
        ? server.listen(SocketAddress.sharedRandomPort(ONE_PORT_FOR_ALL_INSTANCES, config.host()))
        : server.listen();
  }

  private HttpServer newServer() {
    TlsPair tls = wiring.tls();
    return tls == null
        ? vertx.createHttpServer(options())
        : vertx.createHttpServer(
            options().setSsl(true)
                .setKeyCertOptions(tls.toOptions().getKeyCertOptions())
                .setSslHandshakeTimeout(config.upgradeDeadline())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS));
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setTcpNoDelay(true)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxInitialLineLength(EdgeConfig.MAX_REQUEST_LINE_BYTES)
        .setMaxHeaderSize(EdgeConfig.MAX_HEADER_BYTES)
        .setMaxWebSocketFrameSize(Limits.NOISE_MESSAGE_BYTES)
        .setMaxWebSocketMessageSize(Limits.NOISE_MESSAGE_BYTES)
        .setWebSocketSubProtocols(List.of(SubProtocol.STD1))
        .setRegisterWebSocketWriteHandlers(false);
  }

  /** The port that was opened; asked after the verticle was deployed. */
  public int actualPort() {
    if (server == null) {
      throw new IllegalStateException("not deployed yet");
    }
    return server.actualPort();
  }

  /**
   * Shows another certificate to whoever connects from now on; who is connected stays so. Only for a socket
   * that began with one. Any thread.
   */
  public Future<Boolean> renewTls(TlsPair pair) {
    if (server == null || wiring.tls() == null) {
      throw new IllegalStateException("there is no TLS to renew");
    }
    return server.updateSSLOptions(pair.toOptions());
  }

  /**
   * Takes nobody in any more, says GoAway to every session, and completes when the last connection is gone;
   * {@code closeLimit} bounds that. Any thread.
   */
  public Future<Void> drain() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        now -> {
          drained = done;
          List.copyOf(waiting.keySet()).forEach(HttpConnection::close);
          List.copyOf(connections).forEach(EdgeConnection::drain);
          checkDrained();
        });
    return done.future();
  }

  private void accepted(HttpConnection connection) {
    ConnectionLimits.Place place = drained == null ? wiring.limits().enter() : null;
    if (place == null) {
      wiring.observer().cut(EdgeObserver.CutReason.FULL);
      connection.close();
      return;
    }
    String peer = connection.remoteAddress().hostAddress();
    // Whom a proxy speaks for is known with the upgrade only.
    if (!addresses.isProxy(peer)
        && !place.countFor(AddressPrefix.of(addresses.of(peer, List.of())))) {
      place.leave();
      wiring.observer().addressLimited(EdgeObserver.AddressLimit.UNADMITTED);
      wiring.observer().cut(EdgeObserver.CutReason.ADDRESS_FULL);
      connection.close();
      return;
    }
    waiting.put(connection, new Waiting(place, wiring.time().monotonicMillis()));
    wiring.observer().opened();
    connection.closeHandler(
        closed -> {
          Waiting left = waiting.remove(connection);
          if (left != null) {
            leave(left.place());
          }
        });
  }

  private void upgrade(HttpServerRequest request) {
    Waiting place = waiting.get(request.connection());
    if (place == null) {
      return; // closing already
    }
    List<String> offers = request.headers().getAll(PROTOCOL_HEADER);
    boolean hasBody =
        request.headers().contains(HttpHeaders.CONTENT_LENGTH)
            || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    UpgradePolicy.Verdict verdict =
        policy.decide(
            request.getHeader(HttpHeaders.UPGRADE),
            request.getHeader(VERSION_HEADER),
            hasBody,
            request.getHeader(HttpHeaders.ORIGIN),
            offers);
    switch (verdict) {
      case UpgradePolicy.Declined declined -> decline(request, declined);
      case UpgradePolicy.Welcomed welcomed -> {
        String address =
            AddressPrefix.of(
                addresses.of(
                    request.remoteAddress().hostAddress(),
                    request.headers().getAll(FORWARDED_HEADER)));
        if (!wiring.handshakes().take(address, wiring.time().monotonicMillis())) {
          wiring.observer().addressLimited(EdgeObserver.AddressLimit.HANDSHAKES);
          decline(request, UpgradePolicy.TOO_MANY);
          return;
        }
        if (!place.place().countFor(address)) {
          wiring.observer().addressLimited(EdgeObserver.AddressLimit.UNADMITTED);
          decline(request, UpgradePolicy.TOO_MANY);
          return;
        }
        Optional<AdmissionSlot> slot = wiring.door().knock(welcomed.offered());
        if (slot.isPresent() && !request.headers().contains(HttpHeaders.ORIGIN)) {
          refuse(request, slot.get());
          return;
        }
        // Netty looks at the first header of this name only; a client may send several.
        request.headers().set(PROTOCOL_HEADER, String.join(",", offers));
        request
            .toWebSocket()
            .onSuccess(
                socket -> {
                  if (slot.isPresent()) {
                    turnAway(socket, slot.get(), request.connection());
                  } else {
                    open(socket, welcomed, address, request.connection());
                  }
                })
            .onFailure(failure -> request.connection().close());
      }
    }
  }

  private void decline(HttpServerRequest request, UpgradePolicy.Declined declined) {
    wiring.observer().upgradeRefused(declined.status());
    HttpConnection connection = request.connection();
    if (declined.status() == 426) {
      request.response()
          .putHeader(HttpHeaders.UPGRADE, "websocket")
          .putHeader(VERSION_HEADER, "13");
    }
    if (declined.equals(UpgradePolicy.TOO_MANY)) {
      request.response().putHeader(RETRY_AFTER_HEADER, RETRY_AFTER_SECONDS);
    }
    request
        .response()
        .setStatusCode(declined.status())
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(declined.words() + "\n")
        .onComplete(sent -> connection.close());
  }

  /** DOOR-2: there is no room now. */
  private void refuse(HttpServerRequest request, AdmissionSlot slot) {
    request.response()
        .putHeader(RETRY_AFTER_HEADER, Long.toString(slot.retryAfterSeconds()))
        .putHeader(AdmissionSlot.HEADER, slot.toText());
    decline(request, UpgradePolicy.NO_ROOM);
  }

  /** DOOR-3: a browser sees no header of a refusal, but the reason of a close. It has its place until the socket is gone. */
  private void turnAway(ServerWebSocket socket, AdmissionSlot slot, HttpConnection http) {
    socket.closeHandler(
        closed -> {
          Waiting left = waiting.remove(http);
          if (left != null) {
            leave(left.place());
          }
        });
    socket.close((short) AdmissionSlot.CLOSE_CODE, slot.toText());
  }

  private void open(ServerWebSocket socket, UpgradePolicy.Welcomed welcomed, String address,
      HttpConnection http) {
    Waiting left = waiting.remove(http);
    if (left == null) {
      socket.close();
      return;
    }
    EdgeConnection connection = new EdgeConnection((WebSocketInternal) socket, wiring, turns);
    EdgeSession session =
        new EdgeSession(wiring, connection, welcomed, address, left.place());
    connections.add(connection);
    connection.start(
        session,
        () -> {
          connections.remove(connection);
          leave(left.place());
        });
  }

  private void leave(ConnectionLimits.Place place) {
    place.leave();
    wiring.observer().closed();
    checkDrained();
  }

  private void checkDrained() {
    if (drained != null && waiting.isEmpty() && connections.isEmpty()) {
      drained.tryComplete();
    }
  }

  private void sweep(long now) {
    for (Map.Entry<HttpConnection, Waiting> each : List.copyOf(waiting.entrySet())) {
      if (now - each.getValue().since() < config.upgradeDeadline()) {
        break; // the others came later
      }
      wiring.observer().cut(EdgeObserver.CutReason.UPGRADE_DEADLINE);
      each.getKey().close();
    }
    List.copyOf(connections).forEach(connection -> connection.sweep(now));
  }
}
