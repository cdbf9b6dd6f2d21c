package dev.zerok.relay.edge;

import com.google.protobuf.ByteString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;

/**
 * A certificate chain and its private key, checked to belong together. Immutable; any thread.
 *
 * @param certificatePem the chain, the server's own certificate first
 * @param keyPem its private key, PKCS#8; a secret
 * @param notAfterSeconds Unix seconds from which on clients refuse the certificate
 * @param sha256 of the certificate's DER encoding, in hexadecimal: what people compare
 */
public record TlsPair(ByteString certificatePem, ByteString keyPem, long notAfterSeconds,
    String sha256) {

  ServerSSLOptions toOptions() {
    return new ServerSSLOptions()
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificatePem.toByteArray()))
                .setKeyValue(Buffer.buffer(keyPem.toByteArray())));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "TlsPair[" + sha256 + "]";
  }
}
