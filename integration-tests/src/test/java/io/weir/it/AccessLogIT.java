package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line for each exchange, for people and for programs. */
final class AccessLogIT {

    private static final Pattern FIELD = Pattern.compile("([a-z_]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|\\S+)(?: |$)");
    private static final List<String> PHASES = List.of("buffer_wait", "slot_wait", "connect", "ttfb", "total");
    private static final int EXCHANGES = 3;

    @TempDir
    Path directory;

    @Test
    void a_line_of_text_is_fields_with_reason_and_phases() throws IOException {
        List<String> lines = linesOf("text");
        Map<String, String> done = fields(lines.get(0));
        assertThat(done)
                .containsEntry("method", "GET")
                .containsEntry("target", "/main?a=b")
                .containsEntry("version", "1.1")
                .containsEntry("status", "200")
                .containsEntry("reason", "done")
                .containsEntry("listener", "main")
                .containsEntry("backend", "main")
                .containsEntry("server", "one")
                .containsKeys("time", "client", "session", "exchange", "attempts", "bytes_in", "bytes_out");
        for (String phase : PHASES) {
            assertThat(Double.parseDouble(done.get(phase))).as(phase).isGreaterThanOrEqualTo(0);
        }
        assertThat(Double.parseDouble(done.get("total"))).isGreaterThanOrEqualTo(Double.parseDouble(done.get("ttfb")));
        assertThat(fields(lines.get(1))).containsEntry("status", "502").containsEntry("reason", "connect-failed");
        assertThat(fields(lines.get(2))).containsEntry("status", "404").containsEntry("reason", "no-route");
    }

    @Test
    void a_line_of_json_is_an_object_with_the_same_fields() throws IOException {
        List<String> lines = linesOf("json");
        Path log = Files.write(directory.resolve("lines"), lines);
        String filter = "[.target, .status, .reason, .server, (" + sumOf(PHASES) + " | type)] | @csv";
        assertThat(Finished.run(Tool.JQ.with("-r", filter), log).succeeded().out())
                .isEqualTo("""
                        "/main?a=b",200,"done","one","number"
                        "/gone",502,"connect-failed","one","number"
                        "/other",404,"no-route","","number"
                        """);
        assertThat(Finished.run(Tool.JQ.with("-r", "keys_unsorted | join(\" \")"), log)
                        .succeeded()
                        .out()
                        .lines())
                .allMatch(String.join(" ", fields(linesOf("text").get(0)).keySet())::equals);
    }

    private List<String> linesOf(String format) throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, configuration(server, format));
                Wire client = Wire.to(weir.address())) {
            client.get("/main?a=b").readMessage();
            client.get("/gone").readMessage();
            client.get("/other").readMessage();
            Eventually.passes(() -> assertThat(weir.out().lines()).hasSize(EXCHANGES));
            return weir.out().lines().toList();
        }
    }

    private static String configuration(FakeServer server, String format) {
        return """
                weir {
                  listeners.main {
                    bind = "127.0.0.1:0"
                    routes = [ { path = "/main", backend = main }, { path = "/gone", backend = gone } ]
                  }
                  backends.main.servers.one.address = "%s"
                  backends.gone.servers.one.address = "127.0.0.1:1"
                  admin.bind = "127.0.0.1:0"
                  access-log.format = %s
                }
                """.formatted(server.address(), format);
    }

    /** The fields of a line, which must be nothing but fields. */
    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        int end = 0;
        for (var field = FIELD.matcher(line); field.find(end) && field.start() == end; end = field.end()) {
            fields.put(field.group(1), field.group(2));
        }
        assertThat(end).as("end of the fields of: %s", line).isEqualTo(line.length());
        return fields;
    }

    private static String sumOf(List<String> fields) {
        return "." + String.join(" + .", fields);
    }
}
