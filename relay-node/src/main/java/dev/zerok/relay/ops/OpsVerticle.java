package dev.zerok.relay.ops;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operator's port: {@code /health/live}, {@code /health/ready}, {@code /metrics}, and {@code
 * /admin/…} for who shows the token. It listens
 * on loopback unless configured otherwise and must never be open to strangers.
 */
public final class OpsVerticle extends VerticleBase {
  private static final int MAX_HEADER_BYTES = 4_096;
  private static final int IDLE_SECONDS = 30;

  /** Connections at a time; a scraper and a few probes need far fewer. */
  static final int MAX_CONNECTIONS = 64;

  private final HostPort listen;
  private final Readiness readiness;
  private final Supplier<String> metrics;
  private final AdminApi admin;
  private int open;
  private @Nullable HttpServer server;

  /**
   * @param metrics renders all metrics in Prometheus' text format; called on the event loop
   */
  public OpsVerticle(HostPort listen, Readiness readiness, Supplier<String> metrics,
      AdminApi admin) {
    this.listen = listen;
    this.readiness = readiness;
    this.metrics = metrics;
    this.admin = admin;
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(listen.host())
            .setPort(listen.port())
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(
                connection -> {
                  open++;
                  connection.closeHandler(closed -> open--);
                  if (open > MAX_CONNECTIONS) {
                    connection.close();
                  }
                })
            .requestHandler(this::answer);
    return server.listen();
  }

  /** The port that was opened; asked after the verticle was deployed. */
  public int actualPort() {
    if (server == null) {
      throw new IllegalStateException("not deployed yet");
    }
    return server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    if (request.path() != null && request.path().startsWith(AdminApi.PREFIX)) {
      admin.answer(vertx, request);
      return;
    }
    if (!request.method().equals(HttpMethod.GET)) {
      answer(request, 405, "GET only\n");
      return;
    }
    switch (request.path()) {
      case "/health/live" -> answer(request, 200, "live\n");
      case "/health/ready" ->
          answer(
              request,
              readiness.phase() == Readiness.Phase.READY ? 200 : 503,
              readiness.phase().name().toLowerCase(java.util.Locale.ROOT) + "\n");
      case "/metrics" -> answer(request, 200, metrics.get());
      case null, default ->
          answer(request, 404, "there are /health/live, /health/ready and /metrics\n");
    }
  }

  private static void answer(HttpServerRequest request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(text);
  }
}
