package dev.zerok.relay.port;

import dev.zerok.relay.core.ShardEffect;
import java.util.List;

/** Carries out what became durable. Called on the log's thread, batch after batch; must not block or throw. */
public interface EffectReceiver {
  /** The effects of one durable batch, in order. */
  void carryOut(List<ShardEffect> effects);
}
