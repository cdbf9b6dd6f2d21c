package dev.zerok.client.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@link ContentShelf} in a folder: a file for each content, in it a slot for each chunk, {@code nonce ‖ ciphertext}, sealed under a key
 * of the store's and bound to content and index. So a chunk may come in any order and again, and one that was moved does not open.
 *
 * <p>Nonces are random and of 24 bytes: a slot that is written twice gets another one.
 */
final class FolderContentShelf implements ContentShelf, AutoCloseable {
  /** What stays free on the disk, in bytes: a full one would stop the store itself. */
  static final long DISK_RESERVE_BYTES = 64L * 1024 * 1024;

  private final Path folder;
  private final Aead aead;
  private final RandomSource random;
  private final Secret key;
  // Readers of other threads use the key; it must not be wiped under them.
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;
  private @Nullable ContentKey openKey;
  private @Nullable FileChannel openFile;

  /** The shelf in this folder, which is made when the first chunk comes. */
  FolderContentShelf(Path folder, Crypto crypto, Secret masterKey, RandomSource random) {
    this.folder = folder;
    this.aead = crypto.blobAead();
    this.random = random;
    this.key = crypto.deriveSecret(masterKey, new byte[0],
        "0k/store-content/v1".getBytes(US_ASCII), Aead.KEY_LENGTH);
  }

  @Override
  public Optional<String> refusal(long bytes) {
    try {
      StoreFiles.createPrivateFolder(folder, StoreSync.SYSTEM);
      long usable = Files.getFileStore(folder).getUsableSpace();
      return usable - DISK_RESERVE_BYTES >= bytes
          ? Optional.empty()
          : Optional.of("there is too little room on this device's disk");
    } catch (IOException e) {
      return Optional.of("this device's disk does not answer (" + e.getMessage() + ")");
    }
  }

  @Override
  public void put(ContentKey of, int chunkBytes, int index, ByteString data) throws StoreFailure {
    byte[] nonce = random.bytes(aead.algorithm().nonceLength());
    byte[] plaintext = data.toByteArray();
    byte[] sealed = aead.seal(key, nonce, place(of, index), plaintext);
    Arrays.fill(plaintext, (byte) 0);
    try {
      FileChannel file = fileOf(of);
      long at = slot(chunkBytes, index);
      write(file, at, nonce);
      write(file, at + nonce.length, sealed);
      file.force(false);
    } catch (IOException e) {
      throw StoreFiles.failed(folder, e);
    }
  }

  private FileChannel fileOf(ContentKey of) throws IOException {
    FileChannel file = openFile;
    if (file != null && of.equals(openKey)) {
      return file;
    }
    closeFile();
    Path path = folder.resolve(of.fileName());
    if (Files.exists(path)) {
      file = FileChannel.open(path, StandardOpenOption.WRITE);
    } else {
      StoreFiles.createPrivateFolder(folder, StoreSync.SYSTEM);
      file = StoreFiles.createPrivate(path);
      StoreFiles.syncFolder(folder);
    }
    openKey = of;
    openFile = file;
    return file;
  }

  private void closeFile() throws IOException {
    FileChannel file = openFile;
    openKey = null;
    openFile = null;
    if (file != null) {
      file.close();
    }
  }

  private static void write(FileChannel file, long at, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer, at + buffer.position());
    }
  }

  /** Writes the chunks of these contents, sealed as they are, to the end of a file that holds a store ({@link ExportedShelf}). */
  void exportTo(FileChannel out, Map<ContentKey, ContentImage.ExpectedChunks> contents)
      throws IOException {
    ExportedShelf.append(out, folder, contents,
        aead.algorithm().nonceLength() + Aead.TAG_LENGTH);
  }

  private long slot(int chunkBytes, int index) {
    return (long) index * (aead.algorithm().nonceLength() + chunkBytes + Aead.TAG_LENGTH);
  }

  private static byte[] place(ContentKey of, int index) {
    return ByteBuffer.allocate(of.sender().bytes().size() + of.id().bytes().size() + Integer.BYTES)
        .put(of.sender().toByteArray())
        .put(of.id().toByteArray())
        .putInt(index)
        .array();
  }

  @Override
  public byte[] get(ContentKey of, int chunkBytes, int index, int length) throws IOException {
    life.readLock().lock();
    try {
      if (closed) {
        throw new IOException("the store was closed");
      }
      byte[] nonce = new byte[aead.algorithm().nonceLength()];
      byte[] sealed = new byte[length + Aead.TAG_LENGTH];
      try (FileChannel file =
          FileChannel.open(folder.resolve(of.fileName()), StandardOpenOption.READ)) {
        read(file, slot(chunkBytes, index), nonce);
        read(file, slot(chunkBytes, index) + nonce.length, sealed);
      }
      return aead.open(key, nonce, place(of, index), sealed);
    } catch (CryptoException e) {
      throw new IOException("chunk " + index + " was changed on this device's disk", e);
    } finally {
      life.readLock().unlock();
    }
  }

  private static void read(FileChannel file, long at, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("a chunk is not here");
      }
    }
  }

  @Override
  public void drop(ContentKey of) throws StoreFailure {
    try {
      if (of.equals(openKey)) {
        closeFile();
      }
      Files.deleteIfExists(folder.resolve(of.fileName()));
    } catch (IOException e) {
      throw StoreFiles.failed(folder, e);
    }
  }

  @Override
  public void keepOnly(Set<ContentKey> known) throws StoreFailure {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<String> names = known.stream().map(ContentKey::fileName).collect(Collectors.toSet());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!names.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw StoreFiles.failed(folder, e);
    }
  }

  /** Wipes the key and gives the file back. Idempotent. */
  @Override
  public void close() {
    life.writeLock().lock();
    try {
      closed = true;
      key.close();
      FileChannel file = openFile;
      openFile = null;
      if (file != null) {
        StoreFiles.closeSynced(file);
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
