package dev.zerok.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** How what was written is made to survive a power cut. A test listens here, and lets a disk fail. */
interface StoreSync {
  /** As the operating system does it. */
  StoreSync SYSTEM = new StoreSync() {
    @Override
    public void file(FileChannel file, boolean length) throws IOException {
      file.force(length);
    }

    @Override
    public void folder(Path folder) throws IOException {
      StoreFiles.syncFolder(folder);
    }
  };

  /** Makes a file's bytes durable; {@code length}: and everything else about it. */
  void file(FileChannel file, boolean length) throws IOException;

  /** Makes the names in a folder durable. */
  void folder(Path folder) throws IOException;
}
