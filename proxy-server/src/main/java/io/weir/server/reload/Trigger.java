package io.weir.server.reload;

import java.util.Locale;

/** What asked for a reload. */
public enum Trigger {
    /** SIGHUP. */
    SIGNAL,
    /** A write on the admin listener, of {@code weir reload} for one. */
    ADMIN,
    /** The files have changed. */
    WATCH;

    /** As the log has it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
