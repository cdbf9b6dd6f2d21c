package dev.zerok.relay.core;

import dev.zerok.protocol.wire.RelayFrame;

/**
 * Something that one side of a mailbox is told.
 *
 * @param connection whom
 * @param frame MailboxMessage, or Error with the mailbox id
 * @param ends whether the mailbox is over with this
 */
public record MailboxNotice(long connection, RelayFrame frame, boolean ends) {}
