package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A problem is told without the secret that it is about: problems go into logs and answers. */
final class SecretsInProblemsTest {

    private static final String SECRET = "s3cr3t-0123456789";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request-headers.set { Authorization = \"Bearer SECRET\\n\" }",
                "request-headers.set { Authorization = [ SECRET ] }",
                "request-headers.add { X-Api-Key { a = SECRET } }",
                "response-headers.set { Set-Cookie = \"a=SECRET\\u0000\" }",
                "headers { Cookie = [ SECRET ] }",
                "headers { Cookie.regex = \"(SECRET\" }",
                "request-headers = [ { set { Authorization = SECRET } } ]",
                "request-headers.set = [ { Authorization = SECRET } ]",
                "request-headers.remove = [ { X-Auth-Token = SECRET } ]",
                "timeouts = { response-head = { token = SECRET } }",
                "limits.body = \"https://user:SECRET@host/\"",
                "limits.body = \"https://host/?api_key=SECRET\""
            })
    void a_value_at_a_key_of_a_secret_is_hidden(String edit) {
        assertHidden(Loading.MINIMUM + "weir.listeners.api { bind = \":0\", routes = [ { backend = shop, "
                + edit.replace("SECRET", SECRET) + " } ] }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir.admin.tokens = SECRET",
                "weir.admin.tokens.read = [ SECRET ]",
                "weir.admin.tokens.write { a = SECRET }"
            })
    void a_token_in_the_place_of_its_file_is_hidden(String key) {
        assertHidden(Loading.MINIMUM + key.replace("SECRET", SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization \"Bearer SECRET\"",
                "Authorization Bearer-SECRET",
                "Authorization = \"Bearer\", \"SECRET\"",
                "Authorization = a,\n Bearer-SECRET",
                "X-Api-Key SECRET\n"
            })
    void a_text_that_cannot_be_parsed_is_not_quoted_where_it_may_hold_a_secret(String line) {
        assertHidden(Loading.MINIMUM + "weir.listeners.api.routes = [ { request-headers.set {\n"
                + line.replace("SECRET", SECRET) + " } } ]");
    }

    @Test
    void a_secret_in_an_included_file_that_cannot_be_parsed_is_not_quoted() throws Exception {
        Files.writeString(directory.resolve("more.conf"), "Authorization " + SECRET + "\n");
        assertHidden(Loading.MINIMUM + "\n\n\n\n\ninclude \"more.conf\"\n");
    }

    @Test
    void other_values_are_quoted_as_they_are() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.buffers.count = [ 1, { a = b } ]"))
                .singleElement()
                .asString()
                .contains("weir.buffers.count: [1,{\"a\":\"b\"}] (expected: ");
        assertThat(Loading.problems(directory, "weir { a b }"))
                .singleElement()
                .asString()
                .contains("Key 'a b' may not be followed");
    }

    @Test
    void a_long_value_is_never_cut_within_a_code_point() {
        assertThat(Loading.problems(
                        directory, Loading.MINIMUM + "weir.buffers.count = \"" + "y".repeat(79) + "\uD83D\uDE00z\""))
                .singleElement()
                .asString()
                .contains("weir.buffers.count: " + "y".repeat(79) + "... (expected: ");
    }

    private void assertHidden(String text) {
        List<String> problems = Loading.problems(directory, text);
        assertThat(problems).isNotEmpty();
        assertThat(problems.toString()).contains("(hidden").doesNotContain(SECRET);
    }
}
