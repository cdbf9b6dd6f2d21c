package dev.zerok.relay.buffer;

import dev.zerok.relay.port.DiskGauge;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk that a folder is on. */
public final class FolderDiskGauge implements DiskGauge {
  private final FileStore disk;

  /**
   * @throws IOException if the disk under {@code folder} cannot be asked
   */
  public FolderDiskGauge(Path folder) throws IOException {
    this(Files.getFileStore(folder));
  }

  FolderDiskGauge(FileStore disk) {
    this.disk = disk;
  }

  /** A disk that cannot be asked any more counts as full: writing to it would fail too. */
  @Override
  public double usedShare() {
    try {
      long total = disk.getTotalSpace();
      return total <= 0 ? 0.0 : 1.0 - (double) disk.getUsableSpace() / total;
    } catch (IOException unreadable) {
      return 1.0;
    }
  }
}
