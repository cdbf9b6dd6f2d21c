package dev.zerok.cli.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and a relay on the loopback interface, hands every byte on and keeps a copy: what somebody sees who listens
 * on the wire. A thread a direction; made for a few connections of a few megabytes.
 */
public final class CaptureProxy implements AutoCloseable {
  /** A capture over this size ends the connection: the memory of a demo is bounded too. */
  private static final int MOST_BYTES = 256 * 1024 * 1024;

  private static final int CHUNK_BYTES = 64 * 1024;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final List<Recording> recordings = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** What went over one connection in one direction. */
  private static final class Recording {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    synchronized boolean add(byte[] chunk, int length) {
      bytes.write(chunk, 0, length);
      return bytes.size() <= MOST_BYTES;
    }

    synchronized byte[] copy() {
      return bytes.toByteArray();
    }
  }

  private CaptureProxy(ServerSocket server, InetSocketAddress target) {
    this.server = server;
    this.target = target;
  }

  /** Listens on a free loopback port and connects each client to {@code targetPort} there. */
  public static CaptureProxy before(int targetPort) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    CaptureProxy proxy =
        new CaptureProxy(new ServerSocket(0, 50, loopback),
            new InetSocketAddress(loopback, targetPort));
    Thread.ofVirtual().name("capture-accept").start(proxy::accept);
    return proxy;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Everything that went over the wire up to now, each connection and direction for itself. */
  public Haystack captured() {
    synchronized (recordings) {
      return Haystack.of(recordings.stream().map(Recording::copy).toList());
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket relay = new Socket();
    try {
      relay.connect(target);
    } catch (IOException relayIsDown) {
      client.close();
      return;
    }
    open.add(client);
    open.add(relay);
    AtomicInteger directions = new AtomicInteger(2);
    pump(client, relay, directions);
    pump(relay, client, directions);
  }

  private void pump(Socket from, Socket to, AtomicInteger directions) {
    Recording recording = new Recording();
    synchronized (recordings) {
      recordings.add(recording);
    }
    Thread.ofVirtual().name("capture").start(() -> {
      boolean wholeToEnd = false;
      try {
        wholeToEnd = copy(from, to, recording);
      } catch (IOException sideEnded) {
        wholeToEnd = false;
      }
      // A side that said all may still be answered; anything else ends both directions.
      if (directions.decrementAndGet() == 0 || !wholeToEnd) {
        end(from);
        end(to);
      }
    });
  }

  /** True if {@code from} said all and that was handed on. */
  private static boolean copy(Socket from, Socket to, Recording recording) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      if (!recording.add(chunk, length)) {
        return false;
      }
      out.write(chunk, 0, length);
      out.flush();
    }
    to.shutdownOutput();
    return true;
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException unclosable) {
      throw new UncheckedIOException(unclosable);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
