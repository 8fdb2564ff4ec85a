package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The meaning of the known fields of a head in every version of HTTP. The parser of a version applies them to each field, then concludes. Fields
 * about transfer and connection have no meaning here: they are HTTP/1's.
 */
public final class FieldRules {

    private static final byte[] CONTINUE = "100-continue".getBytes(StandardCharsets.US_ASCII);

    private FieldRules() {}

    /**
     * Writes into {@code head} what framing and routing need of {@code field}. Borrows the bytes.
     *
     * @return {@link Outcome#OK}, or what is wrong with the field
     */
    public static int apply(ByteBuffer bytes, Head head, int field) {
        return switch (head.kind(field)) {
            case CONTENT_LENGTH -> ContentLength.apply(bytes, head, field);
            case FRAMING_LOOK_ALIKE -> Outcome.refused(Violation.LOOK_ALIKE_FIELD);
            case HOST -> head.request ? host(bytes, head, field) : Outcome.OK;
            case EXPECT -> expect(bytes, head, field);
            case MAX_FORWARDS -> maxForwards(bytes, head, field);
            case AUTHORIZATION, PROXY_AUTHORIZATION, WWW_AUTHENTICATE, PROXY_AUTHENTICATE ->
                authentication(bytes, head, field);
            default -> Outcome.OK;
        };
    }

    /**
     * Judges what only all fields together tell, after each of them has been applied.
     *
     * @return {@link Outcome#OK}, or what is wrong with the head
     */
    public static int conclude(Head head) {
        return head.request && head.lengthRepeated ? Outcome.refused(Violation.REPEATED_CONTENT_LENGTH) : Outcome.OK;
    }

    private static int host(ByteBuffer bytes, Head head, int field) {
        if (head.hostField >= 0) {
            return Outcome.refused(Violation.DUPLICATE_HOST);
        }
        head.hostField = field;
        int start = head.valueStart(field);
        int end = head.valueEnd(field);
        // RFC 9110 7.2: Host is empty where the target has no authority.
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

    private static int authentication(ByteBuffer bytes, Head head, int field) {
        head.connectionAuthentication |= ConnectionSchemes.isAnyIn(bytes, head.valueStart(field), head.valueEnd(field));
        return Outcome.OK;
    }
}
