package dev.zerok.protocol.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.id.GroupId;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LabelledTest {
  @Test
  void sha256_isTheOneOfFips180() {
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    assertThat(HexFormat.of().formatHex(Sha256.of("a".getBytes(UTF_8), "bc".getBytes(UTF_8))))
        .isEqualTo(abc);
    ByteString rope = ByteString.copyFromUtf8("ab").concat(ByteString.copyFromUtf8("c"));
    assertThat(Sha256.of(rope)).isEqualTo(ByteString.copyFrom(HexFormat.of().parseHex(abc)));
  }

  @Test
  void fields_areBigEndianAndLabelsEndInZero() {
    byte[] expected = Sha256
        .of(HexFormat.of().parseHex("61" + "00" + "ff" + "00000102" + "0000000000000103" + "6263"));

    ByteString hash =
        Sha256.labelled("a").u8(255).u32(0x102).u64(0x103).bytes("bc".getBytes(UTF_8)).finish();

    assertThat(hash).isEqualTo(ByteString.copyFrom(expected));
  }

  @Test
  @Tag("SEAL-8")
  void labelledInput_beginsWithUseSuiteAndGroup() {
    GroupId group = GroupId.of(new byte[32]);
    byte[] body = {1, 2};

    assertThat(new String(Labelled.input("join", Suite.STD1, group, body), UTF_8))
        .isEqualTo("0k/join/v1\0std1\0" + "\0".repeat(32) + "\1\2");
    assertThat(new String(Labelled.input("relay-cert", Suite.STD1, null, body), UTF_8))
        .isEqualTo("0k/relay-cert/v1\0std1\0\1\2");
  }
}
