/**
 * {@code zerok demo}: the whole thing, shown with real processes, real files and a real kill -9.
 *
 * <p>May import {@code command}, {@code proof} and {@code terminal}. Start with {@link dev.zerok.cli.demo.Demo}, which is the story.
 */
@NullMarked
package dev.zerok.cli.demo;

import org.jspecify.annotations.NullMarked;
