package io.weir.backend;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The {@code host[:port]} of a configured server address (RFC 9110 section 4.2.3: without the default port). */
final class ServerAuthority {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]+");
    private static final int DEFAULT_PORT = 80;

    private ServerAuthority() {}

    /** The authority in ASCII; empty where the name is none that may stand in a {@code Host} field. */
    static byte[] of(InetSocketAddress configured) {
        InetAddress resolved = configured.getAddress();
        String host = resolved == null ? name(configured.getHostString()) : literal(resolved);
        boolean plain = host.isEmpty() || configured.getPort() == DEFAULT_PORT;
        return (plain ? host : host + ":" + configured.getPort()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String name(String configured) {
        return NAME.matcher(configured).matches() ? configured : "";
    }

    // A zone has no meaning on another machine, and no place in an authority.
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String host = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + host + "]" : host;
    }
}
