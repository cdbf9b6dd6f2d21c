/**
 * Whole devices on a real relay: clients of ours, and one that shares no code with ours.
 *
 * <p>May import the public API of the client, the relay and the command line, nothing behind them. Start reading at {@link
 * dev.zerok.cli.e2e.PythonPeerTest}.
 */
@NullMarked
package dev.zerok.cli.e2e;

import org.jspecify.annotations.NullMarked;
