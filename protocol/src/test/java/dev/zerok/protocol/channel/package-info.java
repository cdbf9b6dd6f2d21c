/** Tests of frames and records: what is cut is put together again, and nothing else is. */
@NullMarked
package dev.zerok.protocol.channel;

import org.jspecify.annotations.NullMarked;
