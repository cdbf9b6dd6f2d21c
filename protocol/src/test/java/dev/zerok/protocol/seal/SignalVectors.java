package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.SignalHeader;
import java.util.ArrayList;
import java.util.List;

/** Signals that open and that do not (PROTOCOL.md § 7.3). */
public final class SignalVectors {
  private static final ByteString SESSION = ByteString.copyFromUtf8("0123456789abcdef");

  private final SealingGroup group = new SealingGroup("vectors signals");
  private final List<VectorObject> cases = new ArrayList<>();

  private SignalVectors() {}

  /** The content of {@code signals.json}. */
  public static VectorObject file() {
    SignalVectors vectors = new SignalVectors();
    vectors.cases();
    SealingGroup group = vectors.group;
    try (Secret key = SignalSealer.key(group.crypto, group.id, group.epoch)) {
      return new VectorObject()
          .text("description", "Signals of bob: what opens, with its content, and what is dropped")
          .text("section", "7.3")
          .text("suite", "std1")
          .hex("group_id", group.id.bytes())
          .u32("epoch", group.epoch.epoch())
          .hex("epoch_secret", group.epoch.secret().expose())
          .hex("signal_key", key.expose())
          .hex("sender", group.bob.bytes())
          .hexes("roster", group.entries.stream().map(RosterEntry::toByteArray).toList())
          .objects("cases", vectors.cases);
    }
  }

  private void cases() {
    ByteString body = ByteString.copyFromUtf8("typing");
    add("a short signal", header(body), body, true);
    add("an empty signal without content type", header(ByteString.EMPTY).clearContentType(),
        ByteString.EMPTY, true);
    ByteString large = ByteString.copyFrom(new byte[4_096]);
    add("the largest body", header(large), large, true);
    ByteString over = ByteString.copyFrom(new byte[4_097]);
    add("a body over the limit", header(over), over, false);
    add("another version", header(body).setVersion(2), body, false);
    add("counter 0", header(body).setCounter(0), body, false);
    add("another epoch inside", header(body).setEpoch(2), body, false);
    add("another sender inside", header(body).setSender(group.alice.bytes()), body, false);
    add("another body", header(body), ByteString.copyFromUtf8("tapping"), false);
    add("a session of 15 bytes", header(body).setSession(SESSION.substring(1)), body, false);
  }

  private SignalHeader.Builder header(ByteString body) {
    return SignalHeader.newBuilder()
        .setVersion(1)
        .setContentType("app/cursor")
        .setSession(SESSION)
        .setSessionStartedMillis(1_800_000_000_000L)
        .setCounter(3)
        .setEpoch(1)
        .setSender(group.bob.bytes())
        .setBodyHash(Sha256.of(body));
  }

  private void add(String name, SignalHeader.Builder header, ByteString body, boolean opens) {
    SealContext bob = new SealContext(group.id, group.epoch, group.bobKeys.sign(), group.bob);
    ByteString payload =
        SignalSealer.seal(group.crypto, bob, header.build(), body, group.random);
    boolean opened;
    try {
      SignalOpener.open(group.crypto, group.id, group.epoch, group.roster, group.bob, payload);
      opened = true;
    } catch (OpenFailure dropped) {
      opened = false;
    }
    if (opened != opens) {
      throw new AssertionError(name + (opened ? " opens" : " does not open"));
    }
    cases.add(new VectorObject()
        .text("name", name)
        .text("rule", "SIGNAL-5")
        .flag("opens", opens)
        .hex("header", header.build().toByteString())
        .hex("body", body)
        .hex("payload", payload));
  }
}
