package dev.zerok.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The relay's dashboard and alerts, as they ship. */
final class ShippedMonitoring {
  static final Path MODULE = Path.of(System.getProperty("zerok.project.root", ".."), "relay-node");
  static final Path ALERTS = MODULE.resolve("ops").resolve("alerts.yaml");
  static final Path DASHBOARD = MODULE.resolve("ops").resolve("grafana-dashboard.json");

  private ShippedMonitoring() {}

  /** The texts under that key in that file, however deep. */
  static List<String> texts(String wanted, Path file) throws IOException {
    Load yaml = new Load(LoadSettings.builder().build()); // JSON is YAML
    return texts(wanted, yaml.loadFromString(Files.readString(file)));
  }

  private static List<String> texts(String wanted, Object within) {
    List<String> found = new ArrayList<>();
    if (within instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (wanted.equals(key) && value instanceof String text) {
              found.add(text);
            }
            found.addAll(texts(wanted, value));
          });
    } else if (within instanceof List<?> list) {
      list.forEach(item -> found.addAll(texts(wanted, item)));
    }
    return found;
  }
}
