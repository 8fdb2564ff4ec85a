package io.weir.server.config;

/**
 * One key set somewhere else than in a file.
 *
 * @param path the key, from the root
 * @param value as it would stand in a file
 * @param source where it comes from, for messages: {@code --buffers}
 */
public record Setting(String path, String value, String source) {}
