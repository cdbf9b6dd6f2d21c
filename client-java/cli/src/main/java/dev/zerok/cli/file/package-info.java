/**
 * Files as payloads: how a name travels inside the sealed content, and how a received file is written without trusting that name.
 *
 * <p>May import the client's values. Start with {@link dev.zerok.cli.file.ReceivedFiles}.
 */
@NullMarked
package dev.zerok.cli.file;

import org.jspecify.annotations.NullMarked;
