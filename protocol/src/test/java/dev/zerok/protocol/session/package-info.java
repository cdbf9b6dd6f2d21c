/**
 * Tests of sessions: a client and a relay that talk to each other in memory, and peers that break every rule.
 * Start reading at {@link dev.zerok.protocol.session.ConnectedPair}.
 */
@NullMarked
package dev.zerok.protocol.session;

import org.jspecify.annotations.NullMarked;
