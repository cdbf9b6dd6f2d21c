package dev.zerok.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS that trusts the certificates of one PEM file instead of the machine's: for relays with a certificate of
 * their own making, or of a company's own authority. Host names are checked all the same.
 */
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * Reads the file once.
   *
   * @throws IOException if it cannot be read or holds no certificate, in words for a person
   */
  public static SSLContext from(Path pemFile) throws IOException {
    try (InputStream in = Files.newInputStream(pemFile)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CertificateException("none");
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        number++;
        trusted.setCertificateEntry(Integer.toString(number), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (CertificateException none) {
      throw new IOException("The file " + pemFile + " holds no certificates in PEM.", none);
    } catch (GeneralSecurityException unusable) {
      throw new IOException("The certificates in " + pemFile + " cannot be used.", unusable);
    }
  }
}
