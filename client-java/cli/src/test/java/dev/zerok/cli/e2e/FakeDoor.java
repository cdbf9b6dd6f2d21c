package dev.zerok.cli.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a relay: gives as many slots as the test wants, and hands everybody else on. */
final class FakeDoor implements AutoCloseable {
  private static final String WEB_SOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** The sub-protocols that each connection offered, in their order. */
  final List<List<String>> offers = new CopyOnWriteArrayList<>();

  private final ServerSocket server;
  private final int relayPort;
  private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private record Refusal(boolean byClosing, String slot) {}

  FakeDoor(TestRelay relay) {
    try {
      relayPort = relay.port();
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  URI url() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  /** The next connection is refused with 503 and this slot. */
  void refuseNext(String slot) {
    refusals.add(new Refusal(false, slot));
  }

  /** The next connection is accepted and closed with 1013 and this slot. */
  void closeNext(String slot) {
    refusals.add(new Refusal(true, slot));
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] head = readHead(client.getInputStream());
      List<String> lines = new String(head, StandardCharsets.ISO_8859_1).lines().toList();
      offers.add(Arrays.asList(header(lines, "sec-websocket-protocol").split(", *")));
      Refusal refusal = refusals.poll();
      if (refusal == null) {
        handOn(client, head);
      } else if (refusal.byClosing()) {
        upgradeAndClose(client, header(lines, "sec-websocket-key"), refusal.slot());
      } else {
        answer(client.getOutputStream(),
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n0k-Slot: " + refusal.slot()
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      }
    } catch (IOException ended) {
      // one of the two sides is gone
    }
  }

  private static byte[] readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended within the request");
      }
      head.write(next);
    }
    return head.toByteArray();
  }

  private static String header(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static void answer(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void upgradeAndClose(Socket client, String key, String slot) throws IOException {
    byte[] reason = slot.getBytes(StandardCharsets.US_ASCII);
    answer(client.getOutputStream(),
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Protocol: 0k.1.std1-draft\r\nSec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(sha1(key + WEB_SOCKET_GUID)) + "\r\n\r\n");
    client.getOutputStream()
        .write(
            ByteBuffer.allocate(4 + reason.length)
                .put((byte) 0x88)
                .put((byte) (2 + reason.length))
                .putShort((short) 1013)
                .put(reason)
                .array());
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void handOn(Socket client, byte[] head) throws IOException {
    try (Socket relay = new Socket(InetAddress.getLoopbackAddress(), relayPort)) {
      open.add(relay);
      relay.getOutputStream().write(head);
      Thread.startVirtualThread(() -> pipe(relay, client));
      pipe(client, relay);
    }
  }

  private static void pipe(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // the other side hears of it below
    }
    closeQuietly(from);
    closeQuietly(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is closed
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(FakeDoor::closeQuietly);
  }
}
