package dev.zerok.relay.buffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDB;

/** The column families: what is kept where. The order is the one in which RocksDB gives their handles back. */
enum Column {
  /** Numbers of the shard itself; also RocksDB's own default family. */
  SHARD(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.US_ASCII)),
  /** group → its numbers. */
  GROUP("group"),
  /** group, Noise key → device id, for devices that are in the group. */
  MEMBER("member"),
  /** group, device → watermark and last push. */
  DEVICE("device"),
  /** group, device, device_seq → cursor and hash of a push. */
  PUSH("push"),
  /** group, index → cursor and roster entry. */
  ROSTER("roster"),
  /** group, cursor → what the entry is, without payload. */
  ENTRY("entry"),
  /** group, cursor → sealed payload; the only family that holds large or lasting bytes of users. */
  PAYLOAD("payload"),
  /** serving time, group, cursor → nothing: what expires when. */
  EXPIRY("expiry"),
  /** group → what it used; group, device → bytes held of that device. */
  USAGE("usage"),
  /** hash of a group id → the group id while its erasing is not finished, nothing afterwards. */
  CLOSED("closed"),
  /** group → its checkpoints, and when to look at who was not seen. */
  CHECKPOINT("checkpoint");

  private final String familyName;

  Column(String familyName) {
    this.familyName = familyName;
  }

  byte[] nameBytes() {
    return familyName.getBytes(StandardCharsets.US_ASCII);
  }

  /** Those whose keys begin with the group. */
  static List<Column> ofGroups() {
    return List.of(GROUP, MEMBER, DEVICE, PUSH, ROSTER, ENTRY, PAYLOAD, CHECKPOINT, USAGE);
  }

  static List<Column> all() {
    return Arrays.asList(values());
  }
}
