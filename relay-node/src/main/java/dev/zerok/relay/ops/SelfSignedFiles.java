package dev.zerok.relay.ops;

import dev.zerok.relay.port.TimeSource;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate that the relay makes for itself, for trying {@code wss://} out: P-256, valid for a year, for
 * this machine's loopback names and the configured hosts. Made anew when it has a month left.
 */
public final class SelfSignedFiles {
  /** What clients are given to trust. */
  public static final String CERTIFICATE_FILE = "tls-self.pem";

  private static final String KEY_FILE = "tls-self.key";
  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final X500Name NAME = new X500Name("CN=0k-Sync relay");
  private static final long LIFETIME_SECONDS = TimeUnit.DAYS.toSeconds(365);
  private static final long LEAST_LEFT_SECONDS = TimeUnit.DAYS.toSeconds(30);
  private static final long BACKDATED_SECONDS = TimeUnit.DAYS.toSeconds(1);

  private SelfSignedFiles() {}

  /**
   * The files in the data folder, made if they are not there or about to expire.
   *
   * @param hosts names and addresses that the certificate is for, besides the loopback ones
   * @throws StartFailure if they can be neither read nor made
   */
  public static TlsFiles loadOrCreate(Path data, List<String> hosts, TimeSource time)
      throws StartFailure {
    TlsFiles files = new TlsFiles(data.resolve(CERTIFICATE_FILE), data.resolve(KEY_FILE));
    long now = TimeUnit.MILLISECONDS.toSeconds(time.wallMillis());
    if (Files.exists(files.certificate())
        && files.load().notAfterSeconds() - now > LEAST_LEFT_SECONDS) {
      return files;
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      // The key first: without its certificate it does no harm, and the next start makes both anew.
      PrivateFile.write(files.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      PrivateFile.write(files.certificate(), pem("CERTIFICATE", certificate(pair, hosts, now)));
      return files;
    } catch (IOException | GeneralSecurityException e) {
      throw new StartFailure(
          "A certificate of the relay's own cannot be made in " + data + " ("
              + e.getClass().getSimpleName()
              + ").",
          e);
    }
  }

  private static byte[] certificate(KeyPair pair, List<String> hosts, long now)
      throws IOException, GeneralSecurityException {
    V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
    body.setSerialNumber(new ASN1Integer(BigInteger.valueOf(now)));
    body.setSignature(ECDSA);
    body.setIssuer(NAME);
    body.setSubject(NAME);
    body.setStartDate(time(now - BACKDATED_SECONDS));
    body.setEndDate(time(now + LIFETIME_SECONDS));
    body.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hosts));
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    body.setExtensions(extensions.generate());
    TBSCertificate signed = body.generateTBSCertificate();
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(pair.getPrivate());
    signer.update(signed.getEncoded());
    ASN1EncodableVector whole = new ASN1EncodableVector();
    whole.add(signed);
    whole.add(ECDSA);
    whole.add(new DERBitString(signer.sign()));
    return new DERSequence(whole).getEncoded();
  }

  private static Time time(long seconds) {
    return new Time(Date.from(Instant.ofEpochSecond(seconds)));
  }

  private static GeneralNames alternativeNames(List<String> hosts) {
    Set<String> all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    all.addAll(hosts);
    List<GeneralName> names = new ArrayList<>();
    all.forEach(
        host -> names.add(
            new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String host) {
    try {
      return InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private static byte[] pem(String kind, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content);
    return ("-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
