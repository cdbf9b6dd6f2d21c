package dev.zerok.client.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.wire.Deliver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How what a device knows of one log is kept when it begins another one (RESET-1): places mean nothing any more, sequences and bytes
 * do. The fold of a store and the replica in memory both ask here, so that they agree.
 */
public final class EarlierLog {
  private static final long WAITS = 0;

  /** The place of an own push that the relay has, somewhere. */
  public static final long SOMEWHERE = -1;

  private EarlierLog() {}

  /** The sequence goes on counting for duplicates; the place does not. */
  public static StoreRecord.SenderMark of(StoreRecord.SenderMark mark) {
    return new StoreRecord.SenderMark(mark.sender(), mark.seq(), mark.blobHash(), 0);
  }

  /** Where an own push lies in a log of which the relay says that it has own pushes up to {@code knownOwnSeq}. */
  public static long placeOf(long seq, long knownOwnSeq) {
    return seq <= knownOwnSeq ? SOMEWHERE : WAITS;
  }

  /**
   * Parked blobs get places below 0, in their order, that no later log can have.
   *
   * @param parked ascending by place, perhaps some of them from an earlier log already
   */
  public static List<StoreRecord.Parked> of(List<StoreRecord.Parked> parked) {
    List<StoreRecord.Parked> kept = new ArrayList<>();
    for (int i = 0; i < parked.size(); i++) {
      StoreRecord.Parked record = parked.get(i);
      long place = (long) i - parked.size();
      try {
        Deliver deliver =
            Deliver.parseFrom(record.deliver()).toBuilder().setCursor(place).build();
        kept.add(new StoreRecord.Parked(place, deliver.toByteString(), record.previous()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("the store holds a blob that it cannot have stored", e);
      }
    }
    return kept;
  }

  /**
   * What is known of parked blobs, by the places that {@link #of(List)} gives them.
   *
   * @param places of all parked blobs, ascending
   */
  public static Map<Long, StoreRecord.ParkedNote> notes(List<Long> places,
      Map<Long, StoreRecord.ParkedNote> notes) {
    Map<Long, StoreRecord.ParkedNote> kept = new HashMap<>();
    for (int i = 0; i < places.size(); i++) {
      StoreRecord.ParkedNote note = notes.get(places.get(i));
      if (note != null) {
        long place = (long) i - places.size();
        kept.put(place, new StoreRecord.ParkedNote(place, note.reason(), note.sinceMillis()));
      }
    }
    return kept;
  }
}
