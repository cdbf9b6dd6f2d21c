package dev.zerok.relay.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeLineTest {
  private final HandshakeLine<String> line = new HandshakeLine<>();

  @Test
  void begunHandshakes_goFirst_thenWhoeverCameLast() {
    line.add("first", false);
    line.add("begun", true);
    line.add("second", false);
    line.add("third", false);

    assertThat(line.size()).isEqualTo(4);
    assertThat(line.next()).contains("begun");
    assertThat(line.next()).contains("third");
    assertThat(line.next()).contains("second");
    assertThat(line.next()).contains("first");
    assertThat(line.next()).isEmpty();
  }

  @Test
  void whoGaveUp_isNotServed() {
    line.add("first", false);
    line.add("second", false);

    assertThat(line.remove("second")).isTrue();
    assertThat(line.remove("second")).isFalse();

    assertThat(line.next()).contains("first");
    assertThat(line.size()).isZero();
  }
}
