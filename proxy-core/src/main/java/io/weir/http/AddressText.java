package io.weir.http;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses as text. Nothing here looks up a name. */
public final class AddressText {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
    private static final Pattern PLAIN_IPV4 = Pattern.compile(IPV4);
    private static final Pattern PLAIN_IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern NODE = Pattern.compile("(?:(" + IPV4 + ")|\\[([^\\]]*)\\])(?::(\\d{1,5}|_[\\w.-]+))?");
    private static final int HIGHEST_PORT = 65535;

    private AddressText() {}

    /** The address, in the one spelling of IPv4 and in any of IPv6, without a zone; nothing if it is something else. */
    public static Optional<InetAddress> address(String text) {
        boolean isAddress = PLAIN_IPV4.matcher(text).matches()
                || (PLAIN_IPV6.matcher(text).matches() && text.indexOf(':') >= 0 && NetUtil.isValidIpV6Address(text));
        byte[] bytes = isAddress ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        return bytes == null ? Optional.empty() : Optional.of(ofBytes(bytes));
    }

    /**
     * The address of a node, with its port if that is told, else with port 0: {@code 192.0.2.1}, {@code 192.0.2.1:80},
     * {@code [2001:db8::1]}, {@code [2001:db8::1]:80} (RFC 7239 section 6) or, as people write it elsewhere, {@code 2001:db8::1}.
     */
    static Optional<InetSocketAddress> node(String text) {
        Matcher parts = NODE.matcher(text);
        if (!parts.matches()) {
            return address(text).filter(Inet6Address.class::isInstance).map(bare -> new InetSocketAddress(bare, 0));
        }
        int port = port(parts.group(3));
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return port > HIGHEST_PORT ? Optional.empty() : address(host).map(known -> new InetSocketAddress(known, port));
    }

    // A port may be obfuscated, which is as good as none.
    private static int port(@Nullable String text) {
        return text == null || text.startsWith("_") ? 0 : Integer.parseInt(text);
    }

    /** The address as people write it, without a zone. */
    static String of(InetAddress address) {
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
