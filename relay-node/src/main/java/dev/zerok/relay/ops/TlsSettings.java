package dev.zerok.relay.ops;

import java.nio.file.Path;

/** Whether the public port speaks TLS, and with what certificate. */
public sealed interface TlsSettings {
  /** Plain WebSocket: the protocol encrypts by itself, or a proxy in front speaks TLS. */
  record Off() implements TlsSettings {}

  /** A certificate that the relay makes for itself, kept in the data folder. */
  record SelfSigned() implements TlsSettings {}

  /**
   * The operator's own.
   *
   * @param certificate the chain in PEM
   * @param key its private key in PEM
   */
  record FromFiles(Path certificate, Path key) implements TlsSettings {}

  /** Reads what is set; contradictions are told to the reader. */
  static TlsSettings read(ConfigReader reader) {
    String certificate = reader.read(ConfigKeys.TLS_CERT);
    String key = reader.read(ConfigKeys.TLS_KEY);
    boolean self = reader.read(ConfigKeys.TLS).equals("self");
    if (certificate.isEmpty() && key.isEmpty()) {
      return self ? new SelfSigned() : new Off();
    }
    if (reader.isSet(ConfigKeys.TLS)) {
      reader.problem(ConfigKeys.TLS,
          "must not be set beside " + ConfigKeys.TLS_CERT.name() + " and "
              + ConfigKeys.TLS_KEY.name());
    }
    if (key.isEmpty()) {
      reader.problem(ConfigKeys.TLS_KEY, "must be set when " + ConfigKeys.TLS_CERT.name() + " is");
    }
    if (certificate.isEmpty()) {
      reader.problem(ConfigKeys.TLS_CERT, "must be set when " + ConfigKeys.TLS_KEY.name() + " is");
    }
    return new FromFiles(Path.of(certificate), Path.of(key));
  }
}
