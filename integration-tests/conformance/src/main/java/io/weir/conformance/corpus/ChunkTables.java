package io.weir.conformance.corpus;

import static io.weir.conformance.corpus.Requests.HIDDEN;
import static io.weir.conformance.corpus.Requests.chunked;
import static io.weir.conformance.corpus.Requests.post;

import io.weir.conformance.wire.Latin1;
import java.util.ArrayList;
import java.util.List;

/** Chunks: their sizes, extensions and ends, the last of them, and trailers. */
final class ChunkTables {

    // Each in the place of a chunk's first line, line end included.
    private static final List<String> SIZES = List.of(
            "5 \r\n",
            " 5\r\n",
            "5\t\r\n",
            "+5\r\n",
            "-5\r\n",
            "0x5\r\n",
            "05\r\n",
            "0000000000000000000000005\r\n",
            "5\n",
            "5\r",
            "5\r\r\n",
            "5\n\r\n",
            "5\0\r\n",
            "5\u000b\r\n",
            "5\f\r\n",
            "5g\r\n",
            "g\r\n",
            "\r\n",
            "5,5\r\n",
            "5 5\r\n",
            "5.0\r\n",
            "5h\r\n",
            "\"5\"\r\n",
            "5:\r\n",
            "100000005\r\n",
            "10000000000000005\r\n",
            "8000000000000005\r\n",
            "FFFFFFFFFFFFFFFF\r\n",
            "FFFFFFFFFFFFFFFB\r\n",
            "5\u00a0\r\n",
            "\n5\r\n",
            "\r\n5\r\n",
            "5_\r\n",
            "5L\r\n",
            "\u00b25\r\n");

    private static final List<String> EXTENSIONS = List.of(
            ";\r\n",
            ";a\r\n",
            ";a=b\r\n",
            ";a=\"b c\"\r\n",
            ";a=\"b\nc\"\r\n",
            ";a=\"b\r\nc\"\r\n",
            ";a=\"b\r\n",
            ";\n",
            ";a\n",
            ";a\r",
            ";a\r\r\n",
            " ;a\r\n",
            "; a = b\r\n",
            ";a=\r\n",
            ";=b\r\n",
            ";;a\r\n",
            ";a b\r\n",
            ";a\0\r\n",
            ";a=\"\\\r\n",
            ";a\u00a0\r\n",
            ";a\u000b\r\n",
            ";a;b;c=d\r\n",
            ";a=\"\\\"\"\r\n",
            ";" + "a".repeat(5000) + "\r\n",
            ";a\nb\r\n",
            ";a=b\n0\r\n");

    private static final List<String> ENDS = List.of(
            "", "\n", "\r", "\n\r", "XX", "\r\n\r\n", "\r\nX", " \r\n", "\r\r\n", "\0\r\n", "X\r\n", ";\r\n", "\r\n ");

    // Each in the place of the last chunk and the empty line behind it.
    private static final List<String> LAST = List.of(
            "00\r\n\r\n",
            "0000000000000000000000\r\n\r\n",
            "0;x\r\n\r\n",
            "0 \r\n\r\n",
            "0\n\r\n",
            "0\r\n\n",
            "0\n\n",
            "0\r\r\n\r\n",
            "0\r\n\r",
            "0\r\n\rX",
            "-0\r\n\r\n",
            "+0\r\n\r\n",
            "0x0\r\n\r\n",
            "\r\n\r\n",
            "0\r\nX",
            "0\r\n \r\n",
            "0",
            "0\r\n",
            "0;\r\n\r\n",
            "0\0\r\n\r\n",
            "z\r\n\r\n",
            "0\r\n\0\r\n");

    private static final List<String> TRAILERS = List.of(
            "X-A: b\r\n",
            "Content-Length: 50\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: b\r\n",
            "Connection: close\r\n",
            "Trailer: x\r\n",
            "Authorization: Basic eA==\r\n",
            "Cookie: a=b\r\n",
            "X-Forwarded-For: 1.2.3.4\r\n",
            "X_Forwarded_Prefix: /b\r\n",
            "X-Real-IP: 1.2.3.4\r\n",
            "True.Client.IP: 1.2.3.4\r\n",
            "Content.Length: 50\r\n",
            "Content_Length: 50\r\n",
            "Content-Length : 50\r\n",
            " X-A: b\r\n",
            "X-A: b\r\n c\r\n",
            "X-A: b\n",
            "X-A\r\n",
            "X-A: b\rX-B: c\r\n",
            "X-A: \0\r\n",
            ": b\r\n",
            "X A: b\r\n",
            "X-A: b\n\n",
            "X-A: " + "b".repeat(20_000) + "\r\n",
            "X-A: b\r\nX-A: c\r\n",
            "GET /hidden HTTP/1.1\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: h2c\r\n");

    private ChunkTables() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        for (String size : SIZES) {
            attacks.add(attack("chunk size", size, chunked(size + "hello\r\n0\r\n\r\n")));
        }
        for (String extension : EXTENSIONS) {
            attacks.add(attack("chunk extension", extension, chunked("5" + extension + "hello\r\n0\r\n\r\n" + HIDDEN)));
        }
        for (String end : ENDS) {
            attacks.add(attack("chunk end", end, chunked("5\r\nhello" + end + "0\r\n\r\n")));
        }
        for (String last : LAST) {
            attacks.add(attack("last chunk", last, chunked("5\r\nhello\r\n" + last + HIDDEN)));
        }
        for (String trailer : TRAILERS) {
            attacks.add(attack("trailer", trailer, chunked("5\r\nhello\r\n0\r\n" + trailer + "\r\n" + HIDDEN)));
        }
        attacks.add(attack(
                "trailer",
                "announced framing",
                post("Trailer: Content-Length\r\nTransfer-Encoding: chunked\r\n", "0\r\nContent-Length: 5\r\n\r\n")));
        attacks.add(attack("chunk size", "bytes one by one", chunked("1\r\na\r\n".repeat(500) + "0\r\n\r\n" + HIDDEN)));
        attacks.add(attack(
                "chunk size",
                "an extension for each byte",
                chunked(("1;" + "x".repeat(200) + "\r\na\r\n").repeat(200) + "0\r\n\r\n")));
        return attacks;
    }

    private static Attack attack(String group, String name, String bytes) {
        String shown = Latin1.shown(name);
        return Attack.of(
                group,
                shown.length() > 60 ? shown.substring(0, 20) + "... (" + name.length() + " bytes)" : shown,
                bytes);
    }
}
