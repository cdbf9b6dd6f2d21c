package dev.zerok.relay.ops;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.relay.edge.TlsPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A certificate chain and its key in two PEM files. Reading them says at once, in words, what would otherwise
 * be a failed handshake with every client.
 */
public record TlsFiles(Path certificate, Path key) {
  private static final int MAX_BYTES = 256 * 1024;
  private static final Pattern KEY_BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");
  private static final String CERTIFICATE_BLOCK = "-----BEGIN CERTIFICATE-----";
  private static final byte[] PROBE =
      "this key belongs to that certificate".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads both files.
   *
   * @throws StartFailure if they are unreadable, open to everybody, no PEM, do not belong together, or are
   *     of a kind that the socket cannot show
   */
  public TlsPair load() throws StartFailure {
    byte[] chain = read(certificate);
    X509Certificate own = first(chain);
    String signing = signatureAlgorithm(own);
    try {
      if (PrivateFile.isOpenToAll(key)) {
        throw new StartFailure(
            "Everybody on this machine can read the TLS key: run 'chmod 600 " + key + "'.", null);
      }
    } catch (IOException e) {
      throw unreadable(key, e);
    }
    byte[] secret = read(key);
    requireMatch(own, privateKey(secret, own), signing);
    return new TlsPair(
        ByteString.copyFrom(chain),
        ByteString.copyFrom(secret),
        own.getNotAfter().toInstant().getEpochSecond(),
        fingerprint(own));
  }

  private static byte[] read(Path file) throws StartFailure {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new StartFailure("The TLS file " + file + " is over 256 KiB: it is not a PEM file.",
            null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private X509Certificate first(byte[] chain) throws StartFailure {
    // The library would also read a certificate that is not in PEM; the socket would not.
    if (!new String(chain, StandardCharsets.ISO_8859_1).contains(CERTIFICATE_BLOCK)) {
      throw new StartFailure("The file " + certificate + " holds no certificate in PEM.", null);
    }
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(chain));
      if (!all.isEmpty() && all.iterator().next() instanceof X509Certificate own) {
        return own;
      }
    } catch (CertificateException e) {
      throw new StartFailure("The file " + certificate + " holds no certificate in PEM.", e);
    }
    throw new StartFailure("The file " + certificate + " holds no certificate in PEM.", null);
  }

  private PrivateKey privateKey(byte[] pem, X509Certificate own) throws StartFailure {
    Matcher block = KEY_BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new StartFailure("The file " + key + " holds no private key in PEM.", null);
    }
    if (!block.group(1).equals("PRIVATE KEY")) {
      throw new StartFailure(
          "The key in " + key
              + " is not in the form of PKCS#8 without a passphrase: convert it with"
              + " 'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW'.",
          null);
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
      return KeyFactory.getInstance(own.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw mismatch(e);
    }
  }

  /** Only of keys that the socket can show. */
  private String signatureAlgorithm(X509Certificate own) throws StartFailure {
    String algorithm = own.getPublicKey().getAlgorithm();
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> throw new StartFailure(
          "The certificate in " + certificate + " is of an " + algorithm
              + " key, which the relay cannot use for TLS: make one of an RSA or EC key,"
              + " for instance with 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'.",
          null);
    };
  }

  private void requireMatch(X509Certificate own, PrivateKey secret, String signing)
      throws StartFailure {
    try {
      Signature signer = Signature.getInstance(signing);
      signer.initSign(secret);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      signer.initVerify(own.getPublicKey());
      signer.update(PROBE);
      if (signer.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw mismatch(e);
    }
    throw mismatch(null);
  }

  private StartFailure mismatch(@Nullable Throwable cause) {
    return new StartFailure(
        "The key in " + key + " does not belong to the first certificate in " + certificate + ".",
        cause);
  }

  private static StartFailure unreadable(Path file, IOException e) {
    return new StartFailure(
        "The TLS file " + file + " cannot be read (" + e.getClass().getSimpleName() + ").", e);
  }

  private static String fingerprint(X509Certificate own) throws StartFailure {
    try {
      return HexFormat.of().formatHex(Sha256.of(own.getEncoded()));
    } catch (CertificateException e) {
      throw new StartFailure("The certificate cannot be encoded.", e);
    }
  }
}
