package io.weir.reason;

/**
 * Why something ended or was refused: the same word and side in the log and in the metric. There is a fixed number of each kind.
 */
public interface Reason {

    /** The word, in kebab case. */
    String word();

    /** The HTTP status that answers it; 0 where none is sent. */
    int status();

    /** The side whose doing it was. Means nothing for {@link Ending#DONE}: log and metrics write {@code -} and {@code none} there. */
    Side side();
}
