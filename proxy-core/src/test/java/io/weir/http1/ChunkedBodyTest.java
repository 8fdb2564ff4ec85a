package io.weir.http1;

import static io.weir.http.Violation.BAD_CHUNK_END;
import static io.weir.http.Violation.BAD_CHUNK_EXTENSION;
import static io.weir.http.Violation.BAD_CHUNK_SIZE;
import static io.weir.http.Violation.BAD_FIELD_NAME;
import static io.weir.http.Violation.BAD_TRAILER;
import static io.weir.http.Violation.BARE_CR;
import static io.weir.http.Violation.BARE_LF;
import static io.weir.http.Violation.CHUNK_OVERHEAD;
import static io.weir.http.Violation.CONTROL_BYTE;
import static io.weir.http.Violation.OBS_FOLD;
import static io.weir.http.Violation.TRAILER_TOO_LARGE;
import static io.weir.http.Violation.WHITESPACE_BEFORE_COLON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weir.http.Violation;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkedBodyTest {

    private static final long SEED = 20260101;
    private static final String WRONG = "\r\n\t ;=\"\\0fg:X\u0000\u00ff";

    /** A body and its payload. */
    static Stream<Arguments> bodies() {
        return Stream.of(
                body("0\r\n\r\n", ""),
                body("5\r\nhello\r\n0\r\n\r\n", "hello"),
                body("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"),
                body("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"),
                body("00000000000005\r\nhello\r\n0000000000000000\r\n\r\n", "hello"),
                body("2\r\n\r\n\r\n4\r\n0\r\n\r\r\n00\r\n\r\n", "\r\n0\r\n\r"),
                body("1;a\r\nx\r\n0;b=c\r\n\r\n", "x"),
                body("1;a=b;c=\"d;\\\"\t\\\\e\u00e9\";f;g=\"\"\r\nx\r\n0;h\r\n\r\n", "x"),
                body("1;!#$%&'*+-.^_`|~=09azAZ\r\nx\r\n0\r\n\r\n", "x"),
                body("1;a; b\t=\t\"c\" ;d= e\r\nx\r\n0 ; f\r\n\r\n", "x"),
                body("1 \r\nx\r\n0\t \r\n\r\n", "x"),
                body("0\r\nX: y\r\n\r\n", ""),
                body("3\r\nabc\r\n0\r\nX:\r\nServer-Timing: db;dur=53\r\nChecksum:\t\u00e9 \r\n\r\n", "abc"),
                body("0\r\nHos: a\r\nHosts: b\r\nX-Host: c\r\nTransfer: d\r\n\r\n", ""));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_ends_where_it_ends_however_it_is_split(String text, String payload) {
        Reading whole = Reading.of(text + "GET / HTTP/1.1", false);
        assertThat(whole.consumed).isEqualTo(text.length());
        for (boolean extracting : new boolean[] {false, true}) {
            for (int cut = 0; cut <= text.length() + 1; cut++) {
                Reading reading = Reading.of(text + "NEXT", extracting, cut);

                assertThat(reading.body.finished()).as("cut at %d", cut).isTrue();
                assertThat(reading.body.violated()).isFalse();
                assertThat(reading.consumed).as("cut at %d", cut).isEqualTo(text.length());
                assertThat(reading.kept).as("cut at %d", cut).isEqualTo(extracting ? payload : whole.kept);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void what_goes_on_is_the_same_body_in_a_form_that_nothing_is_left_out_of(String text, String payload) {
        String clean = Reading.of(text, false).kept;

        assertThat(Reading.of(clean, false).kept).isEqualTo(clean);
        assertThat(Reading.of(clean, true).kept).isEqualTo(payload);
        assertThat(Reading.of(clean, true).outcome()).isEqualTo("finished");
    }

    @Test
    void extensions_and_whitespace_around_a_size_do_not_go_on() {
        assertThat(Reading.of("00a ;b=c;d=\"\\\"\"\r\n;123456789\r\n0\t; e\r\nX:  y\r\n\r\nNEXT", false).kept)
                .isEqualTo("00a\r\n;123456789\r\n0\r\nX:  y\r\n\r\n");
        assertThat(Reading.of("1  \r\n;\r\n0 \r\n\r\n", false).kept).isEqualTo("1\r\n;\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 \r\nx\r\n", "1\t\r\nx\r\n", "0 \r\n\r\n"})
    void a_client_pads_no_size(String text) {
        ChunkedBody body = ChunkedBody.ofRequests();
        Wire wire = Wire.of(text);
        assertThat(body.advance(wire.bytes, wire.from, wire.to)).isEqualTo(wire.from + 2);
        assertThat(body.violation()).isEqualTo(BAD_CHUNK_SIZE);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_goes_on_until_its_last_byte(String text, String payload) {
        for (int length = 0; length < text.length(); length++) {
            Reading reading = Reading.of(text.substring(0, length), true);

            assertThat(reading.consumed).isEqualTo(length);
            assertThat(reading.body.finished()).isFalse();
            assertThat(reading.body.violated()).isFalse();
            assertThat(payload).startsWith(reading.kept);
        }
    }

    @Test
    void random_bodies_are_read_the_same_in_random_pieces() {
        Random random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder payload = new StringBuilder();
            String text = randomBody(random, payload);
            Reading reading = Reading.of(text + "\r\n0\r\n\r\n", true, randomCuts(random, text.length() + 7));

            assertThat(reading.kept).isEqualTo(payload.toString());
            assertThat(reading.consumed).isEqualTo(text.length());
            assertThat(reading.body.finished()).isTrue();
        }
    }

    @Test
    void broken_bodies_are_refused_the_same_in_random_pieces() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(randomBody(random, new StringBuilder()));
            text.setCharAt(random.nextInt(text.length()), WRONG.charAt(random.nextInt(WRONG.length())));
            Reading whole = Reading.of(text.toString(), true);
            Reading pieces = Reading.of(text.toString(), true, randomCuts(random, text.length()));

            assertThat(pieces.outcome()).isEqualTo(whole.outcome());
            assertThat(pieces.consumed).isEqualTo(whole.consumed);
            assertThat(pieces.kept).isEqualTo(whole.kept);
            refused += whole.body.violated() ? 1 : 0;
        }
        assertThat(refused).isBetween(2_000, 18_000);
    }

    /** What is wrong, the text up to the byte that makes it so, and what may follow. */
    static Stream<Arguments> badBodies() {
        return Stream.of(
                        bad(
                                BAD_CHUNK_SIZE,
                                "",
                                "\r\n",
                                "x\r\n",
                                " 5\r\n",
                                "+5\r\n",
                                "-5\r\n",
                                ";a\r\n",
                                "g\r\n",
                                "\t5\r\n",
                                "\u00e9\r\n"),
                        bad(BAD_CHUNK_SIZE, "5", "x\r\n", ",\r\n", "h\r\n", "_\r\n", "=\r\n", ":\r\n", "\u00e9"),
                        bad(BAD_CHUNK_SIZE, "0", "x5\r\n", "X5\r\n"),
                        bad(BAD_CHUNK_SIZE, "5 ", "5\r\n", "=a\r\n", "a\r\n", "\"\r\n"),
                        bad(BARE_LF, "5 ", "\n"),
                        bad(BARE_LF, "5;a ", "\n"),
                        bad(BARE_CR, "5 \r", "\r\n", " \r\n"),
                        bad(BAD_CHUNK_SIZE, "0000000000000000", "0\r\n\r\n", "5\r\n"),
                        bad(BAD_CHUNK_SIZE, "800000000000000", "0\r\n"),
                        bad(BAD_CHUNK_SIZE, "fffffffffffffff", "f\r\n"),
                        bad(BAD_CHUNK_SIZE, "1\r\na\r\n", "\r\n", "x\r\n"),
                        bad(BARE_LF, "", "\n"),
                        bad(BARE_LF, "5", "\nhello\r\n"),
                        bad(BARE_LF, "5;a", "\nhello\r\n"),
                        bad(BARE_LF, "5;a=\"b", "\n\"\r\n"),
                        bad(BARE_LF, "5;a=\"b\\", "\n\"\r\n"),
                        bad(BARE_LF, "5;a=", "\n\r\n"),
                        bad(BARE_LF, "5;", "\n\r\n"),
                        bad(BARE_LF, "5;a=\"b\"", "\n\r\n"),
                        bad(BARE_LF, "0\r\n", "\n"),
                        bad(BARE_LF, "0\r\nX", "\n"),
                        bad(BARE_LF, "0\r\nX: y", "\n\r\n"),
                        bad(BARE_CR, "5\r", "\r\n", "hello"),
                        bad(BARE_CR, "0\r\n\r", "\r\n", "X"),
                        bad(BARE_CR, "0\r\nX: y\r", "\r\n", "X"),
                        bad(BAD_CHUNK_EXTENSION, "5;", "\r\n", ";\r\n", "=b\r\n", "\"a\"\r\n", "\u00e9\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5; ", "\r\n", ";\r\n", "=b\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a ", "\r\n", "b\r\n", "\"\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a= ", "\r\n", ";b\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a=b ", "\r\n", "c\r\n", "=c\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a=\"b\" ", "\r\n", "c\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a", "\"\r\n", "/\r\n", ",b\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a=", "\r\n", ";b\r\n", "=\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a=b", "\"\r\n", "=c\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a=\"b\"", "c\r\n", "\"\r\n", "=\r\n"),
                        bad(BAD_CHUNK_EXTENSION, "5;a=\"b", "\r\nhello\r\n"),
                        bad(CONTROL_BYTE, "5", "\u0000\r\n", "\u000b\r\n", "\u007f"),
                        bad(CONTROL_BYTE, "", "\u0000", "\u0001"),
                        bad(CONTROL_BYTE, "5;a=\"", "\u0000\"\r\n", "\u007f\"\r\n"),
                        bad(CONTROL_BYTE, "5;a=\"\\", "\u0000\"\r\n"),
                        bad(CONTROL_BYTE, "0\r\nX: ", "\u0000\r\n", "\u007f\r\n"),
                        bad(CONTROL_BYTE, "0\r\nX", "\u0000: y\r\n"),
                        bad(BAD_CHUNK_END, "5\r\nhello", "\n", "x\r\n", "0\r\n", " \r\n", "\u0000\r\n"),
                        bad(BAD_CHUNK_END, "5\r\nhello\r", "x", "\r\n", "0\r\n"),
                        bad(OBS_FOLD, "0\r\n", " X: y\r\n", "\tX: y\r\n"),
                        bad(OBS_FOLD, "0\r\nX: y\r\n", " z\r\n"),
                        bad(WHITESPACE_BEFORE_COLON, "0\r\nX", " : y\r\n", "\t: y\r\n"),
                        bad(BAD_FIELD_NAME, "0\r\n", ": y\r\n", "\"X\": y\r\n", "\u00e9: y"),
                        bad(BAD_FIELD_NAME, "0\r\nX", "\r\n", ";: y\r\n", "\u00e9: y"))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void a_bad_body_is_refused_at_its_first_wrong_byte(Violation expected, String good, String rest) {
        for (int cut = 0; cut <= good.length() + rest.length(); cut++) {
            Reading reading = Reading.of(good + rest, false, cut);

            assertThat(reading.outcome()).isEqualTo(expected);
            assertThat(reading.consumed).isEqualTo(good.length());
            assertThat(reading.body.finished()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "Transfer-Encoding",
                "Host",
                "Trailer",
                "Connection",
                "TE",
                "Keep-Alive",
                "Upgrade",
                "Via",
                "Proxy-Connection",
                "Authorization",
                "Proxy-Authorization",
                "WWW-Authenticate",
                "Cookie",
                "Set-Cookie",
                "Content-Encoding",
                "Content-Type",
                "Content-Range",
                "Expect",
                "Max-Forwards",
                "Cache-Control",
                "Range",
                "If-Match",
                "Date",
                "Location",
                "Vary",
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "content-length",
                "TRANSFER-ENCODING",
                "hOST",
                "Content_Length",
                "transfer_encoding",
                "X_Forwarded_For"
            })
    void a_trailer_that_comes_too_late_to_be_heeded_is_refused(String name) {
        assertThat(Reading.of("0\r\nX: y\r\n" + name + ": 1\r\n\r\n", false, 8).outcome())
                .isEqualTo(BAD_TRAILER);
        assertThat(Reading.of("0\r\nX" + name + ": 1\r\n\r\n", false).outcome()).isEqualTo("finished");
        assertThat(Reading.of("0\r\n" + name + "X: 1\r\n\r\n", false).outcome()).isEqualTo("finished");
    }

    @Test
    void the_largest_chunk_size_is_that_of_a_long() {
        Reading reading = Reading.of("7fffffffffffffff\r\nabc", true);

        assertThat(reading.outcome()).isEqualTo("open");
        assertThat(reading.kept).isEqualTo("abc");
    }

    @Test
    void extensions_of_one_chunk_are_limited() {
        assertThat(Reading.of("1;" + "a".repeat(255) + "\r\nx", false).outcome())
                .isEqualTo("open");
        assertThat(Reading.of("1;" + "a".repeat(256) + "\r\nx", false).outcome())
                .isEqualTo(CHUNK_OVERHEAD);
        assertThat(Reading.of("1" + ";a=\"bc\"".repeat(37) + "\r\nx", false).outcome())
                .isEqualTo(CHUNK_OVERHEAD);
        assertThat(Reading.of("1" + " ".repeat(256) + "\r\nx", false).outcome()).isEqualTo("open");
        assertThat(Reading.of("1" + " ".repeat(257) + "\r\nx", false).outcome()).isEqualTo(CHUNK_OVERHEAD);
    }

    @Test
    void one_byte_chunks_may_go_on_for_ever_but_not_with_much_around_them() {
        assertThat(Reading.of("1\r\nx\r\n".repeat(100_000), false).outcome()).isEqualTo("open");
        assertThat(Reading.of("1;abc\r\nx\r\n".repeat(100_000), false).outcome())
                .isEqualTo(CHUNK_OVERHEAD);
        assertThat(Reading.of(("1;" + "a".repeat(200) + "\r\nx\r\n").repeat(60), false)
                        .outcome())
                .isEqualTo("open");
        assertThat(Reading.of(("1;" + "a".repeat(200) + "\r\nx\r\n").repeat(100), false)
                        .outcome())
                .isEqualTo(CHUNK_OVERHEAD);
        assertThat(Reading.of("0000000000000001\r\nx\r\n".repeat(2_000), false).outcome())
                .isEqualTo(CHUNK_OVERHEAD);
    }

    @Test
    void a_large_payload_does_not_pay_for_later_overhead_beyond_the_limit() {
        String large = "100000\r\n" + "x".repeat(0x100000) + "\r\n";

        assertThat(Reading.of(large + ("1;" + "a".repeat(200) + "\r\nx\r\n").repeat(100), false)
                        .outcome())
                .isEqualTo(CHUNK_OVERHEAD);
    }

    @Test
    void the_trailer_section_is_limited() {
        String fields = "X: " + "y".repeat(995) + "\r\n";

        assertThat(Reading.of("0\r\n" + fields.repeat(8) + "\r\n", false).outcome())
                .isEqualTo("finished");
        assertThat(Reading.of("0\r\n" + fields.repeat(9) + "\r\n", false).outcome())
                .isEqualTo(TRAILER_TOO_LARGE);
        assertThat(Reading.of("0\r\n" + "X".repeat(9_000), false).outcome()).isEqualTo(TRAILER_TOO_LARGE);
    }

    @Test
    void a_body_can_be_used_again() {
        ChunkedBody body = ChunkedBody.ofResponses();
        Wire bad = Wire.of("5;a=b\n");
        body.advance(bad.bytes, bad.from, bad.to);
        assertThat(body.violated()).isTrue();
        assertThat(body.advance(bad.bytes, bad.from, bad.to)).isEqualTo(bad.from);

        Wire good = Wire.of("3\r\nabc\r\n0\r\nX: y\r\n\r\n");
        for (int round = 0; round < 2; round++) {
            body.begin();
            assertThat(body.advance(good.bytes, good.from, good.to)).isEqualTo(good.to);
            assertThat(body.finished()).isTrue();
            assertThat(body.violated()).isFalse();
            assertThatIllegalStateException().isThrownBy(body::violation);
            assertThat(body.advance(good.bytes, good.from, good.to)).isEqualTo(good.from);
        }
    }

    private static Arguments body(String text, String payload) {
        return Arguments.of(text, payload);
    }

    private static Stream<Arguments> bad(Violation expected, String good, String... rests) {
        return Stream.of(rests).map(rest -> Arguments.of(expected, good, rest));
    }

    private static String randomBody(Random random, StringBuilder payload) {
        StringBuilder text = new StringBuilder();
        for (int chunk = random.nextInt(5); chunk > 0; chunk--) {
            String data = randomData(random, 1 + random.nextInt(40));
            payload.append(data);
            text.append(Integer.toHexString(data.length()))
                    .append(extension(random))
                    .append("\r\n");
            text.append(data).append("\r\n");
        }
        text.append("0").append(extension(random)).append("\r\n");
        for (int trailer = random.nextInt(3); trailer > 0; trailer--) {
            text.append("X-").append(trailer).append(": ").append(trailer).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    private static String extension(Random random) {
        return new String[] {"", "", "", ";a", ";a=b", ";a=\"b\\\"c\"", ";a;b=c", " ;\ta", " "}[random.nextInt(9)];
    }

    private static String randomData(Random random, int length) {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < length; i++) {
            data.append("ab0\r\n;\u00e9\u0000".charAt(random.nextInt(8)));
        }
        return data.toString();
    }

    private static int[] randomCuts(Random random, int length) {
        return random.ints(random.nextInt(8), 0, length + 1).sorted().toArray();
    }

    /** A text, read in pieces. */
    private static final class Reading {

        final ChunkedBody body = ChunkedBody.ofResponses();
        int consumed;
        String kept = "";

        static Reading of(String text, boolean extracting, int... cuts) {
            Reading reading = new Reading();
            reading.body.begin();
            int from = 0;
            for (int cut : cuts) {
                int to = Math.min(cut, text.length());
                reading.piece(text.substring(from, to), extracting);
                from = to;
            }
            reading.piece(text.substring(from), extracting);
            return reading;
        }

        Object outcome() {
            if (body.violated()) {
                return body.violation();
            }
            return body.finished() ? "finished" : "open";
        }

        private void piece(String text, boolean extracting) {
            Wire wire = Wire.of(text);
            int end = extracting
                    ? body.extract(wire.bytes, wire.from, wire.to)
                    : body.advance(wire.bytes, wire.from, wire.to);
            consumed += end - wire.from;
            kept += wire.text(wire.from, body.keptEnd());
            assertThat(wire.text(end, wire.to)).as("what is behind").isEqualTo(text.substring(end - wire.from));
        }
    }
}
