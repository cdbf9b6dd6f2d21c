package dev.zerok.relay.testkit;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.port.AdmissionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A group with real keys and signatures, and its devices as the relay meets them. */
public final class TestGroup {
  public final GroupFixture fixture;
  public final TestDevice first;
  private final Map<ByteString, Long> placed = new ConcurrentHashMap<>();

  private TestGroup(GroupFixture fixture) {
    this.fixture = fixture;
    this.first = new TestDevice(this, fixture.firstKeys);
  }

  /** A founded group that no relay knows yet. */
  public static TestGroup founded(String seed) {
    return new TestGroup(GroupFixture.founded(seed));
  }

  /** A group of that many devices, the first an admin, all connected. */
  public static List<TestDevice> connected(RelayHarness relay, String seed, int devices) {
    TestGroup group = founded(seed);
    List<TestDevice> all = new ArrayList<>();
    all.add(group.first);
    for (int i = 1; i < devices; i++) {
      all.add(group.join());
    }
    group.install(relay);
    all.stream().skip(1).forEach(device -> device.connect(relay));
    return all;
  }

  /** Somebody's push has that cursor in that log. */
  void placed(ByteString logId, long cursor) {
    placed.merge(logId, cursor, Math::max);
  }

  /** The highest cursor that a push got in that log; 0: none. */
  long lastPlaced(ByteString logId) {
    return placed.getOrDefault(logId, 0L);
  }

  public GroupId id() {
    return fixture.groupId();
  }

  public int epoch() {
    return fixture.roster.epoch();
  }

  /** A new member, in the roster of this group but not yet in any relay's. */
  public TestDevice join() {
    return new TestDevice(this, fixture.join(Role.ROLE_MEMBER));
  }

  public DeviceId deviceId(DeviceKeyPairs keys) {
    return fixture.id(keys);
  }

  /** The first device brings the group to the relay, and is connected. */
  public void install(RelayHarness relay) {
    first.sink = new FakeDeviceSink();
    AdmissionResult result =
        relay.present(first.noiseKey(), id(), Hello.getDefaultInstance(), fixture.entries,
            first.sink);
    first.enter(result);
  }

  /** The Remove of a device, appended to the fixture. */
  public RosterEntry removal(TestDevice device) {
    RosterEntry entry =
        fixture.first.remove(
            fixture.roster,
            device.id(),
            0,
            ByteString.EMPTY,
            fixture.nextEpoch(),
            fixture.random,
            GroupFixture.NOW);
    fixture.append(entry);
    return entry;
  }

  public RosterEntry roleChange(TestDevice device, Role role) {
    RosterEntry entry = fixture.first.setRole(fixture.roster, device.id(), role, GroupFixture.NOW);
    fixture.append(entry);
    return entry;
  }

  public RosterEntry closing() {
    RosterEntry entry = fixture.first.close(fixture.roster, GroupFixture.NOW);
    fixture.append(entry);
    return entry;
  }
}
