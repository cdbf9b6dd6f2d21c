package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Suite;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The WebSocket sub-protocols of this version, and how they enter the handshake (PROTOCOL.md § 3.1, § 3.2). */
public final class SubProtocol {
  /** Version 1 with suite {@code std1}. */
  public static final String STD1 = "0k.1.std1-draft";

  /** What comes before the ticket in the offer that shows it; never selected (DOOR-4). */
  public static final String SLOT = "0k-slot.";

  /** Offers that begin so take part in the transcript; all others, such as admission slots, do not. */
  private static final String OURS = "0k.";

  private static final ByteString LABEL = ByteString.copyFromUtf8("0k/noise/v1");
  private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

  private SubProtocol() {}

  /** The name that a client or relay of this suite uses. */
  public static String of(Suite suite) {
    return switch (suite) {
      case STD1 -> STD1;
    };
  }

  /** What a client offers: its version, and behind it the ticket of a slot, if it has one. */
  public static List<String> offers(Suite suite, Optional<String> ticket) {
    return ticket.map(shown -> List.of(of(suite), SLOT + shown)).orElse(List.of(of(suite)));
  }

  /** The first ticket that is offered, whatever it is worth. */
  public static Optional<String> ticket(List<String> offered) {
    return offered.stream()
        .filter(name -> name.startsWith(SLOT))
        .findFirst()
        .map(name -> name.substring(SLOT.length()));
  }

  /** The names in one or more values of the header {@code Sec-WebSocket-Protocol}, in their order. */
  public static List<String> offers(List<String> headerValues) {
    return headerValues.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** The offer that a relay of this version selects; empty: it refuses the upgrade with HTTP 400 (WS-2). */
  public static Optional<String> select(List<String> offered) {
    return offered.stream().filter(STD1::equals).findFirst();
  }

  /** Noise's prologue: what was selected and all that was offered (NOISE-7). */
  static byte[] prologue(String selected, List<String> offered) {
    String names =
        offered.stream().filter(name -> name.startsWith(OURS)).collect(Collectors.joining(","));
    return LABEL
        .concat(ZERO)
        .concat(ByteString.copyFromUtf8(selected))
        .concat(ZERO)
        .concat(ByteString.copyFromUtf8(names))
        .toByteArray();
  }
}
