package dev.zerok.relay.ops;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one YAML file into flat settings: {@code limits: {connections: 5}} is {@code limits.connections = 5}. */
final class ConfigFile {
  private static final int MAX_BYTES = 256 * 1024;

  private ConfigFile() {}

  /** Returns the settings in the file's order; what cannot be read becomes a problem. */
  static Map<String, String> read(Path file, List<ConfigProblem> problems) {
    Map<String, String> settings = new LinkedHashMap<>();
    String name = file.toString();
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.add(new ConfigProblem(name, "a configuration file has at most 256 KiB"));
        return settings;
      }
      LoadSettings rules =
          LoadSettings.builder()
              .setLabel(name)
              .setAllowDuplicateKeys(false)
              .setMaxAliasesForCollections(0)
              .build();
      Object root = new Load(rules).loadFromString(Files.readString(file));
      if (root instanceof Map<?, ?> map) {
        flatten("", map, settings, problems);
      } else if (root != null) {
        problems.add(new ConfigProblem(name, "expected lines of the form 'key: value'"));
      }
    } catch (NoSuchFileException e) {
      problems.add(new ConfigProblem(name, "there is no such file"));
    } catch (MalformedInputException e) {
      problems.add(new ConfigProblem(name, "is not UTF-8 text"));
    } catch (IOException e) {
      problems
          .add(new ConfigProblem(name, "cannot be read (" + e.getClass().getSimpleName() + ")"));
    } catch (MarkedYamlEngineException e) {
      problems.add(new ConfigProblem(name, "is not valid YAML" + place(e)));
    } catch (YamlEngineException e) {
      problems.add(new ConfigProblem(name, "is not valid YAML"));
    }
    return settings;
  }

  /** The parser's own message would quote the file, and with it perhaps a secret. */
  private static String place(MarkedYamlEngineException e) {
    return e.getProblemMark().map(mark -> " (line " + (mark.getLine() + 1) + ")").orElse("");
  }

  private static void flatten(
      String prefix, Map<?, ?> map, Map<String, String> settings, List<ConfigProblem> problems) {
    map.forEach(
        (key, value) -> {
          String name = prefix + key;
          if (value instanceof Map<?, ?> inner) {
            flatten(name + ".", inner, settings, problems);
          } else if (value instanceof List<?> list) {
            settings.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
          } else if (value != null) {
            settings.put(name, text(value));
          } else {
            problems
                .add(new ConfigProblem(name, "has no value; remove the line to get the default"));
          }
        });
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }
}
