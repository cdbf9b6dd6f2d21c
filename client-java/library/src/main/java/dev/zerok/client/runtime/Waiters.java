package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.ReplicaEffect;
import dev.zerok.client.replica.ReplicaView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Futures that wait for something to become true of the replica. On the loop; bounded by the callers that hold them. */
final class Waiters {
  private record Until(Predicate<ReplicaView> condition, CompletableFuture<Void> future) {}

  private final List<Until> untils = new ArrayList<>();
  private final Map<Long, List<CompletableFuture<Long>>> placed = new HashMap<>();
  private final Map<Long, Consumer<@Nullable SyncProblem>> commands = new HashMap<>();

  /** Completes when the condition holds, now or after a later step; fails where no step follows any more. */
  void until(Predicate<ReplicaView> condition, CompletableFuture<Void> future, ReplicaView view) {
    if (condition.test(view)) {
      future.complete(null);
    } else if (!failStopped(future, view)) {
      untils.add(new Until(condition, future));
    }
  }

  /** Completes with the cursor of that push; fails where the relay refused it, however long ago. */
  void placed(long seq, CompletableFuture<Long> future, ReplicaView view) {
    Optional<SyncProblem> refusal = view.refusalOf(seq);
    if (refusal.isPresent()) {
      future.completeExceptionally(refusal.get());
    } else if (view.isPlacedUpTo(seq)) {
      future.complete(view.placeOf(seq));
    } else if (!failStopped(future, view)) {
      placed.computeIfAbsent(seq, any -> new ArrayList<>()).add(future);
    }
  }

  private static boolean failStopped(CompletableFuture<?> future, ReplicaView view) {
    view.stopProblem().ifPresent(future::completeExceptionally);
    return view.stopped().isPresent();
  }

  /** Calls back when that roster command has come to its end. */
  void settled(long command, Consumer<@Nullable SyncProblem> callback) {
    commands.put(command, callback);
  }

  void pushSettled(ReplicaEffect.PushSettled settled) {
    List<CompletableFuture<Long>> futures = placed.remove(settled.deviceSeq());
    if (futures == null) {
      return;
    }
    for (CompletableFuture<Long> future : futures) {
      if (settled.problem() == null) {
        future.complete(settled.cursor());
      } else {
        future.completeExceptionally(settled.problem());
      }
    }
  }

  void commandSettled(ReplicaEffect.CommandSettled settled) {
    Consumer<@Nullable SyncProblem> callback = commands.remove(settled.id());
    if (callback != null) {
      callback.accept(settled.problem());
    }
  }

  /** A step was carried out. */
  void check(ReplicaView view) {
    if (untils.isEmpty()) {
      return;
    }
    for (Until until : List.copyOf(untils)) {
      if (until.condition().test(view)) {
        untils.remove(until);
        until.future().complete(null);
      }
    }
  }

  /** Nothing of it will come any more. */
  void fail(SyncProblem problem) {
    untils.forEach(until -> until.future().completeExceptionally(problem));
    placed.values()
        .forEach(futures -> futures.forEach(future -> future.completeExceptionally(problem)));
    List<Consumer<@Nullable SyncProblem>> callbacks = List.copyOf(commands.values());
    untils.clear();
    placed.clear();
    commands.clear();
    callbacks.forEach(callback -> callback.accept(problem));
  }
}
