package io.weir.conformance.corpus;

import static io.weir.conformance.corpus.Requests.HIDDEN;
import static io.weir.conformance.corpus.Requests.get;
import static io.weir.conformance.corpus.Requests.length;
import static io.weir.conformance.corpus.Requests.line;
import static io.weir.conformance.corpus.Requests.post;

import io.weir.conformance.wire.Latin1;
import java.util.ArrayList;
import java.util.List;

/** Heads: request lines, versions, targets, Host, line ends, names, values, and what a connection option names. */
final class HeadTables {

    private static final List<String> REQUEST_LINES = List.of(
            "GET  /asked HTTP/1.1",
            "GET /asked  HTTP/1.1",
            "GET\t/asked HTTP/1.1",
            "GET /asked\tHTTP/1.1",
            " GET /asked HTTP/1.1",
            "GET /asked HTTP/1.1 ",
            "GET /asked HTTP/1.1\t",
            "GET /asked",
            "GET HTTP/1.1",
            "/asked HTTP/1.1",
            "GET /a b HTTP/1.1",
            "GET /asked HTTP/1.1 HTTP/1.1",
            "GET\u000b/asked HTTP/1.1",
            "GET /asked\u00a0HTTP/1.1",
            "G\0T /asked HTTP/1.1",
            "GET\0/asked HTTP/1.1",
            "G{T /asked HTTP/1.1",
            "get /asked HTTP/1.1",
            "GET: /asked HTTP/1.1",
            "GET /asked HTTP/1.1\0",
            "GET /asked HTTP/1.1\u000b",
            "GET /asked HTTP/1.1\r",
            "\0GET /asked HTTP/1.1",
            "\r\nGET /asked HTTP/1.1",
            "\nGET /asked HTTP/1.1",
            "\r\n\r\nGET /asked HTTP/1.1",
            "\rGET /asked HTTP/1.1",
            " \r\nGET /asked HTTP/1.1",
            "GET /asked HTTP/1.1\r\n",
            "\u00ef\u00bb\u00bfGET /asked HTTP/1.1");

    private static final List<String> VERSIONS = List.of(
            "HTTP/0.9",
            "HTTP/1.2",
            "HTTP/1.9",
            "HTTP/2.0",
            "HTTP/2",
            "HTTP/3.0",
            "http/1.1",
            "HTTP/1.10",
            "HTTP/01.1",
            "HTTP/1.01",
            "HTTP /1.1",
            "HTTP/1,1",
            "HTTP/11",
            "HTTP/1.",
            "HTTP/.1",
            "HTTP/+1.1",
            "HTTP/1.1x",
            "HTTPS/1.1",
            "HTTP/1.1;a",
            "ICY/1.1",
            "HTTP\\1.1",
            "HTTP/-1.1");

    private static final List<String> TARGETS = List.of(
            "http://a/asked",
            "http://b/asked",
            "HTTP://A/asked",
            "https://b/asked",
            "http://a:80/asked",
            "http://b",
            "http://b?x",
            "http://u@b/asked",
            "http://u:p@b/asked",
            "http:///asked",
            "http://",
            "http:/asked",
            "http://b:x/asked",
            "http://b:99999/asked",
            "http://[::1]/asked",
            "http://[::1/asked",
            "http://b#x",
            "http://b\\@a/asked",
            "ftp://a/asked",
            "//b/asked",
            "asked",
            "?asked",
            "#asked",
            "/asked#x",
            "/asked?x#y",
            "*",
            "a:80",
            "/asked\u0000",
            "/asked\u00e4",
            "/asked\u007f",
            "/asked\r",
            "/\u0001",
            "/asked%00",
            "/asked%0d%0aX-Token:%20x",
            "/asked%20HTTP/1.1%0d%0aHost:%20b",
            "/%",
            "/%zz",
            "/../asked",
            "/a/../../asked",
            "/..%2fasked",
            "/a//b",
            "/a\\b",
            "/./asked",
            "/asked;x",
            "/{asked}",
            "/<asked>",
            "/\"asked\"",
            "/^|`",
            "/asked\u000bHTTP/1.1");

    private static final List<String> HOSTS = List.of(
            "",
            "Host: a\r\nHost: a\r\n",
            "Host: a\r\nHost: b\r\n",
            "Host: b\r\nhost: a\r\n",
            "Host:\r\n",
            "Host: a b\r\n",
            "Host: a,b\r\n",
            "Host: a/b\r\n",
            "Host: u@a\r\n",
            "Host: a:99999\r\n",
            "Host: a:b\r\n",
            "Host: a:-1\r\n",
            "Host: a:\r\n",
            "Host: [::1\r\n",
            "Host: [::1]x\r\n",
            "Host: [::1]:80\r\n",
            "Host: a\0\r\n",
            "Host: a\u000b\r\n",
            "Host: a#b\r\n",
            "Host: a?b\r\n",
            "Host: a\\b\r\n",
            "Host: a:80:80\r\n",
            "Host: a%0d%0a\r\n",
            "Host : a\r\n",
            "Host\t: a\r\n",
            " Host: a\r\n",
            "Host: a\r\n b\r\n",
            "Host:\r\n a\r\n",
            "Host: \"a\"\r\n",
            "Host: \u00e4\r\n",
            "Host: a\r\nHost : b\r\n",
            "Host: a\r\nX: y\rHost: b\r\n",
            "Host: a\r\nX: y\nHost: b\r\n",
            "Host: http://a\r\n",
            "Host: .\r\n",
            "Host: a\u007f\r\n");

    private static final List<String> LINES = List.of(
            "X-A: b\n",
            "X-A: b\r",
            "X-A: b\r\r\n",
            "X-A: b\n\r",
            "X-A: b\n\n",
            "X-A: \rb\r\n",
            "X-A: b\0\r\n",
            "X-A: \u0001\r\n",
            "X-A: \u001b[0m\r\n",
            "X-A: \u007f\r\n",
            "X-A: b\u000bc\r\n",
            "X-A: b\fc\r\n",
            "X-A: \u0080\r\n",
            "X-A: b\r\n c\r\n",
            "X-A: b\r\n\tc\r\n",
            "X-A:\r\n b\r\n",
            "X-A: b\n c\r\n",
            "X-A : b\r\n",
            "X-A\t: b\r\n",
            " X-A: b\r\n",
            "\tX-A: b\r\n",
            "X-A\r\n",
            "X-A b\r\n",
            ": b\r\n",
            ":\r\n",
            " : b\r\n",
            "X A: b\r\n",
            "X@A: b\r\n",
            "X[A]: b\r\n",
            "X(A): b\r\n",
            "X\u00e4: b\r\n",
            "X\0A: b\r\n",
            "X\u0001: b\r\n",
            "\"X-A\": b\r\n",
            "X-A:b:c\r\n",
            "X-A:\r\n",
            "X-A: \"\r\n",
            "X/A: b\r\n",
            "X{A}: b\r\n",
            "X=A: b\r\n",
            "X;A: b\r\n",
            "X-A;: b\r\n",
            "X-A: b\u0085X-B: c\r\n",
            "X-A: b\u00e5\u008a\u008d\u00e5\u008a\u008aX-B: c\r\n",
            " \r\n",
            "\t\r\n",
            "\0\r\n",
            "X_Token: other\r\n",
            "X-Forwarded_For: 1.2.3.4\r\n",
            "X.Forwarded.For: 1.2.3.4\r\n",
            "X_Forwarded_Prefix: /b\r\n",
            "X-Real-IP: 1.2.3.4\r\n",
            "X_Real_IP: 1.2.3.4\r\n",
            "True_Client_IP: 1.2.3.4\r\n",
            "X-Original-URL: /hidden\r\n",
            "X-Rewrite-URL: /hidden\r\n",
            "Script_Name: /hidden\r\n",
            "Front-End-Https: on\r\n",
            "X-Forwarded-For: ::ffff:192.0.2.1\r\n",
            "_: b\r\n",
            "-: b\r\n",
            "X-A: " + "b".repeat(8000) + "\r\n");

    private static final List<String> OPTIONS = List.of(
            "content-length",
            "transfer-encoding",
            "host",
            "close, content-length",
            "Content-Length, X-A",
            "x-token",
            "expect",
            "keep-alive, transfer-encoding",
            "te",
            "\"content-length\"",
            "content-length;",
            "content_length",
            "via",
            "x-forwarded-for",
            "x-real-ip",
            "close, close, keep-alive",
            "upgrade",
            "a b",
            ",",
            "cookie",
            "authorization",
            "connection",
            "trailer");

    private HeadTables() {}

    static List<Attack> attacks() {
        List<Attack> attacks = new ArrayList<>();
        for (String requestLine : REQUEST_LINES) {
            attacks.add(attack("request line", requestLine, line(requestLine)));
        }
        for (String version : VERSIONS) {
            attacks.add(attack("version", version, line("GET /asked " + version)));
        }
        for (String target : TARGETS) {
            attacks.add(attack("target", target, line("GET " + target + " HTTP/1.1")));
        }
        for (String host : HOSTS) {
            attacks.add(attack("host", host, "GET /asked HTTP/1.1\r\n" + host + "X-Token: asked\r\n\r\n"));
            if (host.length() < 20) {
                attacks.add(attack(
                        "host beside an absolute target",
                        host,
                        "GET http://c/asked HTTP/1.1\r\n" + host + "X-Token: asked\r\n\r\n"));
            }
        }
        for (String fieldLine : LINES) {
            attacks.add(attack("field line", fieldLine, get(fieldLine + length(HIDDEN)) + HIDDEN));
        }
        for (String option : OPTIONS) {
            attacks.add(attack(
                    "connection option", option, post("Connection: " + option + "\r\n" + length(HIDDEN), HIDDEN)));
        }
        attacks.add(attack(
                "connection option",
                "transfer-encoding of a chunked body",
                post("Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")));
        wholeHeads(attacks);
        return attacks;
    }

    private static void wholeHeads(List<Attack> attacks) {
        attacks.add(attack("line ends", "LF only", "POST /asked HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello"));
        attacks.add(attack("line ends", "CR only", "GET /asked HTTP/1.1\rHost: a\r\r"));
        attacks.add(attack("line ends", "LF after the request line", "GET /asked HTTP/1.1\nHost: a\r\n\r\n"));
        attacks.add(attack("line ends", "empty line LF", "GET /asked HTTP/1.1\r\nHost: a\r\n\n" + HIDDEN));
        attacks.add(attack("line ends", "empty line LF LF", "GET /asked HTTP/1.1\r\nHost: a\n\n" + HIDDEN));
        attacks.add(attack("line ends", "empty line CR CR LF", "GET /asked HTTP/1.1\r\nHost: a\r\n\r\r\n" + HIDDEN));
        attacks.add(attack("line ends", "empty line CR X", "GET /asked HTTP/1.1\r\nHost: a\r\n\rX" + HIDDEN));
        attacks.add(attack("line ends", "LF CR", "GET /asked HTTP/1.1\n\rHost: a\n\r\n\r"));
        attacks.add(attack("line ends", "no end", "GET /asked HTTP/1.1\r\nHost: a\r\n"));
        attacks.add(attack("field line", "300 fields", get("X-A: b\r\n".repeat(300))));
        attacks.add(attack("field line", "40 kB", get("X-A: b\r\n".repeat(5000))));
        attacks.add(attack("field line", "fold before all", "GET /asked HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n"));
        attacks.add(attack("version", "nothing but a path", "GET /asked\r\n\r\n"));
        attacks.add(attack("version", "HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        attacks.add(attack("version", "TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003"));
    }

    private static Attack attack(String group, String name, String bytes) {
        String shown = Latin1.shown(name);
        return Attack.of(
                group,
                shown.length() > 80 ? shown.substring(0, 20) + "... (" + name.length() + " bytes)" : shown,
                bytes);
    }
}
