package dev.zerok.client.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection that the app has for the length of one call, and whose transaction is not the app's to end. */
final class LentConnection implements InvocationHandler {
  private static final Set<String> REFUSED =
      Set.of("commit", "close", "abort", "setAutoCommit", "unwrap");

  private final Connection owned;
  private boolean over;

  private LentConnection(Connection owned) {
    this.owned = owned;
  }

  /** Does the work with the connection lent. */
  static void run(SqlWork work, Connection owned) throws Exception {
    LentConnection lent = new LentConnection(owned);
    try {
      work.run((Connection) Proxy.newProxyInstance(LentConnection.class.getClassLoader(),
          new Class<?>[]{Connection.class}, lent));
    } finally {
      lent.over = true;
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (over) {
      throw new SQLException("This connection was lent for one blob; that one is done.");
    }
    boolean wholeRollback = method.getName().equals("rollback") && args == null;
    if (wholeRollback || REFUSED.contains(method.getName())) {
      throw new SQLException("The client ends this transaction. Throw to take everything back.");
    }
    try {
      return method.invoke(owned, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
