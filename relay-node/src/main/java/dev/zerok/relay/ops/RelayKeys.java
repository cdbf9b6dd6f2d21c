package dev.zerok.relay.ops;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The secrets that make a relay this relay: the seed of its identity and its Noise static key (RID-4). They
 * live in one file of the data folder that only the owner may read.
 *
 * <p>Whoever has the file can pretend to be this relay; whoever loses it makes every client refuse the
 * relay: back it up.
 */
public final class RelayKeys implements AutoCloseable {
  private static final String FILE_NAME = "relay-keys";
  private static final String FIRST_LINE = "zerok relay keys 1";
  private static final int KEY_BYTES = 32;

  private final Secret identitySeed;
  private final Secret noisePrivate;

  /** Makes the data folder, for its owner only, if it is not there. */
  public static void createFolder(Path data) throws IOException {
    PrivateFile.createFolder(data);
  }

  private RelayKeys(Secret identitySeed, Secret noisePrivate) {
    this.identitySeed = identitySeed;
    this.noisePrivate = noisePrivate;
  }

  /**
   * Reads the keys, or makes them where there are none. The data folder is there and locked by this process.
   *
   * @throws StartFailure if the file cannot be read, written or understood, or is open to everybody
   */
  public static RelayKeys loadOrCreate(Path data, RandomSource random) throws StartFailure {
    Path file = data.resolve(FILE_NAME);
    try {
      if (Files.exists(file)) {
        return load(file);
      }
      Secret seed = Secret.random(random, KEY_BYTES);
      Secret noise = Secret.random(random, KEY_BYTES);
      HexFormat hex = HexFormat.of();
      String text =
          String.join(
              "\n", FIRST_LINE, hex.formatHex(seed.expose()), hex.formatHex(noise.expose()), "");
      PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
      return new RelayKeys(seed, noise);
    } catch (IOException e) {
      throw new StartFailure(
          "The relay's keys in " + file + " cannot be read or written ("
              + e.getClass().getSimpleName() + ").",
          e);
    }
  }

  private static RelayKeys load(Path file) throws IOException, StartFailure {
    if (PrivateFile.isOpenToAll(file)) {
      throw new StartFailure(
          "Everybody on this machine can read the relay's keys: run 'chmod 600 " + file + "'.",
          null);
    }
    byte[] content = Files.readAllBytes(file);
    try {
      List<String> lines = new String(content, StandardCharsets.US_ASCII).lines().toList();
      if (lines.size() != 3 || !lines.get(0).equals(FIRST_LINE)) {
        throw unreadable(file);
      }
      return new RelayKeys(key(lines.get(1), file), key(lines.get(2), file));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Secret key(String hex, Path file) throws StartFailure {
    try {
      Secret key = Secret.adopt(HexFormat.of().parseHex(hex));
      if (key.size() == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(file);
    }
    throw unreadable(file);
  }

  private static StartFailure unreadable(Path file) {
    return new StartFailure(
        file + " does not hold keys of this version of the relay: put the backup back, or start this version with"
            + " another data folder.",
        null);
  }

  /** The seed of the relay's identity; owned by this object. */
  public Secret identitySeed() {
    return identitySeed;
  }

  /** The private half of this node's Noise key; owned by this object. */
  public Secret noisePrivate() {
    return noisePrivate;
  }

  @Override
  public void close() {
    identitySeed.close();
    noisePrivate.close();
  }
}
