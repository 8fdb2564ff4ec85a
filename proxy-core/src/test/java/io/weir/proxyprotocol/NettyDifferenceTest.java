package io.weir.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.weir.proxyprotocol.ProxyHeaderParser.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our reader and our writer, beside Netty's reader. */
final class NettyDifferenceTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String V4_TO_V4 = "c0000201" + "0a000001" + "d4310050";
    private static final String V6_TO_V6 =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "d4310050";
    private static final String EMPTY_TLV = "04000400000000";
    private static final byte[][] HEADERS = {
        line("PROXY TCP4 192.0.2.1 10.0.0.1 54321 80\r\n"),
        line("PROXY TCP6 2001:db8::1 ::ffff:192.0.2.1 1 65535\r\n"),
        line("PROXY UNKNOWN\r\n"),
        binary("2111000c" + V4_TO_V4),
        binary("21110013" + V4_TO_V4 + EMPTY_TLV),
        binary("21210024" + V6_TO_V6),
        binary("213100d8" + "2f".repeat(216)),
        binary("20000000"),
        binary("2011000c" + V4_TO_V4)
    };
    private static final String OF_LINES = "0123456789abcdef:. \r\n";
    private static final int CHANGED_BYTES = 60;

    // Behind version, command, family, transport and length.
    private static final int ADDRESSES_AT = 16;

    // What Netty does not mind: zeros before a port or an octet, a space behind the ports, a zone.
    private static final Pattern LOOSE = Pattern.compile("[ :.]0+\\d+[. \r]|\\d \r\n|%");
    private static final Pattern EMBEDDED_IPV4 = Pattern.compile("(?i)(?<! ::ffff):\\d+(?:\\.\\d+){3} ");
    private static final Pattern PORT_0 = Pattern.compile(" 0[ \r]");

    @Test
    void netty_reads_what_we_write() throws UnknownHostException {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            InetSocketAddress source = randomAddress(random);
            InetSocketAddress destination = randomAddress(random);
            Reading written = new Reading(Result.COMPLETE, source, destination, 0);
            assertThat(nettys(ProxyHeader.version1(source, destination))).isEqualTo(written);
            assertThat(nettys(ProxyHeader.version2(source, destination))).isEqualTo(written);
        }
    }

    @Test
    void we_read_what_netty_reads_except_where_we_are_strict_or_skip() throws UnknownHostException {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] header = HEADERS[i % HEADERS.length].clone();
            change(header, random);
            Reading ours = ours(header);
            Reading nettys = nettys(header);
            boolean agree = ours.equals(nettys) || mayDiffer(ours.result, nettys.result, header);
            assertThat(agree)
                    .as("%s, ours %s, Netty's %s", HexFormat.of().formatHex(header), ours, nettys)
                    .isTrue();
        }
    }

    private static void change(byte[] header, Random random) {
        int at = random.nextInt(Math.min(header.length, CHANGED_BYTES));
        header[at] = random.nextBoolean()
                ? (byte) random.nextInt(256)
                : (byte) OF_LINES.charAt(random.nextInt(OF_LINES.length()));
    }

    private static boolean mayDiffer(Result ours, Result nettys, byte[] header) {
        String text = new String(header, StandardCharsets.ISO_8859_1);
        boolean isLine = header[0] == 'P';
        if (ours == Result.VIOLATION) {
            // Netty waits for the end of any line, and for 64 KiB. It does not mind where TLVs end.
            boolean isLoose = isLine ? LOOSE.matcher(text).find() : hasMoreThanAddresses(header);
            return nettys == Result.INCOMPLETE || isLoose;
        }
        // Netty takes an IPv4 address at the end of one of IPv6 for that IPv4 address, or refuses it, whatever stands
        // before it.
        if (ours == Result.COMPLETE && isLine && EMBEDDED_IPV4.matcher(text).find()) {
            return true;
        }
        // Netty has no port 0, and looks into what we skip: the TLVs behind the addresses.
        return ours == Result.COMPLETE
                && nettys == Result.VIOLATION
                && (isLine ? PORT_0.matcher(text).find() : hasMoreThanAddresses(header));
    }

    private static boolean hasMoreThanAddresses(byte[] header) {
        return header.length > ADDRESSES_AT + V4_TO_V4.length() / 2;
    }

    private static Reading ours(byte[] header) {
        ProxyHeaderParser parser = new ProxyHeaderParser();
        Result result = parser.parse(ByteBuffer.wrap(header), 0, header.length);
        int left = result == Result.COMPLETE ? header.length - parser.end() : 0;
        return new Reading(result, parser.source(), parser.destination(), left);
    }

    private static Reading nettys(byte[] header) throws UnknownHostException {
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
        try {
            channel.writeInbound(channel.alloc().buffer(header.length).writeBytes(header));
            HAProxyMessage message = channel.readInbound();
            return message == null ? new Reading(Result.INCOMPLETE, null, null, 0) : reading(message, left(channel));
        } catch (DecoderException refused) {
            return new Reading(Result.VIOLATION, null, null, 0);
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static int left(EmbeddedChannel channel) {
        ByteBuf behind = channel.readInbound();
        if (behind == null) {
            return 0;
        }
        int left = behind.readableBytes();
        behind.release();
        return left;
    }

    private static Reading reading(HAProxyMessage message, int left) throws UnknownHostException {
        InetSocketAddress source = address(message.sourceAddress(), message.sourcePort());
        InetSocketAddress destination = address(message.destinationAddress(), message.destinationPort());
        message.release();
        return new Reading(Result.COMPLETE, source, destination, left);
    }

    private static @Nullable InetSocketAddress address(@Nullable String host, int port) throws UnknownHostException {
        byte[] bytes = host == null ? null : NetUtil.createByteArrayFromIpAddressString(host);
        return bytes == null ? null : new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    }

    private static InetSocketAddress randomAddress(Random random) throws UnknownHostException {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        return new InetSocketAddress(InetAddress.getByAddress(bytes), 1 + random.nextInt(65_535));
    }

    private static byte[] line(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] binary(String hex) {
        return HexFormat.of().parseHex(SIGNATURE + hex);
    }

    /** What a reader made of a header, and of how many bytes it made nothing because they are behind it. */
    private record Reading(
            Result result,
            @Nullable InetSocketAddress source,
            @Nullable InetSocketAddress destination,
            int left) {}
}
