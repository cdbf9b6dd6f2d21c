package dev.zerok.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link StoreSync} that notes what it is asked for and fails where a test says so. */
final class FailingSync implements StoreSync {
  /** What was made durable: the length of a file at that moment, or the name of a folder. */
  final List<String> calls = new ArrayList<>();

  boolean filesFail;
  boolean foldersFail;

  @Override
  public void file(FileChannel file, boolean length) throws IOException {
    calls.add("file of " + file.size());
    if (filesFail) {
      throw new IOException("the disk does not answer");
    }
    StoreSync.SYSTEM.file(file, length);
  }

  @Override
  public void folder(Path folder) throws IOException {
    calls.add("folder " + folder.getFileName());
    if (foldersFail) {
      throw new IOException("the disk does not answer");
    }
    StoreSync.SYSTEM.folder(folder);
  }
}
