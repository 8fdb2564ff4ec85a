package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weir.backend.Placement.NoServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackendTest {

    private static final int MANY = 100_000;

    private final Waiter first = new Waiter();
    private final Waiter second = new Waiter();
    private final Waiter third = new Waiter();

    @Test
    void its_servers_are_numbered_in_the_order_of_the_settings() {
        Backend backend = Backends.of(1, 2, 3);

        assertThat(backend.name()).isEqualTo("shop");
        assertThat(backend.servers()).extracting(Server::name).containsExactly("s0", "s1", "s2");
        assertThat(backend.servers()).extracting(Server::number).containsExactly(0, 1, 2);
    }

    @Test
    void its_longest_authority_is_that_of_the_server_with_the_longest_name() {
        InetSocketAddress longest = InetSocketAddress.createUnresolved("127.0.0.1", 12345);
        Backend backend = new Backend(new BackendSettings(
                "shop",
                List.of(
                        ServerSettings.of("a", Backends.ADDRESS),
                        ServerSettings.of("b", longest),
                        ServerSettings.of("c", Backends.ADDRESS))));

        assertThat(backend.longestAuthority())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("127.0.0.1:12345");
    }

    @Test
    void a_slot_that_is_free_is_taken_without_standing_in_line() {
        Backend backend = Backends.of(1);
        Server server = backend.servers().get(0);

        assertThat(backend.waitForSlot(first.ticket)).isSameAs(server);
        assertThat(server.active()).isOne();
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void no_server_has_more_exchanges_than_its_limit() {
        Backend backend = Backends.of(3, 2);
        for (int i = 0; i < 10; i++) {
            backend.waitForSlot(new Waiter().ticket);
        }

        assertThat(backend.servers()).extracting(Server::active).containsExactly(3, 2);
        assertThat(backend.waiting()).isEqualTo(5);
    }

    @Test
    void a_server_without_a_limit_takes_all() {
        Backend backend = Backends.of(0);
        for (int i = 0; i < 1000; i++) {
            assertThat(backend.waitForSlot(new Waiter().ticket)).isInstanceOf(Server.class);
        }

        assertThat(backend.servers().get(0).active()).isEqualTo(1000);
    }

    @Test
    void a_slot_comes_to_who_waits_and_counts_all_the_time() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);

        assertThat(backend.waitForSlot(first.ticket)).isSameAs(first.ticket);
        assertThat(backend.waiting()).isOne();
        assertThat(first.ticket.collect()).isSameAs(first.ticket);

        backend.release(server);
        assertThat(first.wakes).isOne();
        assertThat(server.active()).isOne();
        assertThat(backend.waiting()).isZero();
        assertThat(first.ticket.collect()).isSameAs(server);
        assertThat(first.ticket.collect()).isSameAs(NoServer.NONE);
        assertThat(server.active()).isOne();
    }

    @Test
    void slots_go_out_in_the_order_of_arrival() {
        Backend backend = Backends.full(1, 1);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            Waiter waiter = new Waiter();
            waiter.onWake = () -> order.add(number);
            backend.waitForSlot(waiter.ticket);
        }
        for (int i = 0; i < 10; i++) {
            backend.release(backend.servers().get(i % 2));
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void a_slot_passes_over_who_has_tried_that_server_and_who_is_passed_over_keeps_its_place() {
        Backend backend = Backends.full(1, 1);
        Server tried = backend.servers().get(0);
        Server other = backend.servers().get(1);
        first.ticket.exclude(tried);
        waitInOrder(backend, first, second, third);

        backend.release(tried);
        assertThat(second.ticket.collect()).isSameAs(tried);
        assertThat(first.wakes).isZero();
        backend.release(other);
        assertThat(first.ticket.collect()).isSameAs(other);
        assertThat(third.wakes).isZero();
    }

    @Test
    void a_slot_that_nobody_in_line_may_use_stays_free() {
        Backend backend = Backends.full(1, 1);
        Server tried = backend.servers().get(0);
        first.ticket.exclude(tried);
        backend.waitForSlot(first.ticket);

        backend.release(tried);
        assertThat(tried.active()).isZero();
        assertThat(first.wakes).isZero();
        assertThat(backend.waiting()).isOne();
    }

    @Test
    void a_newcomer_takes_the_slot_that_nobody_in_line_may_use() {
        Backend backend = Backends.full(1, 1);
        Server tried = backend.servers().get(0);
        first.ticket.exclude(tried);
        backend.waitForSlot(first.ticket);
        backend.release(tried);

        assertThat(backend.waitForSlot(second.ticket)).isSameAs(tried);
    }

    @Test
    void a_newcomer_does_not_overtake_who_waits_for_the_same_server() {
        Backend backend = Backends.full(2);
        Server server = backend.servers().get(0);
        backend.waitForSlot(first.ticket);

        // The first half of a release: the slot is free, and the line has not been looked at yet.
        server.returnSlot();
        assertThat(backend.waitForSlot(second.ticket)).isSameAs(second.ticket);
        backend.release(server);
        assertThat(first.wakes).isOne();
        assertThat(second.wakes).isZero();
    }

    @Test
    void who_has_tried_every_server_is_told_so_and_does_not_wait() {
        Backend backend = Backends.of(1, 1);
        backend.servers().forEach(first.ticket::exclude);

        assertThat(backend.waitForSlot(first.ticket)).isSameAs(NoServer.NONE);
        assertThat(backend.waiting()).isZero();
        assertThat(backend.servers()).extracting(Server::active).containsOnly(0);
    }

    @Test
    void a_server_of_weight_zero_is_not_waited_for() {
        ServerSettings drained = new ServerSettings("s", Backends.ADDRESS, 0, 1);
        Backend backend = new Backend(new BackendSettings("shop", List.of(drained)));

        assertThat(backend.waitForSlot(first.ticket)).isSameAs(NoServer.NONE);
    }

    @Test
    void a_ticket_used_again_may_go_to_all_servers_once_it_is_reset() {
        Backend backend = Backends.of(1);
        Server server = backend.servers().get(0);
        first.ticket.exclude(server);
        assertThat(first.ticket.allows(server)).isFalse();

        first.ticket.reset();
        assertThat(backend.waitForSlot(first.ticket)).isSameAs(server);
        backend.release(server);
        assertThat(backend.waitForSlot(first.ticket)).isSameAs(server);
    }

    @Test
    void a_waiter_that_gave_up_is_skipped() {
        Backend backend = Backends.full(1);
        waitInOrder(backend, first, second, third);
        second.ticket.cancel();
        first.ticket.cancel();
        assertThat(backend.waiting()).isOne();

        backend.release(backend.servers().get(0));
        assertThat(third.wakes).isOne();
        assertThat(first.wakes + second.wakes).isZero();
        assertThat(first.ticket.collect()).isSameAs(NoServer.NONE);
    }

    @Test
    void a_slot_that_was_granted_and_given_up_goes_to_the_next_in_line() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        waitInOrder(backend, first, second);
        backend.release(server);

        first.ticket.cancel();
        assertThat(second.ticket.collect()).isSameAs(server);
        assertThat(server.active()).isOne();
        assertThat(first.ticket.collect()).isSameAs(NoServer.NONE);
    }

    @Test
    void a_reload_spreads_those_who_wait_over_servers_without_a_limit() {
        Backend backend = Backends.full(1);
        for (int i = 0; i < 6; i++) {
            SlotTicket ticket = new Waiter().ticket;
            assertThat(backend.waitForSlot(ticket)).isSameAs(ticket);
        }
        Backend.Change change = backend.prepare(List.of(
                new ServerSettings("one", Backends.ADDRESS, 1, 0),
                new ServerSettings("two", Backends.ADDRESS, 1, 1),
                new ServerSettings("three", Backends.ADDRESS, 1, 0)));
        backend.apply(change, () -> {});
        assertThat(backend.waiting()).isZero();
        assertThat(change.servers()).extracting(Server::active).containsExactly(3, 1, 2);
    }

    @Test
    void a_slot_that_was_granted_and_given_up_is_free_once_if_nobody_waits() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        backend.waitForSlot(first.ticket);
        backend.release(server);

        first.ticket.cancel();
        first.ticket.cancel();
        assertThat(server.active()).isZero();
        assertThat(backend.waitForSlot(first.ticket)).isSameAs(server);
    }

    @Test
    void a_slot_that_was_collected_is_not_given_up_with_the_ticket() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        backend.waitForSlot(first.ticket);
        backend.release(server);
        first.ticket.collect();

        first.ticket.cancel();
        assertThat(server.active()).isOne();
    }

    @Test
    void a_ticket_in_no_line_has_nothing_to_cancel_or_collect() {
        first.ticket.cancel();

        assertThat(first.ticket.collect()).isSameAs(NoServer.NONE);
    }

    @Test
    void a_slot_goes_past_the_waiters_of_a_dead_loop() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        Waiter dead = Waiter.onDeadLoop();
        waitInOrder(backend, dead, Waiter.onDeadLoop(), first, Waiter.onDeadLoop());

        backend.release(server);
        assertThat(first.ticket.collect()).isSameAs(server);
        assertThat(backend.waiting()).isOne();
        assertThat(dead.ticket.collect()).isSameAs(NoServer.NONE);
        dead.ticket.cancel();
        assertThat(server.active()).isOne();
    }

    @Test
    void a_slot_is_free_when_all_who_wait_are_dead() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        waitInOrder(backend, Waiter.onDeadLoop(), Waiter.onDeadLoop());

        backend.release(server);
        assertThat(server.active()).isZero();
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void any_number_of_waiters_of_a_dead_loop_is_passed() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        for (int i = 0; i < MANY; i++) {
            backend.waitForSlot(Waiter.onDeadLoop().ticket);
        }
        backend.waitForSlot(first.ticket);

        backend.release(server);
        assertThat(first.ticket.collect()).isSameAs(server);
        assertThat(server.active()).isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_slot_given_up_between_its_grant_and_the_wake_up_is_passed_on_once(boolean dead) {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        first.dead = dead;
        first.onWake = first.ticket::cancel;
        waitInOrder(backend, first, second, third);

        backend.release(server);
        assertThat(second.ticket.collect()).isSameAs(server);
        assertThat(third.wakes).isZero();
        assertThat(backend.waiting()).isOne();
        assertThat(server.active()).isOne();
    }

    @Test
    void a_waiter_may_collect_and_return_the_slot_while_it_is_woken() {
        Backend backend = Backends.full(1);
        Server server = backend.servers().get(0);
        first.onWake = () -> backend.release((Server) first.ticket.collect());
        waitInOrder(backend, first, second);

        backend.release(server);
        assertThat(second.ticket.collect()).isSameAs(server);
        assertThat(server.active()).isOne();
    }

    @Test
    void a_waiter_is_woken_with_no_lock_held() {
        Backend backend = Backends.full(1);
        first.onWake = () -> {
            Thread other = new Thread(second.ticket::cancel);
            other.start();
            join(other);
        };
        waitInOrder(backend, first, second);

        backend.release(backend.servers().get(0));
        assertThat(backend.waiting()).isZero();
    }

    @Test
    void a_slot_returned_twice_is_a_bug_that_leaves_the_limit_as_it_was() {
        Backend backend = Backends.of(1);
        Server server = backend.servers().get(0);
        backend.waitForSlot(first.ticket);
        backend.release(server);

        assertThatIllegalStateException()
                .isThrownBy(() -> backend.release(server))
                .withMessage("server s0: a slot returned twice");
        assertThat(server.active()).isZero();
        assertThat(backend.waitForSlot(first.ticket)).isSameAs(server);
        assertThat(backend.waitForSlot(second.ticket)).isSameAs(second.ticket);
    }

    private static void waitInOrder(Backend backend, Waiter... waiters) {
        for (Waiter waiter : waiters) {
            assertThat(backend.waitForSlot(waiter.ticket)).isSameAs(waiter.ticket);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
