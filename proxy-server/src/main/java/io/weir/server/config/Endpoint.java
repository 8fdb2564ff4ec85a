package io.weir.server.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code host:port}, {@code [ipv6]:port} and {@code :port}. */
final class Endpoint {

    private static final Pattern FORM = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]*)):(\\d{1,5})");
    private static final Pattern HOST_NAME =
            Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?\\d+");
    private static final int MAX_PORT = 65_535;

    private Endpoint() {}

    /** An address to listen on, resolved; without a host it is every address of this machine. */
    static Optional<InetSocketAddress> bind(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || port(parts) > MAX_PORT) {
            return Optional.empty();
        }
        if (host(parts).isEmpty()) {
            return Optional.of(new InetSocketAddress(port(parts)));
        }
        return isHost(parts)
                ? lookUp(host(parts)).map(host -> new InetSocketAddress(host, port(parts)))
                : Optional.empty();
    }

    /** An address to connect to. An IP address is resolved, a host name is not. */
    static Optional<InetSocketAddress> server(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || port(parts) < 1 || port(parts) > MAX_PORT || !isHost(parts)) {
            return Optional.empty();
        }
        if (!isIpAddress(host(parts))) {
            return Optional.of(InetSocketAddress.createUnresolved(host(parts), port(parts)));
        }
        return lookUp(host(parts)).map(host -> new InetSocketAddress(host, port(parts)));
    }

    /** Whether {@link #bind} would ask a name service for an address; {@code localhost} is known. */
    static boolean needsLookUp(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                && isHost(parts)
                && !host(parts).isEmpty()
                && !isIpAddress(host(parts))
                && !host(parts).equalsIgnoreCase("localhost");
    }

    private static boolean isHost(Matcher parts) {
        if (parts.group(1) != null) {
            return NetUtil.isValidIpV6Address(parts.group(1));
        }
        String host = parts.group(2);
        boolean isName = HOST_NAME.matcher(host).matches()
                && !ENDS_IN_NUMBER.matcher(host).matches();
        return isName || NetUtil.isValidIpV4Address(host);
    }

    private static boolean isIpAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    private static String host(Matcher parts) {
        return parts.group(1) != null ? parts.group(1) : parts.group(2);
    }

    private static int port(Matcher parts) {
        return Integer.parseInt(parts.group(3));
    }

    private static Optional<InetAddress> lookUp(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }
}
