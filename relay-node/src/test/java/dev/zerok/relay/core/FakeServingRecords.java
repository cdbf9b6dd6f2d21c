package dev.zerok.relay.core;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Records of which only the serving time is written. */
final class FakeServingRecords {
  private final List<Long> saved = new ArrayList<>();

  List<Long> saved() {
    return saved;
  }

  ShardRecords shard() {
    return (ShardRecords) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[]{ShardRecords.class},
        (proxy, method, arguments) -> {
          if (!method.getName().equals("putServingMillis")) {
            throw new AssertionError(method + " is not expected");
          }
          saved.add((Long) arguments[0]);
          return null;
        });
  }
}
