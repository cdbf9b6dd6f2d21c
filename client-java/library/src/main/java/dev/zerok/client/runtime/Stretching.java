package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.pake.CodePassword;
import dev.zerok.protocol.pake.StretchedPassword;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Stretches a password on a thread of its own, because it takes a good part of a second and up to 256 MiB. */
final class Stretching {
  private Stretching() {}

  /**
   * Begins.
   *
   * @param password taken over: closed when done
   * @param done gets the result, or why there is none, on the loop; where the loop has ended nobody is told and the result is wiped
   */
  static void start(Crypto crypto, CodePassword password, PasswordCost cost, ByteString salt,
      EventLoop loop, BiConsumer<@Nullable StretchedPassword, @Nullable Throwable> done) {
    Thread thread = new Thread(() -> {
      StretchedPassword result = null;
      Throwable failure = null;
      try (password) {
        result = StretchedPassword.of(crypto, password, cost, salt);
      } catch (RuntimeException | OutOfMemoryError e) {
        failure = e;
      }
      StretchedPassword stretched = result;
      Throwable why = failure;
      if (!loop.execute(() -> done.accept(stretched, why)) && stretched != null) {
        stretched.close();
      }
    }, "zerok-stretch");
    thread.setDaemon(true);
    thread.start();
  }
}
