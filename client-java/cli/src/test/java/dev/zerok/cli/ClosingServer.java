package dev.zerok.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What answers at a relay's address and is none: a WebSocket (RFC 6455) that closes every connection at once, with words of its own. */
final class ClosingServer implements AutoCloseable {
  private static final int POLICY_VIOLATION = 1008;

  private final ServerSocket socket;
  private final byte[] reason;

  /** @param reason at most 123 bytes of UTF-8 */
  ClosingServer(String reason) throws IOException {
    this.socket = new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1"));
    this.reason = reason.getBytes(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "ws://127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket guest = socket.accept()) {
        answer(guest);
      } catch (IOException gone) {
        // The guest left, or this server was closed.
      }
    }
  }

  private void answer(Socket guest) throws IOException {
    var in = new BufferedReader(
        new InputStreamReader(guest.getInputStream(), StandardCharsets.US_ASCII));
    String key = "";
    String protocol = "";
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
        key = value;
      } else if (line.regionMatches(true, 0, "Sec-WebSocket-Protocol:", 0, 23)) {
        protocol = value.split(",", 2)[0].strip();
      }
    }
    OutputStream out = guest.getOutputStream();
    out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: " + accept(key) + "\r\nSec-WebSocket-Protocol: " + protocol
        + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[]{(byte) 0x88, (byte) (2 + reason.length), (byte) (POLICY_VIOLATION >> 8),
        (byte) POLICY_VIOLATION});
    out.write(reason);
    out.flush();
    guest.shutdownOutput();
    in.transferTo(java.io.Writer.nullWriter());
  }

  private static String accept(String key) {
    try {
      byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
          .getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
