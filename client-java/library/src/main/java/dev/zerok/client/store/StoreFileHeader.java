package dev.zerok.client.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.hash.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a store file: magic (8), version (1), kind of key (1), Argon2id memory in KiB, passes and lanes (4 each), salt (16), file
 * id (16), and the first 8 bytes of the SHA-256 of all this, so that a damaged header is told from a wrong passphrase. Nothing in it
 * is secret. The file id is new with every file, so no two files share a key.
 */
record StoreFileHeader(@Nullable PasswordCost cost, byte[] salt, byte[] fileId) {
  static final int LENGTH = 62;

  private static final byte[] MAGIC = "0kstore\n".getBytes(US_ASCII);
  private static final int VERSION = 1;
  private static final int KIND_RAW = 0;
  private static final int KIND_PASSPHRASE = 1;
  private static final int ID_LENGTH = 16;
  private static final int CHECK_LENGTH = 8;

  /** A header for a new store under this key. */
  static StoreFileHeader create(StoreKey key, RandomSource random) {
    PasswordCost cost = key instanceof StoreKey.Passphrase passphrase ? passphrase.cost() : null;
    return new StoreFileHeader(cost, random.bytes(ID_LENGTH), random.bytes(ID_LENGTH));
  }

  /** The header of the file that replaces this one: the same salt and cost, so the passphrase is not stretched again. */
  StoreFileHeader next(RandomSource random) {
    return new StoreFileHeader(cost, salt, random.bytes(ID_LENGTH));
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    out.put(MAGIC).put((byte) VERSION).put((byte) (cost == null ? KIND_RAW : KIND_PASSPHRASE));
    out.putInt(cost == null ? 0 : cost.memoryKiB());
    out.putInt(cost == null ? 0 : cost.iterations());
    out.putInt(cost == null ? 0 : cost.parallelism());
    out.put(salt).put(fileId);
    out.put(checkOf(out.array()));
    return out.array();
  }

  static StoreFileHeader decode(byte[] bytes) throws StoreFailure {
    if (bytes.length < MAGIC.length
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new StoreFailure(StoreFailure.Kind.FOREIGN,
          "This is not a 0k-Sync store; it was left alone. Name another folder.");
    }
    if (bytes.length > MAGIC.length && bytes[MAGIC.length] != VERSION) {
      throw new StoreFailure(StoreFailure.Kind.FOREIGN,
          "This store has format " + bytes[MAGIC.length]
              + ", this program knows format " + VERSION
              + "; it was left alone. Update the program.");
    }
    if (bytes.length < LENGTH
        || !Arrays.equals(checkOf(bytes),
            Arrays.copyOfRange(bytes, LENGTH - CHECK_LENGTH, LENGTH))) {
      throw damaged();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length + 1);
    int kind = in.get();
    int memoryKiB = in.getInt();
    int iterations = in.getInt();
    int parallelism = in.getInt();
    byte[] salt = new byte[ID_LENGTH];
    byte[] fileId = new byte[ID_LENGTH];
    in.get(salt).get(fileId);
    if (kind == KIND_RAW) {
      return new StoreFileHeader(null, salt, fileId);
    }
    if (kind != KIND_PASSPHRASE || !PasswordCost.acceptable(memoryKiB, iterations, parallelism)) {
      throw damaged();
    }
    return new StoreFileHeader(new PasswordCost(memoryKiB, iterations, parallelism), salt, fileId);
  }

  /** The key that all files of this store derive theirs from. */
  Secret masterKey(StoreKey key, Crypto crypto) throws StoreFailure {
    if (key instanceof StoreKey.Raw raw && cost == null) {
      return raw.key().copy();
    }
    if (key instanceof StoreKey.Passphrase passphrase && cost != null) {
      return crypto.passwordKdf().derive(passphrase.utf8().expose(), salt, cost, Sha256.LENGTH);
    }
    throw new StoreFailure(StoreFailure.Kind.WRONG_KEY, cost == null
        ? "This store is locked with a key of the app's, not with a passphrase."
        : "This store is locked with a passphrase.");
  }

  private static StoreFailure damaged() {
    return new StoreFailure(StoreFailure.Kind.DAMAGED,
        "The store's first bytes are damaged. Put a backup of it back, or pair the device again.");
  }

  private static byte[] checkOf(byte[] bytes) {
    return Arrays.copyOf(Sha256.of(Arrays.copyOf(bytes, LENGTH - CHECK_LENGTH)), CHECK_LENGTH);
  }
}
