package io.weir.http;

/**
 * Why something ended or was refused: the same word in the log and in the metric. There is a fixed number of each kind.
 */
public interface Reason {

    /** The word, in kebab case. */
    String word();

    /** The HTTP status that answers it; 0 where none is sent. */
    int status();
}
