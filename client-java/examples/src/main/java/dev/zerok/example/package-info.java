/** Small apps over the client library, to be copied. Start with {@link dev.zerok.example.QuickStart}. */
@NullMarked
package dev.zerok.example;

import org.jspecify.annotations.NullMarked;
