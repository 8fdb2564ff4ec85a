package io.weir.http;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The fields that no trailer section may have, because they would change framing, routing, authentication or meaning
 * after the fact (RFC 9110 section 6.5.1, list of RFC 7230 section 4.1.2 and what concerns a proxy).
 */
public final class TrailerFields {

    /*
     * A name may come in pieces, so it is not compared but summed up, byte by byte, in a number. That another name has
     * the number of a forbidden one is next to impossible, and then a request is refused that need not be: never the
     * other way round.
     */

    private static final long MULTIPLIER = 0x100000001B3L;
    private static final long[] FORBIDDEN = Stream.of(
                    // framing and connection
                    "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    // routing
                    "forwarded",
                    "host",
                    "via",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-proto",
                    // request controls and conditions
                    "cache-control",
                    "expect",
                    "if-match",
                    "if-modified-since",
                    "if-none-match",
                    "if-range",
                    "if-unmodified-since",
                    "max-forwards",
                    "pragma",
                    "range",
                    // authentication
                    "authorization",
                    "cookie",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "set-cookie",
                    "www-authenticate",
                    // response controls
                    "age",
                    "date",
                    "expires",
                    "location",
                    "retry-after",
                    "vary",
                    "warning",
                    // how to read the content
                    "content-encoding",
                    "content-range",
                    "content-type")
            .mapToLong(TrailerFields::sum)
            .sorted()
            .toArray();
    private static final long[] FORWARDING = Stream.concat(
                    ForwardingNames.NAMES.stream(), ForwardingNames.FAMILIES.stream())
            .mapToLong(TrailerFields::sum)
            .sorted()
            .toArray();
    private static final long[] FORWARDING_BEGINNINGS = ForwardingNames.FAMILIES.stream()
            .mapToLong(name -> sum(name + "-"))
            .sorted()
            .toArray();

    private TrailerFields() {}

    /**
     * The sum of a name of which {@code b} is the next byte, as {@link NameFold} folds it.
     */
    public static long sum(long before, byte b) {
        return (before ^ NameFold.fold(b)) * MULTIPLIER;
    }

    /** Whether no trailer section may have a field of this sum. */
    public static boolean isForbidden(long sum) {
        return Arrays.binarySearch(FORBIDDEN, sum) >= 0;
    }

    /** Whether no trailer section of a request may have a field of this sum, because it would tell who the client is. */
    public static boolean isForwarding(long sum) {
        return Arrays.binarySearch(FORWARDING, sum) >= 0;
    }

    /** The same of every field whose name begins with the bytes of this sum. */
    public static boolean beginsForwarding(long sum) {
        return Arrays.binarySearch(FORWARDING_BEGINNINGS, sum) >= 0;
    }

    private static long sum(String name) {
        long sum = 0;
        for (int i = 0; i < name.length(); i++) {
            sum = sum(sum, (byte) name.charAt(i));
        }
        return sum;
    }
}
