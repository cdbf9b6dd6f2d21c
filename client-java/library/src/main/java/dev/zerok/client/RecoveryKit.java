package dev.zerok.client;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.GroupId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What brings a group back when all its admins are lost: the root seed, with where the group lives (PROTOCOL.md § 5). It is shown
 * once, at creation, and then exists nowhere on the device. Whoever holds it owns the group: it belongs on paper, in a safe.
 *
 * <p>Close it when it was shown. Confined to one thread.
 */
public final class RecoveryKit implements AutoCloseable {
  private final GroupId group;
  private final Secret rootSeed;
  private final List<String> relayUrls;
  private final ByteString relayIdentity;

  RecoveryKit(GroupId group, Secret rootSeed, List<String> relayUrls, ByteString relayIdentity) {
    this.group = group;
    this.rootSeed = rootSeed;
    this.relayUrls = List.copyOf(relayUrls);
    this.relayIdentity = relayIdentity;
  }

  /**
   * Reads what {@link #format} wrote; blank lines and blanks around the parts do not matter.
   *
   * @throws SyncProblem {@code KIT_REFUSED} if it is none, was mistyped, or is of a later version
   */
  public static RecoveryKit parse(Crypto crypto, String text) {
    return KitText.parse(crypto, text);
  }

  public GroupId group() {
    return group;
  }

  /** The root seed, still the kit's. */
  Secret rootSeed() {
    return rootSeed;
  }

  List<String> relayUrls() {
    return relayUrls;
  }

  ByteString relayIdentity() {
    return relayIdentity;
  }

  /**
   * The kit as text to be printed: a few labelled lines of ASCII. It is the secret itself.
   *
   * @throws IllegalStateException after close
   */
  public String format() {
    String seed = Base64.getUrlEncoder().withoutPadding().encodeToString(rootSeed.expose());
    String identity =
        Base64.getUrlEncoder().withoutPadding().encodeToString(relayIdentity.toByteArray());
    StringBuilder text = new StringBuilder("0k-Sync recovery kit, version 1\n");
    text.append("group          ").append(group.hex()).append('\n');
    text.append("root seed      ").append(seed).append('\n');
    relayUrls.forEach(url -> text.append("relay          ").append(url).append('\n'));
    text.append("relay identity ").append(identity).append('\n');
    return text.toString();
  }

  /** {@link #format} as bytes that the caller can wipe. */
  public byte[] formatBytes() {
    return format().getBytes(StandardCharsets.US_ASCII);
  }

  /** Wipes the seed. */
  @Override
  public void close() {
    rootSeed.close();
  }

  @Override
  public String toString() {
    return "RecoveryKit[" + group + "]";
  }
}
