package io.weir.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Placement;
import io.weir.backend.Placement.NoServer;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.backend.SlotTicket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightedRoundRobinTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000);

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "1 1, 01",
        "1 1 1, 012",
        "256 256, 01",
        "2 1, 010",
        "5 1 1, 0010200",
        "10 2 2, 0010200",
        "1 5 1, 1101211",
        "0 1, 1",
        "0 3 0 3, 13",
        "4 2 2, 0120"
    })
    void servers_take_turns_as_evenly_spread_as_their_weights_allow(String weights, String turn) {
        WeightedRoundRobin policy = new WeightedRoundRobin(backend(0, weights(weights)));

        assertThat(chosen(policy, 3 * turn.length())).isEqualTo(turn.repeat(3));
    }

    @Test
    void over_a_turn_every_server_has_exactly_its_weight_and_is_never_a_whole_exchange_ahead() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] weights =
                    random.ints(random.nextInt(1, 9), 0, random.nextInt(2, 257)).toArray();
            int sum = IntStream.of(weights).sum();
            if (sum > 0) {
                assertSpread("seed " + seed, weights, sum);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 31) - 4, (1L << 32) - 4, (1L << 33) - 4})
    void servers_take_turns_beyond_any_number_of_exchanges(long first) {
        String turn = "0010200";
        WeightedRoundRobin policy = new WeightedRoundRobin(backend(0, weights("5 1 1")), first);
        int at = (int) (first % turn.length());
        assertThat(chosen(policy, 14)).isEqualTo(turn.repeat(3).substring(at, at + 14));
    }

    @Test
    void an_exchange_that_waits_for_one_server_changes_nothing_for_the_others() {
        Backend backend = backend(1, weights("1 1 1 1"));
        WeightedRoundRobin policy = new WeightedRoundRobin(backend);
        List<Server> servers = backend.servers();
        assertThat(servers.get(0).tryTakeSlot()).isTrue();
        SlotTicket insisting = ticket();
        insisting.insistOn(servers.get(0));
        assertThat(policy.place(insisting)).isSameAs(insisting);
        List<Placement> placed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            placed.add(policy.place(ticket()));
        }
        assertThat(placed).containsExactlyInAnyOrder(servers.get(1), servers.get(2), servers.get(3));
        backend.release(servers.get(0));
        assertThat(insisting.collect()).isSameAs(servers.get(0));
    }

    @Test
    void a_newcomer_does_not_take_the_slot_that_another_insists_on() {
        Backend backend = backend(2, weights("1"));
        WeightedRoundRobin policy = new WeightedRoundRobin(backend);
        Server server = backend.servers().get(0);
        assertThat(server.tryTakeSlot()).isTrue();
        assertThat(server.tryTakeSlot()).isTrue();
        SlotTicket first = ticket();
        first.insistOn(server);
        policy.place(first);
        SlotTicket second = ticket();
        assertThat(policy.place(second)).isSameAs(second);
        backend.release(server);
        assertThat(first.collect()).isSameAs(server);
        backend.release(server);
        assertThat(second.collect()).isSameAs(server);
    }

    // The order is worked out by weights; this one is worked out by servers.
    @Test
    void the_order_is_that_of_smooth_weighted_round_robin_however_many_servers_share_a_weight() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] weights =
                    random.ints(random.nextInt(1, 40), 0, random.nextInt(2, 20)).toArray();
            int sum = IntStream.of(weights).sum();
            WeightedRoundRobin policy = new WeightedRoundRobin(backend(0, weights));
            long[] wealth = new long[weights.length];
            for (int turn = 0; turn < sum; turn++) {
                assertThat(((Server) policy.place(ticket())).number())
                        .as("seed %d, turn %d", seed, turn)
                        .isEqualTo(richest(weights, wealth, sum));
            }
        }
    }

    private static int richest(int[] weights, long[] wealth, int sum) {
        int richest = 0;
        for (int number = 0; number < weights.length; number++) {
            wealth[number] += weights[number];
            richest = wealth[number] > wealth[richest] ? number : richest;
        }
        wealth[richest] -= sum;
        return richest;
    }

    // Worked out by servers, the order of so many would take minutes.
    @Test
    void thousands_of_servers_have_their_exact_shares() {
        int[] weights =
                IntStream.range(0, 10_000).map(number -> 1 + number % 256).toArray();
        WeightedRoundRobin policy = new WeightedRoundRobin(backend(0, weights));
        int[] counts = new int[weights.length];
        for (int left = IntStream.of(weights).sum(); left > 0; left--) {
            counts[((Server) policy.place(ticket())).number()]++;
        }
        assertThat(counts).isEqualTo(weights);
    }

    // Exchanges that insisted on a server that is gone are woken by the reload: by then the policy chooses among all
    // new ones.
    @Test
    void tickets_that_a_reload_wakes_are_spread_over_the_new_servers() {
        Backend backend = backend(1, 1);
        WeightedRoundRobin policy = new WeightedRoundRobin(backend);
        Server gone = backend.servers().get(0);
        chosen(policy, 1);
        List<Integer> placed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SlotTicket[] waiting = new SlotTicket[1];
            waiting[0] = new SlotTicket(() -> {
                assertThat(waiting[0].collect()).isSameAs(NoServer.LEFT);
                placed.add(((Server) policy.place(waiting[0])).number());
                return true;
            });
            waiting[0].insistOn(gone);
            assertThat(policy.place(waiting[0])).isSameAs(waiting[0]);
        }
        Backend.Change change = backend.prepare(
                List.of(new ServerSettings("new0", ADDRESS, 1, 0), new ServerSettings("new1", ADDRESS, 1, 0)));
        backend.apply(change, policy.prepare(change));
        assertThat(placed).containsExactlyInAnyOrder(1, 1, 2, 2);
    }

    private static void assertSpread(String description, int[] weights, int sum) {
        WeightedRoundRobin policy = new WeightedRoundRobin(backend(0, weights));
        int[] counts = new int[weights.length];
        for (int placed = 1; placed <= sum; placed++) {
            int number = ((Server) policy.place(ticket())).number();
            counts[number]++;
            long ahead = (long) counts[number] * sum - (long) placed * weights[number];
            assertThat(ahead).as(description).isLessThan(sum);
        }
        assertThat(counts).as(description).isEqualTo(weights);
    }

    @Test
    void a_full_server_is_passed_over() {
        Backend backend = backend(1, 1, 1, 1);
        WeightedRoundRobin policy = new WeightedRoundRobin(backend);
        backend.servers().get(0).tryTakeSlot();

        assertThat(chosen(policy, 2)).isEqualTo("12");
    }

    @Test
    void a_server_that_was_tried_is_passed_over() {
        Backend backend = backend(0, 1, 1);
        WeightedRoundRobin policy = new WeightedRoundRobin(backend);
        SlotTicket ticket = ticket();
        ticket.exclude(backend.servers().get(0));

        for (int i = 0; i < 4; i++) {
            assertThat(policy.place(ticket)).isSameAs(backend.servers().get(1));
        }
    }

    @Test
    void when_all_are_full_the_exchange_waits_for_the_first_slot() {
        Backend backend = backend(2, 1, 3);
        WeightedRoundRobin policy = new WeightedRoundRobin(backend);
        chosen(policy, 4);
        SlotTicket ticket = ticket();

        assertThat(policy.place(ticket)).isSameAs(ticket);
        assertThat(backend.waiting()).isOne();
        backend.release(backend.servers().get(0));
        assertThat(ticket.collect()).isSameAs(backend.servers().get(0));
        assertThat(backend.servers()).extracting(Server::active).containsExactly(2, 2);
    }

    @Test
    void when_all_were_tried_there_is_no_server() {
        Backend backend = backend(0, 1, 1);
        SlotTicket ticket = ticket();
        backend.servers().forEach(ticket::exclude);

        assertThat(new WeightedRoundRobin(backend).place(ticket)).isSameAs(NoServer.NONE);
        assertThat(backend.servers()).extracting(Server::active).containsOnly(0);
    }

    @Test
    void when_all_weights_are_zero_there_is_no_server() {
        assertThat(new WeightedRoundRobin(backend(0, 0, 0)).place(ticket())).isSameAs(NoServer.NONE);
    }

    @Test
    void a_newcomer_stands_behind_those_who_wait() {
        Backend backend = backend(1, 1, 1);
        Server tried = backend.servers().get(0);
        Server other = backend.servers().get(1);
        WeightedRoundRobin policy = new WeightedRoundRobin(backend);
        chosen(policy, 2);
        SlotTicket first = ticket();
        SlotTicket second = ticket();
        first.exclude(tried);
        second.exclude(tried);

        assertThat(policy.place(first)).isSameAs(first);
        backend.release(tried);
        assertThat(policy.place(second)).isSameAs(second);
        assertThat(policy.place(ticket())).isSameAs(tried);
        backend.release(other);
        assertThat(first.collect()).isSameAs(other);
        assertThat(second.collect()).isSameAs(second);
    }

    private static String chosen(WeightedRoundRobin policy, int count) {
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            Placement placement = policy.place(ticket());
            numbers.append(placement instanceof Server server ? Integer.toString(server.number()) : "-");
        }
        return numbers.toString();
    }

    private static SlotTicket ticket() {
        return new SlotTicket(() -> true);
    }

    private static int[] weights(String text) {
        return Stream.of(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static Backend backend(int limit, int... weights) {
        List<ServerSettings> servers = new ArrayList<>();
        for (int weight : weights) {
            servers.add(new ServerSettings("s" + servers.size(), ADDRESS, weight, limit));
        }
        return new Backend(new BackendSettings("shop", servers));
    }
}
