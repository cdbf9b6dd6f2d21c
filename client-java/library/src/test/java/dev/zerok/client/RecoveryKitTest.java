package dev.zerok.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.provider.Providers;
import java.net.URI;
import org.junit.jupiter.api.Test;

class RecoveryKitTest {
  private static final Crypto CRYPTO = Providers.bouncyCastle();

  private static String kit() {
    CreatedGroup created = SyncClient.create(ClientConfig.of(new MemoryClientStore()),
        NewGroup.at(URI.create("ws://relay.example"), ByteString.copyFrom(new byte[32]), "g", "d"));
    try (RecoveryKit kit = created.kit(); SyncClient ignored = created.client()) {
      return kit.format();
    }
  }

  @Test
  void kit_isReadBackAsItWasWritten_alsoWithBlanksAround() {
    String text = kit();
    String untidy = "\n  " + text.replace("\n", "  \n\n ") + "\n";

    try (RecoveryKit read = RecoveryKit.parse(CRYPTO, untidy)) {
      assertThat(read.format()).isEqualTo(text);
    }
  }

  @Test
  void kit_thatWasMistyped_isRefusedInWords() {
    String text = kit();
    String otherSeed = kit().lines()
        .filter(line -> line.startsWith("root seed"))
        .findFirst()
        .orElseThrow();
    String seed = text.lines()
        .filter(line -> line.startsWith("root seed"))
        .findFirst()
        .orElseThrow();

    assertRefused(text.replace(seed, otherSeed), "do not go together");
    assertRefused(text.replace(seed, seed.substring(0, 30)), "'root seed' is missing or mistyped");
    assertRefused(text.replace("version 1", "version 2"), "later version");
    assertRefused("a shopping list", "no recovery kit");
    assertRefused(text + text.lines().skip(1).findFirst().orElseThrow(), "'group' twice");
    assertRefused(text + "colour red", "not known");
  }

  private static void assertRefused(String text, String words) {
    assertThatThrownBy(() -> RecoveryKit.parse(CRYPTO, text))
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.KIT_REFUSED))
        .hasMessageContaining(words);
  }
}
