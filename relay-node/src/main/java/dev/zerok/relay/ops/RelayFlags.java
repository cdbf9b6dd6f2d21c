package dev.zerok.relay.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line of {@code zerok relay}: {@code --key value} or {@code --key=value} for every key of the
 * configuration, and a few that are none.
 *
 * @param settings flags with their values, not checked yet; a flag without a value has an empty one
 */
public record RelayFlags(boolean help, boolean checkOnly, Map<String, String> settings) {
  private static final String CONFIG_MEANING =
      "a YAML file with any of the keys below (ZEROK_CONFIG)";
  private static final String CHECK_MEANING =
      "say whether the configuration is valid, and end";

  public static RelayFlags parse(String[] args) {
    Map<String, String> settings = new LinkedHashMap<>();
    boolean help = false;
    boolean checkOnly = false;
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      int equals = arg.indexOf('=');
      if (arg.equals("--help") || arg.equals("-h")) {
        help = true;
      } else if (arg.equals("--check-config")) {
        checkOnly = true;
      } else if (arg.startsWith("--") && equals > 0) {
        settings.put(arg.substring(0, equals), arg.substring(equals + 1));
      } else if (arg.startsWith("--") && i + 1 < args.length && !args[i + 1].startsWith("--")) {
        i++;
        settings.put(arg, args[i]);
      } else {
        settings.put(arg, "");
      }
    }
    return new RelayFlags(help, checkOnly, settings);
  }

  /** A flag, for whoever lists or completes them. */
  public record Flag(String name, String meaning, Takes takes) {}

  /** What follows a flag. */
  public enum Takes {
    NOTHING,
    TEXT,
    /** The name of a file or folder. */
    FILE
  }

  /** All flags but {@code --help}, in the order of {@link #usage}. */
  public static List<Flag> all() {
    List<Flag> flags = new ArrayList<>(List.of(
        new Flag("--config", CONFIG_MEANING, Takes.FILE),
        new Flag("--check-config", CHECK_MEANING, Takes.NOTHING)));
    ConfigKeys.ALL.forEach(key -> flags.add(new Flag(key.flag(), meaning(key),
        key.allowed().endsWith("'s name") ? Takes.FILE : Takes.TEXT)));
    return flags;
  }

  /** All flags, their environment variables, defaults and meanings. */
  public static String usage() {
    StringBuilder text = new StringBuilder();
    text.append("zerok relay: run a relay\n\n");
    line(text, "--config", CONFIG_MEANING);
    line(text, "--check-config", CHECK_MEANING);
    line(text, "--help", "this text");
    text.append(
        "\nEvery key may stand in the file, in the environment or here; the later wins.\n\n");
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      line(text, key.flag(), meaning(key));
    }
    return text.toString();
  }

  private static String meaning(ConfigKey<?> key) {
    String fallback = key.fallback().isEmpty() ? "none" : key.fallback();
    return key.meaning() + " (" + key.name() + ", " + key.environmentName() + "; default "
        + fallback + ")";
  }

  private static void line(StringBuilder text, String flag, String meaning) {
    text.append(String.format("  %-32s %s%n", flag, meaning));
  }
}
