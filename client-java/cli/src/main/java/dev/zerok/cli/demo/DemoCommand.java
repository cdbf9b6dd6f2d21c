package dev.zerok.cli.demo;

import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.terminal.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zerok demo}. */
@Command(name = "demo",
    description = "See it work: a relay, three devices, three files, a kill -9. Takes half a minute.")
public final class DemoCommand implements Callable<Integer> {
  @Option(names = "--prove",
      description = "Also search the relay's disk and the wire for the files, with controls.") private boolean prove;

  @Option(names = "--keep",
      description = "Keep the folder with everything that was made.") private boolean keep;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "" + DemoRelay.USUAL_PORT,
      description = "Where the relay listens (default: ${DEFAULT-VALUE}; 0: any free port).") private int port;

  @Override
  public Integer call() throws IOException {
    Narrator tell =
        new Narrator(System.out, Questions.isTerminal());
    long start = System.nanoTime();
    int free = DemoRelay.freePort(port);
    try (DemoHome home = DemoHome.create(keep)) {
      return show(tell, home, free, start);
    }
  }

  private int show(Narrator tell, DemoHome home, int free, long start) throws IOException {
    try {
      tell.line(tell.bold("0k-Sync: two devices, one relay that can read nothing"));
      play(tell, home.folder(), free);
      tell.line("");
      tell.line(tell
          .bold("Everything held, in %.0f seconds.".formatted((System.nanoTime() - start) / 1e9))
          + (prove ? "" : " To see it proved: ./zerok demo --prove"));
      return ExitCode.OK;
    } catch (DemoFailure failure) {
      if (!home.isInterrupted()) {
        tell.failed(String.valueOf(failure.getMessage()));
        System.err.println("zerok: the demo failed; what is above says where.");
      }
      return ExitCode.FAILED;
    } finally {
      if (keep) {
        tell.line("Kept: " + home.folder());
      }
    }
  }

  private void play(Narrator tell, Path home, int free) throws IOException {
    DemoFiles files = DemoFiles.create(home.resolve("files"));
    try (DemoRelay relay = DemoRelay.start(Files.createDirectories(home.resolve("relay")), free);
        @Nullable DemoProof proof = prove ? DemoProof.before(relay) : null) {
      new Demo(tell, home, relay, proof, device("laptop", home), device("phone", home),
          device("tablet", home), files)
          .play();
    }
  }

  private static DemoDevice device(String name, Path home) throws IOException {
    byte[] passphrase = new byte[16];
    new SecureRandom().nextBytes(passphrase);
    return new DemoDevice(name, Files.createDirectories(home.resolve(name)),
        HexFormat.of().formatHex(passphrase));
  }
}
