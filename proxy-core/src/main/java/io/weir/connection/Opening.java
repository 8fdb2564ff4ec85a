package io.weir.connection;

/** An attempt to open a connection. Confined to its event loop. */
@FunctionalInterface
public interface Opening {

    /** Gives the attempt up: its outcome is not told any more. */
    void cancel();
}
