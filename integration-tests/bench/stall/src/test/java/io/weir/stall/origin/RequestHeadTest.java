package io.weir.stall.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestHeadTest {

    @Test
    void a_size_stands_in_the_query() {
        assertThat(RequestHead.parse("GET /big?104857600 HTTP/1.1\r\nHost: stall.test"))
                .isEqualTo(new RequestHead("/big", 104_857_600, 0, false));
    }

    @Test
    void a_body_is_as_long_as_its_content_length_however_the_name_is_written() {
        assertThat(RequestHead.parse("POST /sink HTTP/1.1\r\nhost: stall.test\r\nCONTENT-length:  17 "))
                .isEqualTo(new RequestHead("/sink", 0, 17, false));
    }

    @Test
    void the_connection_is_closed_for_who_asks_so_and_for_http_1_0() {
        assertThat(RequestHead.parse("GET /small HTTP/1.1\r\nConnection: Close").close())
                .isTrue();
        assertThat(RequestHead.parse("GET /small HTTP/1.0").close()).isTrue();
        assertThat(RequestHead.parse("GET /small HTTP/1.0\r\nConnection: keep-alive")
                        .close())
                .isFalse();
    }
}
