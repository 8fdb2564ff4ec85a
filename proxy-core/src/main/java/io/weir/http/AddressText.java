package io.weir.http;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as text. Nothing here looks up a name.
 */
public final class AddressText {
    /*
     * An IPv4-mapped address (::ffff:192.0.2.1, RFC 4291 section 2.5.5.2) is the IPv4 address of a client whose connection arrived on a socket
     * of IPv6. It becomes that IPv4 address here, as it does wherever Java makes an address of 16 bytes, so that a client has one identity
     * in every list and count. Other addresses with an IPv4 address in them (IPv4-compatible ::192.0.2.1, NAT64, 6to4) are addresses of IPv6:
     * NetUtil takes the first for IPv4 and refuses the second, so the grammar is ours and the JDK makes the bytes.
     */

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final Pattern PLAIN_IPV4 = Pattern.compile(IPV4);
    private static final int LONGEST_IPV6 = 45;
    private static final Pattern NODE = Pattern.compile("(?:(" + IPV4 + ")|\\[([^\\]]*)\\])(?::(\\d{1,5}|_[\\w.-]+))?");
    private static final int HIGHEST_PORT = 65535;

    private AddressText() {}

    /**
     * The address, in the one spelling of IPv4 and in any of IPv6, without a zone; nothing if it is something else. An IPv4-mapped address is
     * that IPv4 address.
     */
    public static Optional<InetAddress> address(String text) {
        return isIpv6(text) || PLAIN_IPV4.matcher(text).matches() ? literal(text) : Optional.empty();
    }

    /** Whether {@code text} is an address in the form of IPv6, IPv4-mapped ones among them, without a zone. */
    public static boolean isIpv6(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length <= LONGEST_IPV6 && Ipv6Address.isValid(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    // The JDK looks up nothing that is an address, or holds a colon.
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(ofBytes(InetAddress.getByName(text).getAddress()));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /**
     * The address of a node, with its port if that is told, else with port 0: {@code 192.0.2.1}, {@code 192.0.2.1:80},
     * {@code [2001:db8::1]}, {@code [2001:db8::1]:80} (RFC 7239 section 6) or, as people write it elsewhere, {@code 2001:db8::1}.
     */
    public static Optional<InetSocketAddress> node(String text) {
        Matcher parts = NODE.matcher(text);
        if (!parts.matches()) {
            return address(text).map(bare -> new InetSocketAddress(bare, 0));
        }
        int port = port(parts.group(3));
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return port > HIGHEST_PORT ? Optional.empty() : address(host).map(known -> new InetSocketAddress(known, port));
    }

    // A port may be obfuscated, which is as good as none.
    private static int port(@Nullable String text) {
        return text == null || text.startsWith("_") ? 0 : Integer.parseInt(text);
    }

    /** The address and port as people write them: {@code 10.0.0.1:80}, {@code [::1]:80}, {@code shop.test:80}, {@code *:80} for every address. */
    public static String of(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        if (resolved == null) {
            return address.getHostString();
        }
        if (resolved.isAnyLocalAddress()) {
            return "*";
        }
        String text = NetUtil.toAddressString(resolved);
        return resolved instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /** The address as people write it, without a zone. */
    public static String of(InetAddress address) {
        return NetUtil.toAddressString(ofBytes(address.getAddress()));
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("bytes: " + bytes.length + " (expected: 4 or 16)", e);
        }
    }
}
