package dev.zerok.relay;

import dev.zerok.relay.ops.ConfigSources;
import dev.zerok.relay.ops.InvalidConfig;
import dev.zerok.relay.ops.LogSetup;
import dev.zerok.relay.ops.RelayConfig;
import dev.zerok.relay.ops.RelayFlags;
import dev.zerok.relay.ops.RelayLog;
import dev.zerok.relay.ops.SelfSignedFiles;
import dev.zerok.relay.ops.StartFailure;
import dev.zerok.relay.ops.TlsFiles;
import dev.zerok.relay.ops.TlsSettings;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The program {@code zerok relay}.
 *
 * <p>Exit codes: 0 after SIGTERM or SIGINT and everything acknowledged is on disk; 1 if the relay cannot start, or fails to stop;
 * 2 if its configuration is not valid; 70 if the disk failed.
 */
public final class RelayMain {
  static final int EXIT_CANNOT_START = 1;
  static final int EXIT_STOP_FAILED = 1;
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
        return check(config, out);
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
      return flags.checkOnly() ? EXIT_INVALID_CONFIG : EXIT_CANNOT_START;
    }
  }

  private static int check(RelayConfig config, PrintStream out) throws StartFailure {
    if (config.tls() instanceof TlsSettings.FromFiles files) {
      var _ = new TlsFiles(files.certificate(), files.key()).load();
    }
    out.println("The configuration is valid.");
    config.effective().forEach(line -> out.println("  " + line));
    config.unknownVariables()
        .forEach(name -> out.println("  " + name + " is set, and no key has this name"));
    return 0;
  }

  /** Runs the node's stop; the exit code. Of one that fails nobody but the log would tell. */
  static int stop(Runnable stop) {
    try {
      stop.run();
      return 0;
    } catch (Throwable failure) { // also an Error must not look like an orderly end
      RelayLog.defect("stop", failure);
      return EXIT_STOP_FAILED;
    }
  }

  private static void serve(RelayNode node, RelayConfig config, PrintStream out) {
    // The JVM would answer SIGTERM with exit code 143; an orderly stop is no failure, hence halt at the end.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  int code = stop(node::stop);
                  out.flush();
                  Runtime.getRuntime().halt(code);
                },
                "zerok-stop"));
    out.println("relay identity: " + HexFormat.of().formatHex(node.identity().toByteArray()));
    out.println("listening on:   " + node.url());
    if (node.tlsFingerprint() != null) {
      out.println("tls sha-256:    " + node.tlsFingerprint());
    }
    if (config.tls() instanceof TlsSettings.SelfSigned) {
      out.println(
          "tls trust:      --tls-ca "
              + config.data()
                  .toAbsolutePath()
                  .normalize()
                  .resolve(SelfSignedFiles.CERTIFICATE_FILE));
    }
    out.println("health/metrics: http://" + config.opsListen().withPort(node.opsPort()));
    out.println("data folder:    " + config.data().toAbsolutePath().normalize());
    out.println("admin token:    " + config.adminToken().toAbsolutePath().normalize());
    out.println(
        "crypto:         "
            + node.cryptoProviders()
                .entrySet()
                .stream()
                .map(each -> each.getKey() + " by " + each.getValue())
                .collect(Collectors.joining(", ")));
    out.flush();
    node.drainAsked().toCompletableFuture().join();
    System.exit(0); // the hook above stops the node
  }

}
