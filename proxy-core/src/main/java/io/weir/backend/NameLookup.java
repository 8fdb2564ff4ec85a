package io.weir.backend;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the names of servers, several at a time. Waits for the answers, so it is asked at start and by a reload, and not by an event loop. Safe for use by
 * any thread.
 */
public final class NameLookup {
    /*
     * The JDK cannot break a question to the name service off. So questions are asked by daemon threads, of which there are THREADS at most, those that
     * still wait for the answer to an earlier look-up included; a thread ends when it has nothing to ask. Whatever is not known at the deadline of the whole look-up
     * counts as unknown, is not asked any more, and its answer is thrown away.
     */

    /** The system's name service. A look-up takes ten seconds at most. */
    public static final NameLookup SYSTEM =
            new NameLookup(NameLookup::ask, all -> all.await(NameLookup.LIMIT.toNanos(), TimeUnit.NANOSECONDS));

    /** Asks for one name. Returns no address if the name is unknown. */
    @FunctionalInterface
    interface Service {
        List<InetAddress> ask(String name);
    }

    /** Waits until all answers are there, or for as long as a look-up may take. */
    @FunctionalInterface
    interface Patience {
        void await(CountDownLatch all) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(NameLookup.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    static final int THREADS = 16;

    private final Service service;
    private final Patience patience;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), NameLookup::daemon);

    NameLookup(Service service, Patience patience) {
        this.service = service;
        this.patience = patience;
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "weir-names");
        thread.setDaemon(true);
        return thread;
    }

    private static List<InetAddress> ask(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }

    /**
     * Looks up each name among the addresses of {@code servers} once. A thread that is interrupted while it waits does not wait longer, and stays
     * interrupted.
     */
    public Addresses find(Collection<ServerSettings> servers) {
        Set<String> names = servers.stream()
                .map(ServerSettings::address)
                .filter(InetSocketAddress::isUnresolved)
                .map(InetSocketAddress::getHostString)
                .collect(Collectors.toSet());
        Round round = new Round(names.size());
        names.forEach(name -> threads.execute(() -> round.ask(name)));
        return round.answers();
    }

    /** How many threads ask, or are about to end. */
    int threads() {
        return threads.getPoolSize();
    }

    /** One look-up. */
    private final class Round {

        private final Map<String, List<InetAddress>> found = new ConcurrentHashMap<>();
        private final CountDownLatch open;
        private volatile boolean over;

        Round(int names) {
            open = new CountDownLatch(names);
        }

        void ask(String name) {
            try {
                if (!over) {
                    found.put(name, service.ask(name));
                }
            } finally {
                open.countDown();
            }
        }

        Addresses answers() {
            try {
                patience.await(open);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            over = true;
            if (open.getCount() > 0) {
                LOG.warn("event=slow-name-service unanswered={} seconds={}", open.getCount(), LIMIT.toSeconds());
            }
            return new Addresses(found);
        }
    }
}
