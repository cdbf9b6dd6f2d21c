package dev.zerok.relay.ops;

import dev.zerok.relay.door.DoorPolicy;
import dev.zerok.relay.edge.EdgeConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The relay's whole configuration. Immutable. {@code relay.sample.yaml} shows every key with its default.
 *
 * @param data the folder that holds everything
 * @param edge the public socket
 * @param door how many may begin a session at a time
 * @param opsListen where health and metrics are
 * @param tls whether the public port speaks TLS, and with what
 * @param hosts further host names of this relay, for its certificate
 * @param groups what groups may do
 * @param quotas what the relay gives to whom
 * @param adminToken the file of the secret that administrators show
 * @param log how to log
 * @param unknownVariables names of {@code ZEROK_…} variables that no key has: perhaps mistyped
 * @param effective every key as {@code key = value}, with where the value comes from; secrets hidden
 */
public record RelayConfig(
    Path data,
    EdgeConfig edge,
    DoorPolicy door,
    HostPort opsListen,
    TlsSettings tls,
    List<String> hosts,
    GroupSettings groups,
    QuotaSettings quotas,
    Path adminToken,
    LogConfig log,
    List<String> unknownVariables,
    List<String> effective) {

  private static final String ADMIN_TOKEN = "admin-token";

  public RelayConfig {
    hosts = List.copyOf(hosts);
    unknownVariables = List.copyOf(unknownVariables);
    effective = List.copyOf(effective);
  }

  /**
   * Reads the configuration.
   *
   * @throws InvalidConfig with everything that is wrong
   */
  public static RelayConfig load(ConfigSources sources) throws InvalidConfig {
    ConfigReader reader = new ConfigReader(sources, ConfigKeys.ALL);
    Path data = reader.read(ConfigKeys.DATA);
    HostPort opsListen = reader.read(ConfigKeys.OPS_LISTEN);
    List<String> hosts = reader.read(ConfigKeys.HOSTS);
    boolean json = reader.read(ConfigKeys.LOG_FORMAT).equals("json");
    LogConfig log = new LogConfig(json, reader.read(ConfigKeys.LOG_LEVEL));
    GroupSettings groups = GroupSettings.read(reader);
    EdgeSettings edge = EdgeSettings.read(reader);
    DoorPolicy door = DoorSettings.read(reader);
    TlsSettings tls = TlsSettings.read(reader);
    QuotaSettings quotas = QuotaSettings.read(reader);
    String adminToken = reader.read(ConfigKeys.ADMIN_TOKEN_FILE);
    reader.throwProblems();
    return new RelayConfig(
        data, edge.toConfig(), door, opsListen, tls, hosts, groups, quotas,
        adminToken.isEmpty() ? data.resolve(ADMIN_TOKEN) : Path.of(adminToken), log,
        unknown(sources),
        reader.effective(ConfigKeys.ALL));
  }

  /** A configuration from keys and values as they would stand in the file, like {@code Map.of("data", "/tmp/x")}. */
  public static RelayConfig of(Map<String, String> settings) throws InvalidConfig {
    Map<String, String> flags = new LinkedHashMap<>();
    settings.forEach((name, value) -> flags.put("--" + name.replace('.', '-'), value));
    return load(new ConfigSources(null, Map.of(), flags));
  }

  private static List<String> unknown(ConfigSources sources) {
    Set<String> known = ConfigKeys.variables();
    return sources.environment()
        .keySet()
        .stream()
        .filter(name -> name.startsWith("ZEROK_") && !known.contains(name))
        .sorted()
        .toList();
  }
}
