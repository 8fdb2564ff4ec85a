package io.weir.proxyprotocol;

import io.weir.http.AddressText;
import io.weir.proxyprotocol.ProxyHeaderParser.Result;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a header of version 1 says: {@code "PROXY" SP ("TCP4" | "TCP6") SP source SP destination SP port SP port CRLF}, or
 * {@code "PROXY UNKNOWN" ... CRLF}. A wrong byte is told at once; what is no IPv6 address, with the space behind it.
 *
 * @param length bytes, its CRLF included
 */
record TextHeader(
        Result result,
        int length,
        @Nullable InetSocketAddress source,
        @Nullable InetSocketAddress destination) {

    static final int MAX_BYTES = 107;

    private static final TextHeader INCOMPLETE = new TextHeader(Result.INCOMPLETE, 0, null, null);
    private static final TextHeader VIOLATION = new TextHeader(Result.VIOLATION, 0, null, null);

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = "(" + OCTET + "(?:\\." + OCTET + "){3})";
    private static final String IPV6 = "([0-9A-Fa-f:.]{2,45})";
    private static final String PORT = "(6553[0-5]|655[0-2]\\d|65[0-4]\\d\\d|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3}|0)";
    private static final String PORTS = " " + PORT + " " + PORT + "\r\n";
    private static final Pattern TCP4 = Pattern.compile("PROXY TCP4 " + IPV4 + " " + IPV4 + PORTS);
    private static final Pattern TCP6 = Pattern.compile("PROXY TCP6 " + IPV6 + " " + IPV6 + PORTS);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: [\\x20-\\x7e]*)?\r\n");
    private static final int SOURCE_PART = 2;
    private static final int PORTS_PART = 4;

    /** Of the bytes so far, at most {@link #MAX_BYTES}. */
    @SuppressWarnings("JdkObsolete") // hitEnd() is meant for this: whether more text could still make a match.
    static TextHeader parse(String text) {
        Matcher unknown = UNKNOWN.matcher(text);
        if (unknown.lookingAt()) {
            return new TextHeader(Result.COMPLETE, unknown.end(), null, null);
        }
        Matcher tcp4 = TCP4.matcher(text);
        if (tcp4.lookingAt()) {
            return told(tcp4);
        }
        Matcher tcp6 = TCP6.matcher(text);
        if (tcp6.lookingAt()) {
            return areIpv6(text) ? told(tcp6) : VIOLATION;
        }
        // What has failed at a byte cannot match with more of them; what has failed at their end may.
        boolean mayMatch = unknown.hitEnd() || tcp4.hitEnd() || (tcp6.hitEnd() && areIpv6(text));
        return mayMatch && text.length() < MAX_BYTES ? INCOMPLETE : VIOLATION;
    }

    // Of the addresses, those that are whole.
    private static boolean areIpv6(String text) {
        String[] parts = text.split(" ", -1);
        return Arrays.stream(parts)
                .limit(Math.min(PORTS_PART, parts.length - 1))
                .skip(SOURCE_PART)
                .allMatch(AddressText::isIpv6);
    }

    private static TextHeader told(Matcher parts) {
        InetSocketAddress source = address(parts.group(1), parts.group(3));
        InetSocketAddress destination = address(parts.group(2), parts.group(4));
        return source == null || destination == null
                ? VIOLATION
                : new TextHeader(Result.COMPLETE, parts.end(), source, destination);
    }

    private static @Nullable InetSocketAddress address(String host, String port) {
        return AddressText.address(host)
                .map(known -> new InetSocketAddress(known, Integer.parseInt(port)))
                .orElse(null);
    }
}
