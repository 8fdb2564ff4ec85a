package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the known fields of a head mean, one by one. */
final class FieldRules {

    private static final byte[] CONTINUE = "100-continue".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMEOUT = "timeout=".getBytes(StandardCharsets.US_ASCII);

    private FieldRules() {}

    /** OK, or what is wrong with a field; writes what framing, routing and persistence need. */
    static int apply(ByteBuffer bytes, Head head) {
        for (int field = 0; field < head.fieldCount(); field++) {
            int outcome = apply(bytes, head, field);
            if (outcome < 0) {
                return outcome;
            }
        }
        return Outcome.OK;
    }

    private static int apply(ByteBuffer bytes, Head head, int field) {
        return switch (head.kind(field)) {
            case CONTENT_LENGTH -> ContentLength.apply(bytes, head, field);
            case TRANSFER_ENCODING -> transferEncoding(bytes, head, field);
            case FRAMING_LOOK_ALIKE -> Outcome.refused(Violation.LOOK_ALIKE_FIELD);
            case CONNECTION -> ConnectionOptions.parse(bytes, head, field);
            case HOST -> head.request ? host(bytes, head, field) : Outcome.OK;
            case EXPECT -> expect(bytes, head, field);
            case MAX_FORWARDS -> maxForwards(bytes, head, field);
            case UPGRADE -> upgrade(head);
            case AUTHORIZATION, PROXY_AUTHORIZATION, WWW_AUTHENTICATE, PROXY_AUTHENTICATE ->
                authentication(bytes, head, field);
            case KEEP_ALIVE -> keepAlive(bytes, head, field);
            default -> Outcome.OK;
        };
    }

    private static int transferEncoding(ByteBuffer bytes, Head head, int field) {
        if (head.minorVersion == 0) {
            return Outcome.refused(Violation.TRANSFER_ENCODING_IN_HTTP10);
        }
        if (head.chunkedDeclared) {
            return Outcome.refused(Violation.BAD_TRANSFER_ENCODING);
        }
        head.chunkedDeclared = true;
        return TransferCodings.check(bytes, head.valueStart(field), head.valueEnd(field));
    }

    private static int host(ByteBuffer bytes, Head head, int field) {
        if (head.hostField >= 0) {
            return Outcome.refused(Violation.DUPLICATE_HOST);
        }
        head.hostField = field;
        int start = head.valueStart(field);
        int end = head.valueEnd(field);
        // RFC 9112 3.2: Host is empty where the target has no authority.
        return start == end || Authority.isValid(bytes, start, end) ? Outcome.OK : Outcome.refused(Violation.BAD_HOST);
    }

    private static int expect(ByteBuffer bytes, Head head, int field) {
        head.continueExpected |= Ascii.equalsIgnoreCase(bytes, head.valueStart(field), head.valueEnd(field), CONTINUE);
        return Outcome.OK;
    }

    private static int maxForwards(ByteBuffer bytes, Head head, int field) {
        if (head.method != Method.TRACE && head.method != Method.OPTIONS) {
            return Outcome.OK;
        }
        boolean repeated = head.maxForwards >= 0;
        head.maxForwards = Ascii.decimal(bytes, head.valueStart(field), head.valueEnd(field));
        return repeated || head.maxForwards < 0 ? Outcome.refused(Violation.BAD_MAX_FORWARDS) : Outcome.OK;
    }

    private static int upgrade(Head head) {
        head.upgradeField = true;
        return Outcome.OK;
    }

    private static int authentication(ByteBuffer bytes, Head head, int field) {
        head.connectionAuthentication |= ConnectionSchemes.isAnyIn(bytes, head.valueStart(field), head.valueEnd(field));
        return Outcome.OK;
    }

    // Only a hint, so what cannot be read is as good as absent.
    private static int keepAlive(ByteBuffer bytes, Head head, int field) {
        int end = head.valueEnd(field);
        for (int at = head.valueStart(field); at < end; at++) {
            int elementEnd = elementEnd(bytes, at, end);
            int start = FieldLines.skipWhitespace(bytes, at, elementEnd);
            if (Ascii.startsWithIgnoreCase(bytes, start, elementEnd, TIMEOUT)) {
                head.keepAliveTimeoutSeconds = seconds(bytes, start + TIMEOUT.length, elementEnd);
            }
            at = elementEnd;
        }
        return Outcome.OK;
    }

    /** Where the element of a list ends that begins at {@code from}: at a comma, or with the list. */
    static int elementEnd(ByteBuffer bytes, int from, int end) {
        int at = from;
        while (at < end && bytes.get(at) != ',') {
            at++;
        }
        return at;
    }

    // The number at the start of the element, -1 if there is none. An int, so that its nanoseconds are a long.
    private static int seconds(ByteBuffer bytes, int from, int end) {
        long seconds = -1;
        for (int at = from; at < end && Ascii.isDigit(bytes.get(at)); at++) {
            seconds = Math.min(Math.max(0, seconds) * 10 + bytes.get(at) - '0', Integer.MAX_VALUE);
        }
        return (int) seconds;
    }
}
