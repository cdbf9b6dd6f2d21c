package dev.zerok.protocol.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zerok.house.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** A file of public test vectors, which lie beside the project and not in it. */
public final class VectorFile {
  private VectorFile() {}

  /** The file's content; without the file the test is skipped, and says so. */
  public static JsonObject read(String name) {
    Path file = directory().resolve(name);
    if (!Files.isRegularFile(file)) {
      String words = "SKIPPED: the public vectors " + name + " are not at " + directory();
      System.out.println(words);
      Assumptions.abort(words);
    }
    try {
      return JsonParser.parseString(Files.readString(file, UTF_8)).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All cases of a Wycheproof file, over all its groups. */
  public static List<JsonObject> wycheproof(String name) {
    return list(read(name), "testGroups").stream()
        .flatMap(group -> list(group, "tests").stream())
        .toList();
  }

  /** The objects of an array member. */
  public static List<JsonObject> list(JsonObject parent, String member) {
    return StreamSupport.stream(parent.getAsJsonArray(member).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** The bytes of a member in hex. */
  public static byte[] hex(JsonObject parent, String member) {
    return HexFormat.of().parseHex(parent.get(member).getAsString());
  }

  private static Path directory() {
    return ProjectRoot.find().resolve("../shared/vectors").normalize();
  }
}
