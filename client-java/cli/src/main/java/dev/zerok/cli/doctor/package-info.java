/**
 * What keeps a device from syncing, by name, and what to do about it.
 *
 * <p>May import the client library, and no command. Start with {@link dev.zerok.cli.doctor.Checkup}.
 */
@NullMarked
package dev.zerok.cli.doctor;

import org.jspecify.annotations.NullMarked;
