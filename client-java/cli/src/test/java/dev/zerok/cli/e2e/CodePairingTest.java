package dev.zerok.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.CodeInvitation;
import dev.zerok.client.NewGroup;
import dev.zerok.client.SpokenCode;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.pairing.ComparisonWords;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.PakeConfirm;
import dev.zerok.protocol.wire.PakeShare;
import dev.zerok.protocol.wire.PakeStart;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joining by a code or a passphrase over a real relay, and what becomes of guesses. */
class CodePairingTest {
  private static final PairingApproval NOBODY_IS_ASKED = (name, choices) -> {
    throw new AssertionError("somebody came through to the comparison of words");
  };

  @TempDir Path folder;

  private TestRelay relay;
  private ClientDevice laptop;
  private final CompletableFuture<List<String>> shown = new CompletableFuture<>();

  @BeforeEach
  void openAGroup() {
    relay = TestRelay.start(folder);
    laptop = ClientDevice.creating(relay).start();
  }

  @AfterEach
  void close() {
    laptop.close();
    relay.close();
  }

  @Test
  @Tag("PAKE-1")
  @Tag("PAKE-4")
  @Tag("PAKE-6")
  void rightCode_pairsAndBothExchange() throws Exception {
    CodeInvitation invitation = laptop.client.inviteByCode(InviteOptions.DEFAULT, approving());
    SpokenCode code = ClientDevice.await(invitation.code());
    assertThat(code.text()).matches("[0-9]{5}-[a-z]+-[a-z]+-[a-z]+");
    assertThat(code.relayIdentity()).isEqualTo(relay.identity());

    try (SyncClient phone = ClientDevice.await(join(code.text()
        .toUpperCase(Locale.ROOT)
        .replace('-', ' ')))) {
      assertThat(ClientDevice.await(invitation.paired())).isEqualTo(phone.status().device());
      phone.start();
      ClientDevice.await(phone.caughtUp());
      ClientDevice.await(phone.acknowledged(ClientDevice.await(
          phone.push("from the phone".getBytes(UTF_8)))));
      assertThat(laptop.nextTexts(1)).containsExactly("from the phone");
      assertThat(phone.status().relayUrl()).isEqualTo(relay.url().toString());
    }
  }

  @Test
  @Tag("PAKE-7")
  void passphraseThatBothKnow_pairs_howeverItsAccentsAreWritten() {
    CodeInvitation invitation = laptop.client.inviteByPassphrase(InviteOptions.DEFAULT,
        "caf\u00e9 am See".toCharArray(), approving());
    String nameplate = ClientDevice.await(invitation.code()).text();
    assertThat(nameplate).matches("[0-9]{5}");

    try (SyncClient phone = ClientDevice.await(SyncClient.joinByPassphrase(
        ClientConfig.of(new MemoryClientStore()), relay.url(), relay.identity(), nameplate,
        "cafe\u0301 am See".toCharArray(), "phone", ClientDevice.agreeing(shown)))) {
      assertThat(ClientDevice.await(invitation.paired())).isEqualTo(phone.status().device());
    }
  }

  @Test
  @Tag("PAKE-5")
  void wrongWord_burnsTheCodeOnBothSides_andTheRightOneComesTooLate() {
    CodeInvitation invitation =
        laptop.client.inviteByCode(InviteOptions.DEFAULT, NOBODY_IS_ASKED);
    String code = ClientDevice.await(invitation.code()).text();

    assertThat(problemOf(join(otherLastWord(code)))).isEqualTo(SyncProblem.Reason.CODE_WRONG);
    assertThat(problemOf(invitation.paired())).isEqualTo(SyncProblem.Reason.CODE_WRONG);
    assertThat(laptop.nextEvent(SyncEvent.CodeAlarm.class)).isEqualTo(new SyncEvent.CodeAlarm());
    assertThat(problemOf(join(code))).isEqualTo(SyncProblem.Reason.INVITE_REFUSED);
    assertThat(laptop.client.devices()).hasSize(1);
  }

  @Test
  @Tag("PAKE-8")
  void textThatIsNoCode_isRefusedBeforeAnythingIsSent_andBurnsNothing() {
    CodeInvitation invitation = laptop.client.inviteByCode(InviteOptions.DEFAULT, approving());
    String code = ClientDevice.await(invitation.code()).text();

    assertThat(problemOf(join(code + "9"))).isEqualTo(SyncProblem.Reason.CODE_UNUSABLE);
    assertThat(problemOf(join("12345"))).isEqualTo(SyncProblem.Reason.CODE_UNUSABLE);
    ClientDevice.await(join(code)).close();
    ClientDevice.await(invitation.paired());
  }

  @Test
  @Tag("PAKE-7")
  void shortPassphrase_isRefusedAtBothSides() {
    CodeInvitation invitation = laptop.client.inviteByPassphrase(InviteOptions.DEFAULT,
        "seven77".toCharArray(), NOBODY_IS_ASKED);

    assertThat(problemOf(invitation.code())).isEqualTo(SyncProblem.Reason.CODE_UNUSABLE);
    assertThat(problemOf(SyncClient.joinByPassphrase(ClientConfig.of(new MemoryClientStore()),
        relay.url(), relay.identity(), "00000", "seven77".toCharArray(), "phone",
        ClientDevice.agreeing(shown)))).isEqualTo(SyncProblem.Reason.CODE_UNUSABLE);
  }

  @Test
  @Tag("PAKE-3")
  void identityAsAShare_isAnAlarmAndGetsNoAnswer() throws Exception {
    CodeInvitation invitation =
        laptop.client.inviteByCode(InviteOptions.DEFAULT, NOBODY_IS_ASKED);
    try (MailboxGuest guest = guest(invitation)) {
      assertThat(PakeStart.parseFrom(guest.nextBody()).getSuite()).isEqualTo("std1");

      guest.send(PakeShare.newBuilder().setShare(ByteString.copyFrom(new byte[65])).build());

      guest.await(MailboxEvent.MAILBOX_EVENT_CLOSED);
      assertThat(problemOf(invitation.paired())).isEqualTo(SyncProblem.Reason.PAIRING_FAILED);
      laptop.nextEvent(SyncEvent.CodeAlarm.class);
    }
  }

  @Test
  @Tag("PAKE-4")
  void invitersOwnConfirmation_reflected_isAnAlarm() throws Exception {
    CodeInvitation invitation =
        laptop.client.inviteByCode(InviteOptions.DEFAULT, NOBODY_IS_ASKED);
    try (MailboxGuest guest = guest(invitation)) {
      guest.nextBody();
      // The generator: a point of the curve that needs no password.
      guest.send(PakeShare.newBuilder()
          .setShare(ByteString.fromHex(
              "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                  + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"))
          .build());
      PakeShare answer = PakeShare.parseFrom(guest.nextBody());

      guest.send(PakeConfirm.newBuilder().setConfirmation(answer.getConfirmation()).build());

      guest.await(MailboxEvent.MAILBOX_EVENT_CLOSED);
      assertThat(problemOf(invitation.paired())).isEqualTo(SyncProblem.Reason.CODE_WRONG);
      laptop.nextEvent(SyncEvent.CodeAlarm.class);
    }
  }

  @Test
  @Tag("PAKE-5")
  void guestWhoGuessesAndLeavesWithoutAWord_isAnAlarm() throws Exception {
    CodeInvitation invitation =
        laptop.client.inviteByCode(InviteOptions.DEFAULT, NOBODY_IS_ASKED);
    try (MailboxGuest guest = guest(invitation)) {
      guest.nextBody();
      guest.send(PakeShare.newBuilder()
          .setShare(ByteString.fromHex(
              "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                  + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"))
          .build());
      guest.nextBody();
    }

    assertThat(problemOf(invitation.paired())).isEqualTo(SyncProblem.Reason.CODE_WRONG);
    laptop.nextEvent(SyncEvent.CodeAlarm.class);
  }

  @Test
  @Tag("PAKE-1")
  @Tag("MBX-1")
  void nameplateThatIsTaken_makesTheInviterDrawAnother() {
    AtomicBoolean drawZeros = new AtomicBoolean(true);
    String first;
    try (SyncClient one = groupDrawing(drawZeros); SyncClient two = groupDrawing(drawZeros)) {
      CodeInvitation earlier = one.inviteByCode(InviteOptions.DEFAULT, NOBODY_IS_ASKED);
      first = ClientDevice.await(earlier.code()).text();
      drawZeros.set(true);

      CodeInvitation later = two.inviteByCode(InviteOptions.DEFAULT, NOBODY_IS_ASKED);

      assertThat(first).startsWith("00000-");
      assertThat(ClientDevice.await(later.code()).text()).doesNotStartWith("00000-")
          .matches("[0-9]{5}-[a-z]+-[a-z]+-[a-z]+");
    }
  }

  /** A client in a group of its own whose next nameplate is 00000 as long as {@code drawZeros} holds. */
  private SyncClient groupDrawing(AtomicBoolean drawZeros) {
    RandomSource real = new SecureRandomSource();
    RandomSource random = out -> {
      if (out.length != Integer.BYTES || !drawZeros.compareAndSet(true, false)) {
        real.nextBytes(out);
      }
    };
    var created = SyncClient.create(
        ClientConfig.of(new MemoryClientStore()).withRandom(random),
        NewGroup.at(relay.url(), relay.identity(), "other", "device"));
    created.kit().close();
    return created.client().start();
  }

  private MailboxGuest guest(CodeInvitation invitation) {
    return MailboxGuest.join(relay, ClientDevice.await(invitation.code()).text().substring(0, 5));
  }

  private PairingApproval approving() {
    return (name, choices) -> shown.thenApply(choices::indexOf);
  }

  private CompletableFuture<SyncClient> join(String code) {
    return SyncClient.joinByCode(ClientConfig.of(new MemoryClientStore()), relay.url(),
        relay.identity(), code, "phone", ClientDevice.agreeing(shown));
  }

  private static SyncProblem.Reason problemOf(CompletableFuture<?> future) {
    return catchThrowableOfType(SyncProblem.class, () -> ClientDevice.await(future)).reason();
  }

  private static String otherLastWord(String code) {
    String words = code.substring(0, code.lastIndexOf('-') + 1);
    List<String> all = ComparisonWords.all();
    return words + all.get(
        (all.indexOf(code.substring(words.length())) + 1) % all.size());
  }
}
