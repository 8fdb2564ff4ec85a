package io.weir.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.FieldEdits;
import io.weir.http.FieldLine;
import io.weir.route.RouteAction;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.route.RouteMatch;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTimeouts;
import io.weir.route.TextMatch;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.ProxyPlan;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random pairs of configurations: after a reload from one to the other, requests get the answers that a fresh start with the other gives. More of them by
 * {@code -Dweir.reload.pairs=N}, one again by {@code -Dweir.reload.seed=N}.
 */
final class ReloadPropertyTest {

    private static final int PAIRS = Integer.getInteger("weir.reload.pairs", 30);
    private static final long SEED = Long.getLong("weir.reload.seed", 0);
    private static final int SERVERS = 3;
    private static final List<String> HOSTS = List.of("a", "b", "c");
    private static final List<String> PATHS = List.of("/", "/x/1", "/y/2", "/x/" + "long".repeat(20));
    private static final List<String> LISTENERS = List.of("front", "second", "fixed");

    @RegisterExtension
    final Scene scene = new Scene();

    private final List<ScriptedServer> servers = new ArrayList<>();

    @Test
    void after_a_reload_everything_is_served_as_a_fresh_start_would() throws IOException {
        for (int i = 0; i < SERVERS; i++) {
            String name = "server" + i;
            servers.add(scene.server(HttpScript.answering(request -> HttpScript.ok(
                    name + " " + request.target() + " " + request.fields("X-Asked") + request.fields("Host")))));
        }
        long first = SEED == 0 ? 1 : SEED;
        long last = SEED == 0 ? PAIRS : SEED;
        for (long seed = first; seed <= last; seed++) {
            try {
                compare(new SplittableRandom(seed));
            } catch (IOException | RuntimeException | AssertionError failure) {
                throw new AssertionError("-Dweir.reload.seed=" + seed, failure);
            }
        }
    }

    private void compare(SplittableRandom random) throws IOException {
        InetSocketAddress fixed = scene.nobody();
        RunningProxy proxy = plan(random.split(), fixed).start();
        ScriptedConnection kept = proxy.connect();
        probeAll(proxy);
        // The same random numbers twice make the same plan twice.
        long next = random.nextLong();
        for (int between = random.nextInt(3); between > 0; between--) {
            proxy.reload(plan(random.split(), fixed));
        }
        proxy.reload(plan(new SplittableRandom(next), fixed));
        List<String> reloaded = probeAll(proxy);
        assertThat(ask(kept, LISTENERS.get(0), HOSTS.get(0), PATHS.get(0)))
                .as("on a connection of before the reload")
                .isEqualTo(reloaded.get(0));
        kept.close();
        // The address of a listener is free again for the other.
        proxy.weir().close();
        RunningProxy fresh = plan(new SplittableRandom(next), fixed).start();
        assertThat(reloaded).isEqualTo(probeAll(fresh));
        fresh.weir().close();
    }

    private static boolean listens(RunningProxy proxy, String listener) {
        return proxy.weir().settings().listeners().stream()
                .anyMatch(present -> present.name().equals(listener));
    }

    private List<String> probeAll(RunningProxy proxy) throws IOException {
        List<String> answers = new ArrayList<>();
        for (String listener : LISTENERS) {
            answers.addAll(listens(proxy, listener) ? probe(proxy, listener) : List.of(listener + " is not there"));
        }
        return answers;
    }

    private static List<String> probe(RunningProxy proxy, String listener) throws IOException {
        List<String> answers = new ArrayList<>();
        for (String host : HOSTS) {
            ScriptedConnection client = proxy.connect(listener);
            for (String path : PATHS) {
                String answer = ask(client, listener, host, path);
                answers.add(answer);
                if (answer.contains("[close]")) {
                    client.close();
                    client = proxy.connect(listener);
                }
            }
            client.close();
        }
        return answers;
    }

    private static String ask(ScriptedConnection client, String listener, String host, String path) throws IOException {
        client.sendHead("GET " + path + " HTTP/1.1", "Host: " + host);
        HttpMessage response = client.readResponse();
        return listener + " " + host + path + ": " + response.startLine() + response.fields("X-Answered")
                + response.fields("Location") + response.fields("Connection") + response.text();
    }

    private ProxyPlan plan(SplittableRandom random, InetSocketAddress fixed) {
        ProxyPlan plan = scene.proxy().loops(2).listeners(8).requestsPerConnection(random.nextInt(1, 6));
        plan.listener("front", Protocol.HTTP, routes(random));
        if (random.nextBoolean()) {
            plan.listener("second", Protocol.HTTP, routes(random));
        }
        if (random.nextBoolean()) {
            plan.listener("fixed", fixed, Protocol.HTTP, routes(random));
        }
        for (int backend = 0; backend < SERVERS; backend++) {
            // One server that takes traffic, so that answers do not depend on whose turn it is.
            int own = random.nextInt(SERVERS);
            for (int i = 0; i < SERVERS; i++) {
                if (i == own || random.nextBoolean()) {
                    plan.server(
                            "b" + backend, "s" + i, servers.get(i).address(), i == own ? 1 : 0, random.nextInt(0, 3));
                }
            }
        }
        return plan;
    }

    private static RouteSettings[] routes(SplittableRandom random) {
        List<RouteSettings> routes = new ArrayList<>();
        for (int left = random.nextInt(1, 4); left > 0; left--) {
            routes.add(new RouteSettings(
                    match(random), action(random), edits(random), limits(random), RouteTimeouts.NONE));
        }
        return routes.toArray(RouteSettings[]::new);
    }

    private static RouteMatch match(SplittableRandom random) {
        String prefix = List.of("/", "/x", "/y").get(random.nextInt(3));
        return random.nextInt(3) == 0
                ? RouteMatch.EVERYTHING
                : RouteMatch.of(HOSTS.get(random.nextInt(HOSTS.size())), new TextMatch.Prefix(prefix));
    }

    private static RouteAction action(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new RouteAction.Respond(200 + random.nextInt(3), List.of(), "text" + random.nextInt(9));
            case 1 -> new RouteAction.Redirect(302, "https://elsewhere.example/" + random.nextInt(9));
            default -> new RouteAction.Forward("b" + random.nextInt(SERVERS));
        };
    }

    private static RouteEdits edits(SplittableRandom random) {
        return new RouteEdits(null, marking(random, "X-Asked"), marking(random, "X-Answered"));
    }

    // Of very different lengths: the room for heads changes with it.
    private static FieldEdits marking(SplittableRandom random, String name) {
        String value = Integer.toString(random.nextInt(9)).repeat(random.nextInt(4) == 0 ? 1200 : 1);
        return random.nextBoolean()
                ? FieldEdits.NONE
                : FieldEdits.of(List.of(new FieldLine(name, value)), List.of(), List.of());
    }

    private static RouteLimits limits(SplittableRandom random) {
        return random.nextInt(3) == 0
                ? new RouteLimits(Long.MAX_VALUE, 50, Integer.MAX_VALUE, Integer.MAX_VALUE)
                : RouteLimits.NONE;
    }
}
