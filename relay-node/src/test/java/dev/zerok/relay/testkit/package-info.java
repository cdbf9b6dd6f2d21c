/**
 * What the relay's tests share: a relay without sockets over a real store, groups with real signatures, and named fakes.
 *
 * <p>Start reading at {@link dev.zerok.relay.testkit.RelayHarness}.
 */
@NullMarked
package dev.zerok.relay.testkit;

import org.jspecify.annotations.NullMarked;
