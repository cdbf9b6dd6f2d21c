package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.RosterBody;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What is and what is not canonical (PROTOCOL.md § 1). */
final class CanonicalVectors {
  private final List<VectorObject> cases = new ArrayList<>();

  private CanonicalVectors() {}

  static VectorObject file() {
    CanonicalVectors vectors = new CanonicalVectors();
    vectors.accepted();
    vectors.refused();
    return new VectorObject()
        .text("description", "Bytes of a named message that are canonical, or are not")
        .text("section", "1")
        .objects("cases", vectors.cases);
  }

  private void accepted() {
    header("nothing set", true, "");
    header("two scalars, ascending", true, "08011002");
    header("a string in UTF-8", true, "2203c3bc21");
    header("the largest uint64", true, "28ffffffffffffffffff01");
    header("an enum value that this version does not know", true, "1063");
    body("an empty message that is set", true, "08017a00");
    keys("two keys in the order given", true, "0a0508011201aa" + "0a050802120100");
  }

  private void refused() {
    header("fields descending", false, "10020801");
    header("a scalar twice", false, "08010801");
    header("a default value written out", false, "0800");
    header("an empty string written out", false, "2200");
    header("a varint longer than needed", false, "088100");
    header("a tag longer than needed", false, "880001");
    header("a length longer than needed", false, "22830061c3bc");
    header("a uint32 of more than 32 bits", false, "0881808080808001");
    header("an unknown field", false, "080198067f");
    header("a known field number with another wire type", false, "0d01000000");
    header("invalid UTF-8", false, "2202c328");
    header("cut off in a field", false, "2205616263");
    header("cut off in a varint", false, "0880");
    header("a group", false, "0b0c");
    header("field number 0", false, "0001");
    body("an unknown field in a nested message", false, "08015a03980601");
    body("two members of one oneof", false, "7a00920100");
    body("a nested message with a default value written out", false, "9a01020800");
    keys("an unknown field in a repeated message", false, "0a0408011801");
  }

  private void header(String name, boolean canonical, String hex) {
    add(name, PayloadHeader.parser(), "PayloadHeader", canonical, hex);
  }

  private void body(String name, boolean canonical, String hex) {
    add(name, RosterBody.parser(), "RosterBody", canonical, hex);
  }

  private void keys(String name, boolean canonical, String hex) {
    add(name, DeviceKeys.parser(), "DeviceKeys", canonical, hex);
  }

  private <T extends Message> void add(
      String name, Parser<T> parser, String type, boolean canonical, String hex) {
    ByteString bytes = ByteString.copyFrom(HexFormat.of().parseHex(hex));
    boolean verdict = Verdict.of(name, canonical, () -> Canonical.decode(parser, bytes));
    cases.add(
        new VectorObject().text("name", name)
            .text("message", type)
            .hex("bytes", bytes)
            .flag("canonical", verdict));
  }
}
