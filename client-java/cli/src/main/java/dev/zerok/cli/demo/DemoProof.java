package dev.zerok.cli.demo;

import dev.zerok.cli.proof.CaptureProxy;
import dev.zerok.cli.proof.Haystack;
import dev.zerok.cli.proof.Needles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Listens on the wire between the devices and the relay, and looks for the files in what it heard. */
final class DemoProof implements AutoCloseable {
  /** What every connection begins with, in clear: the search must find it. */
  private static final byte[] UPGRADE_LINE =
      "Sec-WebSocket-Protocol: 0k.1.std1-draft".getBytes(StandardCharsets.US_ASCII);

  private final CaptureProxy wire;

  DemoProof(CaptureProxy wire) {
    this.wire = wire;
  }

  static DemoProof before(DemoRelay relay) throws IOException {
    return new DemoProof(CaptureProxy.before(relay.port()));
  }

  /** Where the devices connect. */
  int port() {
    return wire.port();
  }

  /** The search, with a positive control before and after it. */
  void examineWire(Narrator tell, DemoFiles files) throws IOException {
    tell.step("Proof: what went over the wire");
    tell.say(
        "Everything between the devices and the relay went through a recorder. It is searched for the files, as they are and"
            + " as hex and base64. Then the same files are sent in clear through the same recorder, and the same search must find them.");
    examine(tell, wire.captured(), files);
    sendInClear(files);
    DemoPatience.until(ChildProcess.PATIENCE_SECONDS, () -> allFound(wire.captured(), files));
    if (!allFound(wire.captured(), files)) {
      throw new DemoFailure(
          "The search does not find the files where they were sent in clear: it proves nothing.");
    }
    tell.seen("control: sent in clear through the same recorder, all files are found");
  }

  /** Fails if the capture holds a piece of a file, or if it is no capture of these connections at all. */
  static void examine(Narrator tell, Haystack captured, DemoFiles files) throws IOException {
    if (captured.count(Needles.of("upgrade", UPGRADE_LINE)) == 0) {
      throw new DemoFailure(
          "The capture does not even hold the connections' first lines: it proves nothing.");
    }
    tell.seen(
        "recorded %,d bytes; the connections' first lines are found in clear (the search works)"
            .formatted(captured.bytes()));
    int windows = 0;
    for (Path file : files.all()) {
      Needles needles = Needles.inAnyForm(DemoFiles.name(file), Files.readAllBytes(file));
      int found = captured.count(needles);
      if (found != 0) {
        throw new DemoFailure(
            found + " windows of the plain " + needles.name() + " went over the wire.");
      }
      windows += needles.count();
    }
    tell.seen("plain bytes: 0 of " + windows + " windows found");
  }

  private void sendInClear(DemoFiles files) throws IOException {
    for (Path file : files.all()) {
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), wire.port());
          OutputStream out = socket.getOutputStream()) {
        out.write(Files.readAllBytes(file), 0, (int) Math.min(Files.size(file), 4096));
        out.flush();
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException relayHungUp) {
        // It is no HTTP: the relay ends the connection. The recorder has the bytes, which the caller checks.
      }
    }
  }

  private static boolean allFound(Haystack captured, DemoFiles files) {
    try {
      for (Path file : files.all()) {
        if (captured.count(Needles.of("control", Files.readAllBytes(file))) == 0) {
          return false;
        }
      }
      return true;
    } catch (IOException unreadable) {
      throw new DemoFailure("A demo file cannot be read.", unreadable);
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
