package dev.zerok.client;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.identity.RootKeys;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The recovery kit's text, read back from paper. */
final class KitText {
  private static final String TITLE = "0k-Sync recovery kit, version ";
  private static final String VERSION = "1";
  private static final int MAX_CHARACTERS = 4_096;
  private static final int IDENTITY_LENGTH = 32;
  private static final int MAX_URLS = 4;
  private static final List<String> LABELS =
      List.of("group", "root seed", "relay identity", "relay");

  private KitText() {}

  static RecoveryKit parse(Crypto crypto, String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw refused("This is no recovery kit: it is too long.");
    }
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty() || !lines.get(0).startsWith(TITLE)) {
      throw refused("This is no recovery kit: its first line should say '" + TITLE + VERSION
          + "'.");
    }
    if (!lines.get(0).equals(TITLE + VERSION)) {
      throw refused("This recovery kit is of a later version. Update the program.");
    }
    Map<String, String> fields = new HashMap<>();
    List<String> urls = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String label = LABELS.stream()
          .filter(known -> line.startsWith(known + " "))
          .findFirst()
          .orElseThrow(() -> refused("A line of the recovery kit is not known: check its labels."));
      String value = line.substring(label.length()).strip();
      if (label.equals("relay")) {
        urls.add(value);
      } else if (fields.put(label, value) != null) {
        throw refused("The recovery kit says '" + label + "' twice.");
      }
    }
    if (urls.isEmpty() || urls.size() > MAX_URLS) {
      throw refused("The recovery kit should name 1 to " + MAX_URLS + " relay addresses.");
    }
    return kit(crypto, fields, urls);
  }

  private static RecoveryKit kit(Crypto crypto, Map<String, String> fields, List<String> urls) {
    byte[] identity = bytes(fields, "relay identity", IDENTITY_LENGTH);
    Secret seed = Secret.adopt(bytes(fields, "root seed", RootKeys.SEED_LENGTH));
    try (RootKeys root = RootKeys.fromSeed(crypto, seed)) {
      if (!root.groupId().hex().equalsIgnoreCase(fields.getOrDefault("group", ""))) {
        seed.close();
        throw refused(
            "The recovery kit's group and root seed do not go together: one of them is mistyped.");
      }
      return new RecoveryKit(root.groupId(), seed, urls, ByteString.copyFrom(identity));
    }
  }

  private static byte[] bytes(Map<String, String> fields, String label, int length) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(fields.getOrDefault(label, ""));
      if (decoded.length == length) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: it is mistyped.
    }
    throw refused("The recovery kit's '" + label + "' is missing or mistyped.");
  }

  private static SyncProblem refused(String words) {
    return new SyncProblem(SyncProblem.Reason.KIT_REFUSED, words);
  }
}
