package io.weir.server.config;

/**
 * One key of the configuration. Its default and its meaning stand in {@code reference.conf}.
 *
 * @param path from the root, with {@code NAME} for a name that the user chooses
 * @param type what may stand as its value
 */
record Key<T>(String path, ValueType<T> type) {

    /** The last word of the path. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Everything before the last word. */
    String section() {
        return path.substring(0, path.lastIndexOf('.'));
    }
}
