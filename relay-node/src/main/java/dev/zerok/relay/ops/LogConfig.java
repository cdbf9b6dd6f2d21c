package dev.zerok.relay.ops;

/**
 * How to log; lines go to standard error.
 *
 * @param json one JSON object a line instead of text
 * @param level the least important level that is written: error, warn, info or debug
 */
public record LogConfig(boolean json, String level) {}
