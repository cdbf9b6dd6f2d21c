package dev.zerok.relay.ops;

import dev.zerok.relay.edge.TlsPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** What a port shows to whoever connects. */
public final class ShownCertificate {
  private ShownCertificate() {}

  /**
   * Connects as a client that trusts that certificate alone; returns the SHA-256 of what was shown.
   *
   * @throws IOException if another one was shown
   */
  public static String sha256(int port, TlsPair trusted)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "relay",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(trusted.certificatePem().toByteArray())));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      Certificate shown = socket.getSession().getPeerCertificates()[0];
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded()));
    }
  }
}
