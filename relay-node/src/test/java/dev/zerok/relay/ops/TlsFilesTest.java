package dev.zerok.relay.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zerok.relay.edge.EdgeFixture;
import dev.zerok.relay.edge.FakeTimeSource;
import dev.zerok.relay.edge.TlsPair;
import dev.zerok.relay.port.TimeSource;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
  private static final TimeSource NOW = new SystemTime();

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
  void changedPair_comesIntoUse_aBadOneDoesNot_andIsCountedOnce() throws Exception {
    TlsFiles files = selfSigned("live");
    TlsPair first = files.load();
    TlsFiles next = selfSigned("next");
    List<TlsPair> used = new ArrayList<>();
    RelayMetrics metrics = new RelayMetrics();
    TlsRenewal renewal = new TlsRenewal(files, first, used::add, metrics);
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
  void socket_showsTheCertificate_andAfterARenewalTheNextOne() throws Exception {
    TlsPair first = selfSigned("first").load();
    TlsPair second = selfSigned("second").load();
    try (EdgeFixture edge = new EdgeFixture(config -> config, first)) {
      assertThat(ShownCertificate.sha256(edge.port(), first)).isEqualTo(first.sha256());
      edge.edge().renewTls(second).toCompletionStage().toCompletableFuture().join();
      assertThat(ShownCertificate.sha256(edge.port(), second)).isEqualTo(second.sha256());
    }
  }
}
