package io.weir.http;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Forwarding;
import io.weir.forwarded.Forwardings;
import io.weir.http1.ChunkedBody;
import io.weir.http1.Composed;
import io.weir.http1.ConnectionOption;
import io.weir.http1.HeadComposer;
import io.weir.http1.HeadParser;
import io.weir.http1.Http1Head;
import io.weir.http1.Parsed;
import io.weir.http1.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields beside {@code Forwarded} and the four of {@code X-Forwarded-*} that servers take for the client or the URL asked for. */
final class ForwardingNamesTest {

    private static final String TRUSTED = "10.0.0.1";
    private static final String STRANGER = "203.0.113.9";

    private final HeadComposer composer = new HeadComposer(16 * 1024);

    /** Each name as its own documentation writes it. */
    static Stream<String> names() {
        return Stream.of(
                // X-Forwarded-* as a whole
                "X-Forwarded",
                "X-Forwarded-By",
                "X-Forwarded-Client-Cert",
                "X-Forwarded-Path",
                "X-Forwarded-Prefix",
                "X-Forwarded-Protocol",
                "X-Forwarded-Scheme",
                "X-Forwarded-Server",
                "X-Forwarded-Ssl",
                "X-Forwarded-Tls-Client-Cert",
                "X-Forwarded-Uri",
                "X-Forwarded-User",
                "X-Forwarded-A-Name-That-Is-Longer-Than-Any-Known-One",
                "Forwarded-For",
                "Forwarded-Proto",
                "HTTP-X-Forwarded-For",
                "HTTP-Forwarded",
                // the address of the client
                "X-Real-IP",
                "X-Client-IP",
                "X-Cluster-Client-IP",
                "X-Remote-Addr",
                "X-Remote-IP",
                "X-Originating-IP",
                "X-Envoy-External-Address",
                "X-AppEngine-User-IP",
                "X-Azure-ClientIP",
                "X-Azure-SocketIP",
                "Client-IP",
                "HTTP-Client-IP",
                "Proxy-Client-IP",
                "WL-Proxy-Client-IP",
                "WL-Proxy-SSL",
                "True-Client-IP",
                "CF-Connecting-IP",
                "CF-Connecting-IPv6",
                "CF-Pseudo-IPv4",
                "Fastly-Client-IP",
                "Fly-Client-IP",
                "CloudFront-Viewer-Address",
                "Remote-Addr",
                // the URL that was asked for
                "X-Original-For",
                "X-Original-Forwarded-For",
                "X-Original-Host",
                "X-Original-Proto",
                "X-Original-URI",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Host",
                "X-HTTP-Host-Override",
                "X-Scheme",
                "X-URL-Scheme",
                "X-Script-Name",
                "Script-Name",
                "Path-Info",
                "Front-End-Https",
                "X-ARR-SSL",
                "CF-Visitor",
                "CloudFront-Forwarded-Proto",
                // the certificate of the client
                "Client-Cert",
                "Client-Cert-Chain",
                "X-ARR-ClientCert",
                "X-Client-Cert",
                "X-SSL-Client-Verify",
                "SSL-Client-S-DN");
    }

    static Stream<String> look_alikes() {
        return Stream.concat(
                        names().filter(name -> name.contains("-")), Stream.of("X-Forwarded-For", "X-Forwarded-Proto"))
                .flatMap(name -> Stream.of(
                        name.replace('-', '_').toUpperCase(Locale.ROOT),
                        name.replaceFirst("-", "_"),
                        name.replace('-', '.'),
                        name.replace('-', '~')));
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_an_untrusted_client_claims_does_not_come_to_the_server(String name) {
        for (String spelling : List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
            assertThat(sent(STRANGER, ForwardedMode.X_FORWARDED, spelling))
                    .isEqualTo(sent(STRANGER, ForwardedMode.X_FORWARDED));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_a_trusted_peer_tells_in_a_field_that_weir_does_not_extend_passes(String name) {
        for (ForwardedMode mode : List.of(ForwardedMode.X_FORWARDED, ForwardedMode.RFC7239, ForwardedMode.BOTH)) {
            assertThat(sent(TRUSTED, mode, name)).contains("\r\nB: c\r\n" + name + ": 10.0.0.7\r\nD: e\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void with_off_what_a_trusted_peer_tells_goes_no_further(String name) {
        assertThat(sent(TRUSTED, ForwardedMode.OFF, name)).isEqualTo(sent(TRUSTED, ForwardedMode.OFF));
    }

    @ParameterizedTest
    @MethodSource("look_alikes")
    void a_look_alike_passes_from_nobody(String name) {
        for (String hop : List.of(TRUSTED, STRANGER)) {
            assertThat(sent(hop, ForwardedMode.X_FORWARDED, name)).isEqualTo(sent(hop, ForwardedMode.X_FORWARDED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwardedly",
                "X-Forward",
                "Forwarder",
                "X-Real-IPs",
                "X-Real",
                "X-Original-To",
                "X-Hosts",
                "X-HTTP-Method-Override",
                "X-Requested-With",
                "Client",
                "CF-Ray",
                "SSL",
                "Sec-Fetch-Site",
                "Remote",
                "Path",
                "Referer",
                "Authorization"
            })
    void other_fields_pass(String name) {
        assertThat(sent(STRANGER, ForwardedMode.X_FORWARDED, name)).contains("\r\n" + name + ": 10.0.0.7\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-real-ip", "X_Real_IP", "x-forwarded-prefix"})
    void a_connection_option_does_not_cut_what_a_trusted_peer_tells(String option) {
        Wire wire = Wire.of(head("GET / HTTP/1.1", "Host: a", "Connection: " + option));
        HeadParser parser = new HeadParser(Wire.LIMITS);
        assertThat(parser.parseRequest(wire.bytes, wire.from, wire.to, new Http1Head()))
                .isEqualTo(ParseResult.VIOLATION);
        assertThat(parser.violation()).isEqualTo(Violation.BAD_CONNECTION_OPTION);
    }

    @ParameterizedTest
    @MethodSource({"names", "look_alikes"})
    void no_trailer_of_a_request_has_such_a_name_and_one_of_a_response_may(String name) {
        String body = "0\r\nX: y\r\n" + name + ": 1\r\n\r\n";
        assertThat(end(ChunkedBody.ofRequests(), body)).isEqualTo(Violation.BAD_TRAILER.toString());
        boolean always = name.replaceAll("[^A-Za-z]", "-").matches("(?i)x-forwarded-(for|proto)");
        assertThat(end(ChunkedBody.ofResponses(), body))
                .isEqualTo(always ? Violation.BAD_TRAILER.toString() : "finished");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwardedly", "AX-Forwarded-Prefix", "X-Real-IPs", "X-Checksum", "Grpc-Status"})
    void other_trailers_of_a_request_pass(String name) {
        assertThat(end(ChunkedBody.ofRequests(), "0\r\n" + name + ": 1\r\nX-Forwarded: 1\r\n\r\n"))
                .isEqualTo(Violation.BAD_TRAILER.toString());
        assertThat(end(ChunkedBody.ofRequests(), "0\r\n" + name + ": 1\r\n\r\n"))
                .isEqualTo("finished");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content_Length", "Content.Length", "content~length", "Transfer!Encoding"})
    void a_look_alike_of_a_framing_field_is_refused(String name) {
        Wire wire = Wire.of(head("GET / HTTP/1.1", "Host: a", name + ": 5"));
        HeadParser parser = new HeadParser(Wire.LIMITS);
        assertThat(parser.parseRequest(wire.bytes, wire.from, wire.to, new Http1Head()))
                .isEqualTo(ParseResult.VIOLATION);
        assertThat(parser.violation()).isEqualTo(Violation.LOOK_ALIKE_FIELD);
        assertThat(end(ChunkedBody.ofResponses(), "0\r\n" + name + ": 1\r\n\r\n"))
                .isEqualTo(Violation.BAD_TRAILER.toString());
    }

    @ParameterizedTest
    @EnumSource(ConnectionOption.class)
    void fields_of_a_response_pass_whatever_their_names(ConnectionOption option) {
        Parsed parsed = Parsed.completeResponse(
                head("HTTP/1.1 200 OK", "X-Real-IP: a", "X_Forwarded_For: b", "X-Host: c", "Content-Length: 0"));
        assertThat(Composed.response(composer, parsed.head, parsed.wire.bytes, option))
                .isTrue();
        assertThat(composed()).contains("X-Real-IP: a\r\nX_Forwarded_For: b\r\nX-Host: c\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X.Tenant", "x_tenant", "X-Tenant", "X~TENANT"})
    void a_field_that_a_route_removes_goes_in_all_its_spellings(String name) {
        Wire wire = Wire.of(name);
        FieldEdits edits = FieldEdits.of(List.of(), List.of(), List.of("X-Tenant"));
        assertThat(edits.removes(wire.bytes, wire.from, wire.to)).isTrue();
    }

    @Test
    void every_name_is_listed_in_docs_clients_md() throws IOException {
        String listed = Files.readString(Path.of("..", "docs", "clients.md")).toLowerCase(Locale.ROOT);
        assertThat(ForwardingNames.NAMES).allSatisfy(name -> assertThat(listed).contains("`" + name + "`"));
        assertThat(ForwardingNames.FAMILIES)
                .allSatisfy(name -> assertThat(listed).containsPattern("`" + name + "(`|-…`)"));
    }

    private static String end(ChunkedBody body, String text) {
        Wire wire = Wire.of(text);
        body.advance(wire.bytes, wire.from, wire.to);
        return body.violated() ? body.violation().toString() : body.finished() ? "finished" : "incomplete";
    }

    private String sent(String hop, ForwardedMode mode, String... names) {
        Stream<String> claims = Stream.of(names).map(name -> name + ": 10.0.0.7");
        String[] lines = Stream.of(Stream.of("GET / HTTP/1.1", "Host: a", "B: c"), claims, Stream.of("D: e"))
                .flatMap(stream -> stream)
                .toArray(String[]::new);
        Parsed parsed = Parsed.completeRequest(head(lines));
        Forwarding forwarding = forwarding(hop, mode);
        assertThat(forwarding.read(parsed.head, parsed.wire.bytes)).isTrue();
        assertThat(Composed.request(composer, parsed.head, parsed.wire.bytes, forwarding))
                .isTrue();
        return composed();
    }

    private String composed() {
        return Composed.text(composer);
    }

    private static Forwarding forwarding(String hop, ForwardedMode mode) {
        try {
            return new Forwarding(
                    mode,
                    Forwardings.trusting("10.0.0.0/8"),
                    new InetSocketAddress(InetAddress.getByName(hop), 1234),
                    Scheme.HTTP,
                    80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
