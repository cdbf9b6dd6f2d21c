package dev.zerok.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CaptureProxyTest {
  private static final byte[] REQUEST =
      "what the client says, in clear, to be found".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER =
      "and what the other side answers to the client".getBytes(StandardCharsets.US_ASCII);

  @Test
  void proxy_handsEveryByteOnAndKeepsBothDirections() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CaptureProxy proxy = CaptureProxy.before(server.getLocalPort());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> serve(server));
      client.getOutputStream().write(REQUEST);
      client.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(ANSWER);
      assertThat(heard.get()).isEqualTo(REQUEST);
      assertThat(proxy.captured().count(Needles.of("request", REQUEST))).isPositive();
      assertThat(proxy.captured().count(Needles.of("answer", ANSWER))).isPositive();
    }
  }

  private static byte[] serve(ServerSocket server) {
    try (Socket socket = server.accept()) {
      byte[] request = socket.getInputStream().readNBytes(REQUEST.length);
      socket.getOutputStream().write(ANSWER);
      return request;
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
