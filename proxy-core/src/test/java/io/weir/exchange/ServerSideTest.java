package io.weir.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.balance.WeightedRoundRobin;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.http.Method;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import io.weir.testing.FakeOpenings;
import io.weir.testing.HandClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The search for a server, and what becomes of a connection after its exchange. */
final class ServerSideTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final HandClock time = new HandClock();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final LoopResources loop = new LoopResources(
            0,
            time.timers(),
            new BufferPool(new PoolLimits(1, 0, 4096, 1), time, PoolObserver.NONE),
            new Parking(0),
            tasks::add,
            new ExchangeObserver() {});
    private final FakeBackStreams backs = new FakeBackStreams();
    private final Timeline timeline = new Timeline(loop);
    private final Asker asker = new Asker();
    private final PhaseTimer phase = new PhaseTimer(time.timers(), asker);
    private ProxyProtocol proxyProtocol = ProxyProtocol.OFF;
    private Reuse reuse = Reuse.SHARED;

    @Test
    void a_new_connection_is_handed_over_when_it_is_open() {
        Backend backend = backend(1, 0);
        asker.seek(backend);
        assertThat(asker.events).containsExactly("wait");
        assertThat(active(backend)).isEqualTo(1);
        FakeBackStream stream = connect();
        assertThat(asker.back).isSameAs(stream);
        assertThat(timeline.reused()).isFalse();
        asker.side.finish();
        assertThat(stream.fate).isEqualTo(FakeBackStream.Fate.KEPT);
        assertThat(active(backend)).isZero();
    }

    @Test
    void an_idle_connection_is_handed_over_at_once() {
        Backend backend = backend(1, 0);
        FakeBackStream idle = new FakeBackStream();
        backs.lieIdle(idle);
        asker.seek(backend);
        assertThat(asker.events).containsExactly("back");
        assertThat(timeline.reused()).isTrue();
        asker.side.abandon();
        assertThat(idle.fate).isEqualTo(FakeBackStream.Fate.CLOSED);
        assertThat(active(backend)).isZero();
    }

    @Test
    void a_failed_connect_gives_its_slot_back_and_tries_another_server() {
        Backend backend = backend(2, 1);
        asker.seek(backend);
        Server first = backs.lastAttempt().server;
        backs.lastAttempt().client.onConnectFailed();
        assertThat(first.active()).isZero();
        assertThat(backs.lastAttempt().server).isNotSameAs(first);
        connect();
        assertThat(asker.back).isNotNull();
        assertThat(timeline.attempts()).isEqualTo(2);
    }

    @Test
    void when_all_servers_have_failed_the_last_failure_is_the_reason() {
        Backend backend = backend(2, 0);
        asker.seek(backend);
        backs.lastAttempt().client.onConnectFailed();
        time.pass(Timeouts.DEFAULT.connect().plusMillis(20));
        assertThat(backs.lastAttempt().isCancelled()).isTrue();
        assertThat(asker.reason).isEqualTo(Ending.CONNECT_TIMEOUT);
        assertThat(active(backend)).isZero();
    }

    @Test
    void a_server_whose_name_is_unknown_is_left_for_the_next_and_no_connect_is_attempted() {
        Backend backend =
                new Backend(new BackendSettings("b", List.of(unknown("s0"), ServerSettings.of("s1", ADDRESS))));
        asker.seek(backend);
        assertThat(backs.attempts).hasSize(1);
        assertThat(backs.lastAttempt().server.name()).isEqualTo("s1");
        assertThat(timeline.attempts()).isEqualTo(2);
        assertThat(timeline.connectNanos()).isEqualTo(Timeline.NEVER);
        connect();
        assertThat(asker.back).isNotNull();
        asker.side.abandon();
        assertThat(active(backend)).isZero();
    }

    @Test
    void where_every_name_is_unknown_that_is_the_reason() {
        Backend backend = new Backend(new BackendSettings("b", List.of(unknown("s0"), unknown("s1"))));
        asker.seek(backend);
        assertThat(asker.reason).isEqualTo(Ending.UNKNOWN_SERVER_NAME);
        assertThat(backs.attempts).isEmpty();
        assertThat(active(backend)).isZero();
    }

    // Known to be none without a question to the network.
    private static ServerSettings unknown(String name) {
        return ServerSettings.of(name, InetSocketAddress.createUnresolved("no such name", 80));
    }

    // Another server would not change it.
    @Test
    void without_a_socket_no_other_server_is_tried_and_none_is_blamed() {
        Backend backend = backend(2, 1);
        asker.seek(backend);
        backs.lastAttempt().client.onNoSocket();
        assertThat(asker.reason).isEqualTo(Ending.NO_SOCKET);
        assertThat(backs.attempts).hasSize(1);
        assertThat(active(backend)).isZero();
        time.pass(Timeouts.DEFAULT.connect().plusMillis(20));
        assertThat(asker.reason).isEqualTo(Ending.NO_SOCKET);
    }

    @Test
    void after_four_attempts_it_gives_up() {
        Backend backend = backend(9, 0);
        asker.seek(backend);
        for (int i = 0; i < 4; i++) {
            backs.lastAttempt().client.onConnectFailed();
        }
        assertThat(asker.reason).isEqualTo(Ending.CONNECT_FAILED);
        assertThat(backs.attempts).hasSize(4);
        assertThat(active(backend)).isZero();
    }

    @Test
    void each_attempt_has_the_whole_time_to_connect() {
        Backend backend = backend(2, 0);
        asker.seek(backend);
        Duration most = Timeouts.DEFAULT.connect().minusMillis(100);
        time.pass(most);
        backs.lastAttempt().client.onConnectFailed();
        time.pass(most);
        assertThat(asker.reason).isEqualTo(Ending.DONE);
        connect();
        assertThat(asker.back).isNotNull();
    }

    @Test
    void an_open_connection_is_not_timed_out_by_the_phase_before() {
        asker.seek(backend(1, 0));
        connect();
        time.pass(Duration.ofSeconds(100));
        assertThat(asker.reason).isEqualTo(Ending.DONE);
    }

    @Test
    void a_slot_that_becomes_free_goes_to_who_is_in_line() {
        Backend backend = backend(1, 1);
        Server taken = backend.servers().get(0);
        assertThat(taken.tryTakeSlot()).isTrue();
        asker.seek(backend);
        assertThat(backend.waiting()).isEqualTo(1);
        backend.release(taken);
        assertThat(backs.attempts).isEmpty();
        runTasks();
        connect();
        assertThat(asker.back).isNotNull();
        assertThat(taken.active()).isEqualTo(1);
    }

    @Test
    void a_slot_granted_to_who_gives_up_in_the_same_moment_is_given_back() {
        Backend backend = backend(1, 1);
        Server taken = backend.servers().get(0);
        assertThat(taken.tryTakeSlot()).isTrue();
        asker.seek(backend);
        backend.release(taken);
        asker.side.abandon();
        runTasks();
        assertThat(backs.attempts).isEmpty();
        assertThat(active(backend)).isZero();
    }

    @Test
    void a_wait_for_a_slot_ends_at_its_deadline() {
        Backend backend = backend(1, 1);
        assertThat(backend.servers().get(0).tryTakeSlot()).isTrue();
        asker.seek(backend);
        time.pass(Timeouts.DEFAULT.slot().plusMillis(20));
        assertThat(asker.reason).isEqualTo(Ending.SLOT_TIMEOUT);
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void a_backend_without_a_server_that_takes_traffic_has_none() {
        Backend backend = new Backend(new BackendSettings("b", List.of(new ServerSettings("s", ADDRESS, 0, 0))));
        asker.seek(backend);
        assertThat(asker.reason).isEqualTo(Ending.NO_SERVER);
    }

    @Test
    void the_servers_that_failed_one_exchange_may_serve_the_next() {
        Backend backend = backend(1, 0);
        asker.seek(backend);
        backs.lastAttempt().client.onConnectFailed();
        assertThat(asker.reason).isEqualTo(Ending.CONNECT_FAILED);
        asker.seek(backend);
        connect();
        assertThat(asker.back).isNotNull();
    }

    @Test
    void giving_up_while_connecting_cancels_the_attempt() {
        Backend backend = backend(1, 0);
        asker.seek(backend);
        asker.side.abandon();
        assertThat(backs.lastAttempt().isCancelled()).isTrue();
        assertThat(active(backend)).isZero();
        time.pass(Duration.ofSeconds(100));
        assertThat(asker.events).containsExactly("wait");
    }

    @Test
    void giving_up_twice_gives_one_slot_back() {
        Backend backend = backend(1, 0);
        asker.seek(backend);
        FakeBackStream stream = connect();
        asker.side.abandon();
        asker.side.abandon();
        asker.side.finish();
        assertThat(active(backend)).isZero();
        assertThat(stream.fate).isEqualTo(FakeBackStream.Fate.CLOSED);
    }

    // The header is no part of the request, so the request may still go to another server.
    @ParameterizedTest
    @EnumSource(
            value = ProxyProtocol.class,
            names = {"V1", "V2"})
    void a_server_that_resets_before_it_has_taken_the_proxy_header_is_left_for_the_next(ProxyProtocol version) {
        proxyProtocol = version;
        Backend backend = backend(2, 1);
        asker.seek(backend);
        Server first = backs.lastAttempt().server;
        FakeBackStream dead = new FakeBackStream();
        dead.takesWrites = false;
        backs.lastAttempt().client.onStream(dead);
        assertThat(dead.fate).isEqualTo(FakeBackStream.Fate.ABORTED);
        assertThat(asker.back).isNull();
        assertThat(first.active()).isZero();
        assertThat(backs.lastAttempt().server).isNotSameAs(first);
        FakeBackStream next = connect();
        assertThat(asker.back).isSameAs(next);
        assertThat(next.introduction).isNotEmpty();
    }

    /** How the outcome of an attempt is told that has no connection any more to tell a bug by. */
    enum Outcome {
        CONNECT_FAILED(attempt -> attempt.client.onConnectFailed()),
        NO_SOCKET(attempt -> attempt.client.onNoSocket()),
        HEADER_REFUSED(attempt -> {
            FakeBackStream dead = new FakeBackStream();
            dead.takesWrites = false;
            attempt.client.onStream(dead);
        });

        private final Consumer<FakeOpenings.Attempt<BackStreams.Client>> told;

        Outcome(Consumer<FakeOpenings.Attempt<BackStreams.Client>> told) {
            this.told = told;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_bug_in_what_follows_a_failed_attempt_is_told_to_the_exchange(Outcome outcome) {
        proxyProtocol = ProxyProtocol.V1;
        Backend backend = backend(1, 1);
        asker.seek(backend);
        asker.bugOnNoServer = new IllegalStateException("on purpose");
        outcome.told.accept(backs.lastAttempt());
        assertThat(asker.bugs).containsExactly(asker.bugOnNoServer);
        assertThat(active(backend)).isZero();
    }

    private FakeBackStream connect() {
        FakeBackStream stream = new FakeBackStream();
        backs.lastAttempt().client.onStream(stream);
        return stream;
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void with_reuse_by_session_the_next_exchange_goes_to_the_same_server() {
        reuse = Reuse.SESSION;
        Backend backend = backend(2, 1);
        Server server = keepOwnTo(backend, 1);
        asker.seek(backend);
        assertThat(asker.events).containsExactly("back");
        assertThat(server.active()).isEqualTo(1);
        assertThat(server.bound()).isZero();
        asker.close();
    }

    @Test
    void with_reuse_by_session_another_server_is_taken_when_that_one_is_full() {
        reuse = Reuse.SESSION;
        Backend backend = backend(2, 1);
        Server server = keepOwnTo(backend, 0);
        assertThat(server.tryTakeSlot()).isTrue();
        asker.seek(backend);
        assertThat(backs.lastAttempt().server.number()).isEqualTo(1);
        assertThat(server.bound()).isZero();
        asker.close();
    }

    // Its server was not told of the client, and is to be told from now on; or it has served an exchange, and is to
    // serve one only.
    @ParameterizedTest
    @CsvSource({"OFF, NEVER, false", "OFF, NEVER, true", "V1, SESSION, false", "V2, SHARED, true"})
    void a_connection_of_its_own_is_closed_once_the_backend_has_each_exchange_open_one(
            ProxyProtocol nextProtocol, Reuse nextReuse, boolean loggedIn) {
        reuse = Reuse.SESSION;
        Backend backend = backend(1, 0);
        asker.seek(backend);
        asker.side.abandon();
        if (loggedIn) {
            asker.side.logIn();
        }
        Server server = keepOwnTo(backend, 0);
        FakeBackStream own = (FakeBackStream) asker.back;
        proxyProtocol = nextProtocol;
        reuse = nextReuse;
        asker.seek(backend);
        assertThat(own.fate).isEqualTo(FakeBackStream.Fate.CLOSED);
        assertThat(server.bound()).isZero();
        assertThat(asker.events).containsExactly("wait");
        FakeBackStream next = connect();
        assertThat(next).isNotSameAs(own);
        asker.side.finish();
        assertThat(next.fate).isEqualTo(FakeBackStream.Fate.CLOSED);
    }

    // The server may know the client by its connection in a way that is not seen.
    @Test
    void a_connection_that_has_served_one_client_stays_with_it_when_the_backend_shares_new_ones() {
        reuse = Reuse.SESSION;
        Backend backend = backend(1, 0);
        Server server = keepOwnTo(backend, 0);
        FakeBackStream own = (FakeBackStream) asker.back;
        reuse = Reuse.SHARED;
        asker.seek(backend);
        assertThat(asker.back).isSameAs(own);
        asker.side.finish();
        assertThat(own.fate).isEqualTo(FakeBackStream.Fate.RESTING);
        assertThat(server.bound()).isEqualTo(1);
        asker.close();
    }

    @Test
    void an_exchange_of_a_client_who_has_logged_in_goes_to_no_other_server() {
        reuse = Reuse.SESSION;
        Backend backend = backend(2, 1);
        asker.seek(backend);
        asker.side.abandon();
        asker.side.logIn();
        Server server = keepOwnTo(backend, 0);
        assertThat(server.tryTakeSlot()).isTrue();
        asker.seek(backend);
        assertThat(asker.events).containsExactly("wait");
        assertThat(backend.waiting()).isEqualTo(1);
        backend.release(server);
        runTasks();
        assertThat(asker.events).containsExactly("wait", "back");
        asker.close();
        assertThat(active(backend)).isZero();
    }

    // Reloads may be many, and a wait is to end.
    @Test
    void a_wait_that_goes_on_for_another_server_after_a_reload_has_no_more_time_than_before() {
        Backend backend = backend(2, 1);
        asker.seek(backend);
        asker.side.abandon();
        asker.side.logIn();
        Server left = keepOwnTo(backend, 0);
        backend.servers().forEach(server -> assertThat(server.tryTakeSlot()).isTrue());
        asker.seek(backend);
        time.pass(Timeouts.DEFAULT.slot().minusSeconds(1));
        backend.apply(backend.prepare(List.of(new ServerSettings("s1", ADDRESS, 1, 1))), () -> {});
        runTasks();
        assertThat(backend.waiting()).isEqualTo(1);
        assertThat(left.isInService()).isFalse();
        assertThat(asker.events).containsExactly("wait");
        time.pass(Duration.ofSeconds(1).plusMillis(20));
        assertThat(asker.reason).isEqualTo(Ending.SLOT_TIMEOUT);
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void an_exchange_whose_only_server_leaves_while_it_waits_goes_to_another_that_has_a_slot() {
        Backend backend = backend(2, 1);
        asker.seek(backend);
        asker.side.abandon();
        asker.side.logIn();
        Server left = keepOwnTo(backend, 0);
        assertThat(left.tryTakeSlot()).isTrue();
        asker.seek(backend);
        backend.apply(backend.prepare(List.of(new ServerSettings("s1", ADDRESS, 1, 1))), () -> {});
        runTasks();
        assertThat(backs.lastAttempt().server.name()).isEqualTo("s1");
        assertThat(backend.waiting()).isZero();
        asker.close();
    }

    // Between the moment at which a server leaves and the task by which this loop hears of it.
    @Test
    void a_connection_of_its_own_to_a_server_that_has_left_is_not_used_again() {
        Backend backend = backend(2, 1);
        asker.seek(backend);
        asker.side.abandon();
        asker.side.logIn();
        Server left = keepOwnTo(backend, 0);
        backend.apply(backend.prepare(List.of(new ServerSettings("s1", ADDRESS, 1, 1))), () -> {});
        asker.seek(backend);
        assertThat(left.bound()).isZero();
        assertThat(backs.lastAttempt().server.name()).isEqualTo("s1");
        asker.close();
    }

    @Test
    void a_connection_of_its_own_is_not_kept_if_its_server_has_left() {
        reuse = Reuse.SESSION;
        Backend backend = backend(1, 0);
        asker.seek(backend);
        FakeBackStream stream = connect();
        Server left = backend.servers().get(0);
        backend.apply(backend.prepare(List.of(new ServerSettings("s1", ADDRESS, 1, 1))), () -> {});
        asker.side.finish();
        assertThat(stream.fate).isEqualTo(FakeBackStream.Fate.CLOSED);
        assertThat(left.bound()).isZero();
        assertThat(left.active()).isZero();
    }

    @Test
    void an_exchange_for_which_no_server_is_left_is_refused() {
        Backend backend = backend(1, 1);
        assertThat(backend.servers().get(0).tryTakeSlot()).isTrue();
        asker.seek(backend);
        backend.apply(backend.prepare(List.of(new ServerSettings("s1", ADDRESS, 0, 1))), () -> {});
        runTasks();
        assertThat(asker.reason).isEqualTo(Ending.NO_SERVER);
        assertThat(backend.waiting()).isZero();
    }

    // The object serves the exchange of another client next.
    @Test
    void a_login_is_forgotten_with_an_exchange_that_breaks_off() {
        Backend backend = backend(1, 0);
        asker.seek(backend);
        connect();
        asker.side.logIn();
        asker.side.abandon();
        asker.seek(backend);
        FakeBackStream next = connect();
        asker.side.finish();
        assertThat(next.fate).isEqualTo(FakeBackStream.Fate.KEPT);
    }

    private Server keepOwnTo(Backend backend, int number) {
        for (Server before : backend.servers().subList(0, number)) {
            assertThat(before.tryTakeSlot()).isTrue();
        }
        asker.seek(backend);
        Server server = backs.lastAttempt().server;
        assertThat(server.number()).isEqualTo(number);
        connect();
        asker.side.finish();
        assertThat(server.bound()).isEqualTo(1);
        backend.servers().subList(0, number).forEach(backend::release);
        asker.events.clear();
        return server;
    }

    private static int active(Backend backend) {
        return backend.servers().stream().mapToInt(Server::active).sum();
    }

    private static Backend backend(int servers, int maxConnections) {
        List<ServerSettings> settings = IntStream.range(0, servers)
                .mapToObj(i -> new ServerSettings("s" + i, ADDRESS, 1, maxConnections))
                .toList();
        return new Backend(new BackendSettings("b", settings));
    }

    private final class Asker implements ServerSide.Owner, ServedClient, PhaseTimer.Owner {

        final List<String> events = new ArrayList<>();
        private final BoundBack own = new BoundBack(loop);
        ServerSide side;
        BackStream back;
        Reason reason = Ending.DONE;
        final List<Throwable> bugs = new ArrayList<>();
        RuntimeException bugOnNoServer;

        void seek(Backend backend) {
            if (side == null) {
                side = new ServerSide(this, loop, backs, null, null, timeline, phase);
            }
            timeline.begin(1, 0, 0);
            side.begin(new Destination(backend, new WeightedRoundRobin(backend), proxyProtocol, reuse));
        }

        void close() {
            side.abandon();
            own.close();
        }

        @Override
        public ServedClient front() {
            return this;
        }

        @Override
        public BoundBack boundBack() {
            return own;
        }

        @Override
        public BoundBack bindBack() {
            return own;
        }

        @Override
        public void onServer(BackStream stream) {
            events.add("back");
            back = stream;
        }

        @Override
        public void onNoServer(Reason why) {
            if (bugOnNoServer != null) {
                throw bugOnNoServer;
            }
            events.add("none");
            reason = why;
        }

        @Override
        public void onMustWait() {
            events.add("wait");
        }

        @Override
        public Method method() {
            return Method.GET;
        }

        @Override
        public void onServerEvicted() {
            throw new AssertionError("no buffer is held");
        }

        @Override
        public Timeouts timeouts() {
            return Timeouts.DEFAULT;
        }

        @Override
        public InetSocketAddress calledAddress() {
            return ADDRESS;
        }

        @Override
        public void onExpired(Ending ending) {
            side.onExpired(ending);
        }

        @Override
        public void onBug(Throwable cause) {
            assertThat(cause).isSameAs(bugOnNoServer);
            bugs.add(cause);
        }
    }
}
