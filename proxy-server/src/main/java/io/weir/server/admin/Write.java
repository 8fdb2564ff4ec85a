package io.weir.server.admin;

import io.weir.server.access.Role;

/**
 * Something that a caller of the admin listener can have changed, or a question that needs a body: {@code POST} to a path of its own.
 *
 * @param path as it must stand in the request, letter for letter, without a query
 * @param role the role that a caller needs
 * @param mostBytes bytes of the body of a request at most
 * @param content what the body of a request may be
 * @param handler does it
 */
public record Write(String path, Role role, int mostBytes, Content content, Handler handler) {

    /** Bytes of a body at most, whatever is written: part of what the heap holds for the admin listener, once for each role. */
    public static final int MOST_BYTES = 1024 * 1024;

    private static final int MOST_OF_NOTHING = 1024;

    /** What the body of a request may be. */
    public enum Content {
        /** Any text; the handler reads it. */
        TEXT,
        /** Nothing, or an object of JSON without members: a member that this version does not know is refused, since a caller means something by it. */
        NONE
    }

    /** Does what a write is for. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Does it, and says what came of it. Called on a thread of its own, on which it may block, by one request at a time; the caller of the write waits
         * as long. An exception is a bug, which is answered 500.
         */
        WriteAnswer handle(WriteRequest request) throws Exception;
    }

    public Write {
        if (!path.matches("/[a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)*")) {
            throw new IllegalArgumentException("path: " + path + " (expected: /word/word)");
        }
        if (mostBytes < 0 || mostBytes > MOST_BYTES) {
            throw new IllegalArgumentException("mostBytes: " + mostBytes + " (expected: 0 to " + MOST_BYTES + ")");
        }
    }

    /** A write that needs {@link Role#WRITE}. */
    public Write(String path, int mostBytes, Handler handler) {
        this(path, Role.WRITE, mostBytes, handler);
    }

    /** A write whose handler reads the body. */
    public Write(String path, Role role, int mostBytes, Handler handler) {
        this(path, role, mostBytes, Content.TEXT, handler);
    }

    /** A write that needs {@link Role#WRITE} and nothing in the body. */
    public static Write withoutContent(String path, Handler handler) {
        return new Write(path, Role.WRITE, MOST_OF_NOTHING, Content.NONE, handler);
    }
}
