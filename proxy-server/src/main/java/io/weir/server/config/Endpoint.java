package io.weir.server.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the addresses of listeners and servers: {@code host:port} and {@code [ipv6]:port}, with or without {@code http://} before it
 * and a slash behind it, and the shorter forms that each of the two has.
 */
final class Endpoint {

    private static final int HTTP_PORT = 80;
    private static final int MAX_PORT = 65_535;
    private static final String ALL_INTERFACES = "*";

    private static final Pattern FORM =
            Pattern.compile("(?:(?i:http)://)?(?:\\[([^\\]]+)\\]|([^:\\[\\]/?#@]*))(?::(\\d{1,5}))?/?");
    private static final Pattern BARE_PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern HOST_NAME =
            Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?\\d+");

    private Endpoint() {}

    /**
     * An address to listen on, resolved. A port alone, and one behind {@code :} or {@code *:}, stands for every address of this machine.
     * The port is not left out: Weir guesses no place where it can be reached.
     */
    static Optional<InetSocketAddress> bind(String text) {
        Matcher parts = toListenOn(text);
        if (!parts.matches() || !hasPort(parts) || port(parts) > MAX_PORT) {
            return Optional.empty();
        }
        if (isEverywhere(parts)) {
            return Optional.of(new InetSocketAddress(port(parts)));
        }
        return isHost(parts)
                ? lookUp(host(parts)).map(host -> new InetSocketAddress(host, port(parts)))
                : Optional.empty();
    }

    /** An address to connect to; without a port, that of HTTP. An IP address is resolved, a host name is not. */
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
        Matcher parts = toListenOn(text);
        return parts.matches()
                && hasPort(parts)
                && isHost(parts)
                && !isEverywhere(parts)
                && !isIpAddress(host(parts))
                && !host(parts).equalsIgnoreCase("localhost");
    }

    private static Matcher toListenOn(String text) {
        return FORM.matcher(BARE_PORT.matcher(text).matches() ? ":" + text : text);
    }

    private static boolean isEverywhere(Matcher parts) {
        return host(parts).isEmpty() || host(parts).equals(ALL_INTERFACES);
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

    private static boolean hasPort(Matcher parts) {
        return parts.group(3) != null;
    }

    private static int port(Matcher parts) {
        return hasPort(parts) ? Integer.parseInt(parts.group(3)) : HTTP_PORT;
    }

    private static Optional<InetAddress> lookUp(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }
}
