package io.weir.http1;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Forwarding;
import io.weir.forwarded.Forwardings;
import io.weir.http.DateLine;
import io.weir.http.Method;
import io.weir.http.NormalPath;
import io.weir.http.ParseResult;
import io.weir.http.Violation;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HotPathTest {

    private static final int ROUNDS = 20_000;
    private static final Forwarding FORWARDED = Forwardings.of(ForwardedMode.X_FORWARDED);
    private static final byte[] ODD = Wire.latin1(head("GET /a/./b/../%63/%3f HTTP/1.1", "Host: a"));
    private static final String CHUNKED = "5 ;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\n";
    private static final byte[] CHUNKED_BYTES = CHUNKED.getBytes(StandardCharsets.ISO_8859_1);

    private final Wire request = Wire.of(head(
            "GET /a/b/c.html?query=value HTTP/1.1",
            "Host: www.example.org",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Connection: keep-alive, x-nominated",
            "X-Nominated: y",
            "Max-Forwards: 5",
            "Cookie: session=0123456789abcdef"));
    private final Wire response = Wire.of(head(
            "HTTP/1.1 200 OK",
            "Server: x",
            "Transfer-Encoding: chunked",
            "Keep-Alive: timeout=5",
            "Connection: keep-alive"));
    private final Wire body = Wire.of(CHUNKED);
    private final Wire odd = Wire.of(head("GET /a/./b/../%63/%3f HTTP/1.1", "Host: a"));
    private final Wire bad = Wire.of("GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n");

    private final HeadParser parser = new HeadParser(Wire.LIMITS);
    private final HeadComposer composer = new HeadComposer(4096, new DateLine(() -> 0));
    private final Http1Head head = new Http1Head();
    private final ChunkedBody chunks = ChunkedBody.ofResponses();

    @Test
    void parsing_and_composing_make_no_garbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        exchanges();
        long before = threads.getThreadAllocatedBytes(thread);
        exchanges();
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(allocated).as("bytes of %d exchanges", ROUNDS).isLessThan(ROUNDS);
    }

    private void exchanges() {
        int wrong = 0;
        for (int i = 0; i < ROUNDS; i++) {
            wrong += exchange() ? 0 : 1;
        }
        assertThat(wrong).isZero();
    }

    private boolean exchange() {
        boolean right = parser.parseRequest(request.bytes, request.from, request.to, head) == ParseResult.COMPLETE;
        right &= NormalPath.apply(request.bytes, head) == null;
        right &= Composed.request(composer, head, request.bytes, FORWARDED);
        odd.bytes.put(odd.from, ODD);
        right &= parser.parseRequest(odd.bytes, odd.from, odd.to, head) == ParseResult.COMPLETE;
        right &= NormalPath.apply(odd.bytes, head) == null && head.pathGap() > 0;
        right &= HeadParser.mayEndIn(response.bytes, response.from, response.to);
        right &= parser.parseResponse(response.bytes, response.from, response.to, Method.GET, head)
                == ParseResult.COMPLETE;
        right &= Composed.response(composer, head, response.bytes, ConnectionOption.NONE);
        chunks.begin();
        body.bytes.put(body.from, CHUNKED_BYTES);
        right &= chunks.advance(body.bytes, body.from, body.to) == body.to && chunks.finished();
        right &= parser.parseRequest(bad.bytes, bad.from, bad.to, head) == ParseResult.VIOLATION;
        return right && parser.violation() == Violation.WHITESPACE_BEFORE_COLON;
    }
}
