package io.weir.conformance.corpus;

import static io.weir.conformance.corpus.Requests.HIDDEN;
import static io.weir.conformance.corpus.Requests.HIDDEN_BEHIND_END;
import static io.weir.conformance.corpus.Requests.HIDDEN_IN_CHUNK;
import static io.weir.conformance.corpus.Requests.get;
import static io.weir.conformance.corpus.Requests.head;
import static io.weir.conformance.corpus.Requests.length;
import static io.weir.conformance.corpus.Requests.post;

import java.util.ArrayList;
import java.util.List;

/** What spans more than one head: HTTP/1.0, Expect, Upgrade, pipelines, bytes that come late or never. */
final class ExchangeTables {

    private static final String CODING = "Transfer-Encoding: chunked\r\n";
    private static final List<String> EXPECTATIONS = List.of(
            "100-continue",
            "100-Continue",
            "100-continue, foo",
            "foo",
            "",
            "100-continue\u000b",
            "\"100-continue\"",
            "100-continue;a",
            "100",
            "100-continue\r\nExpect: 100-continue",
            "y 100-continue");
    private static final List<String> UPGRADES = List.of("h2c", "websocket", "HTTP/2.0", "TLS/1.0", "foo", "");

    private ExchangeTables() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        http10(attacks);
        expectations(attacks);
        upgrades(attacks);
        pipelines(attacks);
        pauses(attacks);
        unfinished(attacks);
        return attacks;
    }

    private static void http10(List<Attack> attacks) {
        String post = "POST /asked HTTP/1.0\r\nHost: a\r\nX-Token: asked\r\n";
        String alive = "Connection: keep-alive\r\n";
        add(attacks, "HTTP/1.0", "coding", post + alive + CODING + "\r\n" + HIDDEN_IN_CHUNK);
        add(
                attacks,
                "HTTP/1.0",
                "coding and length",
                post + alive + CODING + length(HIDDEN_BEHIND_END) + "\r\n" + HIDDEN_BEHIND_END);
        add(attacks, "HTTP/1.0", "length", post + alive + length(HIDDEN) + "\r\n" + HIDDEN);
        add(attacks, "HTTP/1.0", "no length", post + alive + "\r\n" + HIDDEN);
        add(attacks, "HTTP/1.0", "no keep-alive, bytes behind", post + length("hello") + "\r\nhello" + HIDDEN);
        add(attacks, "HTTP/1.0", "no Host", "GET /asked HTTP/1.0\r\nX-Token: asked\r\n\r\n");
        add(attacks, "HTTP/1.0", "two Hosts", "GET /asked HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n");
        add(attacks, "HTTP/1.0", "Expect", post + "Expect: 100-continue\r\n" + length("hello") + "\r\nhello");
        add(
                attacks,
                "HTTP/1.0",
                "repeated length",
                post + alive + "Content-Length: 0\r\n" + length(HIDDEN) + "\r\n" + HIDDEN);
        add(
                attacks,
                "HTTP/1.0",
                "then 1.1",
                "GET /asked HTTP/1.0\r\nHost: a\r\nX-Token: asked\r\n" + alive + "\r\n" + get(""));
        add(attacks, "HTTP/1.0", "1.1 then chunked 1.0", get("") + post + CODING + "\r\n" + HIDDEN_IN_CHUNK);
    }

    private static void expectations(List<Attack> attacks) {
        for (String expectation : EXPECTATIONS) {
            String expect = "Expect: " + expectation + "\r\n";
            String shown = io.weir.conformance.wire.Latin1.shown(expectation);
            add(attacks, "expect", shown, post(expect + length(HIDDEN), HIDDEN));
            attacks.add(new Attack(
                    "expect",
                    shown + " body later",
                    List.of(Step.now(post(expect + length(HIDDEN), "")), Step.later(HIDDEN))));
        }
        add(attacks, "expect", "GET without body", get("Expect: 100-continue\r\n") + HIDDEN);
        add(attacks, "expect", "chunked", post("Expect: 100-continue\r\n" + CODING, HIDDEN_IN_CHUNK));
        add(attacks, "expect", "HEAD with body", head("HEAD", "Expect: 100-continue\r\n" + length(HIDDEN)) + HIDDEN);
        add(attacks, "expect", "length 0", post("Expect: 100-continue\r\nContent-Length: 0\r\n", HIDDEN));
        attacks.add(new Attack(
                "expect",
                "no body ever",
                List.of(Step.now(post("Expect: 100-continue\r\nContent-Length: 50\r\n", "")))));
        attacks.add(new Attack(
                "expect",
                "another request in the place of the body",
                List.of(Step.now(post("Expect: 100-continue\r\nContent-Length: 500\r\n", "")), Step.later(HIDDEN))));
    }

    private static void upgrades(List<Attack> attacks) {
        for (String protocol : UPGRADES) {
            add(attacks, "upgrade", protocol, get("Connection: Upgrade\r\nUpgrade: " + protocol + "\r\n") + HIDDEN);
            add(
                    attacks,
                    "upgrade",
                    protocol + " with body",
                    post("Connection: Upgrade\r\nUpgrade: " + protocol + "\r\n" + length(HIDDEN), HIDDEN));
        }
        add(
                attacks,
                "upgrade",
                "h2c with settings",
                get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"));
        add(
                attacks,
                "upgrade",
                "websocket of a wrong version",
                get("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\nSec-WebSocket-Key: x\r\n")
                        + HIDDEN);
        add(attacks, "upgrade", "without the option", get("Upgrade: websocket\r\n") + HIDDEN);
    }

    private static void pipelines(List<Attack> attacks) {
        String get = get("");
        add(attacks, "pipeline", "five", get.repeat(5));
        add(
                attacks,
                "pipeline",
                "with bodies",
                post(length("hello"), "hello") + post(CODING, "5\r\nhello\r\n0\r\n\r\n") + get);
        add(attacks, "pipeline", "empty line between", get + "\r\n" + get);
        add(attacks, "pipeline", "three empty lines between", get + "\r\n\r\n\r\n" + get);
        add(attacks, "pipeline", "LF between", get + "\n" + get);
        add(attacks, "pipeline", "NUL between", get + "\0" + get);
        add(attacks, "pipeline", "space between", get + " " + get);
        add(attacks, "pipeline", "garbage behind", get + "XYZ");
        add(attacks, "pipeline", "bad request behind", get + "GET /asked HTTP/1.1\r\nHost : a\r\n\r\n" + HIDDEN);
        add(attacks, "pipeline", "behind close", get("Connection: close\r\n") + HIDDEN);
        add(attacks, "pipeline", "behind HEAD", head("HEAD", "") + get);
        add(attacks, "pipeline", "behind a length that is one too long", post("Content-Length: 6\r\n", "hello") + get);
        add(attacks, "pipeline", "behind a length that is one too short", post("Content-Length: 4\r\n", "hello") + get);
        add(attacks, "pipeline", "behind CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n" + HIDDEN);
        add(attacks, "pipeline", "behind TRACE", head("TRACE", "") + get);
        add(attacks, "pipeline", "behind OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" + get);
        add(
                attacks,
                "pipeline",
                "response in the place of a request",
                get + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        add(attacks, "pipeline", "thirty", get.repeat(30));
    }

    private static void pauses(List<Attack> attacks) {
        String whole = post(length(HIDDEN), HIDDEN);
        int body = whole.length() - HIDDEN.length();
        for (int cut : List.of(1, 4, 20, 21, 30, body - 3, body - 2, body - 1, body, body + 1, body + 20)) {
            attacks.add(split("pause", "at byte " + cut, whole, cut));
        }
        String chunks = post(CODING, "5\r\nhello\r\n0\r\n\r\n");
        for (int back = 1; back < 16; back++) {
            attacks.add(split("pause", "chunked, " + back + " bytes before the end", chunks, chunks.length() - back));
        }
        String both = post(length(HIDDEN_BEHIND_END) + CODING, HIDDEN_BEHIND_END);
        attacks.add(
                split("pause", "length and coding, before the body", both, both.length() - HIDDEN_BEHIND_END.length()));
        attacks.add(
                split("pause", "length and coding, before the hidden request", both, both.length() - HIDDEN.length()));
        attacks.add(split("pause", "behind a request", get("") + HIDDEN, get("").length()));
        attacks.add(split("pause", "in an empty line before a request", "\r\n" + get(""), 1));
        attacks.add(split(
                "pause", "between CR and a byte that is no LF", "GET /asked HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", 29));
    }

    private static void unfinished(List<Attack> attacks) {
        add(attacks, "unfinished body", "length", post("Content-Length: 500\r\n", HIDDEN));
        add(attacks, "unfinished body", "large length", post("Content-Length: 100000\r\n", HIDDEN.repeat(20)));
        add(attacks, "unfinished body", "chunk", post(CODING, "ff\r\n" + HIDDEN));
        add(attacks, "unfinished body", "between chunks", post(CODING, "5\r\nhello\r\n"));
        add(
                attacks,
                "unfinished body",
                "bad chunk behind much body",
                post(CODING, "4000\r\n" + "x".repeat(0x4000) + "\r\nX\r\n" + HIDDEN));
        add(attacks, "unfinished body", "trailers", post(CODING, "0\r\nX-A: b\r\n"));
        attacks.add(split(
                "unfinished body",
                "bad chunk after a pause",
                post(CODING, "5\r\nhello\r\nX\r\n" + HIDDEN),
                post(CODING, "").length() + 10));
        attacks.add(split(
                "unfinished body",
                "body long after the response",
                post("Content-Length: 100000\r\n", HIDDEN.repeat(4)),
                post("Content-Length: 100000\r\n", "").length()));
    }

    private static Attack split(String group, String name, String bytes, int at) {
        return new Attack(group, name, List.of(Step.now(bytes.substring(0, at)), Step.later(bytes.substring(at))));
    }

    private static void add(List<Attack> attacks, String group, String name, String bytes) {
        attacks.add(Attack.of(group, name.isEmpty() ? "(empty)" : name, bytes));
    }
}
