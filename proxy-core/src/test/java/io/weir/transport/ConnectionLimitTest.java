package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cap on front connections: who is one too many is not refused, but waits in the kernel's backlog. */
final class ConnectionLimitTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void one_too_many_waits_and_is_served_when_one_leaves() throws IOException {
        RunningProxy proxy =
                scene.http(scene.server(HttpScript.echo())).connections(2).start();
        ScriptedConnection one = proxy.connect();
        ScriptedConnection two = proxy.connect();
        proxy.awaitStatus("full", status -> status.sessions() == 2);
        assertThat(proxy.status().accepting()).isFalse();
        ScriptedConnection three = proxy.connect();
        three.sendHead("GET /three HTTP/1.1", "Host: a");
        three.expectSilence();
        assertThat(proxy.status().sessions()).isEqualTo(2);
        expectAnswer(two);
        one.close();
        assertThat(three.readResponse().text()).isEqualTo("GET /three ");
        assertThat(proxy.status().sessions()).isEqualTo(2);
        expectAnswer(two);
    }

    @Test
    void many_too_many_are_all_served_in_the_end() throws IOException {
        RunningProxy proxy =
                scene.http(scene.server(HttpScript.echo())).connections(3).start();
        List<FutureTask<?>> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clients.add(scene.beside(() -> {
                try (ScriptedConnection client = proxy.connect()) {
                    expectAnswer(client);
                }
                return proxy.status().sessions();
            }));
        }
        for (FutureTask<?> client : clients) {
            assertThat((Integer) Scene.join(client)).isLessThanOrEqualTo(3);
        }
        proxy.awaitStatus("empty", status -> status.sessions() == 0);
        assertThat(proxy.status().accepting()).isTrue();
    }

    @Test
    void it_counts_the_connections_of_all_listeners() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener("one", Protocol.HTTP, RouteSettings.everything("b"))
                .listener("two", Protocol.HTTP, RouteSettings.everything("b"))
                .server("b", scene.server(HttpScript.echo()).address())
                .connections(1)
                .start();
        for (int i = 0; i < 10; i++) {
            ScriptedConnection first = proxy.connect(i % 2 == 0 ? "one" : "two");
            expectAnswer(first);
            ScriptedConnection second = proxy.connect(i % 2 == 0 ? "two" : "one");
            second.sendHead("GET /second HTTP/1.1", "Host: a");
            assertThat(proxy.status().sessions()).isEqualTo(1);
            first.close();
            assertThat(second.readResponse().text()).isEqualTo("GET /second ");
            second.close();
            proxy.awaitStatus("empty", status -> status.sessions() == 0);
        }
    }

    private static void expectAnswer(ScriptedConnection client) throws IOException {
        client.sendHead("GET / HTTP/1.1", "Host: a");
        assertThat(client.readResponse().text()).isEqualTo("GET / ");
    }
}
