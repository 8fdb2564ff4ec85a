package io.weir.server.watch;

/** One path that was read together with its bytes. */
public final class Reading {

    private final FileState state;
    private final byte[] bytes;
    private final String detail;

    Reading(FileState state, byte[] bytes, String detail) {
        this.state = state;
        this.bytes = bytes;
        this.detail = detail;
    }

    /** What a watch finds at this path as long as it does not change. */
    public FileState state() {
        return state;
    }

    /** The bytes whose hash is in the state; none if there was an obstacle. The array belongs to the caller. */
    public byte[] bytes() {
        return bytes;
    }

    /** For people: the size of a file that is too large, or why reading failed; else empty. */
    public String detail() {
        return detail;
    }
}
