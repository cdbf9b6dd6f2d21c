package dev.zerok.relay.ops;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from; the later wins: file, environment, flags.
 *
 * @param file the YAML file, or null for none
 * @param environment all environment variables; only known {@code ZEROK_…} names are read
 * @param flags the flags without their dashes' meaning changed, like {@code --ops-listen}
 */
public record ConfigSources(
    @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
  private static final String FILE_FLAG = "--config";
  private static final String FILE_VARIABLE = "ZEROK_CONFIG";

  /** Finds the file's name in the flags or the environment. */
  public static ConfigSources of(Map<String, String> environment, Map<String, String> flags) {
    Map<String, String> others = new java.util.LinkedHashMap<>(flags);
    String named = others.remove(FILE_FLAG);
    if (named == null) {
      named = environment.get(FILE_VARIABLE);
    }
    return new ConfigSources(named == null ? null : Path.of(named), environment, others);
  }
}
