package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names of request fields from which servers and frameworks take the client's address, its certificate, or the URL that it asked for. A
 * client that could send one past the proxy would choose its own identity, so they pass from trusted peers only. docs/clients.md lists
 * them.
 */
final class ForwardingNames {
    /*
     * CGI and its successors (WSGI, Rack, PHP, FastCGI) hand fields to the application as variables, in whose names every hyphen is an
     * underscore; lighttpd and older versions of Apache httpd turn every other byte that is no letter and no digit into one too, PHP a dot. So names
     * are compared with each such byte of a token taken for a hyphen. The spelling with hyphens is plain; any other is a look-alike.
     *
     * The hot path sees a name here only if it is no known field. Its first letter rules out most of them; the rest are compared with
     * the names of the same length and with the beginnings, which nearly always differ within a few bytes.
     */

    /** Whole names, and the names that go on behind them with a hyphen. */
    static final List<String> FAMILIES = List.of(
            "x-forwarded", "forwarded", "http-x-forwarded", "http-forwarded", "wl-proxy", "ssl-client", "x-ssl-client");

    /** Whole names. */
    static final List<String> NAMES = List.of(
            // the address of the client
            "x-real-ip",
            "x-real-port",
            "x-client-ip",
            "x-client-port",
            "x-clientip",
            "x-cluster-client-ip",
            "x-remote-addr",
            "x-remote-ip",
            "x-originating-ip",
            "x-proxyuser-ip",
            "x-envoy-external-address",
            "x-appengine-user-ip",
            "x-azure-clientip",
            "x-azure-socketip",
            "x-nf-client-connection-ip",
            "x-sucuri-clientip",
            "x-vercel-forwarded-for",
            "client-ip",
            "http-client-ip",
            "http-x-client-ip",
            "http-x-cluster-client-ip",
            "http-x-real-ip",
            "proxy-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "cf-connecting-ipv6",
            "cf-pseudo-ipv4",
            "fastly-client-ip",
            "fly-client-ip",
            "do-connecting-ip",
            "incap-client-ip",
            "ali-cdn-real-ip",
            "cdn-src-ip",
            "cloudfront-viewer-address",
            "remote-addr",
            "remote-host",
            // the URL that was asked for
            "x-original-for",
            "x-original-forwarded-for",
            "x-original-forwarded-host",
            "x-original-forwarded-proto",
            "x-original-remote-addr",
            "x-original-host",
            "x-original-method",
            "x-original-prefix",
            "x-original-proto",
            "x-original-scheme",
            "x-original-uri",
            "x-original-url",
            "x-rewrite-url",
            "x-host",
            "x-http-host-override",
            "x-https",
            "x-proto",
            "x-scheme",
            "x-url-scheme",
            "x-script-name",
            "script-name",
            "path-info",
            "front-end-https",
            "x-arr-ssl",
            "cf-visitor",
            "cloudfront-forwarded-proto",
            "fastly-ssl",
            // the certificate of the client
            "client-cert",
            "client-cert-chain",
            "x-arr-clientcert",
            "x-client-cert");

    private static final byte[][] BEGINNINGS =
            FAMILIES.stream().map(ForwardingNames::ascii).toArray(byte[][]::new);
    private static final byte[][][] BY_LENGTH = byLength();
    private static final int FIRST_LETTERS = Stream.concat(FAMILIES.stream(), NAMES.stream())
            .mapToInt(name -> letter((byte) name.charAt(0)))
            .reduce(0, (a, b) -> a | b);

    private ForwardingNames() {}

    /** Of the token in {@code [start, end)}, which is borrowed: OTHER_FORWARDING, FORWARDING_LOOK_ALIKE, or OTHER. */
    static KnownField kindOf(ByteBuffer bytes, int start, int end) {
        if (start == end || (letter(bytes.get(start)) & FIRST_LETTERS) == 0 || !isOne(bytes, start, end)) {
            return KnownField.OTHER;
        }
        return isPlain(bytes, start, end) ? KnownField.OTHER_FORWARDING : KnownField.FORWARDING_LOOK_ALIKE;
    }

    private static boolean isOne(ByteBuffer bytes, int start, int end) {
        int length = end - start;
        for (byte[] name : length < BY_LENGTH.length ? BY_LENGTH[length] : new byte[0][]) {
            if (NameFold.startsWith(bytes, start, name)) {
                return true;
            }
        }
        for (byte[] beginning : BEGINNINGS) {
            if (length >= beginning.length
                    && NameFold.startsWith(bytes, start, beginning)
                    && (length == beginning.length || NameFold.fold(bytes.get(start + beginning.length)) == '-')) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlain(ByteBuffer bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            byte b = bytes.get(at);
            if (b != '-' && NameFold.fold(b) == '-') {
                return false;
            }
        }
        return true;
    }

    /** One bit for each letter, none for another byte. */
    private static int letter(byte b) {
        int index = (b | 0x20) - 'a';
        return index >= 0 && index < 26 ? 1 << index : 0;
    }

    private static byte[][][] byLength() {
        int longest = NAMES.stream().mapToInt(String::length).max().orElse(0);
        byte[][][] byLength = new byte[longest + 1][][];
        Arrays.setAll(
                byLength,
                length -> NAMES.stream()
                        .filter(name -> name.length() == length)
                        .map(ForwardingNames::ascii)
                        .toArray(byte[][]::new));
        return byLength;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
