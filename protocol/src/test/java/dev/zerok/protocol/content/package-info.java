@NullMarked
package dev.zerok.protocol.content;

import org.jspecify.annotations.NullMarked;
