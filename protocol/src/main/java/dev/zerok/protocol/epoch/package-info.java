/**
 * Epoch secrets and the boxes that carry them (PROTOCOL.md § 5). Members only: the relay must not import this package.
 *
 * <p>May import: {@code crypto}, {@code id}, {@code hash}, {@code identity}, {@code error} and the generated {@code wire} types.
 *
 * <p>Start reading at {@link dev.zerok.protocol.epoch.EpochSecret}.
 */
@NullMarked
package dev.zerok.protocol.epoch;

import org.jspecify.annotations.NullMarked;
