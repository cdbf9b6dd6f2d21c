package dev.zerok.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a disk takes a large content: some of it stays free, because a full one would stop the store itself. */
public final class DiskRoom {
  /** What stays free on the disk, in bytes. */
  static final long RESERVE_BYTES = 64L * 1024 * 1024;

  private DiskRoom() {}

  /**
   * Why so many bytes more do not fit, in words; empty if they do.
   *
   * @param place a file or folder on that disk
   */
  public static Optional<String> refusal(Path place, long bytes) {
    try {
      return Files.getFileStore(place).getUsableSpace() - RESERVE_BYTES >= bytes
          ? Optional.empty()
          : Optional.of("there is too little room on this device's disk");
    } catch (IOException e) {
      return Optional.of("this device's disk does not answer (" + e.getMessage() + ")");
    }
  }
}
