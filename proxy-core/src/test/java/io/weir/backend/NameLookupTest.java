package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A name service that does not answer costs a reload one deadline, however many names there are. */
final class NameLookupTest {

    private static final int PORT = 9000;

    private final CountDownLatch answer = new CountDownLatch(1);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.weir.backend");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void end() {
        answer.countDown();
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void names_are_looked_up_side_by_side_and_each_once() {
        CountDownLatch together = new CountDownLatch(NameLookup.THREADS);
        AtomicInteger asked = new AtomicInteger();
        NameLookup lookup = new NameLookup(
                name -> {
                    asked.incrementAndGet();
                    together.countDown();
                    await(together);
                    return loopback();
                },
                CountDownLatch::await);
        List<ServerSettings> servers = servers(NameLookup.THREADS, "name");
        Addresses found = lookup.find(
                IntStream.range(0, 2).boxed().flatMap(i -> servers.stream()).toList());
        assertThat(servers)
                .allSatisfy(server -> assertThat(find(found, server).getAddress())
                        .isEqualTo(loopback().get(0)));
        assertThat(asked).hasValue(NameLookup.THREADS);
    }

    @Test
    void a_name_that_is_not_answered_in_time_counts_as_unknown_and_the_others_are_known() {
        NameLookup lookup = new NameLookup(
                name -> {
                    if (name.startsWith("slow")) {
                        await(answer);
                    }
                    return loopback();
                },
                // The deadline passes when the quick ones are known.
                all -> {
                    while (all.getCount() > 2) {
                        Thread.onSpinWait();
                    }
                });
        List<ServerSettings> slow = servers(2, "slow");
        List<ServerSettings> quick = servers(3, "quick");
        Addresses found = lookup.find(List.of(slow.get(0), quick.get(0), quick.get(1), slow.get(1), quick.get(2)));
        assertThat(quick).noneMatch(server -> find(found, server).isUnresolved());
        assertThat(slow).allMatch(server -> find(found, server).isUnresolved());
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "event=slow-name-service unanswered=2 seconds=10",
                        "event=unknown-server-name server=b/slow0 name=\"slow0\"",
                        "event=unknown-server-name server=b/slow1 name=\"slow1\"");
    }

    @Test
    void threads_are_no_more_after_any_number_of_look_ups_and_ask_nothing_that_nobody_waits_for() {
        CountDownLatch busy = new CountDownLatch(NameLookup.THREADS);
        AtomicInteger asked = new AtomicInteger();
        NameLookup lookup = new NameLookup(
                name -> {
                    asked.incrementAndGet();
                    busy.countDown();
                    await(answer);
                    return loopback();
                },
                all -> busy.await());
        for (int i = 0; i < 3; i++) {
            Addresses found = lookup.find(servers(100, "name"));
            assertThat(find(found, servers(1, "name").get(0)).isUnresolved()).isTrue();
        }
        assertThat(asked).hasValue(NameLookup.THREADS);
        assertThat(lookup.threads()).isEqualTo(NameLookup.THREADS);
        answer.countDown();
        while (lookup.threads() > 0) {
            Thread.onSpinWait();
        }
        assertThat(asked).hasValue(NameLookup.THREADS);
    }

    private static InetSocketAddress find(Addresses found, ServerSettings server) {
        return found.find("b/" + server.name(), server.address(), Optional.empty());
    }

    private static List<ServerSettings> servers(int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(i -> ServerSettings.of(name + i, InetSocketAddress.createUnresolved(name + i, PORT)))
                .toList();
    }

    private static List<InetAddress> loopback() {
        return List.of(InetAddress.getLoopbackAddress());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
