package dev.zerok.protocol.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.wire.Add;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.DeviceKey;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.KeyUse;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.RosterBody;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CanonicalTest {
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  @Test
  @Tag("CANON-1")
  void canonicalBytes_comeBackAsTheyWere() throws ProtocolViolation {
    RosterBody body = RosterBody.newBuilder()
        .setVersion(1)
        .setIndex(300)
        .setAdd(Add.getDefaultInstance())
        .build();

    ByteString bytes = ByteString.copyFrom(Canonical.encode(body));

    assertThat(bytes).isEqualTo(hex("0801" + "10ac02" + "5a00"));
    assertThat(Canonical.decode(RosterBody.parser(), bytes)).isEqualTo(body);
    assertThat(Canonical.decode(RosterBody.parser(), ByteString.EMPTY))
        .isEqualTo(RosterBody.getDefaultInstance());
  }

  @Test
  @Tag("CANON-1")
  void otherBytesForTheSameMessage_areRefused() {
    assertRefused("10ac02" + "0801"); // fields out of order
    assertRefused("088100"); // a varint longer than needed
    assertRefused("0800"); // a default value that is present
    assertRefused("0802" + "0801"); // a field twice
    assertRefused("0801" + "5a00" + "5a00"); // a message field twice
    assertRefused("6a00" + "5a00"); // two kinds, of which the last counts
    assertRefused("5a80" + "00"); // a length longer than needed
  }

  @Test
  @Tag("CANON-1")
  void bytesThatDoNotDecode_areRefused() {
    assertRefused("08");
    assertRefused("5a05");
    assertRefused("07");
    assertRefused("0b");
    assertThatThrownBy(() -> Canonical.decode(PayloadHeader.parser(), hex("2202c328")))
        .isInstanceOf(ProtocolViolation.class);
  }

  @Test
  @Tag("CANON-2")
  void unknownField_atAnyDepth_isRefused() {
    RosterBody flat = RosterBody.newBuilder().setVersion(1).setUnknownFields(UNKNOWN).build();
    DeviceKey key =
        DeviceKey.newBuilder().setUse(KeyUse.KEY_USE_SEAL).setUnknownFields(UNKNOWN).build();
    DeviceKeys keys =
        DeviceKeys.newBuilder().addKeys(DeviceKey.getDefaultInstance()).addKeys(key).build();
    RosterBody deep =
        RosterBody.newBuilder()
            .setAdd(Add.newBuilder().setDevice(DeviceEntry.newBuilder().setKeys(keys)))
            .build();

    for (RosterBody body : new RosterBody[]{flat, deep}) {
      assertThatThrownBy(() -> Canonical.decode(RosterBody.parser(), body.toByteString()))
          .isInstanceOf(ProtocolViolation.class)
          .hasMessageContaining("unknown field");
      assertThatThrownBy(() -> Canonical.requireNothingUnknown(body))
          .isInstanceOf(ProtocolViolation.class);
      assertThatThrownBy(() -> Canonical.encode(body)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertRefused(String hex) {
    assertThatThrownBy(() -> Canonical.decode(RosterBody.parser(), hex(hex)))
        .as(hex)
        .isInstanceOfSatisfying(
            ProtocolViolation.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
  }

  private static ByteString hex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
