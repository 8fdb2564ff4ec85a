package io.weir.http;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.http1.Parsed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "https://{host}{path}{query}, GET /a/b?c=d, https://shop.test/a/b?c=d",
        "https://{host}{path}{query}, GET /a, https://shop.test/a",
        "https://{host}:8443{path}, GET /a?b, https://shop.test:8443/a",
        "{scheme}://other.test{path}, GET /, http://other.test/",
        "https://other.test, GET /a?b, https://other.test",
        "https://other.test/new{path}{query}#x, GET /a?, https://other.test/new/a?#x",
        "https://other.test/?to={path}, GET /a, https://other.test/?to=/a",
        "https://other.test{query}, GET /a?b, https://other.test?b",
        "/new{path}, GET //evil.test, /new//evil.test",
        "/new, GET /a, /new",
        "https://other.test{path}, GET //evil.test/, https://other.test//evil.test/",
        "https://other.test{path}, OPTIONS *, https://other.test/",
        "https://other.test{path}, OPTIONS http://shop.test, https://other.test/",
        "https://[::1]:81{path}, GET /a, https://[::1]:81/a"
    })
    void the_parts_of_the_request_are_filled_in(String template, String request, String location) {
        Parsed parsed = Parsed.completeRequest(head(request + " HTTP/1.1", "Host: shop.test:8080"));

        assertThat(NormalPath.apply(parsed.wire.bytes, parsed.head)).isNull();
        assertThat(LocationTemplate.of(template).location(parsed.head, parsed.wire.bytes, Scheme.HTTP))
                .isEqualTo(location);
        assertThat(LocationTemplate.of(template)).hasToString(template);
    }

    @ParameterizedTest
    @CsvSource({"shop.test, shop.test", "shop.test:, shop.test", "[::1], [::1]", "[::1]:80, [::1]"})
    void the_host_has_no_port(String authority, String host) {
        Parsed parsed = Parsed.completeRequest(head("GET / HTTP/1.1", "Host: " + authority));

        assertThat(LocationTemplate.of("https://{host}/").location(parsed.head, parsed.wire.bytes, Scheme.HTTP))
                .isEqualTo("https://" + host + "/");
    }

    // By path or query of a link a client could be sent anywhere.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{path}",
                "{path}/a",
                "/{path}",
                "//other.test{path}",
                "{query}",
                "https:/{path}",
                "https://{path}",
                "https://other.test{host}/",
                "https://{host}{host}/",
                "https://other.test@{host}",
                "https://{query}",
                "javascript:{path}",
                "ftp://other.test/",
                "other.test",
                ""
            })
    void a_template_that_lets_the_client_choose_the_host_is_refused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> LocationTemplate.of(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.test/{nope}", "https://a.test/{path", "https://a.test/}", "https://a.test/ b",
                        "https://a.test/\r\nA: b",
                "https://a.test/\u00e9", "https://a.test/\"", "https://a.test/<", "https://a.test/\\", "/\\evil.test"
            })
    void a_template_with_what_no_uri_has_is_refused(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocationTemplate.of(template))
                .withMessageStartingWith("to: " + template + " (expected: a URI");
    }
}
