package dev.zerok.protocol.crypto;

import static dev.zerok.protocol.testkit.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.zerok.protocol.crypto.bc.XChaCha20Poly1305;
import dev.zerok.protocol.crypto.jca.JdkProvider;
import dev.zerok.protocol.testkit.ProvidersHere;
import dev.zerok.protocol.testkit.VectorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The AEADs of every provider on Wycheproof's files: same bytes for valid cases, a refusal for all others. */
class WycheproofAeadTest {
  @Test
  void xchacha20Poly1305_agreesWithAll315Cases() {
    List<JsonObject> cases =
        run("wycheproof_xchacha20_poly1305_test.json", Aead.Algorithm.XCHACHA20_POLY1305, 315);
    new JdkProvider()
        .aead(Aead.Algorithm.CHACHA20_POLY1305)
        .ifPresent(inner -> runOn(new XChaCha20Poly1305(inner),
            "the JDK behind Bouncy Castle's HChaCha20", cases));
  }

  /** We have AES-256-GCM with 12-byte nonces; shorter keys and other nonces must be refused, valid or not. */
  @Test
  void aes256Gcm_agreesWithAll316Cases_orRefusesWhatItDoesNotSupport() {
    run("wycheproof_aes_gcm_test.json", Aead.Algorithm.AES_256_GCM, 316);
  }

  private static List<JsonObject> run(String file, Aead.Algorithm algorithm, int count) {
    List<JsonObject> cases = VectorFile.wycheproof(file);
    assertThat(cases).hasSize(count);
    for (CryptoProvider provider : ProvidersHere.all()) {
      provider.aead(algorithm).ifPresent(aead -> runOn(aead, provider.name(), cases));
    }
    return cases;
  }

  private static void runOn(Aead aead, String provider, List<JsonObject> cases) {
    List<String> failures = new ArrayList<>();
    int agreed = 0;
    int refusedInvalid = 0;
    int refusedKeyLength = 0;
    int refusedNonceLength = 0;
    for (JsonObject c : cases) {
      String verdict = verdict(aead, c);
      switch (verdict) {
        case "agreed" -> agreed++;
        case "refused as invalid" -> refusedInvalid++;
        case "refused for its key length" -> refusedKeyLength++;
        case "refused for its nonce length" -> refusedNonceLength++;
        default -> failures.add("tcId " + c.get("tcId") + ": " + verdict);
      }
    }
    System.out.println("Wycheproof " + aead.algorithm() + " on " + provider + ": " + cases.size()
        + " cases, " + agreed
        + " agreed, " + refusedInvalid + " invalid ones refused, " + refusedKeyLength
        + " refused because keys have 32 bytes, " + refusedNonceLength
        + " refused because nonces have "
        + aead.algorithm().nonceLength() + " bytes, " + failures.size() + " failed");
    assertThat(failures).isEmpty();
  }

  private static String verdict(Aead aead, JsonObject c) {
    byte[] sealed = Hkdf.concat(hex(c, "ct"), hex(c, "tag"));
    byte[] keyBytes = hex(c, "key");
    boolean valid = c.get("result").getAsString().equals("valid");
    try (Secret key = Secret.adopt(keyBytes)) {
      byte[] opened = aead.open(key, hex(c, "iv"), hex(c, "aad"), sealed);
      if (!valid) {
        return "accepted though invalid";
      }
      byte[] sealedByUs = aead.seal(key, hex(c, "iv"), hex(c, "aad"), hex(c, "msg"));
      return Arrays.equals(opened, hex(c, "msg")) && Arrays.equals(sealedByUs, sealed)
          ? "agreed"
          : "other bytes";
    } catch (IllegalArgumentException e) {
      return keyBytes.length == Aead.KEY_LENGTH
          ? "refused a good key"
          : "refused for its key length";
    } catch (CryptoException e) {
      return switch (e.reason()) {
        case BAD_NONCE_LENGTH -> "refused for its nonce length";
        case BAD_TAG -> valid ? "refused though valid" : "refused as invalid";
        default -> "refused for another reason: " + e.reason();
      };
    }
  }
}
