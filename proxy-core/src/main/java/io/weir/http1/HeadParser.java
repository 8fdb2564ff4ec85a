package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.Outcome;
import io.weir.http.ParseResult;
import io.weir.http.Violation;
import java.nio.ByteBuffer;

/**
 * Parses heads in place, in one pass over their bytes and without garbage. Reusable, not thread-safe: one per event
 * loop.
 */
public final class HeadParser {

    /*
     * Grammar first, byte by byte (RequestLine or StatusLine, FieldLines), then meaning, field by field (ConnectionRules and
     * the rules after it). Grammar is judged as far as the bytes go, so a violation is told as soon as its byte is
     * there; meaning is judged once the head is complete. A step returns the index from which the next one goes on, or
     * why there is none (Outcome).
     *
     * Nothing is remembered between two calls: an incomplete head is parsed again from its beginning. mayEndIn() keeps
     * that from becoming quadratic.
     */

    private final HeadLimits limits;
    private int outcome;

    /** A parser for heads within {@code limits}. */
    public HeadParser(HeadLimits limits) {
        this.limits = limits;
    }

    /** Parses the request head that begins at {@code from} into {@code into}, reading no byte from {@code to} on. */
    public ParseResult parseRequest(ByteBuffer bytes, int from, int to, Http1Head into) {
        int limit = limit(from, to);
        into.beginRequest(limits.maxFields());
        int at = RequestLine.parse(bytes, from, limit, into);
        if (at >= 0) {
            at = fields(bytes, at, limit, into);
        }
        if (at >= 0) {
            at = FramingRules.applyToRequest(into);
        }
        if (at >= 0) {
            at = HostRules.apply(into);
        }
        return result(at, limit - from, into);
    }

    /** Parses the response head that begins at {@code from}; how its body ends depends on the method of its request. */
    public ParseResult parseResponse(ByteBuffer bytes, int from, int to, Method requestMethod, Http1Head into) {
        int limit = limit(from, to);
        into.beginResponse(limits.maxFields());
        int at = StatusLine.parse(bytes, from, limit, into);
        if (at >= 0) {
            at = fields(bytes, at, limit, into);
        }
        if (at >= 0) {
            at = FramingRules.applyToResponse(into, requestMethod);
        }
        return result(at, limit - from, into);
    }

    /** Where a head whose path has been made normal will begin once {@link #restorePath} has been called. */
    public static int restoredStart(Head request) {
        return RestoredPath.start(request);
    }

    /**
     * Brings a head whose path has been made normal into a form that can be parsed again, with the same result.
     *
     * @return where it begins
     */
    public static int restorePath(ByteBuffer bytes, Head request) {
        return RestoredPath.restore(bytes, request);
    }

    /** What was wrong, after VIOLATION. */
    public Violation violation() {
        return Outcome.violation(outcome);
    }

    /**
     * Whether an empty line, with CRs or without, ends in {@code [from, to)}: only then is it worth parsing a partial
     * head again. It may begin before {@code from}, so up to two bytes before are looked at. Never false where a head
     * ends.
     */
    public static boolean mayEndIn(ByteBuffer bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes.get(at) == Ascii.LF && endsEmptyLine(bytes, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsEmptyLine(ByteBuffer bytes, int lineFeed) {
        int before = lineFeed - 1;
        if (before > 0 && bytes.get(before) == Ascii.CR) {
            before--;
        }
        return before >= 0 && bytes.get(before) == Ascii.LF;
    }

    private int limit(int from, int to) {
        return to - from < limits.maxHeadBytes() ? to : from + limits.maxHeadBytes();
    }

    private static int fields(ByteBuffer bytes, int from, int limit, Http1Head into) {
        int at = FieldLines.parse(bytes, from, limit, into);
        return at < 0 ? at : ConnectionRules.apply(bytes, into);
    }

    private ParseResult result(int at, int length, Http1Head head) {
        boolean tooLarge = at == Outcome.INCOMPLETE && length == limits.maxHeadBytes();
        outcome = tooLarge ? Outcome.refused(largeness(head)) : at;
        if (outcome == Outcome.INCOMPLETE) {
            return ParseResult.INCOMPLETE;
        }
        return outcome < 0 ? ParseResult.VIOLATION : ParseResult.COMPLETE;
    }

    // RFC 9112 3: a method longer than any that the server implements is a 501, a target longer than any that it takes
    // a 414. The path is known once the whole request line is.
    private static Violation largeness(Http1Head head) {
        if (head.isRequest() && !head.hasMethod()) {
            return Violation.METHOD_TOO_LONG;
        }
        return head.hasMethod() && head.pathEnd() == 0 ? Violation.TARGET_TOO_LONG : Violation.HEAD_TOO_LARGE;
    }
}
