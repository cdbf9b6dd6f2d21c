/**
 * The sub-commands, one class each, and what they share: where the store is, how a client is run, how a failure ends.
 *
 * <p>May import the client library, {@code terminal}, {@code file} and the relay's entry and flags. Start with {@link
 * dev.zerok.cli.command.RunningDevice}.
 */
@NullMarked
package dev.zerok.cli.command;

import org.jspecify.annotations.NullMarked;
