/**
 * From connections to groups on one node: which sessions a group has, whom an effect goes to, and the mailboxes.
 *
 * <p>May import: {@code port}, {@code core} and the protocol.
 *
 * <p>Start reading at {@link dev.zerok.relay.routing.LocalGroupRouter}.
 */
@NullMarked
package dev.zerok.relay.routing;

import org.jspecify.annotations.NullMarked;
