/**
 * Whole devices against a whole relay, over real sockets and real disks. May import everything. Start with {@link
 * dev.zerok.cli.e2e.PairAndExchangeTest}.
 */
@NullMarked
package dev.zerok.cli.e2e;

import org.jspecify.annotations.NullMarked;
