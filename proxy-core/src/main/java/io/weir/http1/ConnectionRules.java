package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.FieldRules;
import io.weir.http.FieldValues;
import io.weir.http.HttpVersion;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the fields of a head mean in HTTP/1: those about transfer and connection here, all others by {@link FieldRules}. */
final class ConnectionRules {

    private static final byte[] TIMEOUT = "timeout=".getBytes(StandardCharsets.US_ASCII);

    private ConnectionRules() {}

    /** OK, or what is wrong with a field; writes what framing, routing and persistence need. */
    static int apply(ByteBuffer bytes, Http1Head head) {
        for (int field = 0; field < head.fieldCount(); field++) {
            int outcome = apply(bytes, head, field);
            if (outcome < 0) {
                return outcome;
            }
        }
        head.concludeFields();
        return FieldRules.conclude(head);
    }

    private static int apply(ByteBuffer bytes, Http1Head head, int field) {
        return switch (head.kind(field)) {
            case TRANSFER_ENCODING -> transferEncoding(bytes, head, field);
            case CONNECTION -> ConnectionOptions.parse(bytes, head, field);
            case UPGRADE -> upgrade(head);
            case KEEP_ALIVE -> keepAlive(bytes, head, field);
            default -> FieldRules.apply(bytes, head, field);
        };
    }

    private static int transferEncoding(ByteBuffer bytes, Http1Head head, int field) {
        if (head.version() == HttpVersion.HTTP_1_0) {
            return Outcome.refused(Violation.TRANSFER_ENCODING_IN_HTTP10);
        }
        if (head.chunkedDeclared) {
            return Outcome.refused(Violation.BAD_TRANSFER_ENCODING);
        }
        head.chunkedDeclared = true;
        return TransferCodings.check(bytes, head.valueStart(field), head.valueEnd(field));
    }

    private static int upgrade(Http1Head head) {
        head.upgradeField = true;
        return Outcome.OK;
    }

    // Only a hint, so what cannot be read is as good as absent.
    private static int keepAlive(ByteBuffer bytes, Http1Head head, int field) {
        int end = head.valueEnd(field);
        for (int at = head.valueStart(field); at < end; at++) {
            int elementEnd = FieldValues.elementEnd(bytes, at, end);
            int start = FieldValues.skipWhitespace(bytes, at, elementEnd);
            if (Ascii.startsWithIgnoreCase(bytes, start, elementEnd, TIMEOUT)) {
                head.keepAliveTimeoutSeconds = seconds(bytes, start + TIMEOUT.length, elementEnd);
            }
            at = elementEnd;
        }
        return Outcome.OK;
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
