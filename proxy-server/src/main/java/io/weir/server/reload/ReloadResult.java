package io.weir.server.reload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of a reload. But for the first, the configuration that ran before runs on. */
public enum ReloadResult {
    /** The configuration was taken over. */
    TAKEN(200),
    /** The files are those of the configuration that runs. */
    UNCHANGED(200),
    /** A file cannot be read, or something in it is wrong. */
    REJECTED(422),
    /** Something would change that needs a restart. */
    NEEDS_RESTART(409),
    /** An address to listen on cannot be had. */
    CANNOT_LISTEN(409),
    /** The program is about to stop. */
    STOPPING(503),
    /** A bug of Weir, or the heap was exhausted. */
    FAILED(500);

    private final int status;

    ReloadResult(int status) {
        this.status = status;
    }

    /** Of an answer of HTTP that tells it. */
    public int status() {
        return status;
    }

    /** As logs, metrics and answers have it, such as {@code needs-restart}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the files say what runs now. */
    public boolean isCurrent() {
        return this == TAKEN || this == UNCHANGED;
    }

    /** The words of all. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ReloadResult::word).toList();
    }

    /** The result of that word; empty if there is none. */
    public static Optional<ReloadResult> of(String word) {
        return Arrays.stream(values())
                .filter(result -> result.word().equals(word))
                .findFirst();
    }
}
