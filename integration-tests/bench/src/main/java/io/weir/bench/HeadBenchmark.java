package io.weir.bench;

import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Forwarding;
import io.weir.forwarded.TrustedPeers;
import io.weir.http.FieldEdits;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.ParseResult;
import io.weir.http.PathStart;
import io.weir.http.Scheme;
import io.weir.http1.HeadComposer;
import io.weir.http1.HeadLimits;
import io.weir.http1.HeadParser;
import io.weir.http1.Http1Head;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the heads of one exchange cost: a request with the ten fields of a browser, and the response of a common server. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class HeadBenchmark {

    private static final String REQUEST = String.join(
            "\r\n",
            "GET /products/list?page=2&sort=price HTTP/1.1",
            "Host: shop.test:8080",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language: en-US,en;q=0.5",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Referer: http://shop.test:8080/products/list?page=1&sort=price",
            "Connection: keep-alive",
            "Cookie: session=8f14e45fceea167a5a36dedd4bea2543; theme=dark; consent=1",
            "Upgrade-Insecure-Requests: 1",
            "Priority: u=0, i",
            "\r\n");

    private static final String RESPONSE = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Server: nginx",
            "Date: Thu, 01 Jan 2026 00:00:00 GMT",
            "Content-Type: text/html; charset=utf-8",
            "Content-Length: 20480",
            "Last-Modified: Wed, 31 Dec 2025 00:00:00 GMT",
            "Connection: keep-alive",
            "ETag: \"694f7a80-5000\"",
            "Accept-Ranges: bytes",
            "\r\n");

    private static final Forwarding FORWARDED = new Forwarding(
            ForwardedMode.X_FORWARDED, TrustedPeers.NONE, new InetSocketAddress("192.0.2.1", 1234), Scheme.HTTP, 80);

    private static final byte[] NOTHING = {};

    private final HeadParser parser = new HeadParser(new HeadLimits(100, 8 * 1024));
    private final HeadComposer composer = new HeadComposer(16 * 1024);
    private final Http1Head head = new Http1Head();
    private final Http1Head parsedHead = new Http1Head();
    private final ByteBuffer request = direct(REQUEST);
    private final ByteBuffer response = direct(RESPONSE);

    @Setup
    public void parseOnce() {
        if (parseRequest(parsedHead) != ParseResult.COMPLETE || parseResponse() != ParseResult.COMPLETE) {
            throw new IllegalStateException("not a head: " + parser.violation());
        }
    }

    @Benchmark
    public ParseResult parseRequest() {
        return parseRequest(head);
    }

    @Benchmark
    public boolean composeRequest() {
        return compose(parsedHead);
    }

    @Benchmark
    public boolean parseAndComposeRequest() {
        return parseRequest(head) == ParseResult.COMPLETE && compose(head);
    }

    @Benchmark
    public ParseResult parseResponse() {
        return parser.parseResponse(response, 0, response.capacity(), Method.GET, head);
    }

    private boolean compose(Head from) {
        return composer.request(from, request, NOTHING, FORWARDED, NOTHING, PathStart.SAME, FieldEdits.NONE);
    }

    private ParseResult parseRequest(Http1Head into) {
        return parser.parseRequest(request, 0, request.capacity(), into);
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    }
}
