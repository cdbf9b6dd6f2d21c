/**
 * Fakes and readers that the tests of this module share.
 *
 * <p>May import: everything of this module but its sessions; Gson, JUnit, the JDK and JSpecify.
 *
 * <p>Start reading at {@link dev.zerok.protocol.testkit.FakeRandomSource}.
 */
@NullMarked
package dev.zerok.protocol.testkit;

import org.jspecify.annotations.NullMarked;
