package io.weir.server.admin;

import io.netty.channel.Channel;
import io.weir.http.AddressText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The other end of a connection to the admin listener.
 *
 * @param name its address, or {@code unix}, for the log
 * @param way how it came
 */
record Peer(String name, Way way) {

    /** How a caller came to the admin listener. */
    enum Way {
        /** By TCP: anybody, and perhaps a browser that a foreign page has sent. */
        NETWORK,
        /** By the Unix socket, which only the user of Weir and root can open. */
        SOCKET
    }

    private static final int BYTES_OF_IPV6_NETWORK = 8;

    static Peer over(Way way, Channel connection) {
        return new Peer(way == Way.SOCKET ? "unix" : text(connection.remoteAddress()), way);
    }

    /** What counts as one client: an IPv4 address, the 64 leading bits of an IPv6 address, or all that have neither. */
    static String client(Channel connection) {
        if (connection.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null) {
            byte[] bytes = address.getAddress().getAddress();
            return new String(
                    bytes.length > BYTES_OF_IPV6_NETWORK ? Arrays.copyOf(bytes, BYTES_OF_IPV6_NETWORK) : bytes,
                    StandardCharsets.ISO_8859_1);
        }
        return "";
    }

    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress known) {
            InetAddress host = known.getAddress();
            return host == null ? "-" : AddressText.of(host);
        }
        return "-";
    }
}
