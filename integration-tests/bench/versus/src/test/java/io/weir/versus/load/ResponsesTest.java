package io.weir.versus.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponsesTest {

    @Test
    void a_response_is_whole_when_its_length_is_there() {
        assertThat(Responses.isComplete("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\nabc",
                "HTTP/1.1 503 No\r\nContent-Length: 3\r\n\r\nabc"
            })
    void what_is_short_or_of_another_status_is_not(String text) {
        assertThat(Responses.isComplete(text)).isFalse();
    }
}
