package io.weir.conformance.corpus;

import io.weir.conformance.corpus.Reply.After;
import io.weir.conformance.wire.Latin1;
import java.util.ArrayList;
import java.util.List;

/** Responses: their framing, their heads, two in the place of one, and the end that comes too early. */
final class ReplyTables {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String EMPTY = OK + "Content-Length: 0\r\n\r\n";
    /** A response that nobody has asked for. Were it sent on, a canary would get it. */
    private static final String SECOND = OK + "Content-Length: 6\r\nX-Echo: hidden\r\n\r\nhidden";

    private static final List<String> LENGTHS = List.of(
            " +5",
            " -5",
            " 05",
            " 0x5",
            " 5,5",
            " 5, 5",
            " 5, 6",
            " 5;",
            " \"5\"",
            " 5 5",
            " five",
            "",
            " 18446744073709551621",
            " 5\0",
            " 5\u000b",
            " 5\r\nContent-Length: 5",
            " 5\r\nContent-Length: 6",
            " 6\r\nContent-Length: 5",
            " 5\r\n 0",
            "\r\n 5",
            " 5\r\nContent_Length: 50",
            " 5.0",
            " 0\r\nContent-Length: 5");

    private static final List<String> CODINGS = List.of(
            " xchunked",
            " chunked, identity",
            " identity",
            " gzip",
            " gzip, chunked",
            " chunked, chunked",
            " chunked\r\nTransfer-Encoding: chunked",
            " chunked\u000b",
            " \u000bchunked",
            " \"chunked\"",
            " chunked;a",
            "",
            " chunked\r\n identity",
            "\r\n chunked",
            " chunked,",
            " , chunked",
            " cow");

    private static final List<String> CHUNKS = List.of(
            "+5\r\nhello\r\n0\r\n\r\n",
            "0x5\r\nhello\r\n0\r\n\r\n",
            "5 \r\nhello\r\n0\r\n\r\n",
            " 5\r\nhello\r\n0\r\n\r\n",
            "5\nhello\r\n0\r\n\r\n",
            "5\r\nhello0\r\n\r\n",
            "5\r\nhelloXX0\r\n\r\n",
            "5\r\nhello\r\n0\r\n",
            "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n",
            "g\r\nhello\r\n0\r\n\r\n",
            "-1\r\nhello\r\n0\r\n\r\n",
            "10000000000000005\r\nhello\r\n0\r\n\r\n",
            "5;a\r\nhello\r\n0\r\n\r\n",
            "5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n",
            "5\r\nhello\r\n0\r\nSet-Cookie: a=b\r\n\r\n",
            "5\r\nhello\r\n0\r\nX-A: b\r\n c\r\n\r\n",
            "5\r\nhello\r\n0\n\n",
            "5\r\nhello\r\n\r\n0\r\n\r\n");

    private static final List<String> STATUS_LINES = List.of(
            "HTTP/2.0 200 OK",
            "HTTP/0.9 200 OK",
            "HTTP/1.1 20 OK",
            "HTTP/1.1 2000 OK",
            "HTTP/1.1 099 OK",
            "HTTP/1.1 600 OK",
            "HTTP/1.1 999 OK",
            "HTTP/1.1  200 OK",
            "HTTP/1.1 200",
            "HTTP/1.1\t200 OK",
            "http/1.1 200 OK",
            "ICY 200 OK",
            "HTTP/1.1 200 OK\0",
            " HTTP/1.1 200 OK",
            "\r\nHTTP/1.1 200 OK",
            "HTTP/1.1 2x0 OK",
            "HTTP/1.1 -200 OK",
            "HTTP/1.1 200OK",
            "HTTP/1.1 200 O\rK",
            "HTTP/1.2 200 OK",
            "<html>");

    private static final List<String> LINES = List.of(
            "X-A: b\n",
            "X-A: b\r",
            "X-A: b\rX-B: c\r\n",
            "X-A: b\0\r\n",
            "X-A: b\r\n c\r\n",
            "X-A\r\n",
            " X-A: b\r\n",
            "X-A : b\r\n",
            ": b\r\n",
            "X A: b\r\n",
            "X-A: \u007f\r\n",
            "X\u00e4: b\r\n",
            "Location: /x\r\r\nX: y\r\n",
            "Transfer_Encoding: chunked\r\n",
            "Content-Length : 50\r\n",
            "Transfer-Encoding : chunked\r\n",
            " Transfer-Encoding: chunked\r\n",
            "X: y\nTransfer-Encoding: chunked\r\n",
            "Connection: content-length\r\n",
            "Connection: close, x-a\r\nX-A: b\r\n",
            "X-A: " + "b".repeat(20_000) + "\r\n");

    private ReplyTables() {}

    static List<Reply> replies() {
        List<Reply> replies = new ArrayList<>();
        for (String value : LENGTHS) {
            replies.add(reply("response length", value, OK + "Content-Length:" + value + "\r\n\r\nhello")
                    .then(After.CLOSE));
        }
        for (String value : CODINGS) {
            replies.add(reply(
                            "response coding",
                            value,
                            OK + "Transfer-Encoding:" + value + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                    .then(After.CLOSE));
            replies.add(reply(
                            "response coding beside length",
                            value,
                            OK + "Content-Length: 5\r\nTransfer-Encoding:" + value + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                    .then(After.CLOSE));
        }
        for (String chunks : CHUNKS) {
            replies.add(reply("response chunks", chunks, OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks));
        }
        for (String line : STATUS_LINES) {
            replies.add(reply("status line", line, line + "\r\nContent-Length: 5\r\n\r\nhello")
                    .then(After.CLOSE));
        }
        for (String line : LINES) {
            replies.add(reply("response field line", line, OK + line + "Content-Length: 5\r\n\r\nhello")
                    .then(After.CLOSE));
        }
        splitting(replies);
        bodiless(replies);
        ends(replies);
        return replies;
    }

    private static void splitting(List<Reply> replies) {
        String group = "response splitting";
        replies.add(reply(group, "two at once", EMPTY + SECOND));
        replies.add(reply(group, "the second later", EMPTY).later(SECOND));
        replies.add(reply(group, "behind a body", OK + "Content-Length: 5\r\n\r\nhello" + SECOND));
        replies.add(reply(group, "behind a body, later", OK + "Content-Length: 5\r\n\r\nhello")
                .later(SECOND));
        replies.add(reply(
                group, "behind chunks", OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + SECOND));
        replies.add(
                reply(group, "behind chunks, later", OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                        .later(SECOND));
        replies.add(reply(group, "an empty line behind", EMPTY + "\r\n"));
        replies.add(reply(group, "a byte behind, later", EMPTY).later("X"));
        replies.add(
                reply(group, "half a response behind, later", EMPTY).later("HTTP/1.1 200 OK\r\nX-Echo: hidden\r\n"));
        replies.add(reply(group, "body longer than its length", OK + "Content-Length: 2\r\n\r\nhello"));
        replies.add(reply(group, "an interim response behind", EMPTY).later("HTTP/1.1 100 Continue\r\n\r\n"));
        replies.add(reply(group, "behind a response to HEAD", OK + "Content-Length: 5\r\n\r\n" + SECOND)
                .to("HEAD"));
        replies.add(reply(group, "behind a 204", "HTTP/1.1 204 No Content\r\n\r\n" + SECOND));
        replies.add(reply(group, "behind a 304", "HTTP/1.1 304 Not Modified\r\n\r\n" + SECOND));
        replies.add(reply(group, "behind close", OK + "Connection: close\r\nContent-Length: 0\r\n\r\n" + SECOND));
        replies.add(reply(group, "without length, kept open", OK + "\r\nhello"));
    }

    private static void bodiless(List<Reply> replies) {
        String group = "no body allowed";
        replies.add(reply(group, "HEAD with body", OK + "Content-Length: 5\r\n\r\nhello")
                .to("HEAD"));
        replies.add(reply(group, "HEAD with chunks", OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                .to("HEAD"));
        replies.add(
                reply(group, "204 with length and body", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"));
        replies.add(reply(
                group,
                "204 with chunks",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
        replies.add(reply(group, "304 with body", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello"));
        replies.add(reply(group, "304 with coding", "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"));
        replies.add(reply(group, "100 unasked", "HTTP/1.1 100 Continue\r\n\r\n" + EMPTY));
        replies.add(reply(
                group, "100 with length and body", "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhello" + EMPTY));
        replies.add(
                reply(group, "100 with coding", "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n" + EMPTY));
        replies.add(reply(
                group,
                "101 unasked",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n" + SECOND));
        replies.add(
                reply(group, "103 twenty times", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(20) + EMPTY));
        replies.add(reply(group, "102 and nothing more", "HTTP/1.1 102 Processing\r\n\r\n")
                .then(After.CUT));
    }

    private static void ends(List<Reply> replies) {
        String group = "early end";
        replies.add(reply(group, "at once", "").then(After.CUT));
        replies.add(reply(group, "in the status line", "HTTP/1.1 2").then(After.CUT));
        replies.add(reply(group, "in the head", OK + "Content-Length: 5\r\n").then(After.CUT));
        replies.add(reply(group, "in a body", OK + "Content-Length: 500\r\n\r\nhello")
                .then(After.CUT));
        replies.add(reply(group, "before a body", OK + "Content-Length: 500\r\n\r\n")
                .then(After.CUT));
        replies.add(reply(group, "in a chunk", OK + "Transfer-Encoding: chunked\r\n\r\nff\r\nhello")
                .then(After.CUT));
        replies.add(reply(group, "between chunks", OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                .then(After.CUT));
        replies.add(reply(group, "in trailers", OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A: b\r\n")
                .then(After.CUT));
        replies.add(reply(group, "before chunks", OK + "Transfer-Encoding: chunked\r\n\r\n")
                .then(After.CUT));
        replies.add(reply(
                        "HTTP/1.0 server",
                        "coding",
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                .then(After.CLOSE));
        replies.add(reply(
                        "HTTP/1.0 server",
                        "coding and length",
                        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                .then(After.CLOSE));
        replies.add(reply("HTTP/1.0 server", "until close", "HTTP/1.0 200 OK\r\n\r\nhello")
                .then(After.CLOSE));
        replies.add(reply(
                        "HTTP/1.0 server",
                        "keep-alive and a second",
                        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n")
                .later(SECOND));
    }

    private static Reply reply(String group, String name, String bytes) {
        String shown = Latin1.shown(name);
        return Reply.of(
                group,
                shown.length() > 80
                        ? shown.substring(0, 20) + "... (" + name.length() + " bytes)"
                        : shown.isEmpty() ? "(empty)" : shown,
                bytes);
    }
}
