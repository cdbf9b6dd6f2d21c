package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zerok.client.Invitation;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.house.ProjectRoot;
import dev.zerok.protocol.id.DeviceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The Python client of {@code protocol/reference} in a child process. Run by {@code $ZEROK_PYTHON}, or {@code python3}.
 *
 * <p>It prints one JSON object per line; the few fields that tests look at are picked out by pattern.
 */
final class PythonPeer implements AutoCloseable {
  private static final Path FOLDER = ProjectRoot.find().resolve("protocol/reference");
  private static final int DEADLINE_SECONDS = 60;

  /** A whole script with its child processes, also on a machine that is busy. */
  private static final int END_SECONDS = 150;

  private static final int MAX_LINES = 10_000;
  private static final String END = "";

  private final Process process;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);
  private final List<String> seen = new ArrayList<>();

  private PythonPeer(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::readLines);
  }

  static PythonPeer start(Path store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("peer.py"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--store", store.toString(), "--seconds", "" + DEADLINE_SECONDS));
    return startScript(command);
  }

  /** A script beside peer.py, with its arguments. */
  static PythonPeer startScript(List<String> scriptAndArguments) throws IOException {
    List<String> command = new ArrayList<>(scriptAndArguments);
    command.set(0, FOLDER.resolve(scriptAndArguments.get(0)).toString());
    command.add(0, python());
    return new PythonPeer(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Pairs a new Python device: it joins by a link, and the inviter's person picks the words that it shows. */
  static DeviceId join(SyncClient inviter, Path store) throws Exception {
    CompletableFuture<List<String>> shown = new CompletableFuture<>();
    Invitation invitation =
        inviter.invite(InviteOptions.DEFAULT, (name, choices) -> shown.thenApply(choices::indexOf));
    String link = invitation.code().get(DEADLINE_SECONDS, TimeUnit.SECONDS).link();
    try (PythonPeer joining = start(store, "join", link, "--yes", "--name", "python")) {
      assertThat(text(joining.await("about"), "group_name")).isNotEmpty();
      List<String> words = words(joining.await("words"));
      assertThat(words).hasSize(3);
      shown.complete(words);
      DeviceId device = invitation.paired().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertThat(text(joining.await("admitted"), "device")).isEqualTo(device.hex());
      assertThat(joining.finish()).isZero();
      assertThat(inviter.devices()).extracting(MemberDevice::id).contains(device);
      return device;
    }
  }

  /** Leaves the test out, in words, where no fitting Python is here. */
  static void assumeItRuns() throws InterruptedException {
    Optional<String> missing = missing();
    missing
        .ifPresent(why -> System.out.println("a test with the Python client is left out: " + why));
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  /** Runs a command to its end. */
  static PythonPeer run(Path store, String... arguments) throws Exception {
    PythonPeer peer = start(store, arguments);
    assertThat(peer.finish()).as("%s: %s", List.of(arguments), peer.lines()).isZero();
    return peer;
  }

  private static Optional<String> missing() throws InterruptedException {
    try {
      Process probe =
          new ProcessBuilder(python(), "-c",
              "import sys, cryptography, websockets.sync.client; sys.exit(sys.version_info < (3, 11))")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (probe.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0) {
        return Optional.empty();
      }
      probe.destroyForcibly();
    } catch (IOException e) {
      return Optional.of(python() + " cannot be started: " + e.getMessage());
    }
    return Optional.of(
        python()
            + " is older than 3.11 or lacks the modules cryptography and websockets; set ZEROK_PYTHON");
  }

  private static String python() {
    return Optional.ofNullable(System.getenv("ZEROK_PYTHON")).orElse("python3");
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.put(line);
      }
      lines.put(END);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next line that tells of this event; those before it are passed over. */
  String await(String event) throws InterruptedException {
    while (true) {
      String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("the Python client did not say " + event + ", but " + seen);
      }
      seen.add(line);
      if (line.startsWith("{\"event\": \"" + event + "\"")) {
        return line;
      }
    }
  }

  /** What it said and nobody awaited yet. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** The exit code. */
  int finish() throws InterruptedException {
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the Python client does not end; it said " + seen);
    }
    return process.exitValue();
  }

  /** The text of a field in a line. */
  static String text(String line, String field) {
    return Pattern.compile("\"" + field + "\": \"([^\"]*)\"")
        .matcher(line)
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + field + " in " + line));
  }

  /** The words in the list of the event {@code words}. */
  static List<String> words(String line) {
    return Pattern.compile("\"([a-z]+)\"(?=[,\\]])")
        .matcher(line.substring(line.indexOf('[')))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
