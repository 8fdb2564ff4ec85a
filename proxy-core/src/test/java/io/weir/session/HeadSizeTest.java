package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.FieldEdits;
import io.weir.http.FieldLine;
import io.weir.route.RouteAction;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.route.RouteMatch;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTimeouts;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest head that passes, to the byte: a buffer but for the lines that Weir and the routes may add. */
final class HeadSizeTest {

    private static final int BUFFER = 16 * 1024;
    private static final int EDIT_BYTES = 1000;

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"16384, 15872", "4096, 3584", "1024, 768"})
    void the_largest_request_head_passes_and_one_byte_more_is_a_431(int bufferSize, int largest) throws IOException {
        assertThat(Http1Codec.largestHead(bufferSize, 0)).isEqualTo(largest);
        HttpScript script = HttpScript.echo();
        RunningProxy proxy =
                scene.http(scene.server(script)).bufferSize(bufferSize).start();
        expectLargest(proxy, largest);
        assertThat(script.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"16384, 15872", "4096, 3584"})
    void the_largest_response_head_passes_and_one_byte_more_is_a_502(int bufferSize, int largest) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).bufferSize(bufferSize).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.send(padded(largest, "HTTP/1.1 200 OK", "Content-Length: 4") + "body");
        HttpMessage response = client.readResponse();
        assertThat(response.text()).isEqualTo("body");
        client.sendHead("GET / HTTP/1.1", "Host: a");
        back.readRequest();
        back.send(padded(largest + 1, "HTTP/1.1 200 OK", "Content-Length: 4") + "body");
        assertThat(client.readResponse().text()).isEqualTo("502 Bad Gateway: head-too-large\n");
    }

    @Test
    void a_head_is_smaller_by_what_the_routes_may_add() throws IOException {
        FieldEdits edits = FieldEdits.of(List.of(new FieldLine("A", "x".repeat(EDIT_BYTES - 5))), List.of(), List.of());
        assertThat(edits.growth()).isEqualTo(EDIT_BYTES);
        RunningProxy proxy = scene.proxy()
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings(
                                RouteMatch.EVERYTHING,
                                new RouteAction.Forward("b"),
                                new RouteEdits(null, edits, FieldEdits.NONE),
                                RouteLimits.NONE,
                                RouteTimeouts.NONE))
                .server("b", scene.server(HttpScript.echo()).address())
                .bufferSize(BUFFER)
                .start();
        int largest = Http1Codec.largestHead(BUFFER, EDIT_BYTES);
        assertThat(largest).isEqualTo(Http1Codec.largestHead(BUFFER, 0) - EDIT_BYTES);
        expectLargest(proxy, largest);
    }

    // Room for a small head to grow is not what a large one may take of it.
    @Test
    void a_head_that_grows_by_more_than_a_large_one_may_passes_where_there_is_room() throws IOException {
        String host = "h".repeat(600) + ".test";
        RunningProxy proxy =
                scene.http(scene.server(HttpScript.echo())).bufferSize(BUFFER).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: " + host);
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void the_largest_head_passes_in_pieces_with_parking_and_without(long parkedBytes) throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .bufferSize(4096)
                .parkedBytes(parkedBytes)
                .start();
        int largest = Http1Codec.largestHead(4096, 0);
        String request = padded(largest, "POST / HTTP/1.1", "Host: a", "Content-Length: 5000") + "b".repeat(5000);
        for (int cut : new int[] {1, 3000, 3071, 3072, 3073, largest - 1}) {
            ScriptedConnection client = proxy.connect();
            client.send(request.substring(0, cut));
            proxy.awaitStatus(
                    "a part read",
                    status -> status.parkedBytes() > 0 || proxy.level().leased() > 0);
            client.send(request.substring(cut));
            assertThat(client.readResponse().text()).isEqualTo("POST / " + "b".repeat(5000));
        }
    }

    private static void expectLargest(RunningProxy proxy, int largest) throws IOException {
        ScriptedConnection client = proxy.connect();
        client.send(padded(largest, "POST / HTTP/1.1", "Host: a", "Content-Length: 4") + "body");
        assertThat(client.readResponse().text()).isEqualTo("POST / body");
        client.send(padded(largest + 1, "POST / HTTP/1.1", "Host: a", "Content-Length: 4") + "body");
        assertThat(client.readResponse().text()).isEqualTo("431 Request Header Fields Too Large: head-too-large\n");
    }

    // A head of so many bytes, with these lines and one that fills it up.
    private static String padded(int length, String... lines) {
        String unpadded = head(String.join("\r\n", lines), "X: ");
        return head(String.join("\r\n", lines), "X: " + "y".repeat(length - unpadded.length()));
    }
}
