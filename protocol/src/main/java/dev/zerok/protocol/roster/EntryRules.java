package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.GroupIds;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import org.jspecify.annotations.Nullable;

/**
 * What holds for an entry of any kind: its place, its signer, its signature (ROSTER-1, 2, 8, 9). What an entry of one kind may say and
 * does is {@link EntryEffects}' part.
 */
final class EntryRules {
  private static final int VERSION = 1;

  /** Field numbers from here on are kinds; below are the fields that every version keeps. */
  private static final int FIRST_KIND = 10;

  private EntryRules() {}

  /** The state behind {@code entry}, if it holds. */
  static RosterState apply(KeyChecks checks, RosterState state, RosterEntry entry)
      throws ProtocolViolation {
    Canonical.requireNothingUnknown(entry);
    requireOpenAndShort(state, entry);
    RosterBody body = parse(entry.getBody());
    requirePlace(state, body);
    requireRoom(state, entry, body.getSigner().isEmpty());
    RosterDevice signer = signer(state, body);
    ByteString key = signer == null ? rootKey(state, body) : signer.signKey();
    byte[] input =
        Labelled.input("roster", state.suite(), state.group(), entry.getBody().toByteArray());
    if (!checks.verifies(key.toByteArray(), input, entry.getSignature().toByteArray())) {
      throw refused("ROSTER-1", "its signature does not verify");
    }
    // Only a signed entry can say that this program is too old: otherwise the relay could.
    if (isFromTheFuture(body)) {
      throw new UnknownRosterKind();
    }
    RosterBody known = Canonical.decode(RosterBody.parser(), entry.getBody());
    if (known.getVersion() != VERSION) {
      throw refused("ROSTER-1", "it has no version");
    }
    requireEntitled(state, signer, known.getKindCase());
    RosterDraft draft = new RosterDraft(state, checks, signer == null ? null : signer.id());
    EntryEffects.apply(draft, known);
    return draft.finish(
        Roster.entryHash(entry), known.getKindCase(), entry.getSerializedSize());
  }

  /** The words of every refusal, with the rule that was broken. */
  static ProtocolViolation refused(String rule, String why) {
    return ProtocolViolation.invalid("Roster entry refused: " + why + " (" + rule + ").");
  }

  private static void requireOpenAndShort(RosterState state, RosterEntry entry)
      throws ProtocolViolation {
    if (state.closed()) {
      throw refused("ROSTER-8", "the group is closed");
    }
    if (entry.getSerializedSize() > Limits.ROSTER_ENTRY_BYTES) {
      throw refused("ROSTER-8", "it is too large");
    }
  }

  /** The end of the roster is left to the root, so that no device can lock it out. */
  private static void requireRoom(RosterState state, RosterEntry entry, boolean byRoot)
      throws ProtocolViolation {
    int entries = Limits.ROSTER_ENTRIES - (byRoot ? 0 : Limits.ROSTER_ROOT_ENTRIES);
    int bytes = Limits.ROSTER_BYTES - (byRoot ? 0 : Limits.ROSTER_ROOT_BYTES);
    if (state.length() >= entries || state.bytes() + entry.getSerializedSize() > bytes) {
      throw refused("ROSTER-8", byRoot
          ? "the roster is as long or as large as it may be"
          : "the rest of the roster is the root's: make a new group, or close this one with the kit");
    }
  }

  /** Reads the body as far as any version allows; {@link Canonical} comes once the version is known. */
  private static RosterBody parse(ByteString body) throws ProtocolViolation {
    try {
      return RosterBody.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw refused("CANON-1", "its body does not decode");
    }
  }

  private static void requirePlace(RosterState state, RosterBody body) throws ProtocolViolation {
    if (body.getIndex() != state.length() || !body.getPrevious().equals(state.headHash())) {
      throw new ProtocolViolation(ErrorCode.ROSTER_CONFLICT, ErrorCode.ROSTER_CONFLICT.advice());
    }
  }

  /** The device that signed; null = the root. */
  private static @Nullable RosterDevice signer(RosterState state, RosterBody body)
      throws ProtocolViolation {
    if (body.getSigner().isEmpty()) {
      return null;
    }
    RosterDevice signer = state.devices().get(DeviceId.fromWire(body.getSigner()));
    if (signer == null) {
      throw refused("ROSTER-1", "its signer is not in the group");
    }
    return signer;
  }

  /** The root's key: as Genesis said, or, for Genesis itself, the one from which the group id follows. */
  private static ByteString rootKey(RosterState state, RosterBody body) throws ProtocolViolation {
    if (state.length() > 0) {
      return state.rootKey();
    }
    ByteString claimed = body.getGenesis().getRootKey();
    if (!GroupIds.of(state.suite(), claimed).equals(state.group())) {
      throw refused("ROSTER-2", "it is not the Genesis of this group");
    }
    return claimed;
  }

  private static boolean isFromTheFuture(RosterBody body) {
    boolean unknownVersion = body.getVersion() != VERSION && body.getVersion() != 0;
    boolean unknownKind =
        body.getKindCase() == RosterBody.KindCase.KIND_NOT_SET
            && body.getUnknownFields()
                .asMap()
                .keySet()
                .stream()
                .anyMatch(number -> number >= FIRST_KIND);
    return unknownVersion || unknownKind;
  }

  private static void requireEntitled(RosterState state, @Nullable RosterDevice signer,
      RosterBody.KindCase kind)
      throws ProtocolViolation {
    boolean root = signer == null;
    boolean admin = signer != null && signer.isAdmin();
    boolean entitled =
        switch (kind) {
          case GENESIS -> root && state.length() == 0;
          case RESET -> root && state.length() > 0;
          case CLOSE -> admin || (root && state.length() > 0);
          case ADD, REMOVE, REKEY, SET_ROLE -> admin;
          case LEAVE, BAD_BOX -> !root;
          case KIND_NOT_SET -> false;
        };
    if (!entitled) {
      throw refused("ROSTER-1", "its signer may not make such an entry here");
    }
  }
}
