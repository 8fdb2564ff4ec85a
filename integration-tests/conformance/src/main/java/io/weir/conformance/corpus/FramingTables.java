package io.weir.conformance.corpus;

import static io.weir.conformance.corpus.Requests.HIDDEN;
import static io.weir.conformance.corpus.Requests.HIDDEN_BEHIND_END;
import static io.weir.conformance.corpus.Requests.HIDDEN_IN_CHUNK;
import static io.weir.conformance.corpus.Requests.get;
import static io.weir.conformance.corpus.Requests.head;
import static io.weir.conformance.corpus.Requests.length;
import static io.weir.conformance.corpus.Requests.post;

import io.weir.conformance.wire.Latin1;
import java.util.ArrayList;
import java.util.List;

/** Content-Length and Transfer-Encoding: their values, their names, both together, and requests that need no body. */
final class FramingTables {

    // %d is the true length of the body.
    private static final List<String> LENGTHS = List.of(
            " +%d",
            " -%d",
            " 0%d",
            " 00000000000000000000%d",
            " 0x%x",
            " %d.0",
            " %de0",
            " %d,%<d",
            " %d, %<d",
            " %d ,%<d",
            " 0, %d",
            " %d, 0",
            " %d,",
            " ,%d",
            " %d;",
            " %d; a=b",
            " \"%d\"",
            " '%d'",
            " %d %<d",
            " %d 0",
            " 0 %d",
            " %d_",
            " %dL",
            " %d\u00a0",
            " \u00a0%d",
            " %d\0",
            " \0%d",
            " %d\u000b",
            " \u000b%d",
            " %d\f",
            " %d\r",
            " %d\u0085",
            "\u000b%d",
            "%d",
            "\t%d",
            " %d\t",
            "  %d  ",
            " ",
            "",
            " five",
            " -0",
            " +0",
            " 00",
            " 0",
            " 1e1",
            " 18446744073709551616",
            " 9223372036854775808",
            " 99999999999999999999999999",
            " 0b11",
            " %d\u007f",
            " \u00b2%d",
            " 0%o",
            " %d/1",
            " <%d>",
            " (x) %d");

    // Each in the place of "Content-Length:".
    private static final List<String> LENGTH_NAMES = List.of(
            "Content-Length :",
            "Content-Length\t:",
            "Content-Length\u000b:",
            "Content-Length\0:",
            "Content-Length\r:",
            "Content-Length\u00a0:",
            "Content-Length\r\n :",
            " Content-Length:",
            "\tContent-Length:",
            "\0Content-Length:",
            "\u000bContent-Length:",
            "Content_Length:",
            "Content Length:",
            "Content.Length:",
            "Content--Length:",
            "Content\u00adLength:",
            "ContentLength:",
            "CONTENT_LENGTH:",
            "CONTENT-LENGTH:",
            "content-length:",
            "Content-Length",
            "Content-Length;",
            "Content-Length=",
            "X: y\rContent-Length:",
            "X: y\nContent-Length:",
            "X: y\n\rContent-Length:",
            "X: y\r\n Content-Length:",
            "X: y\r\n\tContent-Length:",
            "X: y\r\r\nContent-Length:",
            "X: y\0\r\nContent-Length:",
            "X: y\u0085Content-Length:",
            "\"Content-Length\":",
            "Content-Length\\:",
            "Content-Length::",
            ":Content-Length:",
            "Content-Length,X:");

    private static final List<String> CODINGS = List.of(
            " Chunked",
            " CHUNKED",
            " chunked ",
            " chunked\t",
            "\tchunked",
            "chunked",
            " \u000bchunked",
            " chunked\u000b",
            " chunked\f",
            " chunked\0",
            " \0chunked",
            " chunked\u007f",
            " chunked\u00a0",
            " \u00a0chunked",
            " \u00ffchunked",
            " chunked\u0085",
            " xchunked",
            " chunkedx",
            " chunke",
            " x-chunked",
            " chunked, identity",
            " identity, chunked",
            " identity",
            " chunked, chunked",
            " gzip, chunked",
            " gzip",
            " chunked, gzip",
            " chunked;q=1",
            " chunked; a=b",
            " \"chunked\"",
            " 'chunked'",
            " chunked,",
            " , chunked",
            " ,,chunked",
            " chunked identity",
            " chunked;",
            " cow",
            " cow, chunked",
            " cow chunked",
            "",
            " none",
            " null",
            " \\chunked",
            " chun\\ked",
            " chun ked",
            " chun\u00e7ked",
            " chunKED\r",
            " trailers",
            " deflate, chunked",
            " chunked\r\n ",
            " \r\n chunked",
            " \r\n\tchunked",
            " \n chunked",
            " chunked\r\n identity",
            " identity\r\n chunked",
            " chunked\r\nTransfer-Encoding: chunked",
            " chunked\r\nTransfer-Encoding: identity",
            " identity\r\nTransfer-Encoding: chunked",
            " chunked\r\nTransfer-Encoding:",
            " cow\r\nTransfer-Encoding: chunked",
            " chunked\r\ntransfer-encoding: cow",
            " gzip\r\nTransfer-Encoding: chunked");

    // Each in the place of "Transfer-Encoding:".
    private static final List<String> CODING_NAMES = List.of(
            "Transfer-Encoding :",
            "Transfer-Encoding\t:",
            "Transfer-Encoding\u000b:",
            "Transfer-Encoding\0:",
            "Transfer-Encoding\r:",
            "Transfer-Encoding\r\n :",
            " Transfer-Encoding:",
            "\tTransfer-Encoding:",
            "\0Transfer-Encoding:",
            "Transfer_Encoding:",
            "TRANSFER_ENCODING:",
            "Transfer Encoding:",
            "Transfer.Encoding:",
            "Transfer\u00adEncoding:",
            "TransferEncoding:",
            "TRANSFER-ENCODING:",
            "transfer-encoding:",
            "Transfer-Encoding",
            "Transfer-Encoding=",
            "X: y\rTransfer-Encoding:",
            "X: y\nTransfer-Encoding:",
            "X: y\n\rTransfer-Encoding:",
            "X: y\r\n Transfer-Encoding:",
            "X: y\r\r\nTransfer-Encoding:",
            "Foo\r\nTransfer-Encoding:",
            "\"Transfer-Encoding\":",
            "Transfer-Encoding::",
            "Transfer-Encoding\u00a0:",
            "Tr\u00e4nsfer-Encoding:");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "DELETE", "OPTIONS", "PUT", "PATCH", "TRACE", "QUERY", "CONNECT");

    private FramingTables() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        for (String value : LENGTHS) {
            String shown = value.contains("%") ? String.format(value, HIDDEN.length()) : value;
            attacks.add(attack("length value", shown, post("Content-Length:" + shown + "\r\n", HIDDEN)));
        }
        for (String name : LENGTH_NAMES) {
            attacks.add(attack("length name", name, post(name + " " + HIDDEN.length() + "\r\n", HIDDEN)));
        }
        for (String value : CODINGS) {
            String coding = "Transfer-Encoding:" + value + "\r\n";
            attacks.add(attack("coding value", value, post(coding, HIDDEN_IN_CHUNK)));
            attacks.add(attack(
                    "coding value beside length", value, post(length(HIDDEN_BEHIND_END) + coding, HIDDEN_BEHIND_END)));
        }
        for (String name : CODING_NAMES) {
            String coding = name + " chunked\r\n";
            attacks.add(attack("coding name", name, post(length(HIDDEN_BEHIND_END) + coding, HIDDEN_BEHIND_END)));
            attacks.add(
                    attack("coding name before length", name, post(coding + "Content-Length: 4\r\n", HIDDEN_IN_CHUNK)));
        }
        both(attacks);
        repeated(attacks);
        unexpectedBodies(attacks);
        return attacks;
    }

    private static void both(List<Attack> attacks) {
        String coding = "Transfer-Encoding: chunked\r\n";
        attacks.add(attack(
                "length and coding", "length first", post(length(HIDDEN_BEHIND_END) + coding, HIDDEN_BEHIND_END)));
        attacks.add(attack(
                "length and coding", "coding first", post(coding + length(HIDDEN_BEHIND_END), HIDDEN_BEHIND_END)));
        attacks.add(
                attack("length and coding", "short length", post("Content-Length: 4\r\n" + coding, HIDDEN_IN_CHUNK)));
        attacks.add(attack("length and coding", "length 0", post("Content-Length: 0\r\n" + coding, HIDDEN_IN_CHUNK)));
        attacks.add(attack("length and coding", "agreeing", post("Content-Length: 5\r\n" + coding, "0\r\n\r\n")));
        attacks.add(attack("length and coding", "in GET", get("Content-Length: 5\r\n" + coding) + "0\r\n\r\n"));
        attacks.add(attack("length and coding", "bad length", post("Content-Length: x\r\n" + coding, "0\r\n\r\n")));
        attacks.add(attack("length and coding", "empty length", post("Content-Length:\r\n" + coding, "0\r\n\r\n")));
    }

    private static void repeated(List<Attack> attacks) {
        String whole = length(HIDDEN);
        List<String> repetitions = List.of(
                whole + whole,
                whole + "Content-Length: 0\r\n",
                "Content-Length: 0\r\n" + whole,
                whole + "content-length: 0\r\n",
                whole + "X: y\r\n" + "CONTENT-LENGTH: 0\r\n",
                whole + whole + "Content-Length: 0\r\n",
                whole + "Content-Length:\r\n",
                "Content-Length:\r\n" + whole,
                whole + "Content-Length: 0" + HIDDEN.length() + "\r\n");
        for (String lines : repetitions) {
            attacks.add(attack("repeated length", lines, post(lines, HIDDEN)));
        }
    }

    private static void unexpectedBodies(List<Attack> attacks) {
        for (String method : METHODS) {
            attacks.add(attack("body of any method", method + " length", head(method, length(HIDDEN)) + HIDDEN));
            attacks.add(attack(
                    "body of any method",
                    method + " chunked",
                    head(method, "Transfer-Encoding: chunked\r\n") + HIDDEN_IN_CHUNK));
            attacks.add(
                    attack("body of any method", method + " length 0", head(method, "Content-Length: 0\r\n") + HIDDEN));
            attacks.add(attack("body of any method", method + " no length", head(method, "") + HIDDEN));
        }
    }

    private static Attack attack(String group, String name, String bytes) {
        return Attack.of(group, Latin1.shown(name), bytes);
    }
}
