package io.weir.server.admin;

/**
 * The answer to a {@link Write}.
 *
 * @param status of HTTP, from 200 to 599
 * @param json the body
 */
public record WriteAnswer(int status, String json) {

    private static final int OK = 200;

    public WriteAnswer {
        if (status < OK || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
    }

    /** The write was done. */
    public static WriteAnswer done(String json) {
        return new WriteAnswer(OK, json);
    }
}
