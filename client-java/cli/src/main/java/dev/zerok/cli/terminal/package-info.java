/**
 * What a person or a script sees: one report that is words or JSON lines, questions, progress, manual pages and the QR picture.
 *
 * <p>May import the JDK, picocli (for the manual page) and the QR encoder. Start with {@link dev.zerok.cli.terminal.Report}.
 */
@NullMarked
package dev.zerok.cli.terminal;

import org.jspecify.annotations.NullMarked;
