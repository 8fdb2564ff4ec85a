package io.weir.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxyprotocol.ProxyHeaderParser.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String FROM_V4 = "c0000201";
    private static final String TO_V4 = "0a000001";
    private static final String ZERO = "00000000";
    private static final String PORTS = "d4310050";
    private static final String MAPPED = "00000000000000000000ffffc0000201";
    private static final String V6 = "20010db8000000000000000000000001";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80          | 192.0.2.1   | 54321 | 10.0.0.1   | 80",
                "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535 | 255.255.255.255 | 65535 | 255.255.255.255 | 65535",
                "PROXY TCP4 192.0.2.1 10.0.0.1 0 0               | 192.0.2.1   | 0     | 10.0.0.1   | 0",
                "PROXY TCP6 2001:db8::1 2001:DB8::2 1 2          | 2001:db8::1 | 1     | 2001:db8::2 | 2",
                "PROXY TCP6 ::ffff:192.0.2.1 ::ffff:10.0.0.1 1 2 | 192.0.2.1   | 1     | 10.0.0.1   | 2",
                "PROXY TCP6 ::ffff:c000:201 2001:db8::2 1 2      | 192.0.2.1   | 1     | 2001:db8::2 | 2",
                "PROXY TCP6 ::192.0.2.1 2001:db8::2 1 2          | ::c000:201  | 1     | 2001:db8::2 | 2",
                "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535"
                        + " | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 65535 | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | 65535"
            })
    void a_line_tells_source_and_destination(String line, String source, int sourcePort, String destination, int port)
            throws UnknownHostException {
        Parsed parsed = parse((line + "\r\nGET").getBytes(StandardCharsets.US_ASCII));
        assertThat(parsed.result).isEqualTo(Result.COMPLETE);
        assertThat(parsed.length).isEqualTo(line.length() + 2);
        assertThat(parsed.parser.source()).isEqualTo(address(source, sourcePort));
        assertThat(parsed.parser.destination()).isEqualTo(address(destination, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN", "PROXY UNKNOWN ffff::1 ffff::2 1 2", "PROXY UNKNOWN what ever"})
    void a_line_may_tell_nothing(String line) {
        Parsed parsed = parse((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(parsed.result).isEqualTo(Result.COMPLETE);
        assertThat(parsed.length).isEqualTo(line.length() + 2);
        assertThat(parsed.parser.source()).isNull();
    }

    static Stream<String> bad_lines() {
        return Stream.of(
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 192.0.2.1 10.0.0.1 54321 80\r\n",
                "PROXY  TCP4 192.0.2.1 10.0.0.1 54321 80\r\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321  80\r\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80 \r\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321\r\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 65536\r\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 054321 80\r\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 -1 80\r\n",
                "PROXY TCP4 192.0.2.01 10.0.0.1 54321 80\r\n",
                "PROXY TCP4 192.0.2 10.0.0.1 54321 80\r\n",
                "PROXY TCP4 192.0.2.256 10.0.0.1 54321 80\r\n",
                "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n",
                "PROXY TCP6 192.0.2.1 10.0.0.1 54321 80\r\n",
                "PROXY TCP6 2001:db8:::1 2001:db8::2 1 2\r\n",
                "PROXY TCP6 fe80::1%eth0 2001:db8::2 1 2\r\n",
                "PROXY UDP4 192.0.2.1 10.0.0.1 54321 80\r\n",
                "PROXY UNKNOWNX\r\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80\rGET",
                "PROXY UNKNOWN " + "x".repeat(107));
    }

    @ParameterizedTest
    @MethodSource("bad_lines")
    void what_is_no_line_is_refused(String line) {
        assertThat(parse(line.getBytes(StandardCharsets.US_ASCII)).result).isEqualTo(Result.VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "PROXY  ",
                "PROXY U2",
                "PROXY TCP5",
                "PROXY TCP4 2001",
                "PROXY TCP4 192.0.2.256",
                "PROXY TCP4 192.0.2.01",
                "PROXY TCP4 192.0.2.1 10.0.0 ",
                "PROXY TCP4 192.0.2.1 10.0.0.1 65536",
                "PROXY TCP4 192.0.2.1 10.0.0.1 00",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80 ",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80\n",
                "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80\rG",
                "PROXY TCP6 192.0.2.1 ",
                "PROXY TCP6 2001:db8:::1 ",
                "PROXY TCP6 ::1 1:2:3:4:5:6:7:8:9 ",
                "PROXY TCP6 fe80::1%",
                "PROXY UNKNOWNX",
                "PROXY UNKNOWN \t",
                "PROXY UNKNOWN\n"
            })
    void what_is_no_line_is_refused_at_its_first_wrong_byte(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        assertThat(parse(bytes).result).isEqualTo(Result.VIOLATION);
        assertThat(parse(bytes, bytes.length - 1).result).isEqualTo(Result.INCOMPLETE);
    }

    @Test
    void a_line_that_is_incomplete_can_still_be_completed() {
        Random random = new Random(2);
        String[] lines = {"PROXY TCP4 192.0.2.1 10.0.0.1 54321 80\r\n", "PROXY UNKNOWN what\r\n"};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder changed = new StringBuilder(lines[i % 2]);
            changed.setCharAt(1 + random.nextInt(changed.length() - 1), "012345789. TU\r\n".charAt(random.nextInt(15)));
            for (int known = 0; known <= changed.length(); known++) {
                String beginning = changed.substring(0, known);
                if (result(beginning) == Result.INCOMPLETE) {
                    assertThat(ends(lines)).as(beginning).anyMatch(end -> result(beginning + end) == Result.COMPLETE);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2111000c" + FROM_V4 + TO_V4 + PORTS + ",                192.0.2.1",
        "2112000c" + FROM_V4 + TO_V4 + PORTS + ",                192.0.2.1",
        "21110010" + FROM_V4 + TO_V4 + PORTS + "04000100" + ",   192.0.2.1",
        "21210024" + V6 + V6 + PORTS + ",                        2001:db8::1",
        "21210024" + MAPPED + V6 + PORTS + ",                    192.0.2.1"
    })
    void a_binary_header_tells_source_and_destination(String hex, String source) throws UnknownHostException {
        Parsed parsed = parse(bytes(SIGNATURE + hex + "aabb"));
        assertThat(parsed.result).isEqualTo(Result.COMPLETE);
        assertThat(parsed.length).isEqualTo((SIGNATURE + hex).length() / 2);
        assertThat(parsed.parser.source()).isEqualTo(address(source, 54_321));
        assertThat(parsed.parser.destination()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20000000", "20110000", "2011000c" + FROM_V4 + TO_V4 + PORTS, "21000000", "21000003aabbcc"})
    void a_binary_header_may_tell_nothing(String hex) {
        Parsed parsed = parse(bytes(SIGNATURE + hex));
        assertThat(parsed.result).isEqualTo(Result.COMPLETE);
        assertThat(parsed.length).isEqualTo((SIGNATURE + hex).length() / 2);
        assertThat(parsed.parser.source()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20410000", "20010000", "20ff0003aabbcc"})
    void of_a_connection_that_the_proxy_made_for_itself_the_family_is_ignored(String hex) {
        Parsed parsed = parse(bytes(SIGNATURE + hex));
        assertThat(parsed.result).isEqualTo(Result.COMPLETE);
        assertThat(parsed.length).isEqualTo((SIGNATURE + hex).length() / 2);
        assertThat(parsed.parser.source()).isNull();
    }

    @Test
    void of_a_client_without_an_ip_address_nothing_is_told() {
        Parsed parsed = parse(bytes(SIGNATURE + "213100d8" + "00".repeat(216)));
        assertThat(parsed.result).isEqualTo(Result.COMPLETE);
        assertThat(parsed.parser.source()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0d0b",
                "0d0a0d0a000d0a515549540b",
                SIGNATURE + "11",
                SIGNATURE + "31",
                SIGNATURE + "22",
                SIGNATURE + "2f",
                SIGNATURE + "2141",
                SIGNATURE + "2113",
                SIGNATURE + "2110",
                SIGNATURE + "2101",
                SIGNATURE + "2111000b",
                SIGNATURE + "21210023",
                SIGNATURE + "213100d7",
                SIGNATURE + "21110209",
                SIGNATURE + "2111ffff",
                SIGNATURE + "20000209"
            })
    void what_is_no_binary_header_is_refused_at_its_first_wrong_byte(String hex) {
        byte[] bytes = bytes(hex);
        assertThat(parse(bytes).result).isEqualTo(Result.VIOLATION);
        assertThat(parse(bytes, bytes.length - 1).result).isEqualTo(Result.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "04000100", "ea0003aabbcc"})
    void a_checksum_that_is_right_is_accepted_wherever_it_stands(String others) {
        for (String tlvs : new String[] {"030004" + ZERO + others, others + "030004" + ZERO}) {
            byte[] header =
                    checksummed(FROM_V4 + TO_V4 + PORTS + tlvs, 28 + (tlvs.startsWith("03") ? 0 : others.length() / 2));
            Parsed parsed = parse(header);
            assertThat(parsed.result).isEqualTo(Result.COMPLETE);
            assertThat(parsed.length).isEqualTo(header.length);
            assertThat(parsed.parser.source()).isNotNull();
        }
    }

    @Test
    void a_header_of_which_one_bit_changed_is_refused_by_its_checksum() {
        byte[] header = checksummed(FROM_V4 + TO_V4 + PORTS + "030004" + ZERO + "ea0003aabbcc", 28);
        for (int bit = 16 * 8; bit < header.length * 8; bit++) {
            byte[] changed = header.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            boolean hidesChecksum = bit / 8 == 28;
            assertThat(parse(changed).result)
                    .as("bit %d", bit)
                    .isEqualTo(hidesChecksum ? Result.COMPLETE : Result.VIOLATION);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "030004" + ZERO,
                "030004deadbeef",
                "030003000000",
                "030005" + ZERO + "00",
                "030004" + ZERO + "030004" + ZERO,
                "0400",
                "04",
                "040002aa",
                "04ffff",
                "040001aa00"
            })
    void what_stands_behind_the_addresses_and_is_wrong_is_refused(String tlvs) {
        byte[] rest = bytes(FROM_V4 + TO_V4 + PORTS + tlvs);
        assertThat(parse(header("2111", rest)).result).isEqualTo(Result.VIOLATION);
    }

    // Section 2.2: a receiver takes nothing from such a header, its checksum neither.
    @ParameterizedTest
    @ValueSource(strings = {"2011", "2000", "2100"})
    void of_a_header_that_tells_nothing_no_checksum_is_looked_at(String command) {
        byte[] rest = bytes(FROM_V4 + TO_V4 + PORTS + "030004deadbeef");
        assertThat(parse(header(command, rest)).result).isEqualTo(Result.COMPLETE);
    }

    private static byte[] header(String command, byte[] rest) {
        return bytes(SIGNATURE
                + command
                + String.format("%04x", rest.length)
                + HexFormat.of().formatHex(rest));
    }

    private static byte[] checksummed(String rest, int checksumTlvAt) {
        byte[] header = header("2111", bytes(rest));
        ByteBuffer.wrap(header).putInt(checksumTlvAt + 3, crc32c(header));
        return header;
    }

    // RFC 4960 appendix B, bit by bit.
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }
        return ~crc;
    }

    @Test
    void a_header_is_incomplete_until_its_last_byte_and_the_longest_fits() throws UnknownHostException {
        InetSocketAddress v4 = address("192.0.2.1", 1);
        InetSocketAddress v6 = address("2001:db8::1", 65_535);
        byte[] longest = bytes(SIGNATURE + "21110208" + FROM_V4 + TO_V4 + PORTS + "0401f9" + "00".repeat(505));
        assertThat(longest).hasSize(ProxyHeaderParser.MAX_BYTES);
        Stream.of(
                        ProxyHeader.version1(v4, v4),
                        ProxyHeader.version1(v6, v6),
                        ProxyHeader.version2(v4, v4),
                        ProxyHeader.version2(v6, v6),
                        longest,
                        bytes(SIGNATURE + "20000000"))
                .forEach(header -> {
                    for (int known = 0; known < header.length; known++) {
                        assertThat(parse(header, known).result)
                                .as("%d of %d", known, header.length)
                                .isEqualTo(Result.INCOMPLETE);
                    }
                    assertThat(parse(header).result).isEqualTo(Result.COMPLETE);
                    assertThat(parse(header).length).isEqualTo(header.length);
                });
    }

    @Test
    void what_is_written_is_read_the_same() throws UnknownHostException {
        Random random = new Random(20261126);
        for (int i = 0; i < 2_000; i++) {
            InetSocketAddress source = randomAddress(random);
            InetSocketAddress destination = randomAddress(random);
            for (byte[] header :
                    new byte[][] {ProxyHeader.version1(source, destination), ProxyHeader.version2(source, destination)
                    }) {
                Parsed parsed = parse(header);
                assertThat(parsed.result).as(HexFormat.of().formatHex(header)).isEqualTo(Result.COMPLETE);
                assertThat(parsed.parser.source()).isEqualTo(source);
                assertThat(parsed.parser.destination()).isEqualTo(destination);
            }
            assertThat(ProxyHeader.version1(source, destination)).hasSizeLessThanOrEqualTo(TextHeader.MAX_BYTES);
        }
    }

    @Test
    void any_bytes_have_a_verdict_that_more_bytes_do_not_change() {
        Random random = new Random(1);
        byte[][] seeds = {
            bytes(SIGNATURE + "2111000c" + FROM_V4 + TO_V4 + PORTS),
            "PROXY TCP4 192.0.2.1 10.0.0.1 54321 80\r\n".getBytes(StandardCharsets.US_ASCII)
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] header = seeds[i % 2].clone();
            header[random.nextInt(header.length)] = (byte) random.nextInt(256);
            Result whole = parse(header).result;
            for (int known = 0; known < header.length; known++) {
                assertThat(parse(header, known).result).isIn(Result.INCOMPLETE, whole);
            }
        }
    }

    private static Stream<String> ends(String... lines) {
        return Stream.of(lines)
                .flatMap(line -> IntStream.range(0, line.length()).mapToObj(line::substring));
    }

    private static Result result(String line) {
        return parse(line.getBytes(StandardCharsets.US_ASCII)).result;
    }

    private static InetSocketAddress randomAddress(Random random) throws UnknownHostException {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        return new InetSocketAddress(InetAddress.getByAddress(bytes), random.nextInt(65_536));
    }

    private static InetSocketAddress address(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Parsed parse(byte[] header) {
        return parse(header, header.length);
    }

    // Somewhere in a larger buffer, whose other bytes would end a line.
    private static Parsed parse(byte[] header, int known) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(header.length + 10);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) '\n');
        }
        buffer.put(5, header);
        ProxyHeaderParser parser = new ProxyHeaderParser();
        Result result = parser.parse(buffer, 5, 5 + known);
        return new Parsed(parser, result, parser.end() - 5);
    }

    private record Parsed(ProxyHeaderParser parser, Result result, int length) {}
}
