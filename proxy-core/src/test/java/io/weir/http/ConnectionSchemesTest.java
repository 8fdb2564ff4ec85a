package io.weir.http;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http1.Parsed;
import io.weir.http1.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which heads log a connection in. */
final class ConnectionSchemesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NTLM",
                "ntlm TlRMTVNTUAAB",
                "Negotiate",
                "nEGOTIATE\tYII=",
                "Nego2",
                "Kerberos YII=",
                "CredSSP MAYCAQ==",
                "Basic realm=\"a\", NTLM",
                "Basic realm=\"a\",NTLM",
                "Basic realm=\"a\" , Negotiate , NTLM",
                ",,NTLM",
                "Basic realm=\"broken, NTLM",
                "NTLM, Basic realm=\"a\""
            })
    void a_scheme_by_which_a_connection_is_logged_in(String value) {
        for (String name : new String[] {"Authorization", "PROXY-Authorization"}) {
            assertThat(requestLogsIn(name + ": " + value)).as(name).isTrue();
        }
        for (String name : new String[] {"WWW-Authenticate", "proxy-authenticate"}) {
            assertThat(responseLogsIn(name + ": " + value)).as(name).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "Basic TlRMTTpOVExN",
                "Bearer NTLM",
                "Digest username=\"NTLM\", realm=\"Negotiate\"",
                "NTLMv3 x",
                "XNTLM",
                "NTL",
                "Negotiates"
            })
    void a_scheme_by_which_a_request_is(String value) {
        assertThat(requestLogsIn("Authorization: " + value)).isFalse();
        assertThat(responseLogsIn("WWW-Authenticate: " + value)).isFalse();
    }

    @Test
    void one_of_several_fields_is_enough() {
        assertThat(responseLogsIn("WWW-Authenticate: Basic realm=\"a\"", "WWW-Authenticate: NTLM"))
                .isTrue();
        assertThat(responseLogsIn("WWW-Authenticate: Negotiate", "WWW-Authenticate: Basic realm=\"a\""))
                .isTrue();
    }

    @Test
    void the_next_head_is_judged_by_itself() {
        Parsed first = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a", "Authorization: NTLM x"));
        assertThat(first.head.authenticatesConnection()).isTrue();
        Wire next = Wire.of(head("GET / HTTP/1.1", "Host: a"));
        first.parser.parseRequest(next.bytes, next.from, next.to, first.head);
        assertThat(first.head.authenticatesConnection()).isFalse();
    }

    private static boolean requestLogsIn(String... fields) {
        String lines = String.join("\r\n", fields);
        return Parsed.completeRequest(head("GET / HTTP/1.1", "Host: a", lines))
                .head
                .authenticatesConnection();
    }

    private static boolean responseLogsIn(String... fields) {
        String lines = String.join("\r\n", fields);
        return Parsed.completeResponse(head("HTTP/1.1 401 Unauthorized", lines))
                .head
                .authenticatesConnection();
    }
}
