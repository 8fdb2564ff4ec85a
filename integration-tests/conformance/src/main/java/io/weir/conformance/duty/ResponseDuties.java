package io.weir.conformance.duty;

import static io.weir.conformance.duty.Checks.body;
import static io.weir.conformance.duty.Checks.with;
import static io.weir.conformance.duty.Checks.without;
import static io.weir.conformance.duty.Stage.expect;

import io.weir.conformance.duty.Duty.BrokenException;
import io.weir.conformance.wire.Message;
import io.weir.conformance.wire.RawClient;
import io.weir.conformance.wire.StrictResponses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a client must get, and how long connections last. */
final class ResponseDuties {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String GET_10 = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";
    private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKS = OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

    private final Checks checks = new Checks();

    List<Duty> duties() {
        fields();
        bodiless();
        bodies();
        interim();
        persistence();
        atOnce();
        ends();
        return checks.all();
    }

    private static String ok(String lines) {
        return OK + lines + "Content-Length: 2\r\n\r\nok";
    }

    private void fields() {
        checks.group("fields of responses");
        checks.passesOn(
                "what Connection names is removed",
                "9110 7.6.1",
                GET,
                ok("Connection: X-A\r\nX-A: b\r\n"),
                without("X-A"));
        checks.passesOn(
                "Keep-Alive is removed",
                "9110 7.6.1",
                GET,
                ok("Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"),
                response -> expect(!response.values("Keep-Alive").contains("timeout=5"), "Keep-Alive"));
        checks.passesOn(
                "Proxy-Connection is removed",
                "9110 7.6.1",
                GET,
                ok("Proxy-Connection: close\r\n"),
                without("Proxy-Connection"));
        for (String line : List.of(
                "Date: Thu, 01 Jan 1970 00:00:00 GMT",
                "Server: any/1.0 (x)",
                "ETag: W/\"a\"",
                "Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT",
                "Vary: *",
                "Cache-Control: no-store",
                "Content-Type: a/b;c=\"d\"",
                "Content-Encoding: gzip",
                "Content-Language: en",
                "Location: /x?y#z",
                "WWW-Authenticate: Basic realm=\"a, b\"",
                "Accept-Ranges: none",
                "Retry-After: 5",
                "X-Any: \u00e4 b\tc",
                "Strict-Transport-Security: max-age=0")) {
            String name = line.substring(0, line.indexOf(':'));
            checks.passesOn(
                    name + " stays as it is",
                    "9110 7.6",
                    GET,
                    ok(line + "\r\n"),
                    with(name, line.substring(name.length() + 1).strip()));
        }
        checks.passesOn(
                "Set-Cookie lines stay apart",
                "9110 5.3",
                GET,
                ok("Set-Cookie: a=b, c\r\nSet-Cookie: d=e\r\n"),
                with("Set-Cookie", "a=b, c", "d=e"));
        checks.passesOn(
                "a Date is added where there is none",
                "9110 6.6.1",
                GET,
                ok(""),
                response -> expect(response.has("Date"), "no Date"));
        checks.passesOn(
                "an unknown status goes on",
                "9110 15",
                GET,
                "HTTP/1.1 299 Any\r\nContent-Length: 2\r\n\r\nok",
                response -> expect(response.status() == 299, response.startLine()));
        checks.passesOn(
                "its own version goes on",
                "9110 2.5",
                GET,
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                response -> expect(response.startLine().startsWith("HTTP/1.1"), response.startLine()));
        checks.passesOn(
                "a part stays a part",
                "9110 15.3.7",
                GET,
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nok",
                with("Content-Range", "bytes 0-1/9"));
    }

    private void bodiless() {
        checks.group("responses without body");
        checks.passesOn(
                "to HEAD, with the length of GET",
                "9110 9.3.2",
                HEAD,
                OK + "Content-Length: 500\r\n\r\n",
                with("Content-Length", "500"));
        checks.passesOn("to HEAD, chunked", "9112 6.3", HEAD, OK + "Transfer-Encoding: chunked\r\n\r\n", body(""));
        checks.passesOn(
                "204",
                "9110 15.3.5",
                GET,
                "HTTP/1.1 204 No Content\r\n\r\n",
                without("Content-Length", "Transfer-Encoding"));
        checks.passesOn(
                "304 with its length and ETag",
                "9110 15.4.5",
                GET,
                "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 500\r\n\r\n",
                with("ETag", "\"a\""));
        for (String head :
                List.of("HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n")) {
            checks.add("the connection goes on behind " + head.substring(9, 12), "9112 6.3", stage -> {
                RawClient client = stage.ask(GET);
                stage.arrived().back().send(head);
                Stage.response(client, "GET");
                client.send(GET);
                stage.arrived().back().send(Stage.OK);
                expect(Stage.responses(client, "GET", "GET").get(1).status() == 200, client.received());
            });
        }
        checks.add("the connection goes on behind HEAD", "9112 6.3", stage -> {
            RawClient client = stage.ask(HEAD);
            stage.arrived().back().send(OK + "Content-Length: 500\r\n\r\n");
            Stage.response(client, "HEAD");
            client.send(GET);
            stage.arrived().back().send(Stage.OK);
            expect(Stage.responses(client, "HEAD", "GET").get(1).body().equals("ok"), client.received());
        });
    }

    private void bodies() {
        checks.group("bodies of responses");
        String large = "0123456789abcdef".repeat(16384);
        checks.passesOn(
                "256 KiB by length",
                "9112 6.2",
                GET,
                OK + "Content-Length: " + large.length() + "\r\n\r\n" + large,
                body(large));
        checks.passesOn(
                "in chunks",
                "9112 7.1",
                GET,
                OK + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
                body("hello world"));
        checks.passesOn(
                "in chunks with trailers",
                "9112 7.1.2",
                GET,
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A: b\r\n\r\n",
                body("hello"));
        checks.passesOn(
                "a trailer is no field",
                "9110 6.5.1",
                GET,
                OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A: b\r\n\r\n",
                without("X-A"));
        checks.passesOn(
                "its coding is not touched",
                "9110 7.7",
                "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n",
                OK + "Content-Encoding: foo\r\nContent-Length: 5\r\n\r\n\u001f\u008b\0\u00ff\u0001",
                body("\u001f\u008b\0\u00ff\u0001"));
        checks.add("chunks become plain for HTTP/1.0", "9112 7.1", stage -> {
            RawClient client = stage.ask(GET_10);
            stage.arrived().back().send(CHUNKS);
            expect(Stage.ends(client), "not closed");
            Message response = Stage.response(client, "GET");
            expect(!response.has("Transfer-Encoding") && response.body().equals("hello"), client.received());
        });
        for (String request : List.of(GET, GET_10)) {
            checks.add("until close, for " + request.substring(6, 14), "9112 6.3", stage -> {
                RawClient client = stage.ask(request);
                Back back = stage.arrived().back();
                back.send(OK + "\r\nhello");
                back.close();
                Stage.gets(client, "hello");
                if (!client.received().contains("chunked")) {
                    expect(Stage.ends(client), "not closed");
                }
                expect(Stage.response(client, "GET").body().equals("hello"), client.received());
            });
        }
    }

    private void interim() {
        checks.group("interim responses and Expect");
        String expecting = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
        checks.add("a client that expects 100 gets it, and then its body is sent", "9110 10.1.1", stage -> {
            RawClient client = stage.ask(expecting);
            if (!Stage.gets(client, "HTTP/1.1 100")) {
                stage.await(text -> text.contains("\r\n\r\n")).send("HTTP/1.1 100 Continue\r\n\r\n");
                expect(Stage.gets(client, "HTTP/1.1 100"), "no 100");
            }
            client.send("hello");
            Stage.Arrived arrived = stage.arrived();
            arrived.back().send(Stage.OK);
            expect(
                    arrived.request().body().equals("hello")
                            && Stage.response(client, "POST").status() == 200,
                    client.received());
        });
        checks.add("the server's 100 is what the client gets", "9110 10.1.1", stage -> {
            RawClient client = stage.ask(expecting);
            Back back = stage.await(text -> text.contains("\r\n\r\n"));
            client.readUntilQuiet(Duration.ofMillis(200), Duration.ofMillis(20));
            expect(client.received().isEmpty(), "a 100 before the server's");
            back.send("HTTP/1.1 100 Continue\r\n\r\n");
            expect(Stage.gets(client, "HTTP/1.1 100"), "no 100");
        });
        checks.add("a 417 in its place goes on, without the body", "9110 10.1.1", stage -> {
            RawClient client = stage.ask(expecting);
            stage.await(text -> text.contains("\r\n\r\n"))
                    .send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            expect(Stage.gets(client, " 417 "), "no 417");
        });
        checks.forwards(
                "the expectation of HTTP/1.0 is not passed on",
                "9110 10.1.1",
                "POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
                without("Expect"));
        checks.add("103 goes on, and then the response", "9110 15.2", stage -> {
            RawClient client = stage.ask(GET);
            Back back = stage.arrived().back();
            back.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            expect(Stage.gets(client, "</a>"), "no 103");
            back.send(Stage.OK);
            List<Message> all = Stage.responses(client, "GET");
            expect(all.size() == 2 && all.get(0).status() == 103, client.received());
        });
        checks.add("103 three times", "9110 15.2", stage -> {
            RawClient client = stage.ask(GET);
            stage.arrived().back().send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(3) + Stage.OK);
            expect(Stage.responses(client, "GET").size() == 4, client.received());
        });
        checks.add("102 goes on", "9110 15.2", stage -> {
            RawClient client = stage.ask(GET);
            stage.arrived().back().send("HTTP/1.1 102 Processing\r\n\r\n" + Stage.OK);
            expect(Stage.responses(client, "GET").size() == 2, client.received());
        });
        checks.add("HTTP/1.0 gets none", "9110 15.2", stage -> {
            RawClient client = stage.ask(GET_10);
            stage.arrived().back().send("HTTP/1.1 103 Early Hints\r\n\r\n" + Stage.OK);
            expect(Stage.responses(client, "GET").size() == 1, client.received());
        });
    }

    private void persistence() {
        checks.group("persistence");
        checks.add("a second request on the same connection", "9112 9.3", stage -> twoRequests(stage, GET, false));
        checks.add("close of the client closes behind the response", "9112 9.6", stage -> {
            RawClient client = stage.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            stage.arrived().back().send(Stage.OK);
            expect(Stage.ends(client), "not closed");
            expect(
                    Stage.response(client, "GET")
                            .values("Connection")
                            .toString()
                            .contains("close"),
                    "without the word close");
        });
        checks.add("HTTP/1.0 closes behind the response", "9112 9.3", stage -> {
            RawClient client = stage.ask(GET_10);
            stage.arrived().back().send(Stage.OK);
            expect(Stage.ends(client), "not closed");
        });
        checks.add(
                "HTTP/1.0 with keep-alive persists, and is told so",
                "9112 9.3",
                stage -> twoRequests(stage, "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", true));
        checks.add("answers to a pipeline come in order", "9112 9.3.2", stage -> {
            RawClient client =
                    stage.ask(GET + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
            for (int i = 0; i < 3; i++) {
                Stage.Arrived arrived = stage.arrived();
                arrived.back().send(OK + "X-Target: " + arrived.request().target() + "\r\nContent-Length: 0\r\n\r\n");
            }
            List<String> order = Stage.responses(client, "GET", "GET", "GET").stream()
                    .map(response -> String.join("", response.values("X-Target")))
                    .toList();
            expect(order.equals(List.of("/", "/2", "/3")), order.toString());
        });
        checks.add("what comes behind close is not served", "9112 9.6", stage -> {
            RawClient client = stage.ask(
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            stage.arrived().back().send(Stage.OK);
            Stage.response(client, "GET");
            expect(stage.nothingArrives(), "the server got it");
        });
        checks.add("a back connection is used again", "9112 9.3", stage -> {
            Back first = oneExchange(stage);
            expect(oneExchange(stage) == first, "another one");
        });
        checks.add("a back connection that the server has closed costs no request", "9112 9.3.1", stage -> {
            oneExchange(stage).close();
            Thread.sleep(50);
            oneExchange(stage);
        });
        checks.add("close of the server ends the back connection only", "9112 9.6", stage -> {
            RawClient client = stage.ask(GET);
            stage.arrived().back().send(ok("Connection: close\r\n"));
            Message response = Stage.response(client, "GET");
            if (!response.values("Connection").toString().contains("close")) {
                client.send(GET);
                stage.arrived().back().send(Stage.OK);
                Stage.responses(client, "GET", "GET");
            }
        });
        checks.add("bytes on an idle back connection answer nobody", "9112 9.2", stage -> {
            oneExchange(stage).send(OK + "Content-Length: 6\r\n\r\nhidden");
            Thread.sleep(50);
            oneExchange(stage);
        });
        checks.add("bytes behind a response answer nobody", "9112 9.2", stage -> {
            RawClient client = stage.ask(GET);
            stage.arrived().back().send(Stage.OK + OK + "Content-Length: 6\r\n\r\nhidden");
            Stage.response(client, "GET");
            oneExchange(stage);
        });
        checks.add("a back connection whose client went away is not used again unread", "9112 9.5", stage -> {
            RawClient client = stage.ask(GET);
            Back back = stage.arrived().back();
            client.close();
            Thread.sleep(100);
            back.send(OK + "Content-Length: 6\r\n\r\nhidden");
            oneExchange(stage);
        });
        checks.add("an early response reaches a client that still sends", "9112 9.5", stage -> {
            RawClient client =
                    stage.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(60_000));
            stage.await(text -> text.contains("\r\n\r\n"))
                    .send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
            expect(Stage.gets(client, " 413 "), "no 413");
        });
        checks.add("and its back connection is not used again within the body", "9112 9.5", stage -> {
            RawClient client =
                    stage.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(60_000));
            Back back = stage.await(text -> text.contains("\r\n\r\n"));
            back.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
            Stage.gets(client, " 413 ");
            client.close();
            back.take(back.waiting().length());
            oneExchange(stage);
        });
    }

    private void atOnce() {
        checks.group("bytes go on at once");
        checks.add(
                "the head before the body",
                "9110 7.6",
                stage -> flushed(stage, OK + "Content-Length: 5\r\nX-A: flushed\r\n\r\n"));
        checks.add(
                "a part of a body by length",
                "9110 7.6",
                stage -> flushed(stage, OK + "Content-Length: 500\r\n\r\nflushed"));
        checks.add(
                "a chunk",
                "9110 7.6",
                stage -> flushed(stage, OK + "Transfer-Encoding: chunked\r\n\r\n7\r\nflushed\r\n"));
        checks.add(
                "an event of a stream until close",
                "9110 7.6",
                stage -> flushed(stage, OK + "Content-Type: text/event-stream\r\n\r\ndata: flushed\n\n"));
        checks.add("an event of a chunked stream, and the next", "9110 7.6", stage -> {
            RawClient client = stage.ask(GET);
            Back back = stage.arrived().back();
            back.send(OK + "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
            expect(Stage.gets(client, "data: 1\n\n"), "not the first");
            back.send("9\r\ndata: 2\n\n\r\n");
            expect(Stage.gets(client, "data: 2\n\n"), "not the second");
        });
        checks.add("a part of a request's body", "9110 7.6", stage -> {
            stage.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nflushed");
            stage.await(text -> text.contains("flushed"));
        });
    }

    private void ends() {
        checks.group("the early end of a response");
        checks.add("in a body by length", "9112 8", stage -> cut(stage, OK + "Content-Length: 500\r\n\r\nhello"));
        checks.add("before a body", "9112 8", stage -> cut(stage, OK + "Content-Length: 500\r\n\r\n"));
        checks.add("in a chunk", "9112 8", stage -> cut(stage, OK + "Transfer-Encoding: chunked\r\n\r\nff\r\nhello"));
        checks.add(
                "between chunks",
                "9112 8",
                stage -> cut(stage, OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"));
        checks.add("a reset in a body until close", "9112 8", stage -> {
            RawClient client = stage.ask(GET);
            Back back = stage.arrived().back();
            back.send(OK + "\r\nhello");
            Stage.gets(client, "hello");
            back.reset();
            Stage.ends(client);
            boolean chunked = client.received().contains("chunked");
            boolean whole = chunked ? client.received().endsWith("0\r\n\r\n") : client.ending() == RawClient.Ending.FIN;
            expect(!whole, "it looks whole");
        });
        checks.add("before the head: 502", "9110 15.6.3", stage -> {
            RawClient client = stage.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            stage.arrived().back().close();
            expect(Stage.gets(client, " 502 "), client.received());
        });
        checks.add("in the head: 502", "9110 15.6.3", stage -> {
            RawClient client = stage.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            Back back = stage.arrived().back();
            back.send("HTTP/1.1 200 OK\r\nX-A:");
            back.close();
            expect(Stage.gets(client, " 502 "), client.received());
        });
        checks.add("what is no HTTP: 502", "9110 15.6.3", stage -> {
            RawClient client = stage.ask(GET);
            stage.arrived().back().send("SSH-2.0-any\r\n\r\n");
            expect(Stage.gets(client, " 502 "), client.received());
        });
        checks.add("a response with length and coding: 502, or one of them", "9112 6.3", stage -> {
            RawClient client = stage.ask(GET);
            stage.arrived()
                    .back()
                    .send(OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            Message response = Stage.response(client, "GET");
            expect(response.status() == 502 || response.body().equals("hello"), client.received());
        });
    }

    private static void flushed(Stage stage, String bytes) throws IOException, InterruptedException, BrokenException {
        RawClient client = stage.ask(GET);
        stage.arrived().back().send(bytes);
        expect(Stage.gets(client, "flushed"), "held back");
    }

    private static void cut(Stage stage, String bytes) throws IOException, InterruptedException, BrokenException {
        RawClient client = stage.ask(GET);
        Back back = stage.arrived().back();
        back.send(bytes);
        Thread.sleep(50);
        back.close();
        expect(Stage.ends(client), "not closed");
        boolean fin = client.ending() == RawClient.Ending.FIN;
        boolean whole =
                StrictResponses.read(client.received(), List.of("GET"), fin).isWhole();
        expect(!whole || client.received().contains(" 502 "), "it looks whole");
    }

    private static void twoRequests(Stage stage, String request, boolean mustSayKeepAlive)
            throws IOException, InterruptedException, BrokenException {
        RawClient client = stage.ask(request);
        stage.arrived().back().send(Stage.OK);
        Message response = Stage.response(client, "GET");
        expect(
                !mustSayKeepAlive
                        || response.values("Connection")
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .contains("keep-alive"),
                "Connection: " + response.values("Connection"));
        client.send(request);
        stage.arrived().back().send(Stage.OK);
        Stage.responses(client, "GET", "GET");
    }

    /** Another client's request and the answer that is meant for it. */
    private static Back oneExchange(Stage stage) throws IOException, InterruptedException, BrokenException {
        RawClient client = stage.ask(GET);
        Back back = stage.arrived().back();
        back.send(ok("X-A: own\r\n"));
        with("X-A", "own").at(Stage.response(client, "GET"));
        client.close();
        return back;
    }
}
