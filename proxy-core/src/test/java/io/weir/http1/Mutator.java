package io.weir.http1;

import java.util.List;
import java.util.Random;

/** Makes messages that are nearly well-formed: a seed with a few bytes or pieces put in, taken out or exchanged. */
final class Mutator {

    private static final String BYTES =
            "\u0000\u0001\t\n\u000b\u000c\r\u001f !\"#%&'()*+,-./019:;<=>?@AFXZ[\\]^_`afxz{|}~\u007f\u0080\u00a0\u00ff";
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\n\n",
            "\r",
            " ",
            "  ",
            "\t",
            ":",
            ": ",
            " :",
            ",",
            ", ",
            ";",
            "/",
            "//",
            "#",
            "?",
            "HTTP/1.0",
            "HTTP/1.1",
            "HTTP/1.9",
            "HTTP/2.0",
            "http/1.1",
            "HTTP/",
            "GET ",
            "OPTIONS ",
            "CONNECT ",
            "HEAD ",
            "PRI ",
            "http://",
            "https://a/",
            "http://u@h/",
            "*",
            "[::1]",
            "Host: a\r\n",
            "Host:\r\n",
            "Host: b c\r\n",
            "Host",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Transfer_Encoding: chunked\r\n",
            "Transfer-Encoding:\tchunked\r\n",
            "chunked",
            ", chunked",
            "gzip, ",
            "Content-Length: 5\r\n",
            "Content-Length: 0\r\n",
            "Content-Length: +5\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length:\r\n",
            "Content_Length: 5\r\n",
            "Content-Length",
            "Connection: close\r\n",
            "Connection: keep-alive\r\n",
            "Connection: content-length\r\n",
            "Connection: a, b\r\n",
            "Upgrade: x\r\n",
            "Expect: 100-continue\r\n",
            " folded\r\n",
            "\tfolded\r\n",
            "X: y\r\n",
            "X:\r\n",
            "X\r\n",
            "X : y\r\n",
            "0\r\n\r\n",
            "5\r\nhello\r\n",
            "0",
            "5",
            "a",
            "0x5",
            "+5",
            ";a=b",
            ";a=\"b\"",
            ";a=\"",
            ";",
            "0\r\nHost: a\r\n\r\n",
            "0\r\nX: y\r\n\r\n",
            "fffffffffffffffff\r\n",
            "00000005\r\n",
            "200",
            "204",
            "304",
            "100",
            "101",
            "99",
            "600",
            " OK");

    private final Random random;
    private final List<String> seeds;

    Mutator(long seed, List<String> seeds) {
        random = new Random(seed);
        this.seeds = seeds;
    }

    String next() {
        StringBuilder text = new StringBuilder(seed());
        for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
            mutate(text);
        }
        return text.toString();
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 2));
        switch (random.nextInt(8)) {
            case 0 -> text.insert(at, BYTES.charAt(random.nextInt(BYTES.length())));
            case 1 ->
                text.replace(
                        at, end, BYTES.substring(random.nextInt(BYTES.length())).substring(0, 1));
            case 2 -> text.delete(at, end);
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            case 5 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
            case 6 -> text.insert(lineStart(text, at), PIECES.get(random.nextInt(PIECES.size())));
            default -> text.replace(at, text.length(), tail(seed()));
        }
    }

    private String seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private String tail(String text) {
        return text.substring(random.nextInt(text.length()));
    }

    private static int lineStart(StringBuilder text, int at) {
        return text.lastIndexOf("\n", at - 1) + 1;
    }
}
