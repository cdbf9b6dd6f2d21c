package dev.zerok.relay.ops;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.relay.edge.EdgeObserver.CutReason;
import java.time.Instant;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every line that the relay itself logs.
 *
 * <p><b>The log rule.</b> A line may hold: what happened, counts, sizes, times, ports, codes, the data folder,
 * the relay's own public identity. It never holds: a key, token or payload; the id of a group, device or
 * mailbox; an address or host name of a peer; anything else that a peer sent. So no method here takes one.
 */
public final class RelayLog {
  private static final Logger LOG = LoggerFactory.getLogger(RelayLog.class);

  private static final int IDENTITY_BYTES = 8;

  private RelayLog() {}

  /**
   * @param identity the relay's public key; its beginning is enough to tell relays apart
   */
  public static void started(int port, int opsPort, ByteString identity) {
    LOG.atInfo()
        .addKeyValue("port", port)
        .addKeyValue("ops_port", opsPort)
        .addKeyValue("identity",
            HexFormat.of().formatHex(identity.substring(0, IDENTITY_BYTES).toByteArray()))
        .log("relay started");
  }

  /** Names of environment variables, not their values. */
  public static void unknownVariables(String names) {
    LOG.atWarn()
        .addKeyValue("names", names)
        .log("environment variables that no key of the relay has");
  }

  public static void draining(int connections) {
    LOG.atInfo().addKeyValue("connections", connections).log("draining");
  }

  public static void stopped() {
    LOG.atInfo().log("relay stopped; everything acknowledged is on disk");
  }

  public static void storageFailed(Throwable cause) {
    LOG.atError()
        .setCause(cause)
        .log("storage failed; the process stops so that nothing false is acknowledged");
  }

  public static void defect(String where, Throwable cause) {
    LOG.atError().addKeyValue("where", where).setCause(cause).log("a defect of the relay");
  }

  static void tlsRenewed(long notAfterSeconds) {
    LOG.atInfo()
        .addKeyValue("not_after", Instant.ofEpochSecond(notAfterSeconds))
        .log("new TLS certificate in use");
  }

  /**
   * @param words name a file of the operator's and what is wrong with it
   */
  static void tlsNotRenewed(String words) {
    LOG.atError()
        .addKeyValue("problem", words)
        .log("the changed TLS files cannot be used; the certificate from before stays");
  }

  /**
   * @param what the command's name, never whom it was about
   */
  static void administered(String what) {
    LOG.atInfo().addKeyValue("command", what).log("an administrator's command");
  }

  static void sessionEnded(SessionEnded how) {
    LOG.atDebug()
        .addKeyValue("close_code", how.closeCode())
        .addKeyValue("code", how.code() == null ? "none" : how.code().name())
        .addKeyValue("reason", how.reason())
        .log("session ended");
  }

  static void cut(CutReason reason) {
    LOG.atDebug().addKeyValue("reason", reason).log("connection cut");
  }

  static void violated(int closeCode) {
    LOG.atDebug().addKeyValue("close_code", closeCode).log("not WebSocket as agreed");
  }
}
