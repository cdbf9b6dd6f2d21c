package dev.zerok.protocol.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.crypto.Suite;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SubProtocolTest {
  @Test
  @Tag("WS-2")
  void offers_areSplitAndStripped_overAllHeaders() {
    assertThat(SubProtocol.offers(List.of(" a,b ,, c", "d"))).containsExactly("a", "b", "c", "d");
    assertThat(SubProtocol.offers(List.of())).isEmpty();
    assertThat(SubProtocol.offers(List.of("", ","))).isEmpty();
  }

  @Test
  @Tag("WS-2")
  void ourName_isSelected_whereverItStands() {
    assertThat(SubProtocol.select(List.of("0k.2.std1", "0k.1.std1-draft")))
        .contains("0k.1.std1-draft");
    assertThat(SubProtocol.of(Suite.STD1)).isEqualTo("0k.1.std1-draft");
  }

  @Test
  @Tag("WS-2")
  void withoutACommonName_nothingIsSelected_leastOfAllASlot() {
    assertThat(SubProtocol.select(List.of("0k-slot.x", "0k.2.std1", "0K.1.STD1-DRAFT", "mqtt")))
        .isEmpty();
    assertThat(SubProtocol.select(List.of())).isEmpty();
  }

  @Test
  @Tag("NOISE-7")
  @Tag("WS-2")
  void prologue_holdsWhatWasSelectedAndAllOurOffersInTheirOrder() {
    byte[] prologue = SubProtocol.prologue("0k.1.std1-draft",
        List.of("0k.2.x", "0k-slot.t", "mqtt", "0k.1.std1-draft"));

    assertThat(new String(prologue, UTF_8))
        .isEqualTo("0k/noise/v1\0" + "0k.1.std1-draft\0" + "0k.2.x,0k.1.std1-draft");
  }

  @Test
  @Tag("WS-2")
  void selectionThatWasNotOffered_isNoSession() {
    assertThatThrownBy(() -> new ClientSessionConfig(
        SessionSamples.CRYPTO, SessionSamples.DEVICE_KEY, SessionSamples.IDENTITY.publicKey(),
        List.of("0k.2.x"),
        SubProtocol.STD1, SessionSamples.syncing(), 0, SessionTimings.standard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was not offered");
  }
}
