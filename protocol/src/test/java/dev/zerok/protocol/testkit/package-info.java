/**
 * Fakes and readers that the tests of this module share.
 *
 * <p>May import: the crypto port and its providers, Gson, JUnit, the JDK and JSpecify.
 *
 * <p>Start reading at {@link dev.zerok.protocol.testkit.FakeRandomSource}.
 */
@NullMarked
package dev.zerok.protocol.testkit;

import org.jspecify.annotations.NullMarked;
