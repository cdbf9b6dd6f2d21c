package dev.zerok.protocol.testkit;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * One JSON object of a vector file, its members in the order in which they were added. Bytes are lower-case hex; 64-bit integers
 * are decimal strings, because a JavaScript number does not hold them.
 */
public final class VectorObject {
  private final JsonObject json = new JsonObject();

  public VectorObject text(String name, String value) {
    json.addProperty(name, value);
    return this;
  }

  public VectorObject hex(String name, byte[] value) {
    return text(name, HexFormat.of().formatHex(value));
  }

  public VectorObject hex(String name, ByteString value) {
    return hex(name, value.toByteArray());
  }

  /** An unsigned 32-bit integer or a small count, as a JSON number. */
  public VectorObject u32(String name, int value) {
    json.addProperty(name, Integer.toUnsignedLong(value));
    return this;
  }

  /** An unsigned 64-bit integer, as a decimal string. */
  public VectorObject u64(String name, long value) {
    return text(name, Long.toUnsignedString(value));
  }

  public VectorObject flag(String name, boolean value) {
    json.addProperty(name, value);
    return this;
  }

  public VectorObject object(String name, VectorObject value) {
    json.add(name, value.json);
    return this;
  }

  public VectorObject objects(String name, List<VectorObject> values) {
    return array(name, values, value -> value.json);
  }

  public VectorObject texts(String name, List<String> values) {
    return array(name, values, JsonPrimitive::new);
  }

  public VectorObject hexes(String name, List<byte[]> values) {
    return array(name, values, value -> new JsonPrimitive(HexFormat.of().formatHex(value)));
  }

  public VectorObject u32s(String name, List<Integer> values) {
    return array(name, values, value -> new JsonPrimitive(Integer.toUnsignedLong(value)));
  }

  /** The file's text: two blanks of indentation, one member a line, a line feed at the end. */
  public String toFileText() {
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }

  private <T> VectorObject array(String name, List<T> values, Function<T, JsonElement> element) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(element.apply(value)));
    json.add(name, array);
    return this;
  }
}
