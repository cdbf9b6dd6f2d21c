package dev.zerok.relay.ops;

import com.google.protobuf.ByteString;
import dev.zerok.relay.core.PushRate;

/**
 * What groups may do on this relay.
 *
 * @param create who may create one (ADMIT-4)
 * @param createToken what the access token must equal; empty unless {@code create} is TOKEN
 * @param groupBytes sealed payload stored for one group
 * @param defaultTtlSeconds for pushes that name none
 * @param maxTtlSeconds what pushes may ask for
 * @param pushesPerMinute of one device, sustained
 * @param pushBurst of one device that was quiet before
 * @param pushBytesPerMinute sealed payload of one device, sustained
 * @param pushBurstBytes sealed payload of one device that was quiet before
 * @param live what connected devices are to each other
 */
public record GroupSettings(
    Create create,
    ByteString createToken,
    long groupBytes,
    int defaultTtlSeconds,
    int maxTtlSeconds,
    int pushesPerMinute,
    int pushBurst,
    long pushBytesPerMinute,
    long pushBurstBytes,
    LiveSettings live) {

  /** Who may create groups. */
  public enum Create {
    OPEN,
    TOKEN,
    CLOSED
  }

  static GroupSettings read(ConfigReader reader) {
    String token = reader.read(ConfigKeys.CREATE_TOKEN);
    String create = reader.read(ConfigKeys.CREATE);
    if (!token.isEmpty() && !reader.isSet(ConfigKeys.CREATE)) {
      create = "token";
      reader.imply(ConfigKeys.CREATE, create, ConfigKeys.CREATE_TOKEN);
    }
    if (create.equals("token") && token.isEmpty()) {
      reader.problem(ConfigKeys.CREATE_TOKEN, "must be set when 'create' is 'token'");
    }
    if (!create.equals("token") && !token.isEmpty()) {
      reader.problem(ConfigKeys.CREATE, "must be 'token' when a create-token is set");
    }
    int defaultTtl = reader.read(ConfigKeys.TTL_DEFAULT).intValue();
    int maxTtl = reader.read(ConfigKeys.TTL_MAX).intValue();
    if (defaultTtl > maxTtl) {
      reader.problem(ConfigKeys.TTL_DEFAULT, "must not be over " + ConfigKeys.TTL_MAX.name());
    }
    return new GroupSettings(
        switch (create) {
          case "token" -> Create.TOKEN;
          case "closed" -> Create.CLOSED;
          default -> Create.OPEN;
        },
        ByteString.copyFromUtf8(token),
        reader.read(ConfigKeys.GROUP_BYTES),
        defaultTtl,
        maxTtl,
        reader.read(ConfigKeys.PUSHES_PER_MINUTE).intValue(),
        reader.read(ConfigKeys.PUSH_BURST).intValue(),
        reader.read(ConfigKeys.PUSH_BYTES_PER_MINUTE),
        reader.read(ConfigKeys.PUSH_BURST_BYTES),
        LiveSettings.read(reader));
  }

  /** How fast one device may push. */
  public PushRate pushRate() {
    return new PushRate(pushesPerMinute, pushBurst, pushBytesPerMinute, pushBurstBytes);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "GroupSettings[create=" + create + ", groupBytes=" + groupBytes + "]";
  }
}
