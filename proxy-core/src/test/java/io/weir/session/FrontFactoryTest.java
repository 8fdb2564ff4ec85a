package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.balance.WeightedRoundRobin;
import io.weir.buffer.Flow;
import io.weir.exchange.Destination;
import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.Route;
import io.weir.http.OwnResponse;
import io.weir.http.Upgrades;
import io.weir.reason.Ending;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTable;
import io.weir.settings.ClientSettings;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import io.weir.testing.Configured;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which front a client gets from a listener whose protocol a reload changes. */
final class FrontFactoryTest {

    private final FakeLoop loop = new FakeLoop(2, 0);
    private final Backend backend = new Backend(new BackendSettings(
            "b", List.of(ServerSettings.of("s", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))));
    private final Destination destination = new Destination(backend, new WeightedRoundRobin(backend));
    private final Generations generations = Configured.generations(FakeLoop.TIMEOUTS, Limits.DEFAULT);
    private final Listener listener = new Listener(generations);
    private final FakeConnection client = new FakeConnection(loop.pool, Flow.REQUEST);

    @AfterEach
    void nothing_is_left() {
        assertThat(loop.services.sessions()).isZero();
        assertThat(loop.pool.leased()).isZero();
        assertThat(loop.time.timers().size()).isZero();
    }

    @Test
    void a_client_gets_the_front_of_the_protocol_that_its_listener_speaks_now() {
        take(Protocol.TCP, new Route(destination));
        assertThat(front()).isInstanceOf(RelaySession.class);
        take(Protocol.HTTP, new Route(destination));
        assertThat(front()).isInstanceOf(Http1Front.class);
    }

    @Test
    void a_relay_goes_by_the_generation_that_made_it_one_whatever_the_next_makes_of_its_listener() {
        Generation speaksTcp = take(Protocol.TCP, new Route(destination));
        Generation speaksHttp =
                take(Protocol.HTTP, new Route(new Route.Answer(new OwnResponse(204, List.of(), new byte[0]))));
        RelaySession relay = new RelaySession(loop.services, listener, speaksTcp, 1, client);
        relay.start(Unpooled.EMPTY_BUFFER);
        assertThat(loop.connector.attempts).hasSize(1);
        assertThat(speaksTcp.tunnels()).isEqualTo(1);
        assertThat(speaksHttp.tunnels()).isZero();
        relay.abort(Ending.DRAIN_TIMEOUT);
        assertThat(speaksTcp.tunnels()).isZero();
    }

    private Front front() {
        return FrontFactory.front(loop.services, listener, 1, client, welcome -> true);
    }

    // The reload that gives the listener one route for all.
    private Generation take(Protocol protocol, Route route) {
        ListenerRules rules = new ListenerRules(
                "front",
                protocol,
                new RouteTable(List.of(RouteSettings.everything("b"))),
                List.of(route),
                new Upgrades(List.of()),
                ClientSettings.DEFAULT);
        Generation next = new Generation(2, 1, FakeLoop.TIMEOUTS, Limits.DEFAULT, Map.of(listener, rules));
        generations.replace(next, 0);
        return next;
    }
}
