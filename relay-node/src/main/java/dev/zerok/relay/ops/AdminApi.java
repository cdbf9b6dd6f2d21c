package dev.zerok.relay.ops;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.port.RelayStopping;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * {@code /admin/…} of the operator's port, for {@code zerok admin}: {@code GET groups}, {@code GET top}, {@code
 * POST erase?group=…}, {@code POST drain}. Whoever does not show the admin token gets 401, whatever he asked for.
 */
public final class AdminApi {
  static final String PREFIX = "/admin/";

  private final AdminToken token;
  private final OpaqueGroupIds ids;
  private final AdminActions actions;
  private final RelayMetrics metrics;

  public AdminApi(AdminToken token, OpaqueGroupIds ids, AdminActions actions,
      RelayMetrics metrics) {
    this.token = token;
    this.ids = ids;
    this.actions = actions;
    this.metrics = metrics;
  }

  /** Answers a request whose path begins with the prefix. On the event loop; what blocks is done elsewhere. */
  void answer(Vertx vertx, HttpServerRequest request) {
    if (!token.isShownBy(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      metrics.adminRefused();
      request.response().putHeader("WWW-Authenticate", "Bearer");
      end(request, 401, "Show the admin token: zerok admin … --token-file FILE\n");
      return;
    }
    AdminReport report = new AdminReport(ids, "json".equals(request.getParam("format")));
    String asked = request.method() + " " + request.path().substring(PREFIX.length());
    switch (asked) {
      case "GET groups" -> text(vertx, request, () -> report.groups(actions));
      case "GET top" -> text(vertx, request, () -> report.talkers(actions));
      case "POST erase" -> erase(vertx, request, report);
      case "POST drain" -> {
        RelayLog.administered("drain");
        end(request, 202, report.draining()).onComplete(sent -> actions.drain());
      }
      default ->
          end(request, request.method().equals(HttpMethod.GET) ? 404 : 405,
              "there are GET groups, GET top, POST erase and POST drain\n");
    }
  }

  private void erase(Vertx vertx, HttpServerRequest request, AdminReport report) {
    String wanted = String.valueOf(request.getParam("group"));
    blocking(vertx, () -> find(wanted))
        .compose(
            found -> found.isEmpty()
                ? end(request, 404, "There is no such group; 'zerok admin groups' lists them.\n")
                : Future.fromCompletionStage(actions.erase(found.get()))
                    .compose(
                        erased -> {
                          RelayLog.administered("erase");
                          return end(request, 200, report.erased(wanted));
                        }))
        .onFailure(failure -> failed(request, failure));
  }

  private Optional<GroupId> find(String opaque) {
    AtomicReference<GroupId> found = new AtomicReference<>();
    actions.visitGroups(
        group -> {
          if (ids.of(group.group()).equals(opaque)) {
            found.set(group.group());
          }
        });
    return Optional.ofNullable(found.get());
  }

  private static void text(Vertx vertx, HttpServerRequest request, Callable<String> text) {
    blocking(vertx, text)
        .compose(written -> end(request, 200, written))
        .onFailure(failure -> failed(request, failure));
  }

  private static <T> Future<T> blocking(Vertx vertx, Callable<T> work) {
    return vertx.executeBlocking(work);
  }

  private static void failed(HttpServerRequest request, Throwable failure) {
    // A stage that rests on the failed one wraps what it failed with.
    if (failure instanceof RelayStopping || failure.getCause() instanceof RelayStopping) {
      end(request, 503, "The relay is stopping: ask again when it runs.\n");
      return;
    }
    RelayLog.defect("admin", failure);
    if (!request.response().ended()) {
      end(request, 500, "The relay failed to do this; its log says why.\n");
    }
  }

  private static Future<Void> end(HttpServerRequest request, int status, String text) {
    return request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(text);
  }
}
