package dev.zerok.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The same bytes from one file into another over a plain loopback socket, synced at the end: what a ratio is taken to. */
final class PlainCopy {
  private PlainCopy() {}

  /** Seconds that it took. */
  static double seconds(Path from, Path to) throws IOException {
    long start = System.nanoTime();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      CompletableFuture<Void> written = CompletableFuture.runAsync(() -> accept(server, to));
      try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
        Files.copy(from, socket.getOutputStream());
      }
      written.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void accept(ServerSocket server, Path to) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream();
        FileChannel file = FileChannel.open(to, StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      in.transferTo(Channels.newOutputStream(file));
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
