package dev.zerok.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.identity.RootKeys;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
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

  /** The text of PROTOCOL.md: another client reads what this one wrote, and this one what another wrote. */
  @Test
  @Tag("KIT-1")
  void kit_isTheTextOfTheProtocol_inAnyOrderOfItsLines() {
    byte[] seed = new byte[32];
    seed[31] = 7;
    try (RootKeys root = RootKeys.fromSeed(CRYPTO, Secret.copyOf(seed))) {
      String foreign = "0k-Sync recovery kit, version 1\n"
          + "relay identity AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
          + "relay wss://b.example/path\n"
          + "root seed  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAc\n"
          + "relay   ws://a.example\n"
          + "group " + root.groupId().hex().toUpperCase(Locale.ROOT) + "\n";

      try (RecoveryKit read = RecoveryKit.parse(CRYPTO, foreign)) {
        assertThat(read.format()).isEqualTo("""
            0k-Sync recovery kit, version 1
            group          %s
            root seed      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAc
            relay          wss://b.example/path
            relay          ws://a.example
            relay identity AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
            """.formatted(root.groupId().hex()));
      }
    }
  }

  @Test
  @Tag("KIT-1")
  void kit_isReadBackAsItWasWritten_alsoWithBlanksAround() {
    String text = kit();
    String untidy = "\n  " + text.replace("\n", "  \n\n ") + "\n";

    try (RecoveryKit read = RecoveryKit.parse(CRYPTO, untidy)) {
      assertThat(read.format()).isEqualTo(text);
    }
  }

  @Test
  @Tag("KIT-1")
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
