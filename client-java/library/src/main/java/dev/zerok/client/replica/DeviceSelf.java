package dev.zerok.client.replica;

import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;

/** Who this device is. Owns the key pairs; closing wipes them. */
public final class DeviceSelf implements AutoCloseable {
  private final Crypto crypto;
  private final GroupId group;
  private final DeviceKeyPairs keys;
  private final DeviceId id;
  private final String groupName;
  private final String deviceName;

  private DeviceSelf(Crypto crypto, StoreRecord.Identity identity) {
    this.crypto = crypto;
    this.group = identity.group();
    this.keys = DeviceKeyPairs.fromSecret(crypto, identity.keys());
    this.id = keys.deviceId(crypto, group);
    this.groupName = identity.groupName();
    this.deviceName = identity.deviceName();
  }

  /**
   * The device of a store.
   *
   * @throws IllegalArgumentException if there is none, or its suite is another one
   */
  public static DeviceSelf of(Crypto crypto, StoreImage image) {
    StoreRecord.Identity identity =
        image.identity()
            .orElseThrow(() -> new IllegalArgumentException("the store holds no device"));
    if (!identity.suite().equals(crypto.suite().wireName())) {
      throw new IllegalArgumentException("the store's suite is " + identity.suite());
    }
    return new DeviceSelf(crypto, identity);
  }

  public Crypto crypto() {
    return crypto;
  }

  public GroupId group() {
    return group;
  }

  public DeviceKeyPairs keys() {
    return keys;
  }

  public DeviceId id() {
    return id;
  }

  public String groupName() {
    return groupName;
  }

  public String deviceName() {
    return deviceName;
  }

  @Override
  public void close() {
    keys.close();
  }
}
