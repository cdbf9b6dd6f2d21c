package dev.zerok.cli.bench;

import dev.zerok.cli.demo.ChildProcess;
import dev.zerok.cli.demo.DemoFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One large file from a device through a relay to another device, in three processes with bounded heaps. */
public final class ContentBench {
  private static final Pattern IDENTITY = Pattern.compile("identity\\W+([0-9a-f]{64})");
  private static final String PASSPHRASE = "measured, not protected";

  /** What a transfer may take, in seconds: an hour for a gigabyte on a machine that does much else. */
  private static final int PATIENCE_SECONDS = 3_600;

  private final Path home;
  private final long bytes;
  private final String relayHeap;
  private final String clientHeap;
  private final Consumer<String> say;

  /** Everything happens in the folder {@code home}. */
  public ContentBench(Path home, long bytes, String relayHeap, String clientHeap,
      Consumer<String> say) {
    this.home = home;
    this.bytes = bytes;
    this.relayHeap = relayHeap;
    this.clientHeap = clientHeap;
    this.say = say;
  }

  /** Runs it; throws {@link DemoFailure} if the file did not arrive as it was sent. */
  public void run() throws IOException {
    Path file = noise();
    double plain = PlainCopy.seconds(file, home.resolve("plain.bin"));
    Files.delete(home.resolve("plain.bin"));
    say.accept("%,d bytes over a plain loopback socket: %.1f s".formatted(bytes, plain));
    int port = freePort();
    try (ChildProcess relay = relay(port)) {
      String identity = relay.awaitLine("its identity", line -> {
        Matcher found = IDENTITY.matcher(line);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
      });
      toEnd(client("laptop", "init", "--relay", "ws://127.0.0.1:" + port, "--relay-identity",
          identity, "--group", "bench", "--name", "laptop"));
      pair();
      transfer(file, plain);
      memory("relay", relay);
    }
  }

  private Path noise() throws IOException {
    Path file = home.resolve("content.bin");
    byte[] block = new byte[1 << 16];
    SplittableRandom random = new SplittableRandom(bytes);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long left = bytes; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    return file;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  /** A relay that paces nobody: what is measured is the way, not the operator's limits. The group's quota stays the usual one. */
  private ChildProcess relay(int port) throws IOException {
    Path folder = Files.createDirectories(home.resolve("relay"));
    return ChildProcess.start("relay", "", folder, List.of("-Xmx" + relayHeap),
        "relay", "--data", folder.resolve("data").toString(), "--listen", "127.0.0.1:" + port,
        "--ops-listen", "127.0.0.1:0", "--limits-pushes-per-minute", "1000000",
        "--limits-push-burst", "1000000", "--limits-push-bytes-per-minute",
        Long.toString(1L << 40), "--limits-push-burst-bytes", Long.toString(1L << 40));
  }

  private ChildProcess client(String name, String command, String... arguments)
      throws IOException {
    Path folder = Files.createDirectories(home.resolve(name));
    List<String> all = new ArrayList<>(
        List.of(command, "--json", "--store", folder.resolve("store").toString()));
    all.addAll(List.of(arguments));
    return ChildProcess.start(name, PASSPHRASE, folder, List.of("-Xmx" + clientHeap),
        all.toArray(String[]::new));
  }

  private static void toEnd(ChildProcess process) {
    try (process) {
      process.awaitSuccess();
    }
  }

  private void pair() throws IOException {
    try (ChildProcess invite = client("laptop", "invite")) {
      String link = invite.awaitEvent("invite").getOrDefault("link", "");
      try (ChildProcess join = client("phone", "join", link, "--name", "phone")) {
        join.awaitEvent("consent");
        join.answer("yes");
        String words = join.awaitEvent("words").getOrDefault("words", "");
        Map<String, String> choices = invite.awaitEvent("approve");
        for (int i = 1; i <= 4; i++) {
          if (words.equals(choices.get("choice_" + i))) {
            invite.answer(Integer.toString(i));
          }
        }
        join.awaitSuccess();
      }
      invite.awaitSuccess();
    }
  }

  private void transfer(Path file, double plain) throws IOException {
    Path inbox = home.resolve("inbox");
    long start = System.nanoTime();
    try (ChildProcess watch =
        client("phone", "watch", "--into", inbox.toString(), "--count", "1");
        ChildProcess push = client("laptop", "push", "--wait", "600", file.toString())) {
      push.awaitEvent("pushed", PATIENCE_SECONDS);
      double pushed = (System.nanoTime() - start) / 1e9;
      watch.awaitEvent("received", PATIENCE_SECONDS);
      double received = (System.nanoTime() - start) / 1e9;
      memory("phone", watch);
      push.awaitSuccess();
      watch.awaitSuccess();
      if (Files.mismatch(file, inbox.resolve("content.bin")) >= 0) {
        throw new DemoFailure("What arrived differs from what was sent.");
      }
      say.accept(
          "as large content: at the relay after %.1f s, in the other device's file after %.1f s"
              .formatted(pushed, received));
      say.accept(
          "ratio to the plain socket: %.1f, programs' starts, hashing and every fsync included"
              .formatted(received / plain));
    }
    for (String device : List.of("laptop", "phone")) {
      say.accept("%s's store afterwards: %,d bytes".formatted(device,
          size(home.resolve(device).resolve("store"))));
    }
  }

  /** The most memory that a process ever used, where the system tells. */
  private void memory(String name, ChildProcess process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (Files.isReadable(status)) {
      try (Stream<String> lines = Files.lines(status)) {
        lines.filter(line -> line.startsWith("VmHWM:"))
            .forEach(line -> say.accept(
                name + "'s memory at most: " + line.substring("VmHWM:".length()).strip()));
      }
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
