/** The stores' promises, each broken on purpose. Start with {@link dev.zerok.client.store.FileStoreCrashTest}. */
@NullMarked
package dev.zerok.client.store;

import org.jspecify.annotations.NullMarked;
