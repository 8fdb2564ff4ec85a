package io.weir.conformance.duty;

import static io.weir.conformance.duty.Checks.body;
import static io.weir.conformance.duty.Checks.with;
import static io.weir.conformance.duty.Checks.without;
import static io.weir.conformance.duty.Stage.expect;

import io.weir.conformance.wire.RawClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a request must look like when it goes on, and which must not. */
final class RequestDuties {

    private static final String HOST = " HTTP/1.1\r\nHost: a\r\n";

    private static final List<String> CLAIMS = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X_Forwarded_For",
            "X-Forwarded-Prefix",
            "X-Real-IP",
            "X.Real.IP",
            "True-Client-IP",
            "X-Original-URL",
            "Client-Cert");

    private final Checks checks = new Checks();

    List<Duty> duties() {
        hopByHop();
        via();
        claims();
        maxForwards();
        targets();
        heads();
        endToEnd();
        bodies();
        return checks.all();
    }

    private static String get(String lines) {
        return "GET /" + HOST + lines + "\r\n";
    }

    private static String post(String lines, String body) {
        return "POST /" + HOST + lines + "\r\n" + body;
    }

    private void hopByHop() {
        checks.group("hop-by-hop fields of requests");
        checks.forwards(
                "what Connection names is removed", "9110 7.6.1", get("Connection: X-A\r\nX-A: b\r\n"), without("X-A"));
        checks.forwards("in any case of letters", "9110 7.6.1", get("Connection: x-a\r\nX-A: b\r\n"), without("X-A"));
        checks.forwards(
                "of two Connection lines",
                "9110 7.6.1",
                get("Connection: X-A\r\nX-A: b\r\nConnection: X-B, X-C\r\nX-B: b\r\nX-C: b\r\n"),
                without("X-A", "X-B", "X-C"));
        checks.forwards(
                "also above the Connection line",
                "9110 7.6.1",
                get("X-A: b\r\nConnection: close, X-A\r\n"),
                without("X-A"));
        checks.forwards(
                "the client's options are not passed on",
                "9110 7.6.1",
                get("Connection: X-A, X-B\r\n"),
                request -> expect(
                        request.values("Connection").stream()
                                .noneMatch(
                                        value -> value.toLowerCase(Locale.ROOT).contains("x-a")),
                        "Connection: " + request.values("Connection")));
        checks.forwards(
                "Keep-Alive is removed",
                "9110 7.6.1",
                get("Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"),
                without("Keep-Alive"));
        checks.forwards(
                "Proxy-Connection is removed",
                "9110 7.6.1",
                get("Proxy-Connection: keep-alive\r\n"),
                without("Proxy-Connection"));
        checks.forwards(
                "TE does not go on without the option",
                "9110 10.1.4",
                get("TE: gzip\r\nConnection: TE\r\n"),
                request -> expect(
                        !request.has("TE")
                                || request.values("Connection").toString().contains("TE"),
                        "TE: " + request.values("TE")));
        checks.forwards(
                "Upgrade does not go on without the option",
                "9110 7.8",
                get("Upgrade: foo\r\n"),
                request -> expect(
                        !request.has("Upgrade")
                                || request.values("Connection")
                                        .toString()
                                        .toLowerCase(Locale.ROOT)
                                        .contains("upgrade"),
                        "Upgrade: " + request.values("Upgrade")));
        checks.forwards(
                "close of the client does not cost a back connection its Host",
                "9110 7.6.1",
                get("Connection: close\r\n"),
                with("Host", "a"));
    }

    private void via() {
        checks.group("Via");
        checks.forwards(
                "it is in each request", "9110 7.6.3", get(""), request -> expect(request.has("Via"), "no Via"));
        checks.forwards("it comes behind those before", "9110 7.6.3", get("Via: 1.1 first\r\n"), request -> {
            String all = String.join(", ", request.values("Via"));
            expect(all.startsWith("1.1 first") && all.length() > "1.1 first".length(), "Via: " + all);
        });
        checks.forwards(
                "it has the version that was received",
                "9110 7.6.3",
                "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
                request -> expect(request.values("Via").toString().contains("1.0 "), "Via: " + request.values("Via")));
    }

    private void claims() {
        checks.group("what a client says of itself");
        for (String name : CLAIMS) {
            checks.forwards(
                    name + " does not go on",
                    "7239 8.1",
                    get(name + ": 10.9.9.9\r\n"),
                    request -> expect(
                            request.values(name).stream().noneMatch(value -> value.contains("10.9.9.9")),
                            name + ": " + request.values(name)));
        }
    }

    private void maxForwards() {
        checks.group("Max-Forwards, TRACE, OPTIONS");
        checks.add("OPTIONS with 0 ends here", "9110 7.6.2", stage -> {
            stage.ask("OPTIONS /" + HOST + "Max-Forwards: 0\r\n\r\n");
            expect(stage.nothingArrives(), "the server got it");
        });
        checks.add("TRACE with 0 ends here", "9110 7.6.2", stage -> {
            stage.ask("TRACE /" + HOST + "Max-Forwards: 0\r\n\r\n");
            expect(stage.nothingArrives(), "the server got it");
        });
        checks.forwards(
                "OPTIONS with 5 goes on with 4",
                "9110 7.6.2",
                "OPTIONS /" + HOST + "Max-Forwards: 5\r\n\r\n",
                with("Max-Forwards", "4"));
        checks.forwards("GET keeps it", "9110 7.6.2", get("Max-Forwards: 5\r\n"), with("Max-Forwards", "5"));
        checks.forwards(
                "OPTIONS * goes on as it is",
                "9112 3.2.4",
                "OPTIONS *" + HOST + "\r\n",
                request -> expect(request.target().equals("*"), request.startLine()));
        checks.forwards(
                "OPTIONS of an authority without path becomes *",
                "9112 3.2.4",
                "OPTIONS http://b HTTP/1.1\r\nHost: b\r\n\r\n",
                request -> expect(request.target().equals("*"), request.startLine()));
        checks.add("TRACE with 5 goes on with 4, or not at all", "9110 7.6.2", stage -> {
            RawClient client = stage.ask("TRACE /" + HOST + "Max-Forwards: 5\r\n\r\n");
            client.readUntilQuiet(Duration.ofMillis(300), Duration.ofMillis(20));
            if (client.received().isEmpty()) {
                Stage.Arrived arrived = stage.arrived();
                with("Max-Forwards", "4").at(arrived.request());
            }
        });
    }

    private void targets() {
        checks.group("targets and Host");
        checks.forwards(
                "absolute form becomes origin form, with its Host",
                "9112 3.2.2",
                "GET http://b/x?y HTTP/1.1\r\nHost: b\r\n\r\n",
                request -> {
                    expect(request.target().equals("/x?y"), request.startLine());
                    expect(request.values("Host").equals(List.of("b")), "Host: " + request.values("Host"));
                });
        checks.add("absolute form beats another Host", "9112 3.2.2", stage -> {
            RawClient client = stage.ask("GET http://b/x HTTP/1.1\r\nHost: c\r\n\r\n");
            client.readUntilQuiet(Duration.ofMillis(300), Duration.ofMillis(20));
            if (!client.received().startsWith("HTTP/1.1 400")) {
                expect(stage.arrived().request().values("Host").equals(List.of("b")), "the other Host");
            }
        });
        checks.forwards(
                "an empty path becomes /",
                "9112 3.2.1",
                "GET http://b HTTP/1.1\r\nHost: b\r\n\r\n",
                request -> expect(request.target().equals("/"), request.startLine()));
        checks.forwards(
                "a normal path and the query stay as they are",
                "9110 7.7",
                "GET /a//b/c%2FA;d?e=%20&f/../?g%41" + HOST + "\r\n",
                request -> expect(request.target().equals("/a//b/c%2FA;d?e=%20&f/../?g%41"), request.startLine()));
        checks.forwards(
                "Host and its port stay",
                "9110 7.2",
                "GET / HTTP/1.1\r\nHost: a.example:8080\r\n\r\n",
                with("Host", "a.example:8080"));
        checks.answers("without Host", "9112 3.2", "GET / HTTP/1.1\r\n\r\n", 400);
        checks.answers("two Hosts", "9112 3.2", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
        checks.answers("a Host that is none", "9112 3.2", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400);
        checks.forwards(
                "HTTP/1.0 may be without Host",
                "9112 3.2",
                "GET / HTTP/1.0\r\n\r\n",
                request -> expect(request.target().equals("/"), request.startLine()));
        checks.answers(
                "CONNECT is not for a gateway",
                "9110 9.3.6",
                "CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\n\r\n",
                400,
                403,
                405,
                501);
        checks.forwards(
                "a target of 8,000 bytes",
                "9112 3",
                "GET /" + "x".repeat(7999) + HOST + "\r\n",
                request -> expect(request.target().length() == 8000, "cut"));
        checks.answers("a target of 100,000 bytes", "9112 3", "GET /" + "x".repeat(100_000) + HOST + "\r\n", 414);
    }

    private void heads() {
        checks.group("heads");
        checks.answers(
                "a head of 100,000 bytes", "9110 5.4", get(("X-A: " + "b".repeat(900) + "\r\n").repeat(110)), 431, 400);
        checks.answers("HTTP/2.0", "9110 15.6.6", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, 400);
        checks.answers("no version", "9112 3", "GET /\r\nHost: a\r\n\r\n", 400);
        checks.forwards(
                "HTTP/1.2 is taken for 1.1",
                "9110 2.5",
                "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
                request -> expect(request.startLine().endsWith("HTTP/1.1"), request.startLine()));
        checks.forwards(
                "its own version goes on",
                "9110 2.5",
                "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
                request -> expect(request.startLine().endsWith("HTTP/1.1"), request.startLine()));
        checks.forwards(
                "an empty line before a request is ignored",
                "9112 2.2",
                "\r\n" + get(""),
                request -> expect(request.target().equals("/"), request.startLine()));
        checks.forwards(
                "an unknown method goes on",
                "9110 9.1",
                "FOO /" + HOST + "\r\n",
                request -> expect(request.method().equals("FOO"), request.startLine()));
        checks.forwards(
                "methods have upper and lower case",
                "9110 9.1",
                "Get /" + HOST + "\r\n",
                request -> expect(request.method().equals("Get"), request.startLine()));
        checks.answers("space before a colon", "9112 5.1", get("X-A : b\r\n"), 400);
        checks.answers("a NUL in a value", "9110 5.5", get("X-A: b\0c\r\n"), 400);
        checks.answers("a CR in a value", "9112 2.2", get("X-A: b\rc\r\n"), 400);
        checks.add("a folded line is refused, or becomes one line", "9112 5.2", stage -> {
            RawClient client = stage.ask(get("X-A: b\r\n c\r\n"));
            client.readUntilQuiet(Duration.ofMillis(300), Duration.ofMillis(20));
            if (!client.received().startsWith("HTTP/1.1 400")) {
                stage.arrived();
            }
        });
        checks.answers(
                "space before the first field", "9112 2.2", "GET / HTTP/1.1\r\n Host: a\r\nHost: a\r\n\r\n", 400);
        checks.answers(
                "a coding that is not chunked in the end",
                "9112 6.3",
                post("Transfer-Encoding: chunked, gzip\r\n", ""),
                400,
                501);
        checks.answers(
                "an unknown coding below chunked",
                "9112 6.1",
                post("Transfer-Encoding: foo, chunked\r\n", "0\r\n\r\n"),
                501,
                400,
                422);
        checks.answers(
                "two different lengths", "9112 6.3", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400);
        checks.answers("a length that is no number", "9112 6.3", post("Content-Length: five\r\n", "hello"), 400);
        checks.add("length and coding: 400, or only the coding goes on", "9112 6.3", stage -> {
            RawClient client = stage.ask(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
            client.readUntilQuiet(Duration.ofMillis(300), Duration.ofMillis(20));
            if (!client.received().startsWith("HTTP/1.1 400")) {
                without("Content-Length").at(stage.arrived().request());
            }
        });
    }

    private void endToEnd() {
        checks.group("end-to-end fields of requests");
        for (String line : List.of(
                "Range: bytes=0-4,6-",
                "If-None-Match: W/\"a\", \"b\"",
                "If-Match: *",
                "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
                "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
                "If-Range: \"a\"",
                "Accept-Encoding: gzip;q=0.5, *;q=0",
                "Authorization: Basic YTpi",
                "Cookie: a=b; c=\"d\"",
                "Content-Type: text/plain;charset=x",
                "X-Any: \u00e4 b\tc",
                "X-Empty:",
                "Sec-WebSocket-Key: x",
                "Priority: u=1",
                "Cache-Control: no-transform")) {
            String name = line.substring(0, line.indexOf(':'));
            checks.forwards(
                    name + " stays as it is",
                    "9110 7.6",
                    get(line + "\r\n"),
                    with(name, line.substring(name.length() + 1).strip()));
        }
        checks.forwards(
                "fields of one name keep their order",
                "9110 5.3",
                get("X-A: 1\r\nX-B: 2\r\nX-A: 3\r\n"),
                request -> expect(
                        String.join(", ", request.values("X-A")).equals("1, 3"), "X-A: " + request.values("X-A")));
    }

    private void bodies() {
        checks.group("bodies of requests");
        String large = "0123456789abcdef".repeat(8192);
        checks.forwards("by length", "9112 6.2", post("Content-Length: 5\r\n", "hello"), body("hello"));
        checks.forwards(
                "128 KiB by length",
                "9112 6.2",
                post("Content-Length: " + large.length() + "\r\n", large),
                body(large));
        checks.forwards(
                "in chunks",
                "9112 7.1",
                post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
                body("hello world"));
        checks.forwards(
                "in chunks with extensions",
                "9112 7.1.1",
                post("Transfer-Encoding: chunked\r\n", "5;a=\"b c\"\r\nhello\r\n0;d\r\n\r\n"),
                body("hello"));
        checks.forwards(
                "in chunks with trailers",
                "9112 7.1.2",
                post("Trailer: X-A\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nX-A: b\r\n\r\n"),
                body("hello"));
        checks.forwards(
                "a trailer may go on as a trailer, never as a field",
                "9110 6.5.1",
                post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nX-A: b\r\n\r\n"),
                without("X-A"));
        checks.forwards("of GET", "9110 9.3.1", get("Content-Length: 5\r\n") + "hello", body("hello"));
        checks.forwards("of DELETE", "9110 9.3.5", "DELETE /" + HOST + "Content-Length: 5\r\n\r\nhello", body("hello"));
        checks.forwards("none, of POST", "9112 6.3", post("Content-Length: 0\r\n", ""), body(""));
        checks.add("one that ends early is never whole", "9112 8", stage -> {
            RawClient client = stage.ask(post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n"));
            Thread.sleep(100);
            client.close();
            expect(
                    stage.nothingArrives()
                            || Stage.closes(stage.await(text -> !text.isEmpty() && !text.contains("0\r\n\r\n"))),
                    "it looks whole");
        });
    }
}
