package io.weir.http1;

/** Where a {@link ChunkedBody} is: what its next byte is expected to be. */
enum ChunkState {
    SIZE(true),
    SIZE_DIGITS(true),
    SIZE_BLANK(false),
    EXTENSION_NAME(false),
    EXTENSION_NAME_REST(false),
    EXTENSION_NAME_BLANK(false),
    EXTENSION_VALUE(false),
    EXTENSION_TOKEN(false),
    EXTENSION_QUOTED(false),
    EXTENSION_ESCAPED(false),
    EXTENSION_END(false),
    EXTENSION_BLANK(false),
    SIZE_LF(true),
    DATA(true),
    DATA_CR(true),
    DATA_LF(true),
    TRAILER(true),
    TRAILER_NAME(true),
    TRAILER_VALUE(true),
    TRAILER_LF(true),
    END_LF(true),
    FINISHED(true),
    VIOLATED(true);

    private final boolean kept;

    ChunkState(boolean kept) {
        this.kept = kept;
    }

    /** Whether the byte that leads to this state goes on to the next recipient. */
    boolean isKept() {
        return kept;
    }
}
