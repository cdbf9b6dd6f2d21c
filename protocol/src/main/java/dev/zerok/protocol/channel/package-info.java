/**
 * Frames cut into records and put together again (PROTOCOL.md § 3.3): two channels, of which control overtakes bulk.
 *
 * <p>Knows frames' bytes and sizes, nothing of Noise or of sessions. May import {@code wire}, {@code error} and {@code limit}.
 * Start reading at {@link dev.zerok.protocol.channel.FrameWriter} and {@link dev.zerok.protocol.channel.FrameReader}.
 */
@NullMarked
package dev.zerok.protocol.channel;

import org.jspecify.annotations.NullMarked;
