package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.connection.BackConnection;
import io.weir.connection.Connector;
import io.weir.connection.Opening;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.socket.BackCount;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import io.weir.testing.Configured;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import io.weir.time.HandTicker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On whichever way a back connection comes, is used and goes, it is counted once while it is open, and no longer. */
final class BackPlaceTest {

    private static final int KIB = 1024;

    // The first back connection in use gets the largest size, the second half of it, the third and the fourth a
    // quarter.
    private static final SocketCounts MOST = new SocketCounts(4, 4, 0);
    private static final SocketSettings SMALL = SocketSettings.DEFAULT.withBuffers(64 * KIB, 64 * KIB);
    private static final SocketSettings SETTINGS = SMALL.withMemory(4 * SocketBudget.mostSocketBytes(SMALL) + 64 * KIB);

    @RegisterExtension
    final Scene scene = new Scene();

    private final HandTicker ticker = new HandTicker();
    private final BackCount count = new BackCount(MOST);
    private final List<String> told = new ArrayList<>(); // by the loop
    private final List<BackSocketConnection> opened = new ArrayList<>();
    private LoopBench bench;
    private ScriptedServer listening;
    private Server server;
    private BackConnector connector;
    private @Nullable BackSocketConnection connected;

    @BeforeEach
    void open() throws IOException {
        bench = LoopBench.by(ticker, scene);
        listening = scene.server();
        server = server(listening.address());
        connector = connector(PeerChannel::new);
    }

    @AfterEach
    void none_is_counted_that_is_closed() {
        giveUpConnected();
        bench.onLoop(connector.idle()::close);
        bench.close();
        assertThat(count.inUse()).isZero();
        assertThat(count.idle()).isZero();
    }

    @Test
    void one_that_is_opened_and_closed() throws IOException {
        BackSocketConnection back = connect();
        expectCounts(1, 0);
        bench.onLoop(back::close);
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_opened_and_aborted() throws IOException {
        BackSocketConnection back = connect();
        bench.onLoop(back::abort);
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_closed_twice() throws IOException {
        BackSocketConnection back = connect();
        bench.onLoop(() -> {
            back.abort();
            back.close();
        });
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_counted_while_it_is_being_opened_and_then_given_up() {
        bench.onLoop(() -> {
            Opening opening = connector.open(server, new User());
            assertThat(count.inUse()).isEqualTo(1);
            opening.cancel();
            assertThat(count.inUse()).isZero();
            opening.cancel();
        });
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_refused() throws IOException {
        Server nobody = server(scene.nobody());
        bench.onLoop(() -> connector.open(nobody, new User()));
        awaitTold("failed");
        expectCounts(0, 0);
    }

    @Test
    void one_whose_user_has_a_bug() throws IOException {
        bench.onLoop(() -> connector.open(server, new User() {
            @Override
            public void onConnected(BackConnection open) {
                throw new IllegalStateException("fault of the test");
            }
        }));
        listening.accept().expectGone();
        expectCounts(0, 0);
    }

    @Test
    void one_that_its_server_resets_while_it_is_in_use() throws IOException {
        BackSocketConnection back = connect();
        ScriptedConnection other = listening.accept();
        bench.onLoop(back::discard);
        other.reset();
        Scene.await("closed", () -> count.inUse() == 0, this::counts);
        expectCounts(0, 0);
    }

    @Test
    void one_that_becomes_idle_and_is_used_again() throws IOException {
        BackSocketConnection back = connect();
        keep(back);
        expectCounts(0, 1);
        assertThat(reuse()).isTrue();
        expectCounts(1, 0);
        keep(back);
        expectCounts(0, 1);
        assertThat(reuse()).isTrue();
        bench.onLoop(back::close);
        expectCounts(0, 0);
    }

    @Test
    void one_that_its_server_closes_while_it_is_idle() throws IOException {
        keep(connect());
        listening.accept().close();
        Scene.await("closed", () -> count.idle() == 0, this::counts);
        expectCounts(0, 0);
    }

    @Test
    void one_that_its_server_resets_while_it_is_idle() throws IOException {
        keep(connect());
        listening.accept().reset();
        Scene.await("closed", () -> count.idle() == 0, this::counts);
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_idle_for_too_long() throws IOException {
        BackSocketConnection back = connect();
        keep(back);
        bench.onLoop(() -> back.idleEntry().onOver());
        expectCounts(0, 0);
    }

    @Test
    void one_that_turns_out_dead_when_it_is_to_be_used_again() throws IOException {
        keep(connect());
        ScriptedConnection other = listening.accept();
        bench.onLoop(() -> {
            ticker.advance(Timeouts.DEFAULT.serverKeepAlive());
            assertThat(connector.reuse(server, new User())).isFalse();
        });
        other.expectGone();
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_closed_before_it_can_be_kept() throws IOException {
        BackSocketConnection back = connect();
        bench.onLoop(() -> {
            back.close();
            back.keep(-1);
        });
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_not_kept_because_its_server_says_so() throws IOException {
        BackSocketConnection back = connect();
        bench.onLoop(() -> back.keep(0));
        expectCounts(0, 0);
    }

    @Test
    void one_that_is_not_kept_because_too_many_are_open() throws IOException {
        BackSocketConnection back = connect();
        int others = (int) MOST.openBacks();
        for (int i = 0; i < others; i++) {
            count.open();
        }
        keep(back);
        expectCounts(others, 0);
        for (int i = 0; i < others; i++) {
            count.closeUsed();
        }
    }

    @Test
    void one_that_is_idle_when_the_proxy_ends() throws IOException {
        keep(connect());
        bench.onLoop(connector.idle()::close);
        expectCounts(0, 0);
    }

    @Test
    void one_that_waits_for_a_descriptor_is_not_counted_until_it_has_one() {
        scene.expectWarning("event=no_descriptor side={} shortages={} cause=\"{}\"");
        BackConnector without = connector(() -> {
            throw new ChannelException("no descriptor");
        });
        bench.onLoop(() -> {
            Opening opening = without.open(server, new User());
            assertThat(count.inUse()).isZero();
            opening.cancel();
        });
        expectCounts(0, 0);
    }

    @Test
    void a_connection_gets_the_size_of_the_number_of_back_connections_in_use() throws IOException {
        assertThat(connect().size().index()).isZero();
        assertThat(connect().size().index()).isEqualTo(1);
        assertThat(connect().size().index()).isEqualTo(2);
    }

    @Test
    void a_connection_opened_after_a_busy_moment_gets_the_size_of_that_moment_until_two_periods_have_passed()
            throws IOException {
        useOthers(2);
        giveUpOthers(2);
        assertThat(connect().size().index()).isEqualTo(1);
        count.nextPeriod();
        giveUpConnected();
        assertThat(connect().size().index()).isEqualTo(1);
        count.nextPeriod();
        giveUpConnected();
        assertThat(connect().size().index()).isZero();
    }

    @Test
    void a_kept_connection_that_is_larger_than_its_share_is_now_is_closed_instead_of_used() throws IOException {
        BackSocketConnection largest = connect();
        keep(largest);
        useOthers(1);
        assertThat(reuse()).isFalse();
        expectCounts(1, 0);
        assertThat(bench.askLoop(largest::isOpen)).isFalse();
        giveUpOthers(1);
    }

    @Test
    void a_kept_connection_that_is_a_little_smaller_is_used_again_and_one_that_is_much_smaller_is_not()
            throws IOException {
        useOthers(1);
        BackSocketConnection little = connect();
        useOthers(1);
        BackSocketConnection much = connect();
        giveUpOthers(2);
        keep(little);
        keep(much);
        assertThat(reuse()).as("after a busy moment").isTrue();
        keep(much);
        count.nextPeriod();
        count.nextPeriod();
        assertThat(reuse()).isTrue();
        assertThat(connected).isSameAs(little);
        assertThat(bench.askLoop(much::isOpen)).isFalse();
    }

    private void giveUpConnected() {
        bench.onLoop(() -> opened.forEach(BackSocketConnection::close));
        opened.clear();
    }

    private BackSocketConnection connect() {
        connected = null;
        bench.onLoop(() -> connector.open(server, new User()));
        Scene.await("connected", () -> bench.askLoop(() -> connected != null), this::counts);
        BackSocketConnection made = bench.askLoop(() -> connected);
        opened.add(made);
        return made;
    }

    private void keep(BackSocketConnection back) {
        bench.onLoop(() -> back.keep(-1));
    }

    private boolean reuse() {
        return bench.askLoop(() -> connector.reuse(server, new User()));
    }

    private void useOthers(int times) {
        for (int i = 0; i < times; i++) {
            count.open();
        }
    }

    private void giveUpOthers(int times) {
        for (int i = 0; i < times; i++) {
            count.closeUsed();
        }
    }

    private void awaitTold(String what) {
        Scene.await(what, () -> bench.askLoop(() -> told.contains(what)), this::counts);
    }

    private void expectCounts(int inUse, int idle) {
        bench.turn();
        assertThat(counts()).isEqualTo("in use " + inUse + ", idle " + idle);
    }

    private String counts() {
        return "in use " + count.inUse() + ", idle " + count.idle();
    }

    private static Server server(InetSocketAddress address) {
        return new Backend(new BackendSettings("b", List.of(ServerSettings.of("s", address))))
                .servers()
                .get(0);
    }

    private BackConnector connector(Supplier<PeerChannel> channels) {
        Sockets sockets = new Sockets(new SocketBudget(SETTINGS, MOST), () -> 1);
        return new BackConnector(
                bench.loop,
                sockets,
                count,
                Configured.generations(Timeouts.DEFAULT, Limits.DEFAULT),
                Descriptors.admission(1),
                () -> {},
                channels);
    }

    private class User implements Connector.Client {

        @Override
        public void onConnected(BackConnection open) {
            connected = (BackSocketConnection) open;
            open.tell(bench.events, bench.events, bench.events);
        }

        @Override
        public void onConnectFailed() {
            told.add("failed");
        }

        @Override
        public void onNoSocket() {
            told.add("no socket");
        }

        @Override
        public void onBug(Throwable cause) {
            bench.events.onBug(cause);
        }

        @Override
        public long session() {
            return 2;
        }
    }
}
