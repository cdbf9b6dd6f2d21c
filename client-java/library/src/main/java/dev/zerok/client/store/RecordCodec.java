package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records as bytes: a tag, then the fields in order; integers big-endian, bytes and text behind a u32 length. The bytes are sealed before
 * they touch a disk, so what is decoded is what this class wrote: a byte that does not fit is damage.
 */
final class RecordCodec {
  private static final int IDENTITY = 1;
  private static final int RELAY_PIN = 2;
  private static final int JOIN_PROOF = 3;
  private static final int CHAIN_ENTRY = 4;
  private static final int EPOCH_KEYS = 5;
  private static final int APPLIED = 6;
  private static final int SENDER_MARK = 7;
  private static final int OUTGOING = 8;
  private static final int OUTGOING_PLACED = 9;
  private static final int OUTGOING_DROPPED = 10;
  private static final int PARKED = 11;
  private static final int UNPARKED = 12;
  private static final int STOPPED = 13;
  private static final int APP_VALUE = 14;
  private static final int DEVICE_NAMED = 50;
  private static final int NEW_LOG = 15;
  private static final int PARKED_NOTE = 40;
  private static final int CONTENT_CHANGE = 41;
  private static final int HISTORY_AWAITED = 24;
  private static final int LOG_RENEWED = 60;
  private static final int SENDER_CLAIM = 61;
  private static final int PUSH_REFUSED = 62;
  private static final int PUSHED_AT = 63;
  private static final int STREAM_PUSHED = 25;

  private RecordCodec() {}

  static byte[] encode(List<StoreRecord> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (StoreRecord record : records) {
        write(out, record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory streams do not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The records from {@code offset} on.
   *
   * @throws IOException if the bytes are not what {@link #encode} writes
   */
  static List<StoreRecord> decode(byte[] bytes, int offset) throws IOException {
    List<StoreRecord> records = new ArrayList<>();
    ByteArrayInputStream source = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
    try (DataInputStream in = new DataInputStream(source)) {
      while (source.available() > 0) {
        records.add(read(in));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("a field of a record does not have its length", e);
    }
    return records;
  }

  private static void write(DataOutputStream out, StoreRecord change) throws IOException {
    if (change instanceof StoreRecord.Identity record) {
      out.writeByte(IDENTITY);
      writeSecret(out, record.keys());
      writeBytes(out, record.group().bytes());
      writeText(out, record.suite());
      writeText(out, record.groupName());
      writeText(out, record.deviceName());
    } else if (change instanceof StoreRecord.RelayPin record) {
      out.writeByte(RELAY_PIN);
      out.writeInt(record.urls().size());
      for (String url : record.urls()) {
        writeText(out, url);
      }
      writeBytes(out, record.identity());
      writeBytes(out, record.accessToken());
    } else if (change instanceof StoreRecord.JoinProof record) {
      out.writeByte(JOIN_PROOF);
      out.writeInt(record.rosterLength());
      writeBytes(out, record.rosterHash());
    } else if (change instanceof StoreRecord.ChainEntry record) {
      out.writeByte(CHAIN_ENTRY);
      out.writeInt(record.index());
      writeBytes(out, record.entry());
      out.writeLong(record.cursor());
    } else if (change instanceof StoreRecord.EpochKeys record) {
      out.writeByte(EPOCH_KEYS);
      out.writeInt(record.epoch());
      writeSecret(out, record.secret());
      writeSecret(out, record.streamSecret());
    } else if (change instanceof StoreRecord.Stopped record) {
      out.writeByte(STOPPED);
      writeText(out, record.cause());
      writeText(out, record.words());
    } else if (change instanceof StoreRecord.DeviceNamed record) {
      out.writeByte(DEVICE_NAMED);
      writeBytes(out, record.device().bytes());
      out.writeLong(record.seq());
      writeText(out, record.name());
      out.writeInt(record.rosterLength());
    } else if (change instanceof StoreRecord.AppValue record) {
      out.writeByte(APP_VALUE);
      writeText(out, record.key());
      writeBytes(out, record.value());
    } else if (change instanceof StoreRecord.ContentChange content) {
      out.writeByte(CONTENT_CHANGE);
      ContentRecordCodec.write(out, content.record());
    } else {
      writeTraffic(out, change);
    }
  }

  private static void writeTraffic(DataOutputStream out, StoreRecord change) throws IOException {
    if (change instanceof StoreRecord.Applied record) {
      out.writeByte(APPLIED);
      writeBytes(out, record.position().logId().bytes());
      out.writeLong(record.position().cursor());
      writeBytes(out, record.position().runningHash());
    } else if (change instanceof StoreRecord.SenderMark record) {
      out.writeByte(SENDER_MARK);
      writeBytes(out, record.sender().bytes());
      out.writeLong(record.seq());
      writeBytes(out, record.blobHash());
      out.writeLong(record.cursor());
    } else if (change instanceof StoreRecord.SenderClaim record) {
      out.writeByte(SENDER_CLAIM);
      writeBytes(out, record.sender().bytes());
      out.writeLong(record.seq());
      writeBytes(out, record.blobHash());
      out.writeLong(record.cursor());
    } else if (change instanceof StoreRecord.LogRenewed record) {
      out.writeByte(LOG_RENEWED);
      out.writeInt(record.rosterLength());
      out.writeLong(record.renewedTo());
    } else if (change instanceof StoreRecord.Outgoing record) {
      out.writeByte(OUTGOING);
      out.writeLong(record.seq());
      writeBytes(out, record.push());
      writeBytes(out, record.blobHash());
      writeBytes(out, record.previous());
    } else if (change instanceof StoreRecord.OutgoingPlaced record) {
      out.writeByte(OUTGOING_PLACED);
      out.writeLong(record.seq());
      out.writeLong(record.cursor());
    } else if (change instanceof StoreRecord.OutgoingDropped record) {
      out.writeByte(OUTGOING_DROPPED);
      out.writeLong(record.seq());
      writeBytes(out, record.blobHash());
    } else if (change instanceof StoreRecord.PushRefused record) {
      out.writeByte(PUSH_REFUSED);
      out.writeLong(record.seq());
      out.writeInt(record.code());
      writeText(out, record.words());
    } else if (change instanceof StoreRecord.Parked record) {
      out.writeByte(PARKED);
      out.writeLong(record.cursor());
      writeBytes(out, record.deliver());
      writeBytes(out, record.previous());
    } else if (change instanceof StoreRecord.NewLog record) {
      out.writeByte(NEW_LOG);
      writeBytes(out, record.start().logId().bytes());
      out.writeLong(record.start().cursor());
      writeBytes(out, record.start().runningHash());
      out.writeLong(record.knownOwnSeq());
    } else if (change instanceof StoreRecord.ParkedNote record) {
      out.writeByte(PARKED_NOTE);
      out.writeLong(record.cursor());
      writeText(out, record.reason());
      out.writeLong(record.sinceMillis());
    } else if (change instanceof StoreRecord.Unparked record) {
      out.writeByte(UNPARKED);
      out.writeLong(record.cursor());
    } else if (change instanceof StoreRecord.HistoryAwaited record) {
      out.writeByte(HISTORY_AWAITED);
      writeBytes(out, record.state());
    } else if (change instanceof StoreRecord.PushedAt record) {
      out.writeByte(PUSHED_AT);
      out.writeLong(record.millis());
    } else if (change instanceof StoreRecord.StreamPushed record) {
      out.writeByte(STREAM_PUSHED);
      writeBytes(out, record.stream().bytes());
      out.writeLong(record.bytes());
      out.writeLong(record.checkpointBytes());
    } else {
      throw new IllegalArgumentException("no form for " + change.getClass().getSimpleName());
    }
  }

  private static StoreRecord read(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case IDENTITY -> new StoreRecord.Identity(
          readSecret(in), GroupId.of(readBytes(in)), readText(in), readText(in), readText(in));
      case RELAY_PIN -> readRelayPin(in);
      case JOIN_PROOF -> new StoreRecord.JoinProof(in.readInt(), readBytes(in));
      case CHAIN_ENTRY -> new StoreRecord.ChainEntry(in.readInt(), readBytes(in), in.readLong());
      case EPOCH_KEYS -> new StoreRecord.EpochKeys(in.readInt(), readSecret(in), readSecret(in));
      case APPLIED -> new StoreRecord.Applied(
          new Position(LogId.of(readBytes(in)), in.readLong(), readBytes(in)));
      case NEW_LOG -> new StoreRecord.NewLog(
          new Position(LogId.of(readBytes(in)), in.readLong(), readBytes(in)), in.readLong());
      case SENDER_MARK -> new StoreRecord.SenderMark(
          DeviceId.of(readBytes(in)), in.readLong(), readBytes(in), in.readLong());
      case SENDER_CLAIM -> new StoreRecord.SenderClaim(
          DeviceId.of(readBytes(in)), in.readLong(), readBytes(in), in.readLong());
      case LOG_RENEWED -> new StoreRecord.LogRenewed(in.readInt(), in.readLong());
      case OUTGOING ->
          new StoreRecord.Outgoing(in.readLong(), readBytes(in), readBytes(in), readBytes(in));
      case OUTGOING_PLACED -> new StoreRecord.OutgoingPlaced(in.readLong(), in.readLong());
      case OUTGOING_DROPPED -> new StoreRecord.OutgoingDropped(in.readLong(), readBytes(in));
      case PUSH_REFUSED ->
          new StoreRecord.PushRefused(in.readLong(), in.readInt(), readText(in));
      case PARKED -> new StoreRecord.Parked(in.readLong(), readBytes(in), readBytes(in));
      case PARKED_NOTE -> new StoreRecord.ParkedNote(in.readLong(), readText(in), in.readLong());
      case HISTORY_AWAITED -> new StoreRecord.HistoryAwaited(readBytes(in));
      case PUSHED_AT -> new StoreRecord.PushedAt(in.readLong());
      case STREAM_PUSHED -> new StoreRecord.StreamPushed(
          StreamId.of(readBytes(in)), in.readLong(), in.readLong());
      case UNPARKED -> new StoreRecord.Unparked(in.readLong());
      case STOPPED -> new StoreRecord.Stopped(readText(in), readText(in));
      case DEVICE_NAMED -> new StoreRecord.DeviceNamed(
          DeviceId.of(readBytes(in)), in.readLong(), readText(in), in.readInt());
      case APP_VALUE -> new StoreRecord.AppValue(readText(in), readBytes(in));
      case CONTENT_CHANGE -> new StoreRecord.ContentChange(ContentRecordCodec.read(in));
      default -> throw new IOException("record tag " + tag + " is not known");
    };
  }

  private static StoreRecord readRelayPin(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      urls.add(readText(in));
    }
    return new StoreRecord.RelayPin(urls, readBytes(in), readBytes(in));
  }

  static void writeBytes(DataOutputStream out, ByteString bytes) throws IOException {
    out.writeInt(bytes.size());
    bytes.writeTo(out);
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, ByteString.copyFromUtf8(text));
  }

  private static void writeSecret(DataOutputStream out, Secret secret) throws IOException {
    out.writeInt(secret.size());
    out.write(secret.expose());
  }

  private static byte[] readArray(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a field says it has " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  static ByteString readBytes(DataInputStream in) throws IOException {
    return ByteString.copyFrom(readArray(in));
  }

  static String readText(DataInputStream in) throws IOException {
    return readBytes(in).toStringUtf8();
  }

  private static Secret readSecret(DataInputStream in) throws IOException {
    return Secret.adopt(readArray(in));
  }
}
