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
import io.weir.settings.Protocol;
import io.weir.testing.wire.Content;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.ProxyPlan;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A reload in each state of a session: an exchange ends by the rules under which its head was complete, the next one of the same client goes by the new. */
final class SessionReloadTest {

    private static final String B = "backend";
    private static final int LONG_HEAD = 15_000;

    @RegisterExtension
    final Scene scene = new Scene();

    // The generation of an exchange is seen in its response: each marks it.
    private ProxyPlan marking(String mark, ScriptedServer... servers) {
        ProxyPlan plan = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.HTTP, marked(mark))
                .loops(1);
        for (ScriptedServer server : servers) {
            plan.server(B, server.address());
        }
        return plan;
    }

    private static RouteSettings marked(String mark) {
        return edited(FieldEdits.of(List.of(new FieldLine("X-Gen", mark)), List.of(), List.of()));
    }

    private static RouteSettings edited(FieldEdits response) {
        return new RouteSettings(
                RouteMatch.EVERYTHING,
                new RouteAction.Forward(B),
                new RouteEdits(null, FieldEdits.NONE, response),
                RouteLimits.NONE,
                RouteTimeouts.NONE);
    }

    private static void expectMark(ScriptedConnection client, String mark) throws IOException {
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("X-Gen")).isEqualTo(mark);
    }

    private static void askAndExpect(ScriptedConnection client, String mark) throws IOException {
        client.sendHead("GET /next HTTP/1.1", "Host: a");
        expectMark(client, mark);
    }

    @Test
    void a_client_that_keeps_its_connection_goes_by_the_new_rules_with_its_next_request() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = marking("1", server).start();
        ScriptedConnection client = proxy.connect();
        askAndExpect(client, "1");
        assertThat(proxy.reload(marking("2", server))).isEqualTo(2);
        askAndExpect(client, "2");
        assertThat(proxy.reload(marking("3", server))).isEqualTo(3);
        askAndExpect(client, "3");
        assertThat(proxy.connected()).as("the connection to the server is kept").isEqualTo(1);
        proxy.awaitStatus("one generation", status -> status.generation().alive() == 1);
        assertThat(proxy.status().generation().current()).isEqualTo(3);
    }

    @Test
    void a_request_whose_head_is_half_sent_goes_by_the_new_rules() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = marking("1", server).start();
        ScriptedConnection client = proxy.connect();
        client.send("GET / HTTP/1.1\r\nHo");
        proxy.awaitStatus("half a head", status -> status.parkedBytes() > 0);
        proxy.reload(marking("2", server));
        assertThat(proxy.status().generation().alive()).isEqualTo(1);
        client.send("st: a\r\n\r\n");
        expectMark(client, "2");
        askAndExpect(client, "2");
    }

    @Test
    void an_exchange_that_waits_for_a_slot_keeps_its_generation() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = marking("1").server(B, "s", server.address(), 1, 1).start();
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET /first HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection second = proxy.connect();
        second.sendHead("GET /second HTTP/1.1", "Host: a");
        proxy.await("it waits", () -> proxy.server().waiting() == 1);
        proxy.reload(marking("2").server(B, "s", server.address(), 1, 1));
        assertThat(proxy.status().generation().oldExchanges()).isEqualTo(2);
        back.send(HttpScript.ok("x"));
        expectMark(first, "1");
        assertThat(back.readRequest().target()).isEqualTo("/second");
        back.send(HttpScript.ok("x"));
        expectMark(second, "1");
        proxy.awaitStatus("old ones over", status -> status.generation().alive() == 1);
        second.sendHead("GET /third HTTP/1.1", "Host: a");
        back.readRequest();
        back.send(HttpScript.ok("x"));
        expectMark(second, "2");
    }

    // Its head was accepted when less room was left for edits.
    @Test
    void a_long_head_that_waits_for_a_slot_is_sent_although_the_new_rules_leave_less_room_for_heads()
            throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = marking("1").server(B, "s", server.address(), 1, 1).start();
        ScriptedConnection first = proxy.connect();
        first.sendHead("GET /first HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        ScriptedConnection second = proxy.connect();
        second.sendHead("GET /second HTTP/1.1", "Host: a", "X-Long: " + "x".repeat(LONG_HEAD));
        proxy.await("it waits", () -> proxy.server().waiting() == 1);
        FieldEdits growing = FieldEdits.of(List.of(new FieldLine("X-Gen", "y".repeat(1500))), List.of(), List.of());
        proxy.reload(scene.proxy()
                .loops(1)
                .listener(RunningProxy.FRONT, Protocol.HTTP, edited(growing))
                .server(B, "s", server.address(), 1, 1));
        back.send(HttpScript.ok("x"));
        expectMark(first, "1");
        assertThat(back.readRequest().field("X-Long")).hasSize(LONG_HEAD);
        back.send(HttpScript.ok("x"));
        expectMark(second, "1");
        second.sendHead("GET /third HTTP/1.1", "Host: a", "X-Long: " + "x".repeat(LONG_HEAD));
        assertThat(second.readResponse().status())
                .as("no room under the new rules")
                .isEqualTo(431);
    }

    @Test
    void edits_that_make_heads_longer_have_their_room_at_once_and_heads_have_it_back_after_them() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = marking("1", server).start();
        String mark = "y".repeat(1500);
        proxy.reload(marking(mark, server));
        ScriptedConnection client = proxy.connect();
        askAndExpect(client, mark);
        proxy.reload(marking("3", server));
        client.sendHead("GET / HTTP/1.1", "Host: a", "X-Long: " + "x".repeat(LONG_HEAD));
        expectMark(client, "3");
    }

    // Long enough to begin where the least room is left for edits.
    @Test
    void a_long_head_is_read_with_room_for_the_edits_of_a_reload() throws IOException {
        HttpScript script = HttpScript.echo();
        ScriptedServer server = scene.server(script);
        RunningProxy proxy = marking("1", server).start();
        FieldEdits growing = FieldEdits.of(List.of(new FieldLine("X-Added", "y".repeat(1000))), List.of(), List.of());
        proxy.reload(scene.proxy()
                .loops(1)
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings(
                                RouteMatch.EVERYTHING,
                                new RouteAction.Forward(B),
                                new RouteEdits(null, growing, FieldEdits.NONE),
                                RouteLimits.NONE,
                                RouteTimeouts.NONE))
                .server(B, server.address()));
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a", "X-Long: " + "x".repeat(14_600));
        assertThat(client.readResponse().status()).isEqualTo(200);
        assertThat(script.requests().get(0).field("X-Added")).hasSize(1000);
    }

    @Test
    void an_exchange_that_connects_keeps_its_generation() throws IOException {
        RunningProxy proxy = scene.proxy()
                .loops(1)
                .listener(RunningProxy.FRONT, Protocol.HTTP, marked("1"))
                .server(B, scene.unreachable())
                .start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        proxy.await("it connects", () -> proxy.server().active() == 1);
        proxy.reload(marking("2", scene.server(HttpScript.echo())));
        assertThat(proxy.status().generation().oldExchanges()).isEqualTo(1);
        ScriptedConnection other = proxy.connect();
        askAndExpect(other, "2");
        client.reset();
        proxy.awaitStatus("gone with its client", status -> status.generation().alive() == 1);
    }

    @Test
    void an_exchange_whose_request_body_flows_keeps_its_generation() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = marking("1", server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 8").send("body");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect("body");
        proxy.reload(marking("2", server));
        client.send("more");
        back.expect("more").send(HttpScript.ok("x"));
        expectMark(client, "1");
        client.sendHead("GET / HTTP/1.1", "Host: a");
        back.readRequest();
        back.send(HttpScript.ok("x"));
        expectMark(client, "2");
    }

    @Test
    void an_exchange_whose_response_flows_keeps_its_generation_and_every_byte() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = marking("1", server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        int half = 1 << 20;
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: " + 2 * half).send(Content.of(0, half));
        HttpMessage head = client.readHead();
        assertThat(head.field("X-Gen")).isEqualTo("1");
        client.expect(Content.of(0, half));
        proxy.reload(marking("2", server));
        assertThat(proxy.status().generation().oldExchanges()).isEqualTo(1);
        back.send(Content.of(half, half));
        client.expect(Content.of(half, half));
        proxy.awaitStatus("old one over", status -> status.generation().alive() == 1);
        client.sendHead("GET / HTTP/1.1", "Host: a");
        back.readRequest();
        back.send(HttpScript.ok("x"));
        expectMark(client, "2");
    }

    @Test
    void a_request_that_was_sent_behind_another_goes_by_the_rules_of_when_it_is_read() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = marking("1", server).start();
        ScriptedConnection client = proxy.connect();
        client.send(ScriptedConnection.head("GET /1 HTTP/1.1", "Host: a")
                + ScriptedConnection.head("GET /2 HTTP/1.1", "Host: a"));
        ScriptedConnection back = server.accept();
        back.readRequest();
        proxy.reload(marking("2", server));
        back.send(HttpScript.ok("x"));
        expectMark(client, "1");
        back.readRequest();
        back.send(HttpScript.ok("x"));
        expectMark(client, "2");
    }

    @Test
    void the_timeouts_and_limits_of_a_reload_are_those_of_the_next_exchange() throws IOException {
        ScriptedServer server = scene.server();
        HeldClock clock = new HeldClock();
        RunningProxy proxy = marking("1", server).clock(clock).start();
        ScriptedConnection old = proxy.connect();
        old.sendHead("GET /old HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        proxy.reload(marking("2", server)
                .timeout(Phase.RESPONSE_HEAD, Duration.ofMillis(100))
                .requestsPerConnection(1));
        ScriptedConnection client = proxy.connect();
        client.sendHead("GET /new HTTP/1.1", "Host: a");
        server.accept().readRequest();
        clock.release();
        HttpMessage late = client.readResponse();
        assertThat(late.status()).isEqualTo(504);
        assertThat(late.field("Connection"))
                .as("requests-per-connection of the reload")
                .isEqualTo("close");
        back.send(HttpScript.ok("x"));
        expectMark(old, "1");
    }

    @Test
    void a_rule_that_answers_itself_answers_as_the_new_rules_say() throws IOException {
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = marking("1", server).start();
        ScriptedConnection client = proxy.connect();
        askAndExpect(client, "1");
        proxy.reload(scene.proxy()
                .loops(1)
                .listener(
                        RunningProxy.FRONT,
                        Protocol.HTTP,
                        new RouteSettings(RouteMatch.EVERYTHING, new RouteAction.Respond(202, List.of(), "here")))
                .server(B, server.address()));
        client.sendHead("GET / HTTP/1.1", "Host: a");
        HttpMessage answer = client.readResponse();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEqualTo("here");
    }

    @Test
    void an_answer_of_our_own_that_is_not_taken_keeps_its_generation_alive_until_its_client_leaves()
            throws IOException {
        String page = "p".repeat(8000);
        RouteSettings answering =
                new RouteSettings(RouteMatch.EVERYTHING, new RouteAction.Respond(200, List.of(), page));
        ScriptedServer server = scene.server(HttpScript.echo());
        RunningProxy proxy = scene.proxy()
                .loops(1)
                .listener(RunningProxy.FRONT, Protocol.HTTP, answering)
                .socketBuffers(ProxyPlan.LEAST_SOCKET_BUFFER)
                .server(B, server.address())
                .start();
        ScriptedConnection client = proxy.connect(RunningProxy.FRONT, 4096);
        scene.beside(() -> flood(client));
        proxy.awaitStatus(
                "an answer is not taken",
                status -> status.parkedBytes() > 0 || proxy.level().stalled() > 0);
        proxy.reload(marking("2", server).socketBuffers(ProxyPlan.LEAST_SOCKET_BUFFER));
        proxy.awaitStatus(
                "one exchange on the old one", status -> status.generation().oldExchanges() <= 1);
        client.reset();
        proxy.awaitStatus("gone", status -> status.generation().alive() == 1);
    }

    private static boolean flood(ScriptedConnection client) {
        try {
            for (; ; ) {
                client.sendHead("GET / HTTP/1.1", "Host: a");
            }
        } catch (IOException gone) {
            return true;
        }
    }
}
