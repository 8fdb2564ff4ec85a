package io.weir.connection;

/** What happens to the bytes that leave by a connection, told on its event loop, never from within a call of {@link ByteSink}. */
public interface SinkEvents {

    /** All bytes written have been taken, some time after the write. */
    void onDrained();

    /** A buffer full of bytes is sure to be taken: see {@link ByteSink#awaitRoom()}. */
    void onRoomy();

    /**
     * A write failed, and no more can be written; what the other side sent before can still be read. Told by a task of the loop. Only on back
     * connections: a front connection closes.
     */
    void onWriteFailed();
}
