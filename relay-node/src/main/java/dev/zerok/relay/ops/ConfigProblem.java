package dev.zerok.relay.ops;

/**
 * One thing that is wrong with the configuration.
 *
 * @param key the key's name, or the file's for a file that cannot be read
 * @param words what is wrong and what is allowed, without the value of a secret
 */
public record ConfigProblem(String key, String words) {
  @Override
  public String toString() {
    return key + ": " + words;
  }
}
