package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link ContentShelf} in a folder: a file for each content, in it a slot for each chunk, sealed ({@link SealedChunks}). */
final class FolderContentShelf implements ContentShelf, AutoCloseable {
  private final Path folder;
  private final SealedChunks sealing;
  private @Nullable ContentKey openKey;
  private @Nullable FileChannel openFile;

  /** The shelf in this folder, which is made when the first chunk comes. */
  FolderContentShelf(Path folder, Crypto crypto, Secret masterKey, RandomSource random) {
    this.folder = folder;
    this.sealing = new SealedChunks(crypto, masterKey, random);
  }

  @Override
  public Optional<String> refusal(long bytes) {
    try {
      StoreFiles.createPrivateFolder(folder, StoreSync.SYSTEM);
      return DiskRoom.refusal(folder, bytes);
    } catch (IOException e) {
      return Optional.of("this device's disk does not answer (" + e.getMessage() + ")");
    }
  }

  @Override
  public void put(ContentKey of, int chunkBytes, int index, ByteString data) throws StoreFailure {
    byte[] sealed = sealing.seal(of, index, data);
    try {
      FileChannel file = fileOf(of);
      write(file, slot(chunkBytes, index), sealed);
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
    ExportedShelf.append(out, folder, contents, sealing.overhead());
  }

  private long slot(int chunkBytes, int index) {
    return (long) index * (chunkBytes + sealing.overhead());
  }

  @Override
  public byte[] get(ContentKey of, int chunkBytes, int index, int length) throws IOException {
    byte[] sealed = new byte[length + sealing.overhead()];
    try (FileChannel file =
        FileChannel.open(folder.resolve(of.fileName()), StandardOpenOption.READ)) {
      read(file, slot(chunkBytes, index), sealed);
    }
    return sealing.open(of, index, sealed);
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
    sealing.close();
    FileChannel file = openFile;
    openFile = null;
    if (file != null) {
      StoreFiles.closeSynced(file);
    }
  }
}
