package dev.zerok.protocol.crypto;

import static dev.zerok.protocol.testkit.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.zerok.protocol.testkit.ProvidersHere;
import dev.zerok.protocol.testkit.VectorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** X25519 of every provider on Wycheproof's 518 cases. */
class WycheproofX25519Test {
  /** Wycheproof calls all-zero results acceptable; we refuse exactly those and agree on all others. */
  @Test
  @Tag("NOISE-2")
  void x25519_agreesWithAll518Cases_andRefusesExactlyTheAllZeroResults() {
    List<JsonObject> cases = VectorFile.wycheproof("wycheproof_x25519_test.json");
    assertThat(cases).hasSize(518);
    for (CryptoProvider provider : ProvidersHere.all()) {
      provider.agreement(KeyAgreement.Algorithm.X25519)
          .ifPresent(x -> runOn(x, provider.name(), cases));
    }
  }

  private static void runOn(KeyAgreement x25519, String provider, List<JsonObject> cases) {
    List<String> failures = new ArrayList<>();
    int agreed = 0;
    int zeroRefused = 0;
    for (JsonObject c : cases) {
      byte[] expected = hex(c, "shared");
      boolean zeroExpected = Arrays.equals(expected, new byte[32]);
      try (Secret shared = x25519.agree(Secret.adopt(hex(c, "private")), hex(c, "public"))) {
        if (Arrays.equals(shared.expose(), expected) && !zeroExpected) {
          agreed++;
        } else {
          failures.add("tcId " + c.get("tcId") + ": another result");
        }
      } catch (CryptoException e) {
        if (zeroExpected && e.reason() == CryptoException.Reason.ZERO_SHARED_SECRET) {
          zeroRefused++;
        } else {
          failures.add("tcId " + c.get("tcId") + ": refused as " + e.reason());
        }
      }
    }
    System.out.println("Wycheproof X25519 on " + provider + ": " + cases.size() + " cases, "
        + agreed + " agreed, "
        + zeroRefused + " refused because the result is all zeros, " + failures.size() + " failed");
    assertThat(failures).isEmpty();
  }
}
