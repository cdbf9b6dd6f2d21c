package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.zerok.relay.ops.RelayLog;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RelayMainTest {
  @Test
  void stopThatFails_isLoggedWithItsCause_andEndsWithAnotherCodeThanOneThatDoesNot() {
    Logger logger = (Logger) LoggerFactory.getLogger(RelayLog.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    try {
      assertThat(RelayMain.stop(() -> {})).isZero();
      assertThat(logged.list).isEmpty();

      assertThat(RelayMain.stop(() -> {
        throw new IllegalStateException("the log did not drain");
      })).isEqualTo(RelayMain.EXIT_STOP_FAILED);
      assertThat(logged.list).singleElement()
          .satisfies(
              line -> assertThat(line.getThrowableProxy().getMessage())
                  .isEqualTo("the log did not drain"));
    } finally {
      logger.detachAppender(logged);
    }
  }
}
