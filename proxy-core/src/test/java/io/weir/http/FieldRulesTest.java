package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The field rules that every version shares, on a head that no parser of HTTP/1 has filled. */
final class FieldRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host: a b                                      | BAD_HOST",
                "host: a & host: a                               | DUPLICATE_HOST",
                "content-length: x                              | BAD_CONTENT_LENGTH",
                "content-length: 5 & content-length: 6           | CONFLICTING_CONTENT_LENGTH",
                "content-length: 5 & content-length: 5           | REPEATED_CONTENT_LENGTH",
                "content-length: 5, 5                           | REPEATED_CONTENT_LENGTH",
                "content_length: 5                              | LOOK_ALIKE_FIELD",
                "max-forwards: x                                | BAD_MAX_FORWARDS",
                "max-forwards: 1 & max-forwards: 1               | BAD_MAX_FORWARDS"
            })
    void a_request_of_any_version_is_refused_for(String lines, Violation violation) {
        Filled request = new Filled(true, lines.replace(" & ", "\n"));

        assertThat(request.outcome).isEqualTo(Outcome.refused(violation));
    }

    @Test
    void a_response_of_any_version_may_repeat_its_length() {
        Filled response = new Filled(false, "content-length: 5\ncontent-length: 5\nhost: a b");

        assertThat(response.outcome).isEqualTo(Outcome.OK);
        assertThat(List.of(response.kind(0), response.kind(1)))
                .containsExactly(KnownField.CONTENT_LENGTH, KnownField.REPEATED);
    }

    @Test
    void a_head_of_any_version_is_told_what_its_fields_mean() {
        Filled request = new Filled(
                true, "host: a:80\nexpect: 100-continue\nmax-forwards: 3\nauthorization: NTLM x\ncontent-length: 5");

        assertThat(request.outcome).isEqualTo(Outcome.OK);
        assertThat(request.hasHost()).isTrue();
        assertThat(request.maxForwards()).isEqualTo(3);
        assertThat(request.expectsContinue()).isTrue();
        assertThat(request.authenticatesConnection()).isTrue();
        assertThat(request.contentLength()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transfer-encoding: x",
                "connection: ;",
                "connection: content-length",
                "upgrade: websocket",
                "keep-alive: timeout=5"
            })
    void fields_about_a_connection_of_http1_have_no_meaning(String line) {
        Filled request = new Filled(true, line);

        assertThat(request.outcome).isEqualTo(Outcome.OK);
        assertThat(request.hasUpgrade()).isFalse();
    }

    /** A head as the decoder of another version might fill it, and what came of its fields. */
    private static final class Filled extends Head {

        final int outcome;

        Filled(boolean isRequest, String lines) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.ISO_8859_1));
            beginHead(isRequest, 10);
            method = Method.OPTIONS;
            framing = Framing.LENGTH;
            int at = 0;
            for (String line : lines.lines().toList()) {
                int colon = line.indexOf(':');
                int nameEnd = at + colon;
                addField(KnownField.of(bytes, at, nameEnd), at, nameEnd, nameEnd + 2, at + line.length());
                at += line.length() + 1;
            }
            outcome = apply(bytes);
        }

        private int apply(ByteBuffer bytes) {
            for (int field = 0; field < fieldCount(); field++) {
                int judged = FieldRules.apply(bytes, this, field);
                if (judged < 0) {
                    return judged;
                }
            }
            return FieldRules.conclude(this);
        }
    }
}
