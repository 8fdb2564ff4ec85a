package io.weir.conformance.wire;

import java.util.List;

/**
 * What strict reading finds in a stream of bytes.
 *
 * @param messages that are whole, in order
 * @param end how it ends behind them
 * @param why it is ambiguous; empty where it is not
 */
public record Reading(List<Message> messages, End end, String why) {

    /** How a stream ends. */
    public enum End {
        /** With the last byte of a message, or it is empty. */
        WHOLE,
        /** Within a message that is right so far. */
        CUT,
        /** With bytes that two parsers can read in two ways, or that are no HTTP at all. */
        AMBIGUOUS
    }

    /** Whether it ends with the last byte of a message. */
    public boolean isWhole() {
        return end == End.WHOLE;
    }

    /** Whether two parsers may read it in two ways. */
    public boolean isAmbiguous() {
        return end == End.AMBIGUOUS;
    }
}
