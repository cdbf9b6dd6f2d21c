package dev.zerok.relay.ops;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.port.GroupSummary;
import dev.zerok.relay.routing.TalkerBoard.Talker;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What an administrator can see and do. Any thread. */
public interface AdminActions {
  /** Visits every group; blocks. */
  void visitGroups(Consumer<GroupSummary> visitor);

  /** Who pushed most lately, the most first. */
  List<Talker> topTalkers(int most);

  /** Erases the group for good; completes when that is durable and its sessions were told. */
  CompletionStage<Void> erase(GroupId group);

  /** Begins an orderly stop of the process: GoAway to all sessions, then exit code 0. */
  void drain();
}
