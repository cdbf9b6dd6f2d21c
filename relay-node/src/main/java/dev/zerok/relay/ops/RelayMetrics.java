package dev.zerok.relay.ops;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.door.TicketFault;
import dev.zerok.relay.edge.EdgeObserver;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.WaitReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The relay's numbers, for Prometheus. Labels come from fixed lists only: nothing that a peer sent becomes a
 * label, so the number of series is bounded. Any thread.
 */
public final class RelayMetrics implements RelayMeter, EdgeObserver {
  private static final List<Integer> UPGRADE_STATUSES = List.of(400, 403, 426, 429, 503);

  private static final String LET_IN = "let_in";
  private static final String IN_SLOT = "in_slot";
  private static final String SLOT_GIVEN = "slot_given";
  private static final List<String> DOOR_OUTCOMES = List.of(LET_IN, IN_SLOT, SLOT_GIVEN);

  /** What a WebSocket can be closed with for its framing: by the relay, or by the layer below it. */
  private static final List<Integer> VIOLATION_CODES = List.of(1002, 1003, 1007, 1008, 1009);

  private static final String RETRY_LATER = "clients told to come back later";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger connections = gauge("zerok_connections", "open sockets");
  private final AtomicInteger sessions =
      gauge("zerok_sessions", "admitted devices that are connected");
  private final AtomicInteger queued = gauge("zerok_log_queue", "commands that wait for the log");
  private final AtomicLong queuedBytes = new AtomicLong();
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
  private final Counter adminRefusals =
      counter("zerok_admin_refusals", "requests under /admin/ without the token");
  private final Counter turnedAway =
      counter("zerok_log_turned_away", "commands that found no room in the log's queue");
  private final AtomicLong storedBytes = new AtomicLong();
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

  /** Every series with a label is there from the start: what appears at its first event has no increase before it. */
  public RelayMetrics() {
    watch("zerok_stored_bytes", "sealed payload and rosters of all groups", storedBytes::get);
    for (RefusalReason reason : RefusalReason.values()) {
      refusals(reason);
    }
    for (CutReason reason : CutReason.values()) {
      cuts(reason);
    }
    for (ErrorCode code : ErrorCode.values()) {
      refusedCommands(code);
      endedSessions(code);
    }
    endedSessions(null);
    for (WaitReason reason : WaitReason.values()) {
      retriesLater(reason);
    }
    for (AddressLimit limit : AddressLimit.values()) {
      limitedAddresses(limit);
    }
    UPGRADE_STATUSES.forEach(this::refusedUpgrades);
    VIOLATION_CODES.forEach(this::violatedWebSockets);
    signals(true);
    signals(false);
    skippedSignals();
    watch("zerok_log_queue_bytes", "bytes of those commands", queuedBytes::get);
    DOOR_OUTCOMES.forEach(this::door);
    for (TicketFault fault : TicketFault.values()) {
      refusedTickets(fault);
    }
    defects();
    watch("zerok_tls_not_after_seconds",
        "Unix time at which the TLS certificate expires; 0 without TLS", tlsNotAfter::get);
  }

  /** A number that somebody else keeps, like the bytes on the disk. */
  public void watch(String name, String description, DoubleSupplier value) {
    Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** A number that somebody else counts up: chains of strangers that found no room, besides what the router turned away. */
  public void chainsWithoutRoom(LongSupplier counted) {
    FunctionCounter.builder("zerok_retry_later", counted, LongSupplier::getAsLong)
        .description(RETRY_LATER)
        .tag("why", "chain_bytes")
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

  /** Somebody asked for what only administrators may, without the token. */
  void adminRefused() {
    adminRefusals.increment();
  }

  /** A configured limit, to be compared with the number that it limits. */
  public void limit(String name, Number value) {
    Gauge.builder("zerok_limit", () -> value)
        .description("a configured limit; 0: none")
        .tag("limit", name)
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void turnedAway() {
    turnedAway.increment();
  }

  @Override
  public void stored(long bytes) {
    storedBytes.set(bytes);
  }

  @Override
  public void pushStored(int payloadBytes) {
    pushes.increment();
    pushBytes.increment(payloadBytes);
  }

  @Override
  public void commandRefused(ErrorCode code) {
    refusedCommands(code).increment();
  }

  private Counter refusedCommands(ErrorCode code) {
    return counter("zerok_commands_refused",
        "pushes, roster entries and frames for mailboxes answered by an error",
        "code", code.name());
  }

  @Override
  public void admitted() {
    admissions.increment();
  }

  @Override
  public void refused(RefusalReason reason) {
    refusals(reason).increment();
  }

  private Counter refusals(RefusalReason reason) {
    return counter("zerok_refusals", "requests for admission that got the one refusal", "reason",
        reason.name());
  }

  @Override
  public void toldToWait(WaitReason reason) {
    retriesLater(reason).increment();
  }

  private Counter retriesLater(WaitReason reason) {
    return counter("zerok_retry_later", RETRY_LATER, "why", reason.name());
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
    signals(within).increment();
  }

  private Counter signals(boolean within) {
    return counter("zerok_signals", "signals that came, and what became of them", "outcome",
        within ? "passed_on" : "over_rate");
  }

  @Override
  public void signalSkipped() {
    skippedSignals().increment();
  }

  private Counter skippedSignals() {
    return counter("zerok_signals_skipped", "signals not given to a session in which much waited",
        "why", "slow");
  }

  @Override
  public void queued(int commands, long bytes) {
    queued.set(commands);
    queuedBytes.set(bytes);
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
    cuts(reason).increment();
    RelayLog.cut(reason);
  }

  private Counter cuts(CutReason reason) {
    return counter("zerok_cuts", "sockets taken away without a close frame", "reason",
        reason.name());
  }

  @Override
  public void upgradeRefused(int status) {
    refusedUpgrades(status).increment();
  }

  private Counter refusedUpgrades(int status) {
    return counter("zerok_upgrades_refused", "upgrade requests refused", "status",
        Integer.toString(status));
  }

  @Override
  public void addressLimited(AddressLimit limit) {
    limitedAddresses(limit).increment();
  }

  private Counter limitedAddresses(AddressLimit limit) {
    return counter("zerok_addresses_limited",
        "sockets and upgrades refused since their address is at its limit", "limit", limit.name());
  }

  @Override
  public void letIn(boolean inSlot) {
    door(inSlot ? IN_SLOT : LET_IN).increment();
  }

  @Override
  public void slotGiven() {
    door(SLOT_GIVEN).increment();
  }

  private Counter door(String outcome) {
    return counter("zerok_door", "what clients were told at the door", "outcome", outcome);
  }

  @Override
  public void ticketRefused(TicketFault fault) {
    refusedTickets(fault).increment();
  }

  private Counter refusedTickets(TicketFault fault) {
    return counter("zerok_tickets_refused", "tickets for slots that counted as none", "fault",
        fault.name());
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
    endedSessions(how.code()).increment();
    RelayLog.sessionEnded(how);
  }

  private Counter endedSessions(@Nullable ErrorCode code) {
    return counter("zerok_sessions_ended", "sessions ended by a rule of the protocol", "code",
        code == null ? "none" : code.name());
  }

  @Override
  public void violated(int closeCode) {
    violatedWebSockets(closeCode).increment();
    RelayLog.violated(closeCode);
  }

  private Counter violatedWebSockets(int closeCode) {
    return counter("zerok_websockets_violated", "sockets closed for broken framing", "close_code",
        Integer.toString(closeCode));
  }

  @Override
  public void defect(Throwable failure) {
    defects().increment();
    RelayLog.defect("edge", failure);
  }

  private Counter defects() {
    return counter("zerok_defects", "failures of the relay's own code", "where", "edge");
  }

  @Override
  public void delivered(int payloadBytes) {
    deliveries.increment();
    deliveredBytes.increment(payloadBytes);
  }

  private Counter counter(String name, String description, String label, String value) {
    return Counter.builder(name)
        .description(description)
        .tag(label, value.toLowerCase(Locale.ROOT))
        .register(registry);
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
