package io.weir.http;

/** What came of parsing a head. */
public enum ParseResult {
    /** The head is all there and well. */
    COMPLETE,
    /** Well so far, but its end is not there yet. Parse again from its beginning when there are more bytes. */
    INCOMPLETE,
    /** Wrong, whatever may follow. */
    VIOLATION
}
