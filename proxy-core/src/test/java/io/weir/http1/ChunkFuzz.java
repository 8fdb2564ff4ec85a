package io.weir.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * A target for Jazzer: a chunked body of any bytes. However it is split it ends in the same place or breaks the same rule, and has the same
 * payload; if we accept it, it is the same body for Netty's decoder.
 *
 * <p>Input: a byte that says where it is split, the body.
 */
public final class ChunkFuzz {

    private static final String HEAD = Wire.head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");

    private ChunkFuzz() {}

    /** Called by Jazzer for every input. Throws if there is something wrong. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        String text = new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.ISO_8859_1);
        Wire wire = Wire.of(text);
        ChunkedBody whole = ChunkedBody.ofResponses();
        int end = whole.advance(wire.bytes, wire.from, wire.to);
        splits(text, input[0], whole, end - wire.from, wire.text(wire.from, whole.keptEnd()));
        NettyDifferences.check(HEAD + text, Parsed.request(HEAD + text), HttpRequestDecoder::new);
        goesOn(wire.text(wire.from, whole.keptEnd()), whole);
    }

    // What goes on is in its clean form already, and the same body for Netty without exception.
    private static void goesOn(String clean, ChunkedBody whole) {
        if (whole.finished()) {
            Wire wire = Wire.of(clean);
            ChunkedBody again = ChunkedBody.ofRequests();
            assertThat(again.advance(wire.bytes, wire.from, wire.to)).isEqualTo(wire.to);
            assertThat(wire.text(wire.from, again.keptEnd())).isEqualTo(clean);
            Reading netty = Reading.nettys(HEAD + clean, new HttpRequestDecoder());
            assertThat(netty).as(Wire.visible(clean)).isEqualTo(Reading.ours(Parsed.request(HEAD + clean)));
        }
    }

    private static void splits(String text, int seed, ChunkedBody whole, int wholeEnd, String clean) {
        Random random = new Random(seed);
        ChunkedBody advancing = ChunkedBody.ofResponses();
        ChunkedBody extracting = ChunkedBody.ofResponses();
        StringBuilder payload = new StringBuilder();
        StringBuilder kept = new StringBuilder();
        int end = 0;
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(1 + random.nextInt(40)));
            Wire advanced = Wire.of(text.substring(from, to));
            Wire piece = Wire.of(text.substring(from, to));
            int ended = advancing.advance(advanced.bytes, advanced.from, advanced.to);
            kept.append(advanced.text(advanced.from, advancing.keptEnd()));
            end += ended - piece.from;
            assertThat(extracting.extract(piece.bytes, piece.from, piece.to)).isEqualTo(ended);
            payload.append(piece.text(piece.from, extracting.keptEnd()));
            from = to;
        }
        assertThat(end).as("end").isEqualTo(wholeEnd);
        assertThat(advancing.finished()).as("finished").isEqualTo(whole.finished());
        assertThat(advancing.violated()).as("violated").isEqualTo(whole.violated());
        assertThat(extracting.finished()).as("finished, extracting").isEqualTo(whole.finished());
        if (whole.violated()) {
            assertThat(advancing.violation()).isEqualTo(whole.violation());
        }
        assertThat(kept.toString()).as("what goes on").isEqualTo(clean);
        Wire copy = Wire.of(text);
        ChunkedBody atOnce = ChunkedBody.ofResponses();
        atOnce.extract(copy.bytes, copy.from, copy.to);
        assertThat(payload.toString()).as("payload").isEqualTo(copy.text(copy.from, atOnce.keptEnd()));
    }
}
