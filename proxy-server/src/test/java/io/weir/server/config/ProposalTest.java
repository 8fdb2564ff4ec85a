package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration on its way to a running Weir, which must not act for its sender. */
final class ProposalTest {

    private static final String MINIMUM = "\"listeners\":{\"web\":{\"bind\":\"127.0.0.1:0\",\"backend\":\"shop\"}},"
            + "\"backends\":{\"shop\":{\"servers\":{\"one\":{\"address\":\"127.0.0.1:9000\"}}}}";

    @TempDir
    private Path directory;

    private static final long HEAP = 64L << 20;

    @Test
    void a_file_is_sent_with_its_includes_and_substitutions_and_is_the_same_there() throws IOException {
        Files.writeString(directory.resolve("more.conf"), "weir.timeouts.connect = ${vars.time}");
        Path file = Files.writeString(
                directory.resolve("weir.conf"),
                Loading.MINIMUM
                        + "include \"more.conf\"\nvars.time = 3s\nweir.buffers { count = 1e2, size = 16KiB }\n"
                        + "weir.listeners.web.upgrades = [ websocket, \"\\u0001\" ]\n".replace(", \"\\u0001\"", ""));
        Proposal proposal = Proposal.of(file);
        assertThat(proposal.json()).isPresent();
        assertThat(proposal.json().get()).doesNotContain("vars", "include");
        LoadResult.Accepted here = (LoadResult.Accepted) proposal.result();
        LoadResult.Accepted there =
                (LoadResult.Accepted) Proposal.read(proposal.json().get(), HEAP);
        assertThat(there.settings().adminSettings().shown().json())
                .isEqualTo(here.settings().adminSettings().shown().json());
        assertThat(there.settings().weir()).isEqualTo(here.settings().weir());
    }

    @Test
    void a_rejected_file_is_not_sent() throws IOException {
        Path file = Files.writeString(directory.resolve("weir.conf"), "weir.bufers = 1");
        assertThat(Proposal.of(file).json()).isEmpty();
    }

    @Test
    void a_secret_of_a_variable_of_the_sender_is_hidden_at_the_receiver() {
        String secret = "s3cr3t-0123456789";
        ConfigObject given = ConfigFactory.parseString("weir.listeners.web.routes = [ { backend = shop,"
                        + " request-headers.set { X-Plain = \"a \"${SHOP_TOKEN}, X-Other = " + secret + " } } ]")
                .resolveWith(ConfigFactory.parseMap(Map.of("SHOP_TOKEN", secret), "env variables"))
                .root();
        String text = Proposal.text(given, new Secrets(Map.of("SHOP_TOKEN", secret)));
        assertThat(text).contains("\"X-Plain\":{\"(secret)\":\"a " + secret + "\"}");
        String whole = text.replace("\"routes\"", "\"bind\":\"127.0.0.1:0\",\"routes\"")
                .replaceFirst(
                        "\"weir\":\\{",
                        "\"weir\":{\"backends\":{\"shop\":{\"servers\":{\"one\":{\"address\":\"a:1\"}}}},");
        LoadResult.Accepted there = (LoadResult.Accepted) Proposal.read(whole, HEAP);
        assertThat(there.settings().adminSettings().shown().json())
                .contains("\"X-Plain\":\"(hidden)\"", "\"X-Other\":\"" + secret + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"weir\":${HOME}}",
                "include \"/etc/passwd\"",
                "{include file(\"/etc/passwd\")}",
                "{\"weir\":{include \"/etc/passwd\"}}",
                "{\"(secret)\":1}",
                "weir { }",
                "{\"a\":\"s3cr3t"
            })
    void a_text_that_is_no_configuration_in_json_is_rejected_and_not_quoted(String text) {
        assertThat(problems(text))
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem).startsWith("sent configuration: ").doesNotContain("root:", "s3cr3t"));
    }

    @Test
    void nothing_in_a_text_is_substituted() {
        String text = "{\"weir\":{"
                + MINIMUM.replace(
                                "\"127.0.0.1:0\"",
                                "\"127.0.0.1:0\",\"routes\":[{\"backend\":\"shop\","
                                        + "\"request-headers\":{\"set\":{\"A\":\"${PATH}\"}}}]")
                        .replace(",\"backend\":\"shop\"}},", "}},")
                + "}}";
        LoadResult.Accepted known = (LoadResult.Accepted) Proposal.read(text, HEAP);
        assertThat(known.settings().adminSettings().shown().json()).contains("\"A\":\"${PATH}\"");
    }

    @Test
    void no_file_of_a_token_is_opened_and_none_is_told_to_be_there_or_not() {
        for (String path : List.of("/etc/passwd", "/none/such", directory.toString())) {
            LoadResult known = Proposal.read(
                    "{\"weir\":{" + MINIMUM + ",\"admin\":{\"tokens\":{\"read\":\"" + path + "\",\"write\":\"" + path
                            + "\"}}}}",
                    HEAP);
            assertThat(known).isInstanceOf(LoadResult.Accepted.class);
            assertThat(known.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name.invalid:80", "weir.test:0", "http://weir.test:80", "HTTP://weir.test:80/"})
    void a_name_to_listen_on_is_refused_and_not_looked_up(String bind) {
        assertThat(problems("{\"weir\":{" + MINIMUM.replace("127.0.0.1:0", bind) + "}}"))
                .containsExactly(
                        "sent configuration: weir.listeners.web.bind: " + bind
                                + " (expected: an IP address or localhost, since the running instance looks up no name for a caller)");
        assertThat(problems("{\"weir\":{" + MINIMUM + ",\"admin\":{\"bind\":\"" + bind + "\"}}}"))
                .singleElement()
                .asString()
                .contains("weir.admin.bind: " + bind);
        assertThat(problems("{\"weir\":{" + MINIMUM.replace("127.0.0.1:0", "localhost:0") + "}}"))
                .isEmpty();
    }

    @Test
    void a_text_is_measured_before_it_is_parsed() {
        Bounds small = new Bounds(1 << 20, 100);
        assertThat(rejected(Proposal.read("{\"weir\":[" + "1,".repeat(200) + "1]}", small)))
                .singleElement()
                .asString()
                .startsWith("sent configuration: ");
        assertThat(problems("[".repeat(1 << 19))).singleElement().asString().contains("nested too deep");
    }

    private static List<String> problems(String text) {
        return rejected(Proposal.read(text, HEAP));
    }

    private static List<String> rejected(LoadResult result) {
        return result instanceof LoadResult.Rejected rejected
                ? rejected.problems().stream().map(Problem::toString).toList()
                : List.of();
    }
}
