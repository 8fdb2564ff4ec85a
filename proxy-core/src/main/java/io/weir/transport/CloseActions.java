package io.weir.transport;

import org.jspecify.annotations.Nullable;

/** What is done, once each, when a socket has been closed. Confined to the event loop of its channel. */
final class CloseActions {

    private @Nullable Runnable onClose;
    private @Nullable Runnable onEnd;
    private boolean isClosed;

    /** Runs {@code action} when the socket has been closed, before the listeners of the channel's close future are told; now if it is closed. */
    void onClose(Runnable action) {
        if (isClosed) {
            action.run();
        } else {
            onClose = action;
        }
    }

    /** Runs {@code action} when the socket has been closed and its session, if it has one, has been told so. To be set before it has one. */
    void onEnd(Runnable action) {
        onEnd = action;
    }

    /** The socket has been closed. */
    void closed(boolean hasSession) {
        isClosed = true;
        Runnable action = onClose;
        onClose = null;
        run(action);
        if (!hasSession) {
            ended();
        }
    }

    /** The session has been told that the socket is closed. */
    void ended() {
        Runnable action = onEnd;
        onEnd = null;
        run(action);
    }

    private static void run(@Nullable Runnable action) {
        if (action != null) {
            action.run();
        }
    }
}
