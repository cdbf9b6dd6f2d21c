package dev.zerok.protocol.crypto;

/**
 * What one guess at a password costs. The parameters travel with the salt, so they may come from a peer: the bounds here keep a
 * hostile one from exhausting memory, and whoever reads them off the wire checks {@link #acceptable} first.
 *
 * @param memoryKiB memory in KiB; Argon2id: 8 per lane to {@link #MAX_MEMORY_KIB}; PBKDF2: 0
 * @param iterations passes over the memory, or iterations of PBKDF2; 1 to {@link #MAX_ITERATIONS}
 * @param parallelism lanes; 1 to {@link #MAX_PARALLELISM}; PBKDF2: 1
 */
public record PasswordCost(int memoryKiB, int iterations, int parallelism) {
  /** The largest memory that is ever used: 256 MiB, four times the strongest default. */
  public static final int MAX_MEMORY_KIB = 256 * 1024;

  /** The most iterations, sized for PBKDF2, which has no other cost. */
  public static final int MAX_ITERATIONS = 10_000_000;

  /** The most passes of Argon2id. */
  public static final int MAX_ARGON2_PASSES = 64;

  /** The most lanes. */
  public static final int MAX_PARALLELISM = 16;

  /** Least memory of a lane (RFC 9106 §3.1). */
  private static final int MIN_LANE_KIB = 8;

  private static final int GIB_IN_MIB = 1024;

  public PasswordCost {
    if (!acceptable(memoryKiB, iterations, parallelism)) {
      throw new IllegalArgumentException(
          "password cost out of bounds: memory " + memoryKiB + " KiB, iterations "
              + iterations + ", parallelism " + parallelism);
    }
  }

  /** Whether these parameters are within the bounds, for parameters that a peer sent. */
  public static boolean acceptable(int memoryKiB, int iterations, int parallelism) {
    if (parallelism < 1 || parallelism > MAX_PARALLELISM || iterations < 1) {
      return false;
    }
    if (memoryKiB == 0) {
      return parallelism == 1 && iterations <= MAX_ITERATIONS;
    }
    return memoryKiB >= MIN_LANE_KIB * parallelism && memoryKiB <= MAX_MEMORY_KIB
        && iterations <= MAX_ARGON2_PASSES;
  }

  /** The Argon2id default for a device: 19 MiB/2 below 4 GiB of memory, 46 MiB/1 below 8 GiB, else 64 MiB/3. */
  public static PasswordCost argon2idFor(long deviceMemoryMiB) {
    if (deviceMemoryMiB < 4L * GIB_IN_MIB) {
      return new PasswordCost(19 * 1024, 2, 1);
    }
    if (deviceMemoryMiB < 8L * GIB_IN_MIB) {
      return new PasswordCost(46 * 1024, 1, 1);
    }
    return new PasswordCost(64 * 1024, 3, 1);
  }

  /** PBKDF2's cost: iterations only. */
  public static PasswordCost pbkdf2(int iterations) {
    return new PasswordCost(0, iterations, 1);
  }
}
