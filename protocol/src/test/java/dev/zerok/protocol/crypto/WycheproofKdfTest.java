package dev.zerok.protocol.crypto;

import static dev.zerok.protocol.testkit.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.zerok.protocol.testkit.ProvidersHere;
import dev.zerok.protocol.testkit.VectorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HKDF-SHA256 and PBKDF2-HMAC-SHA256 on Wycheproof's files. */
class WycheproofKdfTest {
  @Test
  void hkdfSha256_agreesWithAll86Cases_onEverySha256() {
    List<JsonObject> cases = VectorFile.wycheproof("wycheproof_hkdf_sha256_test.json");
    assertThat(cases).hasSize(86);
    for (CryptoProvider provider : ProvidersHere.all()) {
      provider.hash(HashFunction.Algorithm.SHA256)
          .ifPresent(sha256 -> runHkdf(sha256, provider.name(), cases));
    }
  }

  @Test
  void pbkdf2HmacSha256_agreesWithAll60Cases() {
    List<JsonObject> cases = VectorFile.wycheproof("wycheproof_pbkdf2_hmacsha256_test.json");
    assertThat(cases).hasSize(60);
    for (CryptoProvider provider : ProvidersHere.all()) {
      provider
          .passwordKdf(PasswordKdf.Algorithm.PBKDF2_HMAC_SHA256)
          .ifPresent(pbkdf2 -> runPbkdf2(pbkdf2, provider.name(), cases));
    }
  }

  private static void runHkdf(HashFunction sha256, String provider, List<JsonObject> cases) {
    List<String> failures = new ArrayList<>();
    int agreed = 0;
    int refused = 0;
    for (JsonObject c : cases) {
      boolean valid = c.get("result").getAsString().equals("valid");
      try (Secret prk = Hkdf.extract(sha256, hex(c, "salt"), hex(c, "ikm"))) {
        byte[] okm = Hkdf.expand(sha256, prk, c.get("size").getAsInt(), hex(c, "info"));
        if (valid && Arrays.equals(okm, hex(c, "okm"))) {
          agreed++;
        } else {
          failures.add(
              "tcId " + c.get("tcId") + (valid ? ": other bytes" : ": accepted though too long"));
        }
      } catch (IllegalArgumentException e) {
        if (valid) {
          failures.add("tcId " + c.get("tcId") + ": refused though valid");
        } else {
          refused++;
        }
      }
    }
    System.out.println("Wycheproof HKDF-SHA256 on " + provider + ": " + cases.size() + " cases, "
        + agreed + " agreed, "
        + refused + " refused because they ask for too much, " + failures.size() + " failed");
    assertThat(failures).isEmpty();
  }

  private static void runPbkdf2(PasswordKdf pbkdf2, String provider, List<JsonObject> cases) {
    List<String> failures = new ArrayList<>();
    int agreed = 0;
    for (JsonObject c : cases) {
      PasswordCost cost = PasswordCost.pbkdf2(c.get("iterationCount").getAsInt());
      try (Secret key =
          pbkdf2.derive(hex(c, "password"), hex(c, "salt"), cost, c.get("dkLen").getAsInt())) {
        if (Arrays.equals(key.expose(), hex(c, "dk"))) {
          agreed++;
        } else {
          failures.add("tcId " + c.get("tcId") + ": other bytes");
        }
      }
    }
    System.out.println(
        "Wycheproof PBKDF2-HMAC-SHA256 on " + provider + ": " + cases.size() + " cases, " + agreed
            + " agreed, " + failures.size() + " failed");
    assertThat(failures).isEmpty();
  }
}
