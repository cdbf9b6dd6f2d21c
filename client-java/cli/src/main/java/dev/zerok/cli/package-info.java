/**
 * The {@code zerok} command line: the relay, a client and their tools in one program.
 *
 * <p>May import everything. Start reading at {@code ZerokMain}, the program's entry.
 */
@NullMarked
package dev.zerok.cli;

import org.jspecify.annotations.NullMarked;
