package dev.zerok.relay.ops;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads keys one after the other and remembers everything that is wrong, so that it is told at once. */
final class ConfigReader {
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> writtenAs = new TreeMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  ConfigReader(ConfigSources sources, Collection<ConfigKey<?>> keys) {
    Map<String, ConfigKey<?>> byName = new LinkedHashMap<>();
    Map<String, ConfigKey<?>> byFlag = new LinkedHashMap<>();
    for (ConfigKey<?> key : keys) {
      byName.put(key.name(), key);
      byFlag.put(key.flag(), key);
    }
    if (sources.file() != null) {
      ConfigFile.read(sources.file(), problems)
          .forEach((name, value) -> take(byName.get(name), name, name, value));
    }
    for (ConfigKey<?> key : keys) {
      String value = sources.environment().get(key.environmentName());
      if (value != null) {
        take(key, key.name(), key.environmentName(), value);
      }
    }
    sources.flags().forEach((flag, value) -> take(byFlag.get(flag), flag, flag, value));
  }

  private void take(@Nullable ConfigKey<?> key, String name, String written, String value) {
    if (key == null) {
      problems.add(
          new ConfigProblem(name, "there is no such key; see relay.sample.yaml for all of them"));
      return;
    }
    settings.put(key.name(), value);
    writtenAs.put(key.name(), written);
  }

  /** Returns the key's value; a wrong one is remembered as a problem, and the default stands in for it. */
  <T> T read(ConfigKey<T> key) {
    String text = settings.getOrDefault(key.name(), key.fallback());
    if (text.isEmpty() && isSet(key) && !key.fallback().isEmpty()) {
      problem(key, "has no value; allowed is " + key.allowed());
      return key.parser().apply(key.fallback());
    }
    try {
      return key.parser().apply(text);
    } catch (IllegalArgumentException e) {
      String shown = key.secret() ? "its value" : "'" + shortened(text) + "'";
      problem(key, shown + " is not allowed; allowed is " + key.allowed());
      return key.parser().apply(key.fallback());
    }
  }

  boolean isSet(ConfigKey<?> key) {
    return settings.containsKey(key.name());
  }

  /** Another key's value decides this one's, which nobody set. */
  void imply(ConfigKey<?> key, String value, ConfigKey<?> by) {
    settings.put(key.name(), value);
    writtenAs.put(key.name(), writtenAs.getOrDefault(by.name(), by.name()));
  }

  /** Each key with its value and where that was written; the value of a secret is hidden. */
  List<String> effective(Collection<ConfigKey<?>> keys) {
    return keys.stream()
        .map(
            key -> {
              String value = settings.getOrDefault(key.name(), key.fallback());
              String shown = key.secret() && !value.isEmpty() ? "(hidden)" : value;
              String written = writtenAs.getOrDefault(key.name(), "default");
              String from = written.equals(key.name()) ? "file" : written;
              return key.name() + " = " + (shown.isEmpty() ? "(none)" : shown) + "  [" + from + "]";
            })
        .toList();
  }

  /** Remembers a problem between keys. */
  void problem(ConfigKey<?> key, String words) {
    problems.add(new ConfigProblem(writtenAs.getOrDefault(key.name(), key.name()), words));
  }

  void throwProblems() throws InvalidConfig {
    if (!problems.isEmpty()) {
      throw new InvalidConfig(problems);
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
