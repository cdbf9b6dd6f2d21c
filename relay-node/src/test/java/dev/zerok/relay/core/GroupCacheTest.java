package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupCacheTest {
  private static final DeviceId DEVICE = DeviceId.of(new byte[DeviceId.LENGTH]);

  private final GroupCache cache = new GroupCache(3, 1_000);

  private static GroupState group(int number) {
    byte[] id = new byte[GroupId.LENGTH];
    id[0] = (byte) number;
    GroupId group = GroupId.of(id);
    return GroupState.fresh(group, LogId.of(new byte[LogId.LENGTH]),
        Roster.empty(Suite.STD1, group));
  }

  @Test
  void idleGroups_areBounded_andTheLeastRecentlyUsedGoesFirst() {
    List<GroupState> groups = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      groups.add(group(i));
      cache.keep(groups.getLast());
      assertThat(cache.get(groups.getFirst().group())).isSameAs(groups.getFirst());
    }

    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.get(groups.get(1).group())).isNull();
  }

  private static GroupState withRoster(String seed, int entries) {
    GroupFixture group = GroupFixture.founded(seed);
    while (group.roster.length() < entries) {
      group.join(Role.ROLE_MEMBER);
    }
    GroupState state = GroupState.fresh(group.groupId(), LogId.of(new byte[LogId.LENGTH]),
        Roster.empty(Suite.STD1, group.groupId()));
    state.replaceRoster(group.roster);
    return state;
  }

  @Test
  void idleGroups_areBoundedByWhatTheirRostersWeigh_alsoWhenOneGrewOrWentMeanwhile() {
    GroupCache heavy = new GroupCache(100, 10);
    GroupState first = withRoster("first", 4);
    GroupState second = withRoster("second", 4);
    heavy.keep(first);
    heavy.keep(second);
    heavy.keep(second);
    assertThat(heavy.size()).isEqualTo(2);

    GroupState grown = withRoster("second", 7);
    second.replaceRoster(grown.roster());
    heavy.keep(second);
    assertThat(heavy.get(first.group())).isNull();
    assertThat(heavy.get(second.group())).isSameAs(second);

    heavy.forget(second.group());
    heavy.keep(first);
    heavy.keep(withRoster("third", 4));
    assertThat(heavy.size()).isEqualTo(2);
  }

  @Test
  void groupsWithSessions_stay_andBecomeIdleWithTheLastSession() {
    GroupState busy = group(100);
    busy.beginSession(new SessionKey(busy.group(), DEVICE, 1), PushRate.DEFAULT, PushRate.DEFAULT,
        0);
    cache.keep(busy);
    for (int i = 0; i < 10; i++) {
      cache.keep(group(i));
    }
    assertThat(cache.get(busy.group())).isSameAs(busy);
    assertThat(cache.size()).isEqualTo(4);

    busy.endSession(DEVICE);
    cache.keep(busy);

    assertThat(cache.size()).isEqualTo(3);
  }
}
