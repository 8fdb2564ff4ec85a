package io.weir.proxyprotocol;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the header with which a connection of PROXY protocol begins (HAProxy's {@code proxy-protocol.txt}, section 2). */
public final class ProxyHeader {

    static final byte[] SIGNATURE_2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte VERSION_2_PROXY = 0x21;
    private static final byte TCP_OVER_IPV4 = 0x11;
    private static final byte TCP_OVER_IPV6 = 0x21;
    private static final int FIXED_BYTES_2 = 16;
    private static final int PORT_BYTES = 2;
    private static final byte[] IPV4_IN_IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF};

    private ProxyHeader() {}

    /** The header of version 1 for a connection from {@code source} that was made to {@code destination}. */
    public static byte[] version1(InetSocketAddress source, InetSocketAddress destination) {
        boolean ipv4 = areIpv4(source, destination);
        String line = "PROXY " + (ipv4 ? "TCP4 " : "TCP6 ")
                + text(source.getAddress(), ipv4) + " " + text(destination.getAddress(), ipv4) + " "
                + source.getPort() + " " + destination.getPort() + "\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    /** The header of version 2 for a connection from {@code source} that was made to {@code destination}. */
    public static byte[] version2(InetSocketAddress source, InetSocketAddress destination) {
        boolean ipv4 = areIpv4(source, destination);
        byte[] from = bytes(source.getAddress(), ipv4);
        byte[] to = bytes(destination.getAddress(), ipv4);
        int rest = from.length + to.length + 2 * PORT_BYTES;
        return ByteBuffer.allocate(FIXED_BYTES_2 + rest)
                .put(SIGNATURE_2)
                .put(VERSION_2_PROXY)
                .put(ipv4 ? TCP_OVER_IPV4 : TCP_OVER_IPV6)
                .putShort((short) rest)
                .put(from)
                .put(to)
                .putShort((short) source.getPort())
                .putShort((short) destination.getPort())
                .array();
    }

    // A header has addresses of one family. An IPv4 address has a form in IPv6, not the other way round.
    private static boolean areIpv4(InetSocketAddress source, InetSocketAddress destination) {
        return source.getAddress() instanceof Inet4Address && destination.getAddress() instanceof Inet4Address;
    }

    private static byte[] bytes(InetAddress address, boolean ipv4) {
        byte[] bytes = address.getAddress();
        if (ipv4 || !(address instanceof Inet4Address)) {
            return bytes;
        }
        return ByteBuffer.allocate(IPV4_IN_IPV6.length + bytes.length)
                .put(IPV4_IN_IPV6)
                .put(bytes)
                .array();
    }

    // Without a zone.
    private static String text(InetAddress address, boolean ipv4) {
        return ipv4 || !(address instanceof Inet4Address)
                ? NetUtil.bytesToIpAddress(address.getAddress())
                : "::ffff:" + address.getHostAddress();
    }
}
