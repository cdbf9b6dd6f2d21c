/**
 * Large content: a manifest and its chunks, as the bodies of payloads (PROTOCOL.md § 7.1).
 *
 * <p>May import: the JDK, protobuf, JSpecify, {@code id}, {@code limit}, {@code error}, {@code hash} and the generated messages.
 *
 * <p>Start reading at {@link dev.zerok.protocol.content.ContentPart}.
 */
@NullMarked
package dev.zerok.protocol.content;

import org.jspecify.annotations.NullMarked;
