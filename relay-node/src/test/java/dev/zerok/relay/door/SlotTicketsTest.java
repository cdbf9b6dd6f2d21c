package dev.zerok.relay.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.session.AdmissionSlot;
import dev.zerok.protocol.session.SubProtocol;
import dev.zerok.relay.door.SlotTickets.Ticket;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SlotTicketsTest {
  private static final Crypto CRYPTO = Providers.bouncyCastle();
  private static final Ticket TICKET = new Ticket(1_800_000_000_123L, -5);

  private final SlotTickets tickets = ticketsOf((byte) 1);

  private static SlotTickets ticketsOf(byte relay) {
    byte[] secret = new byte[32];
    secret[0] = relay;
    return new SlotTickets(CRYPTO, Secret.adopt(secret));
  }

  @Test
  @Tag("DOOR-1")
  void ticket_isShort_standsInAHeader_andIsReadAgain_alsoAfterARestart() {
    String text = tickets.issue(TICKET);

    assertThat(text).matches("[A-Za-z0-9_-]{43}");
    assertThat(AdmissionSlot.isTicket(text)).isTrue();
    assertThat(SubProtocol.SLOT + text).hasSizeLessThan(64);
    assertThat(tickets.read(text)).contains(TICKET);
    assertThat(ticketsOf((byte) 1).read(text)).contains(TICKET);
  }

  @Test
  @Tag("DOOR-4")
  void ticketOfAnotherRelay_orWithAnyBitChanged_isNone() {
    String text = tickets.issue(TICKET);
    assertThat(ticketsOf((byte) 2).read(text)).isEmpty();

    byte[] bytes = Base64.getUrlDecoder().decode(text);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
      assertThat(tickets.read(forged)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  @Tag("DOOR-4")
  void textThatIsNoTicket_isNone() {
    String text = tickets.issue(TICKET);
    assertThat(tickets.read("")).isEmpty();
    assertThat(tickets.read(text + "A")).isEmpty();
    assertThat(tickets.read(text.substring(1))).isEmpty();
    assertThat(tickets.read("é".repeat(43))).isEmpty();
    assertThat(tickets.read("=".repeat(43))).isEmpty();
    assertThat(tickets.read("A".repeat(8_000))).isEmpty();
  }
}
