package dev.zerok.cli.file;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.Snapshots;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder's files as the state of the default stream: what a device that comes late begins with. Hidden files, folders and links are
 * left out. Putting it in place adds files and replaces none.
 */
public final class FolderState implements Snapshots {
  private static final String VERSION = "zerok files 1";
  private static final String STREAM = "";

  private final @Nullable Path folder;
  private final boolean offers;
  private final FileReceiver receiver;

  /** What is done with a file of a state that another device wrote down. */
  @FunctionalInterface
  public interface FileReceiver {
    /** Keeps it; throwing means that the whole state comes again. */
    void receive(String foreignName, ByteString body) throws IOException;
  }

  private FolderState(@Nullable Path folder, boolean offers, FileReceiver receiver) {
    this.folder = folder;
    this.offers = offers;
    this.receiver = receiver;
  }

  /** A folder that new devices get, and that gets what others have. */
  public static FolderState of(Path folder, FileReceiver receiver) {
    return new FolderState(folder, true, receiver);
  }

  /** A folder that new devices get; a state that comes waits for a command that receives. */
  public static FolderState offering(Path folder) {
    return new FolderState(folder, true, FolderState::notHere);
  }

  private static void notHere(String name, ByteString body) throws IOException {
    throw new IOException("files wait for zerok watch --into DIR");
  }

  /** No folder: files of a state go to the receiver, and none is offered. */
  public static FolderState receiving(FileReceiver receiver) {
    return new FolderState(null, false, receiver);
  }

  /** A command that receives nothing: a state waits for one that does. */
  public static FolderState later() {
    return receiving(FolderState::notHere);
  }

  @Override
  public Set<String> streams() {
    return Set.of(STREAM);
  }

  @Override
  public Set<String> offered() {
    return offers ? streams() : Set.of();
  }

  @Override
  public ByteString take(String stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(VERSION);
      for (Path file : files()) {
        byte[] body = Files.readAllBytes(file);
        if (bytes.size() + (long) body.length > MAX_BYTES) {
          throw new IOException("the folder has more than " + MAX_BYTES + " bytes");
        }
        out.writeUTF(String.valueOf(file.getFileName()));
        out.writeInt(body.length);
        out.write(body);
      }
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private List<Path> files() throws IOException {
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(file -> !ReceivedFiles.isUnfinished(file))
          .sorted()
          .toList();
    }
  }

  @Override
  public void restore(String stream, ByteString state) throws IOException {
    try (DataInputStream in = new DataInputStream(state.newInput())) {
      if (!in.readUTF().equals(VERSION)) {
        throw new IOException("the state is of another version; update zerok");
      }
      while (in.available() > 0) {
        String name = in.readUTF();
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
          throw new IOException("the state is damaged");
        }
        receiver.receive(name, ByteString.copyFrom(in.readNBytes(length)));
      }
    }
  }
}
