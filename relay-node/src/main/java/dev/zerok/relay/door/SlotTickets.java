package dev.zerok.relay.door;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Tickets for slots: {@code u64 slot (Unix ms) ‖ 8 random bytes ‖ first 16 bytes of HMAC-SHA256 over both}, in base64url. The relay
 * keeps nothing of what it gives out, and only the holder of the key can give out any. They are this relay's own business: a client
 * carries them as they are (DOOR-1). Any thread.
 */
public final class SlotTickets {
  /** For deriving the key from the relay's identity seed: the same over restarts, and on all nodes of one identity. */
  public static final String KEY_LABEL = "0k-relay/slot-ticket/v1";

  private static final int KEY_BYTES = 32;
  private static final int SIGNED_BYTES = 2 * Long.BYTES;
  private static final int MAC_BYTES = 16;
  private static final int TICKET_BYTES = SIGNED_BYTES + MAC_BYTES;
  private static final int TEXT_CHARS = (TICKET_BYTES * 4 + 2) / 3;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Crypto crypto;
  private final byte[] key;

  /** What a ticket says. */
  public record Ticket(long slotMillis, long nonce) {}

  /**
   * @param secret of this relay; a key of its own is derived from it
   */
  public SlotTickets(Crypto crypto, Secret secret) {
    this.crypto = crypto;
    this.key =
        crypto.hkdf(
            secret.expose(), new byte[0], KEY_LABEL.getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
  }

  /** A ticket as text. */
  public String issue(Ticket ticket) {
    ByteBuffer bytes =
        ByteBuffer.allocate(TICKET_BYTES).putLong(ticket.slotMillis()).putLong(ticket.nonce());
    bytes.put(mac(Arrays.copyOf(bytes.array(), SIGNED_BYTES)), 0, MAC_BYTES);
    return ENCODER.encodeToString(bytes.array());
  }

  /** Reads what a client showed; empty for everything that this relay did not give out. */
  public Optional<Ticket> read(String text) {
    if (text.length() != TEXT_CHARS) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    byte[] right = Arrays.copyOf(mac(Arrays.copyOf(bytes, SIGNED_BYTES)), MAC_BYTES);
    if (bytes.length != TICKET_BYTES
        || !MessageDigest.isEqual(right, Arrays.copyOfRange(bytes, SIGNED_BYTES, TICKET_BYTES))) {
      return Optional.empty();
    }
    ByteBuffer read = ByteBuffer.wrap(bytes);
    return Optional.of(new Ticket(read.getLong(), read.getLong()));
  }

  private byte[] mac(byte[] signed) {
    return crypto.hmacSha256(key, signed);
  }
}
