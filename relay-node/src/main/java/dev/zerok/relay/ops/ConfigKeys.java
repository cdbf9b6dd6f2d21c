package dev.zerok.relay.ops;

import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.ChainBudget;
import dev.zerok.relay.door.DoorPolicy;
import dev.zerok.relay.edge.AddressRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key of the relay's configuration: its name, default and meaning stand here and nowhere else. */
final class ConfigKeys {
  private static final int DAY = 86_400_000;
  private static final long MOST_BYTES_A_MINUTE = 1L << 40;
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/*?#@]+");

  static final ConfigKey<Path> DATA =
      new ConfigKey<>("data", "./zerok-data", "a folder's name", false, "where everything is kept",
          ConfigKeys::path);
  static final ConfigKey<HostPort> LISTEN =
      address("listen", "127.0.0.1:8484", "the public WebSocket port");
  static final ConfigKey<HostPort> OPS_LISTEN =
      address("ops-listen", "127.0.0.1:8485", "health and metrics; never open it to strangers");
  static final ConfigKey<String> ADMIN_TOKEN_FILE =
      file("ops.admin-token-file",
          "the secret that 'zerok admin' shows; made at the first start, default admin-token in the data folder");
  static final ConfigKey<String> TLS =
      ConfigKey.oneOf("tls",
          "self: wss:// with a certificate that the relay makes for itself, to try it out",
          "off", "self");
  static final ConfigKey<String> TLS_CERT =
      file("tls.cert", "the certificate chain for wss://, PEM; read again when it changes");
  static final ConfigKey<String> TLS_KEY =
      file("tls.key", "its private key, PEM (PKCS#8); nobody else may read it");
  static final ConfigKey<List<AddressRange>> PROXIES =
      new ConfigKey<>("proxies", "", "a list of at most 64 addresses or prefixes like 10.0.0.0/8",
          false,
          "whose X-Forwarded-For counts when quotas are counted by address",
          ConfigKeys::ranges);
  static final ConfigKey<List<String>> HOSTS =
      names("hosts", Limits.CERTIFICATE_HOSTS,
          "further host names of this relay, put into its certificate");
  static final ConfigKey<List<String>> ORIGINS =
      new ConfigKey<>("origins", "",
          "* alone, or a list of at most 64 origins like https://app.example or http://localhost:5173",
          false,
          "web origins that may connect, * for all; native clients send none and always may",
          ConfigKeys::origins);
  static final ConfigKey<String> CREATE =
      ConfigKey.oneOf("create", "who may create groups", "open", "token", "closed");
  static final ConfigKey<String> CREATE_TOKEN =
      new ConfigKey<>(
          "create-token",
          "",
          "text of at most " + Limits.ACCESS_TOKEN_BYTES + " bytes",
          true,
          "the token that creating a group needs; setting it means create: token",
          ConfigKeys::token);
  static final ConfigKey<String> PRESENCE =
      ConfigKey.oneOf("presence",
          "whether devices are told which others of their group are connected",
          "on", "off");
  static final ConfigKey<String> LOG_FORMAT =
      ConfigKey.oneOf("log.format", "how a line looks", "text", "json");
  static final ConfigKey<String> LOG_LEVEL =
      ConfigKey.oneOf("log.level", "the least important level to log", "info", "error", "warn",
          "debug");

  static final ConfigKey<Long> CONNECTIONS =
      number("limits.connections", 10_000, 1, 1_000_000, "open sockets");
  static final ConfigKey<Long> HANDSHAKES =
      number("limits.handshakes-per-minute", 60_000, 1, 1_000_000,
          "of one address (IPv6: its /64), sustained and at once");
  static final ConfigKey<Long> UNADMITTED =
      number("limits.unadmitted", 1_000, 1, 1_000_000,
          "of them, sockets whose device is not admitted (yet)");
  static final ConfigKey<Long> UNADMITTED_PER_ADDRESS =
      number("limits.unadmitted-per-address", 100, 1, 1_000_000,
          "of those, sockets of one address (IPv6: its /64)");
  static final ConfigKey<Long> UNADMITTED_BYTES =
      number("limits.unadmitted-bytes", Limits.DEFAULT_PRESENTED_CHAINS_BYTES,
          ChainBudget.SMALLEST_BYTES, 1L << 40,
          "unverified rosters held for those, all together");
  static final ConfigKey<Long> GROUP_BYTES =
      number("limits.group-bytes", Limits.DEFAULT_GROUP_BYTES, Limits.PAYLOAD_BYTES, 1L << 50,
          "stored for one group");
  static final ConfigKey<Long> DEVICE_BYTES =
      number("limits.device-bytes", 0, 0, 1L << 50,
          "stored of one device; 0: as much as its group");
  static final ConfigKey<Long> TOTAL_BYTES =
      number("limits.total-bytes", 0, 0, 1L << 50,
          "stored of all groups together, rosters too; 0: no limit");
  static final ConfigKey<Long> MONTH_BYTES =
      number("limits.group-month-bytes", 0, 0, 1L << 50,
          "pushed by one group in a calendar month (UTC); 0: no limit");
  static final ConfigKey<Long> TTL_DEFAULT =
      number("limits.default-ttl-seconds", Limits.DEFAULT_TTL_SECONDS, 60, Limits.MAX_TTL_SECONDS,
          "if a push names none");
  static final ConfigKey<Long> TTL_MAX =
      number("limits.max-ttl-seconds", Limits.MAX_TTL_SECONDS, 60, Limits.MAX_TTL_SECONDS,
          "the most a push may ask for");
  static final ConfigKey<Long> PUSHES_PER_MINUTE =
      number("limits.pushes-per-minute", Limits.DEFAULT_PUSHES_PER_MINUTE, 1, 1_000_000,
          "of one device, sustained");
  static final ConfigKey<Long> PUSH_BURST =
      number("limits.push-burst", Limits.DEFAULT_PUSH_BURST, 1, 1_000_000,
          "of one device that was quiet before");
  static final ConfigKey<Long> PUSH_BYTES_PER_MINUTE =
      number("limits.push-bytes-per-minute", 64L << 20, 1, 1L << 40,
          "sealed payload of one device, sustained");
  static final ConfigKey<Long> PUSH_BURST_BYTES =
      number("limits.push-burst-bytes", Limits.DEFAULT_GROUP_BYTES, Limits.PAYLOAD_BYTES, 1L << 40,
          "sealed payload of one device that was quiet before");
  static final ConfigKey<Long> GROUP_PUSHES =
      number("limits.group-pushes-per-minute", 0, 0, 10_000_000,
          "of all devices of a group, sustained, and ten times as many at once; 0: ten times a device's");
  static final ConfigKey<Long> GROUP_PUSH_BYTES =
      number("limits.group-push-bytes-per-minute", 0, 0, MOST_BYTES_A_MINUTE,
          "of all devices of a group, sustained; 0: ten times a device's");
  static final ConfigKey<Long> CREATIONS =
      number("limits.creations-per-hour", 100, 1, 1_000_000,
          "groups that one address (IPv6: its /64) may create");
  static final ConfigKey<Long> CHAIN_ENTRIES =
      number("limits.chain-entries-per-hour", 100_000, Limits.ROSTER_ENTRIES, 100_000_000,
          "entries of presented rosters verified for one address (IPv6: its /64), sustained and at once");
  static final ConfigKey<Long> MAILBOXES =
      number("limits.mailboxes", 10_000, 1, 1_000_000, "open for pairing at a time");
  static final ConfigKey<Long> DISK_FULL_AT =
      number("disk.full-at", 85, 1, 100,
          "percent of the disk in use from which on no payload is taken; 2 percent less take them again");

  static final ConfigKey<Long> SIGNALS_PER_MINUTE =
      number("limits.signals-per-minute", Limits.DEFAULT_SIGNALS_PER_MINUTE, 1, 1_000_000,
          "of one session, sustained; further ones are dropped");
  static final ConfigKey<Long> SIGNAL_BURST =
      number("limits.signal-burst", Limits.DEFAULT_SIGNAL_BURST, 1, 1_000_000,
          "of one session that was quiet before");

  static final ConfigKey<Long> DOOR_MIN =
      number("door.min-handshakes-per-second", DoorPolicy.DEFAULT.minPerSecond(), 1, 1_000_000,
          "are let in, however long they take; others get a time to come back");
  static final ConfigKey<Long> DOOR_MAX =
      number("door.max-handshakes-per-second", DoorPolicy.DEFAULT.maxPerSecond(), 1, 1_000_000,
          "are let in, however fast they are");
  static final ConfigKey<Long> DOOR_BURST =
      number("door.burst", DoorPolicy.DEFAULT.burst(), 1, 1_000_000,
          "handshakes let in at once after a quiet time; a second's worth if that is more");

  static final ConfigKey<Long> UPGRADE =
      number("deadlines.upgrade-millis", Limits.OPENING_STEP_MILLIS, 10, DAY,
          "from accept to WebSocket");
  static final ConfigKey<Long> HANDSHAKE =
      number("deadlines.handshake-millis", Limits.OPENING_STEP_MILLIS, 10, DAY,
          "for the Noise handshake");
  static final ConfigKey<Long> HELLO =
      number("deadlines.hello-millis", Limits.OPENING_STEP_MILLIS, 10, DAY,
          "from the handshake to the first frame");
  static final ConfigKey<Long> ADMISSION =
      number("deadlines.admission-millis", Limits.ADMISSION_MILLIS, 10, DAY,
          "from a refusal to the presented roster");
  static final ConfigKey<Long> SILENCE =
      number("deadlines.silence-millis", Limits.SILENCE_MILLIS, 10, DAY,
          "without a byte from the client");
  static final ConfigKey<Long> STALL =
      number("deadlines.stall-millis", 30_000, 10, DAY,
          "without the client taking a byte of a full queue");
  static final ConfigKey<Long> CLOSE =
      number("deadlines.close-millis", 5_000, 10, DAY, "from the relay's close frame to the cut");
  static final ConfigKey<Long> PING =
      number("ping.interval-millis", Limits.PING_MILLIS, 10, DAY, "between pings");
  static final ConfigKey<Long> PING_JITTER =
      number("ping.jitter-millis", Limits.PING_JITTER_MILLIS, 0, DAY,
          "each interval differs by up to this");
  static final ConfigKey<Long> AGE =
      number("session.age-millis", Limits.SESSION_AGE_MILLIS, 10, 7L * DAY,
          "a session ends after this");
  static final ConfigKey<Long> AGE_JITTER =
      number("session.age-jitter-millis", Limits.SESSION_AGE_JITTER_MILLIS, 1, 7L * DAY,
          "each age differs by up to this");

  /** All of them, in the order of the sample file. */
  static final List<ConfigKey<?>> ALL =
      List.of(
          DATA, LISTEN, OPS_LISTEN, ADMIN_TOKEN_FILE, TLS, TLS_CERT, TLS_KEY, PROXIES, HOSTS,
          ORIGINS, CREATE,
          CREATE_TOKEN, PRESENCE, LOG_FORMAT, LOG_LEVEL,
          CONNECTIONS, HANDSHAKES, UNADMITTED,
          UNADMITTED_PER_ADDRESS, UNADMITTED_BYTES, GROUP_BYTES, DEVICE_BYTES, TOTAL_BYTES,
          MONTH_BYTES, TTL_DEFAULT,
          TTL_MAX,
          PUSHES_PER_MINUTE, PUSH_BURST, PUSH_BYTES_PER_MINUTE, PUSH_BURST_BYTES,
          SIGNALS_PER_MINUTE, SIGNAL_BURST, GROUP_PUSHES,
          GROUP_PUSH_BYTES, CREATIONS, CHAIN_ENTRIES, MAILBOXES, DISK_FULL_AT,
          DOOR_MIN, DOOR_MAX, DOOR_BURST,
          UPGRADE, HANDSHAKE,
          HELLO, ADMISSION, SILENCE,
          STALL, CLOSE, PING, PING_JITTER, AGE, AGE_JITTER);

  /** Where the file is, and what the launcher and the command line's other commands read. */
  private static final Set<String> VARIABLES_OF_OTHERS =
      Set.of("ZEROK_CONFIG", "ZEROK_JAVA_HOME", "ZEROK_JAVA_OPTS", "ZEROK_PYTHON", "ZEROK_DEBUG",
          "ZEROK_STORE", "ZEROK_PASSPHRASE", "ZEROK_TLS_CA");

  private ConfigKeys() {}

  /** Names of all environment variables that mean something. */
  static Set<String> variables() {
    return Stream.concat(ALL.stream().map(ConfigKey::environmentName), VARIABLES_OF_OTHERS.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static ConfigKey<Long> number(String name, long fallback, long min, long max,
      String meaning) {
    return ConfigKey.number(name, fallback, min, max, meaning);
  }

  private static ConfigKey<HostPort> address(String name, String fallback, String meaning) {
    return new ConfigKey<>(
        name, fallback, "host:port, like 0.0.0.0:8484 or [::]:8484; port 0 lets the system choose",
        false, meaning,
        HostPort::parse);
  }

  private static ConfigKey<List<String>> names(String name, int max, String meaning) {
    return new ConfigKey<>(
        name, "", "a list of at most " + max + " names of printable ASCII without spaces", false,
        meaning,
        text -> names(text, max));
  }

  private static List<String> names(String text, int max) {
    List<String> names =
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(n -> !n.isEmpty()).toList();
    boolean fits =
        names.stream()
            .allMatch(n -> n.length() <= Limits.NAME_CHARS
                && n.chars().allMatch(c -> c > ' ' && c < 127));
    if (names.size() > max || !fits) {
      throw new IllegalArgumentException(text);
    }
    return names;
  }

  private static ConfigKey<String> file(String name, String meaning) {
    return new ConfigKey<>(name, "", "a file's name", false, meaning,
        text -> text.isEmpty() ? text : path(text).toString());
  }

  private static List<AddressRange> ranges(String text) {
    return names(text, 64).stream().map(AddressRange::parse).toList();
  }

  /** An origin that no browser would ever send, say with a path, is a mistake and not a rule. */
  private static List<String> origins(String text) {
    List<String> origins = names(text, 64);
    if (origins.equals(List.of("*"))
        || origins.stream().allMatch(o -> ORIGIN.matcher(o).matches())) {
      return origins;
    }
    throw new IllegalArgumentException(text);
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(text);
    }
    return Path.of(text); // InvalidPathException is an IllegalArgumentException
  }

  private static String token(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > Limits.ACCESS_TOKEN_BYTES) {
      throw new IllegalArgumentException("too long");
    }
    return text;
  }
}
