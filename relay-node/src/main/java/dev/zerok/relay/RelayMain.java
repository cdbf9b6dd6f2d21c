package dev.zerok.relay;

import dev.zerok.relay.ops.ConfigSources;
import dev.zerok.relay.ops.InvalidConfig;
import dev.zerok.relay.ops.LogSetup;
import dev.zerok.relay.ops.RelayConfig;
import dev.zerok.relay.ops.RelayFlags;
import dev.zerok.relay.ops.RelayLog;
import dev.zerok.relay.ops.StartFailure;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The program {@code zerok relay}.
 *
 * <p>Exit codes: 0 after SIGTERM or SIGINT and everything acknowledged is on disk; 1 if the relay cannot start;
 * 2 if its configuration is not valid; 70 if the disk failed.
 */
public final class RelayMain {
  static final int EXIT_CANNOT_START = 1;
  static final int EXIT_INVALID_CONFIG = 2;
  static final int EXIT_STORAGE_FAILED = 70;

  private RelayMain() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs a relay until the process is told to end; then the process ends with 0 and this method does not return.
   *
   * @return the exit code, if no relay runs
   */
  public static int run(String[] args) {
    return run(args, System.getenv(), System.out, System.err);
  }

  static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
    RelayFlags flags = RelayFlags.parse(args);
    if (flags.help()) {
      out.print(RelayFlags.usage());
      return 0;
    }
    try {
      RelayConfig config = RelayConfig.load(ConfigSources.of(environment, flags.settings()));
      if (flags.checkOnly()) {
        out.println("The configuration is valid.");
        return 0;
      }
      LogSetup.install(config.log(), err);
      if (!config.unknownVariables().isEmpty()) {
        RelayLog.unknownVariables(String.join(",", config.unknownVariables()));
      }
      serve(RelayNode.start(config), config, out);
      return 0;
    } catch (InvalidConfig e) {
      err.println(e.getMessage());
      return EXIT_INVALID_CONFIG;
    } catch (StartFailure e) {
      err.println(e.getMessage());
      return EXIT_CANNOT_START;
    }
  }

  private static void serve(RelayNode node, RelayConfig config, PrintStream out) {
    // The JVM would answer SIGTERM with exit code 143; an orderly stop is no failure, hence halt(0) at the end.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  node.stop();
                  out.flush();
                  Runtime.getRuntime().halt(0);
                },
                "zerok-stop"));
    out.println("relay identity: " + HexFormat.of().formatHex(node.identity().toByteArray()));
    out.println("listening on:   " + node.url());
    out.println("health/metrics: http://" + config.opsListen().withPort(node.opsPort()));
    out.println("data folder:    " + config.data().toAbsolutePath().normalize());
    out.println(
        "crypto:         "
            + node.cryptoProviders()
                .entrySet()
                .stream()
                .map(each -> each.getKey() + " by " + each.getValue())
                .collect(Collectors.joining(", ")));
    out.flush();
    awaitEnd();
  }

  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
