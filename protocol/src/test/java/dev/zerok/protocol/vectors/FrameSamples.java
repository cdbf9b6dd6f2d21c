package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.Bye;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.DeviceWatermark;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Gap;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.GoAway;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.MailboxClose;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxJoin;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.MailboxOpen;
import dev.zerok.protocol.wire.MailboxSend;
import dev.zerok.protocol.wire.Notice;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.Presence;
import dev.zerok.protocol.wire.Pull;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.PushCredit;
import dev.zerok.protocol.wire.ReconnectWindow;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.RetryLater;
import dev.zerok.protocol.wire.RosterAppend;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterPresent;
import dev.zerok.protocol.wire.RosterRequest;
import dev.zerok.protocol.wire.SessionLimits;
import dev.zerok.protocol.wire.Signal;
import dev.zerok.protocol.wire.SignalFrom;
import dev.zerok.protocol.wire.Watermarks;
import dev.zerok.protocol.wire.Welcome;
import java.util.List;

/** One frame of every type with every field set. Their contents fit together in form only. */
final class FrameSamples {
  private static final FakeRandomSource RANDOM = new FakeRandomSource("vectors frames");
  private static final GroupFixture GROUP = GroupFixture.founded("vectors frames");
  private static final ByteString ID16 = ByteString.copyFrom(RANDOM.bytes(16));
  private static final ByteString HASH = ByteString.copyFrom(RANDOM.bytes(32));
  private static final ByteString PAYLOAD = ByteString.copyFrom(RANDOM.bytes(297));
  private static final long BEYOND_DOUBLES = (1L << 53) + 1;

  private FrameSamples() {}

  static Ack ack() {
    return Ack.newBuilder().setReceived(5).setApplied(4).build();
  }

  static List<ClientFrame> client() {
    Push push =
        Push.newBuilder()
            .setDeviceSeq(BEYOND_DOUBLES)
            .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
            .setStream(ID16)
            .setCovers(9)
            .setEpoch(3)
            .setTtlSeconds(604_800)
            .setPayload(PAYLOAD)
            .build();
    RosterPresent present =
        RosterPresent.newBuilder()
            .addEntries(GROUP.entries.get(0))
            .setMore(true)
            .setAccessToken(ByteString.copyFromUtf8("token"))
            .build();
    MailboxSend send = MailboxSend.newBuilder().setMailboxId(ID16).setBody(HASH).build();
    return List.of(
        ClientFrame.newBuilder().setHello(hello()).build(),
        ClientFrame.newBuilder().setRosterPresent(present).build(),
        ClientFrame.newBuilder()
            .setRosterAppend(RosterAppend.newBuilder().setEntry(GROUP.entries.get(0)))
            .build(),
        ClientFrame.newBuilder()
            .setRosterRequest(
                RosterRequest.newBuilder().setSignature(ByteString.copyFrom(new byte[64])))
            .build(),
        ClientFrame.newBuilder().setPush(push).build(),
        ClientFrame.newBuilder().setPull(Pull.newBuilder().setMaxBlobs(0xffff_ffff)).build(),
        ClientFrame.newBuilder().setAck(ack()).build(),
        ClientFrame.newBuilder()
            .setSignal(Signal.newBuilder().setEpoch(3).setPayload(PAYLOAD).setTo(ID16))
            .build(),
        ClientFrame.newBuilder().setBye(Bye.getDefaultInstance()).build(),
        ClientFrame.newBuilder()
            .setMailboxOpen(MailboxOpen.newBuilder().setMailboxId(ID16).setTtlSeconds(600))
            .build(),
        ClientFrame.newBuilder()
            .setMailboxJoin(MailboxJoin.newBuilder().setMailboxId(ID16))
            .build(),
        ClientFrame.newBuilder().setMailboxSend(send).build(),
        ClientFrame.newBuilder()
            .setMailboxClose(MailboxClose.newBuilder().setMailboxId(ID16))
            .build());
  }

  static List<RelayFrame> relay() {
    Deliver deliver =
        Deliver.newBuilder()
            .setCursor(11)
            .setSender(ID16)
            .setDeviceSeq(2)
            .setKind(EnvelopeKind.ENVELOPE_KIND_BLOB)
            .setEpoch(1)
            .setPayload(PAYLOAD)
            .build();
    Gap gap = Gap.newBuilder()
        .setFrom(3)
        .setTo(BEYOND_DOUBLES)
        .setReason(GapReason.GAP_REASON_TTL)
        .build();
    Reset reset =
        Reset.newBuilder()
            .setLogId(ID16)
            .setHeadCursor(7)
            .setReason(ResetReason.RESET_REASON_HASH_MISMATCH)
            .build();
    GoAway goAway =
        GoAway.newBuilder()
            .setReason(GoAwayReason.GO_AWAY_REASON_SHUTDOWN)
            .setReturnAfterMillis(5_000)
            .build();
    return List.of(
        RelayFrame.newBuilder().setWelcome(welcome()).build(),
        RelayFrame.newBuilder().setRosterEntries(entries()).build(),
        RelayFrame.newBuilder()
            .setPushAck(PushAck.newBuilder()
                .setDeviceSeq(2)
                .setCursor(11)
                .setReplicas(1)
                .setPushCredit(credit()))
            .build(),
        RelayFrame.newBuilder().setDeliver(deliver).build(),
        RelayFrame.newBuilder().setCaughtUp(CaughtUp.newBuilder().setCursor(11)).build(),
        RelayFrame.newBuilder()
            .setCaughtUp(CaughtUp.newBuilder().setCursor(11).setMore(true))
            .build(),
        RelayFrame.newBuilder()
            .setPresence(Presence.newBuilder().addOnline(ID16).setWhole(true))
            .build(),
        RelayFrame.newBuilder().setPresence(Presence.newBuilder().addOffline(ID16)).build(),
        RelayFrame.newBuilder()
            .setWatermarks(Watermarks.newBuilder()
                .addDevices(DeviceWatermark.newBuilder()
                    .setDeviceId(ID16)
                    .setApplied(BEYOND_DOUBLES)
                    .setLastSeenHours(500_000)))
            .build(),
        RelayFrame.newBuilder()
            .setSignalFrom(
                SignalFrom.newBuilder().setSender(ID16).setEpoch(3).setPayload(PAYLOAD))
            .build(),
        RelayFrame.newBuilder().setGap(gap).build(),
        RelayFrame.newBuilder().setReset(reset).build(),
        RelayFrame.newBuilder()
            .setNotice(Notice.newBuilder().setPushCredit(credit()).setReconnect(window()))
            .build(),
        RelayFrame.newBuilder()
            .setRetryLater(RetryLater.newBuilder().setAfterMillis(1_500))
            .build(),
        RelayFrame.newBuilder().setGoAway(goAway).build(),
        RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build(),
        RelayFrame.newBuilder().setError(ErrorFrames.sequenceGap(9, 7)).build(),
        RelayFrame.newBuilder().setError(ErrorFrames.forPush(ErrorCode.STALE_EPOCH, 7, 0)).build(),
        RelayFrame.newBuilder().setError(ErrorFrames.rosterConflict(GROUP.roster.head())).build(),
        RelayFrame.newBuilder()
            .setMailboxMessage(
                MailboxMessage.newBuilder()
                    .setMailboxId(ID16)
                    .setEvent(MailboxEvent.MAILBOX_EVENT_BODY)
                    .setBody(HASH))
            .build());
  }

  private static Hello hello() {
    return Hello.newBuilder()
        .setGroupId(GROUP.groupId().bytes())
        .setStoreIncarnation(ID16)
        .setLast(LogPosition.newBuilder().setLogId(ID16).setCursor(11).setRunningHash(HASH))
        .setRosterHead(GROUP.roster.head())
        .setFeatures(3)
        .setReceiveWindow(1_048_576)
        .setAccessToken(ByteString.copyFromUtf8("token"))
        .build();
  }

  private static Welcome welcome() {
    SessionLimits limits =
        SessionLimits.newBuilder()
            .setMaxPayloadBytes(1_048_576)
            .setDefaultTtlSeconds(604_800)
            .setMaxTtlSeconds(2_592_000)
            .setMaxPushesInFlight(256)
            .build();
    return Welcome.newBuilder()
        .setLogId(ID16)
        .setHeadCursor(11)
        .setOwnDeviceSeq(2)
        .setOwnPushHash(HASH)
        .setOwnApplied(4)
        .setPendingCount(7)
        .setPendingBytes(2_079)
        .setStoredBytes(4_096)
        .setQuotaBytes(104_857_600)
        .setPushCredit(credit())
        .setLimits(limits)
        .setReconnect(window())
        .setHeadRunningHash(HASH)
        .setServerTimeMillis(1_800_000_000_000L)
        .setRosterHead(GROUP.roster.head())
        .build();
  }

  private static RosterEntries entries() {
    return RosterEntries.newBuilder()
        .addEntries(PlacedRosterEntry.newBuilder().setCursor(1).setEntry(GROUP.entries.get(0)))
        .setMore(true)
        .build();
  }

  private static PushCredit credit() {
    return PushCredit.newBuilder().setPushes(1_000).setBytes(8_388_608).build();
  }

  private static ReconnectWindow window() {
    return ReconnectWindow.newBuilder().setWindowMillis(10_000).addNodes("wss://b.example").build();
  }
}
