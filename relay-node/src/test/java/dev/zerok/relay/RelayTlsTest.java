package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.zerok.relay.edge.TlsPair;
import dev.zerok.relay.ops.RelayConfig;
import dev.zerok.relay.ops.RelayLog;
import dev.zerok.relay.ops.SelfSignedFiles;
import dev.zerok.relay.ops.ShownCertificate;
import dev.zerok.relay.ops.SystemTime;
import dev.zerok.relay.ops.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A running relay notices by itself that its TLS files changed. */
class RelayTlsTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final int PATIENCE_HANDSHAKES = 1_000;

  @TempDir Path folder;

  private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RelayLog.class);
  private final AppenderBase<ILoggingEvent> listening = new AppenderBase<>() {
    @Override
    protected void append(ILoggingEvent event) {
      logged.add(event.getMessage());
    }
  };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    listening.setContext(logger.getLoggerContext());
    listening.start();
    logger.addAppender(listening);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(listening);
    logger.setLevel(null);
  }

  private void awaitLogged(String wanted) throws InterruptedException {
    String line;
    do {
      line = logged.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("the log's next line, on the way to '" + wanted + "'").isNotNull();
    } while (!line.startsWith(wanted));
  }

  private TlsFiles selfSigned(String name) throws Exception {
    return SelfSignedFiles.loadOrCreate(
        Files.createDirectories(folder.resolve(name)), List.of(), new SystemTime());
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The socket takes a new pair into use a moment after it was told to. */
  private static void awaitShown(RelayNode node, TlsPair pair) throws Exception {
    for (int attempt = 1;; attempt++) {
      try {
        assertThat(ShownCertificate.sha256(node.port(), pair)).isEqualTo(pair.sha256());
        return;
      } catch (SSLHandshakeException another) {
        if (attempt == PATIENCE_HANDSHAKES) {
          throw another;
        }
      }
    }
  }

  @Test
  void changedFiles_areServedWithoutARestart_andABrokenPairLeavesTheOneBefore() throws Exception {
    TlsFiles live = selfSigned("live");
    TlsFiles next = selfSigned("next");
    TlsFiles other = selfSigned("other");
    RelayConfig config =
        RelayConfig.of(
            Map.of("data", folder.resolve("data").toString(), "listen", "127.0.0.1:0",
                "ops-listen", "127.0.0.1:0", "tls.cert", live.certificate().toString(), "tls.key",
                live.key().toString()));
    try (RelayNode node = RelayNode.start(config)) {
      TlsPair first = live.load();
      assertThat(ShownCertificate.sha256(node.port(), first)).isEqualTo(first.sha256());

      copy(next.certificate(), live.certificate());
      copy(next.key(), live.key());
      awaitLogged("new TLS certificate in use");
      awaitShown(node, next.load());

      copy(other.certificate(), live.certificate());
      awaitLogged("the changed TLS files cannot be used");
      assertThat(ShownCertificate.sha256(node.port(), next.load()))
          .isEqualTo(next.load().sha256());
    }
  }
}
