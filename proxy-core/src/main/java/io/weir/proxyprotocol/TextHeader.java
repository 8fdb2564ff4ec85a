package io.weir.proxyprotocol;

import io.netty.util.NetUtil;
import io.weir.proxyprotocol.ProxyHeaderParser.Result;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a header of version 1 says: {@code "PROXY" SP ("TCP4" | "TCP6") SP source SP destination SP port SP port CRLF}, or
 * {@code "PROXY UNKNOWN" ... CRLF}.
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

    private static final String BEGINNING = "PROXY ";
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = "(" + OCTET + "(?:\\." + OCTET + "){3})";
    private static final String IPV6 = "([0-9A-Fa-f:.]{2,45})";
    private static final String PORTS = " (0|[1-9]\\d{0,4}) (0|[1-9]\\d{0,4})";
    private static final Pattern TCP4 = Pattern.compile("PROXY TCP4 " + IPV4 + " " + IPV4 + PORTS);
    private static final Pattern TCP6 = Pattern.compile("PROXY TCP6 " + IPV6 + " " + IPV6 + PORTS);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: [\\x20-\\x7e]*)?");
    private static final int HIGHEST_PORT = 65_535;

    /** Of the bytes so far, at most {@link #MAX_BYTES}. */
    static TextHeader parse(String text) {
        int known = Math.min(text.length(), BEGINNING.length());
        if (!text.regionMatches(0, BEGINNING, 0, known)) {
            return VIOLATION;
        }
        int end = text.indexOf('\r');
        if (end < 0 || end + 1 == text.length()) {
            boolean tooLong = text.length() >= MAX_BYTES;
            return tooLong || text.indexOf('\n') >= 0 ? VIOLATION : INCOMPLETE;
        }
        return text.charAt(end + 1) == '\n' ? line(text.substring(0, end)) : VIOLATION;
    }

    private static TextHeader line(String line) {
        int length = line.length() + 2;
        if (UNKNOWN.matcher(line).matches()) {
            return new TextHeader(Result.COMPLETE, length, null, null);
        }
        Matcher tcp4 = TCP4.matcher(line);
        if (tcp4.matches()) {
            return told(tcp4, length);
        }
        Matcher tcp6 = TCP6.matcher(line);
        boolean areValid = tcp6.matches()
                && NetUtil.isValidIpV6Address(tcp6.group(1))
                && NetUtil.isValidIpV6Address(tcp6.group(2));
        return areValid ? told(tcp6, length) : VIOLATION;
    }

    private static TextHeader told(Matcher parts, int length) {
        InetSocketAddress source = address(parts.group(1), parts.group(3));
        InetSocketAddress destination = address(parts.group(2), parts.group(4));
        return source == null || destination == null
                ? VIOLATION
                : new TextHeader(Result.COMPLETE, length, source, destination);
    }

    private static @Nullable InetSocketAddress address(String host, String port) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        int number = Integer.parseInt(port);
        return bytes == null || number > HIGHEST_PORT
                ? null
                : new InetSocketAddress(ProxyHeaderParser.addressOf(bytes), number);
    }
}
