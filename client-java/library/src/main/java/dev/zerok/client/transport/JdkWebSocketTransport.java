package dev.zerok.client.transport;

import dev.zerok.protocol.limit.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** {@link ClientTransport} over the WebSocket client that every JDK brings. It negotiates no extension and answers pings by itself. */
public final class JdkWebSocketTransport implements ClientTransport {
  private static final int CLOSE_NO_CODE = 0;
  private static final int CLOSE_TRY_LATER = 1013;
  private static final String SLOT_HEADER = "0k-Slot";
  private static final String RETRY_AFTER_HEADER = "Retry-After";

  private final HttpClient http;

  /** Trusts what this process trusts by default. */
  public JdkWebSocketTransport() {
    this(builder().build());
  }

  private JdkWebSocketTransport(HttpClient http) {
    this.http = http;
  }

  /**
   * For {@code wss://}: trusts the certificates of a PEM file and no others.
   *
   * @throws IOException if the file cannot be read or holds no certificate
   */
  public static JdkWebSocketTransport trusting(Path pemFile) throws IOException {
    return new JdkWebSocketTransport(
        builder().sslContext(TrustedCertificates.from(pemFile)).build());
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofMillis(Limits.OPENING_STEP_MILLIS));
  }

  @Override
  public Link connect(URI url, List<String> offered, Listener listener) {
    Connection connection = new Connection(listener);
    WebSocket.Builder builder =
        http.newWebSocketBuilder().connectTimeout(Duration.ofMillis(Limits.OPENING_STEP_MILLIS));
    builder.subprotocols(offered.get(0), offered.subList(1, offered.size()).toArray(String[]::new));
    CompletableFuture<WebSocket> unused =
        builder.buildAsync(url, connection).whenComplete((socket, failure) -> {
          if (failure != null) {
            if (cause(failure) instanceof WebSocketHandshakeException refused) {
              connection.refused(refused.getResponse().headers());
            }
            connection.end(CLOSE_NO_CODE, words(url, cause(failure)));
          }
        });
    return connection;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String words(URI url, Throwable cause) {
    if (cause instanceof WebSocketHandshakeException refused) {
      return "The relay at " + url + " refused the connection with HTTP status "
          + refused.getResponse().statusCode() + ".";
    }
    if (cause instanceof SSLException) {
      return "The relay at " + url
          + " shows a TLS certificate that is not trusted here, or not for this host. If it is the relay's own, trust"
          + " its PEM file (zerok: --tls-ca FILE).";
    }
    return "The relay at " + url + " cannot be reached. Is it running, and is the address right?";
  }

  /** One connection: the JDK calls its listener methods one at a time. */
  private static final class Connection implements Link, WebSocket.Listener {
    private final Listener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private volatile boolean closed;
    private volatile @Nullable WebSocket socket;

    Connection(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      if (closed) {
        opened.abort();
        return;
      }
      listener.opened(opened.getSubprotocol());
      opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      if (partial.size() + data.remaining() > Limits.NOISE_MESSAGE_BYTES) {
        from.abort();
        end(CLOSE_NO_CODE,
            "The relay sent a message over " + Limits.NOISE_MESSAGE_BYTES + " bytes.");
        return null;
      }
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      partial.writeBytes(bytes);
      if (last) {
        byte[] message = partial.toByteArray();
        partial.reset();
        if (!ended.get()) {
          listener.message(message);
        }
      } else {
        from.request(1);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      from.abort();
      end(CLOSE_NO_CODE, "The relay sent a text message.");
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
      listener.alive();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
      listener.alive();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      if (code == CLOSE_TRY_LATER) {
        listener.turnedAway(reason, "");
      }
      end(code, reason.isEmpty() ? "The relay closed the connection (" + code + ")." : reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      end(CLOSE_NO_CODE, "The connection broke.");
    }

    @Override
    public void send(byte[] message) {
      WebSocket open = socket;
      if (open == null || ended.get()) {
        return;
      }
      CompletableFuture<WebSocket> unused =
          open.sendBinary(ByteBuffer.wrap(message), true).whenComplete((sent, failure) -> {
            if (failure != null) {
              end(CLOSE_NO_CODE, "The connection broke while sending.");
            } else if (!ended.get()) {
              listener.sent();
            }
          });
    }

    @Override
    public void more() {
      WebSocket open = socket;
      if (open != null) {
        open.request(1);
      }
    }

    @Override
    public void close() {
      closed = true;
      WebSocket open = socket;
      if (open != null) {
        open.abort();
      }
      end(CLOSE_NO_CODE, "Closed here.");
    }

    void refused(HttpHeaders headers) {
      listener.turnedAway(
          headers.firstValue(SLOT_HEADER).orElse(""),
          headers.firstValue(RETRY_AFTER_HEADER).orElse(""));
    }

    void end(int code, String reason) {
      if (ended.compareAndSet(false, true)) {
        listener.ended(code, reason);
      }
    }
  }
}
