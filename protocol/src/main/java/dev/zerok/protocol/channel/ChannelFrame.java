package dev.zerok.protocol.channel;

/**
 * The encoded bytes of one frame and the channel that they came on.
 *
 * @param bytes owned by whoever holds this value; not copied
 */
public record ChannelFrame(Channel channel, byte[] bytes) {
  /** Sizes only: a frame may hold what must not be printed. */
  @Override
  public String toString() {
    return "ChannelFrame[" + channel + ", " + bytes.length + " bytes]";
  }
}
