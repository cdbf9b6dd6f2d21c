package dev.zerok.relay;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.ops.AdminActions;
import dev.zerok.relay.port.GroupSummary;
import dev.zerok.relay.port.TimeSource;
import dev.zerok.relay.routing.TalkerBoard.Talker;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What an administrator asks for, brought to the parts that do it. */
record RelayAdmin(RelayStore store, TimeSource time, Runnable onDrain) implements AdminActions {
  @Override
  public void visitGroups(Consumer<GroupSummary> visitor) {
    store.store().catalog().visitGroups(visitor);
  }

  @Override
  public List<Talker> topTalkers(int most) {
    return store.router().talkers().top(most, time.monotonicMillis());
  }

  @Override
  public CompletionStage<Void> erase(GroupId group) {
    return store.router().erase(group);
  }

  @Override
  public void drain() {
    onDrain.run();
  }
}
