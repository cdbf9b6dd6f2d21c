package dev.zerok.relay.core;

import dev.zerok.relay.port.StoreBatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** Counts the index entries that batches are asked for. */
final class EntriesRead {
  private long count;

  StoreBatch counting(StoreBatch batch) {
    return (StoreBatch) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[]{StoreBatch.class},
        (proxy, method, arguments) -> {
          try {
            Object result = method.invoke(batch, arguments);
            if (method.getName().equals("entries")) {
              count += ((List<?>) result).size();
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  /** Since this was last asked. */
  long take() {
    long taken = count;
    count = 0;
    return taken;
  }
}
