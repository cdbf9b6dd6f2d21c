package dev.zerok.relay.ops;

import dev.zerok.protocol.session.SessionTimings;
import dev.zerok.relay.edge.AddressRules;
import dev.zerok.relay.edge.EdgeConfig;
import java.util.Set;

/** The public socket's settings as they were written, before it is known whether they go together. */
record EdgeSettings(
    HostPort listen,
    Set<String> origins,
    int connections,
    int unadmitted,
    long unadmittedBytes,
    SessionTimings timings,
    long upgrade,
    long stall,
    long close,
    long ping,
    long pingJitter,
    AddressRules addresses) {

  /** Reads all of them; contradictions are told to the reader and lead to an {@link EdgeConfig} never. */
  static EdgeSettings read(ConfigReader reader) {
    long connections = reader.read(ConfigKeys.CONNECTIONS);
    long unadmitted = reader.read(ConfigKeys.UNADMITTED);
    if (unadmitted > connections) {
      if (reader.isSet(ConfigKeys.UNADMITTED)) {
        reader.problem(ConfigKeys.UNADMITTED, "must not be over " + ConfigKeys.CONNECTIONS.name());
      }
      unadmitted = connections;
    }
    long ping = reader.read(ConfigKeys.PING);
    long pingJitter = reader.read(ConfigKeys.PING_JITTER);
    long silence = reader.read(ConfigKeys.SILENCE);
    if (pingJitter >= ping) {
      reader.problem(ConfigKeys.PING_JITTER, "must be under " + ConfigKeys.PING.name());
    }
    if (silence < ping + pingJitter) {
      reader.problem(ConfigKeys.SILENCE,
          "must leave time for one ping: its interval and jitter together");
    }
    return new EdgeSettings(
        reader.read(ConfigKeys.LISTEN),
        Set.copyOf(reader.read(ConfigKeys.ORIGINS)),
        (int) connections,
        (int) unadmitted,
        reader.read(ConfigKeys.UNADMITTED_BYTES),
        timings(reader, silence),
        reader.read(ConfigKeys.UPGRADE),
        reader.read(ConfigKeys.STALL),
        reader.read(ConfigKeys.CLOSE),
        ping,
        pingJitter,
        new AddressRules(
            reader.read(ConfigKeys.PROXIES), reader.read(ConfigKeys.HANDSHAKES).intValue(),
            (int) ofOneAddress(reader, unadmitted)));
  }

  private static long ofOneAddress(ConfigReader reader, long unadmitted) {
    long ofOneAddress = reader.read(ConfigKeys.UNADMITTED_PER_ADDRESS);
    if (ofOneAddress > unadmitted && reader.isSet(ConfigKeys.UNADMITTED_PER_ADDRESS)) {
      reader.problem(
          ConfigKeys.UNADMITTED_PER_ADDRESS, "must not be over " + ConfigKeys.UNADMITTED.name());
    }
    return Math.min(ofOneAddress, unadmitted);
  }

  private static SessionTimings timings(ConfigReader reader, long silence) {
    long age = reader.read(ConfigKeys.AGE);
    long ageJitter = reader.read(ConfigKeys.AGE_JITTER);
    if (ageJitter > age) {
      reader.problem(ConfigKeys.AGE_JITTER, "must not be over " + ConfigKeys.AGE.name());
      ageJitter = age;
    }
    return new SessionTimings(
        reader.read(ConfigKeys.HANDSHAKE),
        reader.read(ConfigKeys.HELLO),
        reader.read(ConfigKeys.ADMISSION),
        silence,
        age,
        ageJitter);
  }

  EdgeConfig toConfig() {
    return new EdgeConfig(
        listen.host(), listen.port(), origins, connections, unadmitted, unadmittedBytes, timings,
        upgrade, stall,
        close, ping, pingJitter, addresses);
  }
}
