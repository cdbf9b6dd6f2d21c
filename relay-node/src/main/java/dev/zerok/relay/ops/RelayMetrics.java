package dev.zerok.relay.ops;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.edge.EdgeObserver;
import dev.zerok.relay.port.RelayMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The relay's numbers, for Prometheus. Labels come from fixed lists only: nothing that a peer sent becomes a
 * label, so the number of series is bounded. Any thread.
 */
public final class RelayMetrics implements RelayMeter, EdgeObserver {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger connections = gauge("zerok_connections", "open sockets");
  private final AtomicInteger sessions =
      gauge("zerok_sessions", "admitted devices that are connected");
  private final AtomicInteger queued = gauge("zerok_log_queue", "commands that wait for the log");
  private final Counter admissions = counter("zerok_admissions", "devices admitted");
  private final Counter pushes = counter("zerok_pushes", "pushes stored and acknowledged");
  private final Counter pushBytes =
      counter("zerok_push_bytes", "sealed payload bytes of stored pushes");
  private final Counter acks = counter("zerok_acks", "acknowledgements that moved a watermark");
  private final Counter deliveries = counter("zerok_deliveries", "blobs given to a session");
  private final Counter deliveredBytes =
      counter("zerok_delivered_bytes", "sealed payload bytes given to sessions");
  private final AtomicLong tlsNotAfter = new AtomicLong();
  private final Counter tlsFailures =
      counter("zerok_tls_renewal_failures", "changed TLS files that could not be used");
  private final DistributionSummary batchCommands =
      DistributionSummary.builder("zerok_batch_commands")
          .description("commands in one durable batch")
          .register(registry);
  private final Timer commit =
      Timer.builder("zerok_commit")
          .description("time until a batch is durable, its fsync included")
          .serviceLevelObjectives(
              Duration.ofMillis(1),
              Duration.ofMillis(5),
              Duration.ofMillis(20),
              Duration.ofMillis(100),
              Duration.ofMillis(500),
              Duration.ofSeconds(2))
          .register(registry);

  public RelayMetrics() {
    watch("zerok_tls_not_after_seconds",
        "Unix time at which the TLS certificate expires; 0 without TLS", tlsNotAfter::get);
  }

  /** A number that somebody else keeps, like the stored bytes. */
  public void watch(String name, String description, LongSupplier value) {
    Gauge.builder(name, value, LongSupplier::getAsLong)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** Everything in Prometheus' text format. */
  public String render() {
    return registry.scrape();
  }

  /** Open sockets now. */
  public int connections() {
    return connections.get();
  }

  /** A TLS certificate came into use that is valid until then, in Unix seconds. */
  void tlsInUse(long notAfterSeconds) {
    tlsNotAfter.set(notAfterSeconds);
  }

  /** Changed TLS files could not be used. */
  void tlsNotRenewed() {
    tlsFailures.increment();
  }

  @Override
  public void pushStored(int payloadBytes) {
    pushes.increment();
    pushBytes.increment(payloadBytes);
  }

  @Override
  public void commandRefused(ErrorCode code) {
    counted("zerok_commands_refused", "pushes and roster entries answered by an error", "code",
        code.name());
  }

  @Override
  public void admitted() {
    admissions.increment();
  }

  @Override
  public void refused(RefusalReason reason) {
    counted("zerok_refusals", "requests for admission that got the one refusal", "reason",
        reason.name());
  }

  @Override
  public void acknowledged() {
    acks.increment();
  }

  @Override
  public void committed(int commands, long bytes, long nanos) {
    batchCommands.record(commands);
    commit.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void signalled(boolean within) {
    counted("zerok_signals", "signals that came, and what became of them", "outcome",
        within ? "passed_on" : "over_rate");
  }

  @Override
  public void signalSkipped() {
    counted("zerok_signals_skipped", "signals not given to a session in which much waited", "why",
        "slow");
  }

  @Override
  public void queued(int commands) {
    queued.set(commands);
  }

  @Override
  public void opened() {
    connections.incrementAndGet();
  }

  @Override
  public void closed() {
    connections.decrementAndGet();
  }

  @Override
  public void cut(CutReason reason) {
    counted("zerok_cuts", "sockets taken away without a close frame", "reason", reason.name());
    RelayLog.cut(reason);
  }

  @Override
  public void upgradeRefused(int status) {
    counted("zerok_upgrades_refused", "upgrade requests refused", "status",
        Integer.toString(status));
  }

  @Override
  public void sessionOpened() {
    sessions.incrementAndGet();
  }

  @Override
  public void sessionClosed() {
    sessions.decrementAndGet();
  }

  @Override
  public void ended(SessionEnded how) {
    String code = how.code() == null ? "none" : how.code().name();
    counted("zerok_sessions_ended", "sessions ended by a rule of the protocol", "code", code);
    RelayLog.sessionEnded(how);
  }

  @Override
  public void violated(int closeCode) {
    counted("zerok_websockets_violated", "sockets closed for broken framing", "close_code",
        Integer.toString(closeCode));
    RelayLog.violated(closeCode);
  }

  @Override
  public void defect(Throwable failure) {
    counted("zerok_defects", "failures of the relay's own code", "where", "edge");
    RelayLog.defect("edge", failure);
  }

  @Override
  public void delivered(int payloadBytes) {
    deliveries.increment();
    deliveredBytes.increment(payloadBytes);
  }

  private void counted(String name, String description, String label, String value) {
    Counter.builder(name)
        .description(description)
        .tag(label, value.toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private AtomicInteger gauge(String name, String description) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder(name, value, AtomicInteger::get)
        .description(description)
        .strongReference(true)
        .register(registry);
    return value;
  }
}
