package dev.zerok.relay.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zerok.relay.edge.EdgeFixture;
import dev.zerok.relay.edge.FakeTimeSource;
import dev.zerok.relay.edge.TlsPair;
import dev.zerok.relay.port.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
  private static final TimeSource NOW = new SystemTime();

  /** Of an Ed25519 key; valid until 2126. */
  private static final String ED25519_CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBRjCB+aADAgECAhQkGHmAqqHea7ttEQHiMDeQEh3fHzAFBgMrZXAwGDEWMBQG
      A1UEAwwNcmVsYXkuZXhhbXBsZTAgFw0yNjExMzAwNjI0NThaGA8yMTI2MTEwNjA2
      MjQ1OFowGDEWMBQGA1UEAwwNcmVsYXkuZXhhbXBsZTAqMAUGAytlcAMhAJKmOfe7
      Ri9jgXVmvF+txwwlrb46v4/shgQH3vCipQEGo1MwUTAdBgNVHQ4EFgQUPSWFRGrE
      c7cSki0NJEr6JfV8IvIwHwYDVR0jBBgwFoAUPSWFRGrEc7cSki0NJEr6JfV8IvIw
      DwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDswtTGDJZ5s6GLviercyJAx9MIE45O
      tN5s/6ZDMOB6YRydORCBq7C/Hhc6DGe66aIQVwDwfs32RkIMtlvah2IG
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  private TlsFiles selfSigned(String name) throws Exception {
    Path data = Files.createDirectories(folder.resolve(name));
    return SelfSignedFiles.loadOrCreate(data, List.of("relay.example", "192.0.2.7"), NOW);
  }

  private static void replace(TlsFiles files, TlsFiles by) throws Exception {
    Files.copy(by.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(by.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String problem(TlsFiles files) {
    return String.valueOf(
        assertThatExceptionOfType(StartFailure.class).isThrownBy(files::load)
            .actual()
            .getMessage());
  }

  @Test
  void selfSigned_isMadeOnce_forItsHosts_withAKeyThatNobodyElseReads() throws Exception {
    TlsFiles files = selfSigned("a");
    TlsPair pair = files.load();
    assertThat(selfSigned("a").load()).isEqualTo(pair);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
        .isEqualTo("rw-------");
    var certificate =
        (java.security.cert.X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pair.certificatePem().toByteArray()));
    certificate.verify(certificate.getPublicKey());
    assertThat(
        certificate.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
        .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "relay.example", "192.0.2.7");
    assertThat(pair.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    assertThat(pair.toString()).doesNotContain("KEY");
  }

  @Test
  void selfSigned_isMadeAnew_whenItIsAboutToExpire() throws Exception {
    FakeTimeSource time = new FakeTimeSource();
    TlsPair first = SelfSignedFiles.loadOrCreate(folder, List.of(), time).load();
    time.advance(Duration.ofDays(334).toMillis());
    assertThat(SelfSignedFiles.loadOrCreate(folder, List.of(), time).load()).isEqualTo(first);
    time.advance(Duration.ofDays(1).toMillis());
    assertThat(SelfSignedFiles.loadOrCreate(folder, List.of(), time).load().sha256())
        .isNotEqualTo(first.sha256());
  }

  @Test
  void keyThatEverybodyReads_isRefusedWithTheRemedy() throws Exception {
    TlsFiles files = selfSigned("a");
    Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(problem(files)).contains("chmod 600 " + files.key());
  }

  @Test
  void pairsThatCannotWork_areToldInWords() throws Exception {
    TlsFiles good = selfSigned("a");
    TlsFiles other = selfSigned("b");
    Path none = folder.resolve("none");
    Path old = folder.resolve("old.key");
    Files.writeString(old, Files.readString(good.key()).replace("PRIVATE", "EC PRIVATE"));
    assertThat(problem(new TlsFiles(good.certificate(), other.key())))
        .contains("does not belong to the first certificate");
    assertThat(problem(new TlsFiles(good.key(), good.key()))).contains("holds no certificate");
    assertThat(problem(new TlsFiles(good.certificate(), good.certificate())))
        .contains("holds no private key");
    assertThat(problem(new TlsFiles(none, good.key()))).contains(none + " cannot be read");
    assertThat(problem(new TlsFiles(good.certificate(), none))).contains(none + " cannot be read");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));
    assertThat(problem(new TlsFiles(good.certificate(), old))).contains("openssl pkcs8 -topk8");
  }

  @Test
  void kindOfKeyThatTheSocketCannotShow_isRefusedWithTheOnesThatItCan() throws Exception {
    TlsFiles good = selfSigned("a");
    Path certificate = folder.resolve("ed25519.pem");
    Files.writeString(certificate, ED25519_CERTIFICATE);
    assertThat(problem(new TlsFiles(certificate, good.key())))
        .contains(certificate.toString(), "EdDSA", "make one of an RSA or EC key");
  }

  @Test
  void certificateThatIsNotInPem_isRefused() throws Exception {
    TlsFiles good = selfSigned("a");
    Path der = folder.resolve("certificate.der");
    try (InputStream pem = Files.newInputStream(good.certificate())) {
      Files.write(
          der, CertificateFactory.getInstance("X.509").generateCertificate(pem).getEncoded());
    }
    assertThat(problem(new TlsFiles(der, good.key()))).contains("holds no certificate in PEM");
  }

  private static CompletionStage<Boolean> taken(List<TlsPair> used, TlsPair pair) {
    used.add(pair);
    return CompletableFuture.completedFuture(true);
  }

  @Test
  void pairThatTheSocketRefuses_isCounted_theNumbersStay_andItIsTriedAgain() throws Exception {
    TlsFiles files = selfSigned("live");
    TlsPair first = files.load();
    TlsPair next = selfSigned("next").load();
    String before = "zerok_tls_not_after_seconds " + (double) first.notAfterSeconds();
    Queue<CompletableFuture<Boolean>> uses = new ArrayDeque<>();
    RelayMetrics metrics = new RelayMetrics();
    TlsRenewal renewal = new TlsRenewal(files, first, pair -> begun(uses), metrics);
    replace(files, selfSigned("next"));

    renewal.check();
    renewal.check(); // while the first is on its way
    assertThat(uses).hasSize(1);
    assertThat(metrics.render()).contains(before, "zerok_tls_renewal_failures_total 0.0");
    uses.remove().completeExceptionally(new IllegalStateException("no such key"));
    assertThat(metrics.render()).contains(before, "zerok_tls_renewal_failures_total 1.0");

    renewal.check();
    uses.remove().completeExceptionally(new IllegalStateException("no such key"));
    assertThat(metrics.render()).contains(before, "zerok_tls_renewal_failures_total 1.0");
    renewal.check();
    uses.remove().complete(true);
    renewal.check();
    assertThat(uses).isEmpty();
    assertThat(metrics.render())
        .contains("zerok_tls_not_after_seconds " + (double) next.notAfterSeconds());
  }

  private static CompletionStage<Boolean> begun(Queue<CompletableFuture<Boolean>> uses) {
    CompletableFuture<Boolean> use = new CompletableFuture<>();
    uses.add(use);
    return use;
  }

  @Test
  void changedPair_comesIntoUse_aBadOneDoesNot_andIsCountedOnce() throws Exception {
    TlsFiles files = selfSigned("live");
    TlsPair first = files.load();
    TlsFiles next = selfSigned("next");
    List<TlsPair> used = new ArrayList<>();
    RelayMetrics metrics = new RelayMetrics();
    TlsRenewal renewal = new TlsRenewal(files, first, pair -> taken(used, pair), metrics);
    renewal.check();
    assertThat(used).isEmpty();
    Files.copy(next.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    renewal.check(); // the key has not changed yet
    renewal.check();
    assertThat(used).isEmpty();
    assertThat(metrics.render()).contains("zerok_tls_renewal_failures_total 1.0");
    replace(files, next);
    renewal.check();
    renewal.check();
    assertThat(used).containsExactly(next.load());
    assertThat(metrics.render())
        .contains("zerok_tls_not_after_seconds " + (double) next.load().notAfterSeconds());
  }

  @Test
  void socket_showsTheCertificate_afterARenewalTheNextOne_andKeepsItIfOneCannotBeUsed()
      throws Exception {
    TlsPair first = selfSigned("first").load();
    TlsPair second = selfSigned("second").load();
    try (EdgeFixture edge = new EdgeFixture(config -> config, first)) {
      assertThat(ShownCertificate.sha256(edge.port(), first)).isEqualTo(first.sha256());
      edge.edge().renewTls(second).toCompletionStage().toCompletableFuture().join();
      assertThat(ShownCertificate.sha256(edge.port(), second)).isEqualTo(second.sha256());
      TlsPair broken = new TlsPair(first.certificatePem(), ByteString.EMPTY, 1, first.sha256());
      assertThat(edge.edge().renewTls(broken).toCompletionStage())
          .failsWithin(Duration.ofSeconds(EdgeFixture.PATIENCE_SECONDS));
      assertThat(ShownCertificate.sha256(edge.port(), second)).isEqualTo(second.sha256());
    }
  }
}
