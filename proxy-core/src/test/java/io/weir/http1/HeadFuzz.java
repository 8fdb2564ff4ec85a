package io.weir.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Forwarding;
import io.weir.forwarded.Forwardings;
import io.weir.http.DateLine;
import io.weir.http.HttpVersion;
import io.weir.http.Method;
import io.weir.http.NormalPath;
import io.weir.http.ParseResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A target for Jazzer: a message of any bytes, which comes in pieces. However it is split it is the same message; if we accept it, it is
 * the same for Netty's decoder; and what we make of it for the next one is the same again.
 *
 * <p>Input: a byte of choices, a byte that says where it is split, the message.
 */
public final class HeadFuzz {

    private static final int CHOICES = 2;
    private static final int RESPONSE = 1;
    private static final int TO_HEAD = 2;
    private static final int TO_HTTP10 = 4;
    private static final int MOST_SPLITS = 8;
    private static final int ROOM_FOR_OURS = 1024;
    private static final HeadLimits EDITED = new HeadLimits(200, 32 * 1024);
    private static final Forwarding FORWARDED = Forwardings.of(ForwardedMode.BOTH);

    private HeadFuzz() {}

    /** Called by Jazzer for every input. Throws if there is something wrong. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length <= CHOICES) {
            return;
        }
        String text = new String(Arrays.copyOfRange(input, CHOICES, input.length), StandardCharsets.ISO_8859_1);
        if ((input[0] & RESPONSE) == 0) {
            request(text, input[1]);
        } else {
            Method method = (input[0] & TO_HEAD) == 0 ? Method.GET : Method.HEAD;
            response(text, input[1], method, (input[0] & TO_HTTP10) != 0);
        }
    }

    private static void request(String text, int seed) {
        Parsed whole = Parsed.request(text);
        splits(text, seed, whole, Parsed::request);
        NettyDifferences.check(text, whole, HttpRequestDecoder::new);
        if (whole.result == ParseResult.COMPLETE && NormalPath.apply(whole.wire.bytes, whole.head) == null) {
            HeadComposer composer = new HeadComposer(text.length() + ROOM_FOR_OURS);
            assertThat(Composed.request(
                            composer,
                            whole.head,
                            whole.wire.bytes,
                            FORWARDED,
                            seed % 2 == 0 ? ConnectionOption.CLOSE : ConnectionOption.NONE))
                    .isTrue();
            Parsed again = Parsed.request(composed(composer), EDITED).complete();
            assertThat(again.authority()).isEqualTo(Composed.authority(whole));
            assertThat(again.method()).isEqualTo(whole.method());
            assertSameBody(whole, again);
            String path = again.path();
            assertThat(NormalPath.apply(again.wire.bytes, again.head)).isNull();
            assertThat(again.path()).as("a normal path").isEqualTo(path);
        }
    }

    private static void response(String text, int seed, Method method, boolean toHttp10) {
        Parsed whole = Parsed.response(text, method);
        splits(text, seed, whole, part -> Parsed.response(part, method));
        if (method == Method.GET) {
            NettyDifferences.check(text, whole, HttpResponseDecoder::new);
        }
        if (whole.result == ParseResult.COMPLETE) {
            HeadComposer composer = new HeadComposer(text.length() + ROOM_FOR_OURS, new DateLine(() -> 0));
            assertThat(Composed.response(
                            composer,
                            whole.head,
                            whole.wire.bytes,
                            toHttp10 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
                            ConnectionOption.NONE))
                    .isTrue();
            Parsed again = Parsed.response(composed(composer), method, EDITED).complete();
            assertThat(again.head.status()).isEqualTo(whole.head.status());
            if (!toHttp10) {
                assertSameBody(whole, again);
            }
        }
    }

    private static void assertSameBody(Parsed received, Parsed sent) {
        assertThat(sent.head.end()).as("one head").isEqualTo(sent.wire.to);
        assertThat(sent.head.framing()).isEqualTo(received.head.framing());
        assertThat(sent.head.contentLength()).isEqualTo(received.head.contentLength());
    }

    private static void splits(String text, int seed, Parsed whole, Reader reader) {
        int step = 1 + Math.floorMod(seed, 61) + text.length() / MOST_SPLITS;
        int before = 0;
        for (int length = 1 + Math.floorMod(seed, 7); length < text.length(); length += step) {
            Parsed part = reader.read(text.substring(0, length));
            if (part.result != ParseResult.INCOMPLETE) {
                assertThat(part.outcome()).as("first %d bytes", length).isEqualTo(whole.outcome());
                assertThat(part.head.end())
                        .as("end, first %d bytes", length)
                        .isEqualTo(part.result == ParseResult.COMPLETE ? whole.head.end() : part.head.end());
                return;
            }
            before = length;
        }
        if (whole.result == ParseResult.COMPLETE) {
            assertThat(HeadParser.mayEndIn(whole.wire.bytes, whole.wire.from + before, whole.wire.to))
                    .as("worth another look from %d on", before)
                    .isTrue();
        }
    }

    private static String composed(HeadComposer composer) {
        return Composed.text(composer);
    }

    @FunctionalInterface
    private interface Reader {
        Parsed read(String text);
    }
}
