/**
 * {@code zerok bench}: measures the whole system on this machine, as ratios to something that every reader knows.
 *
 * <p>May import {@code command}, {@code demo} and {@code terminal}. Start with {@link dev.zerok.cli.bench.ContentBench}.
 */
@NullMarked
package dev.zerok.cli.bench;

import org.jspecify.annotations.NullMarked;
