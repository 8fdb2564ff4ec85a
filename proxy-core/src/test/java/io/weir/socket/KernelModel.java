package io.weir.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A model of listeners, their backlogs and sessions, in which everybody fills every buffer at once. Steps are drawn at random. */
final class KernelModel {

    private static final int STEPS = 2000;
    private static final int STEPS_PER_TENDENCY = 60;

    private final SplittableRandom random;
    private final int connections;
    private final int capacity;
    private final SocketBudget budget;
    private final List<ArrayDeque<SocketSize>> backlogs = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Integer> acceptors = new ArrayList<>();
    private SocketSize listening;

    /** The charge of an open session. */
    private record Session(long bytes) {}

    KernelModel(SplittableRandom random, int connections, int listeners, int backlog, SocketBudget budget) {
        this.random = random;
        this.connections = connections;
        this.budget = budget;
        capacity = backlog + 1;
        listening = budget.queuedSizeAt(0);
        for (int i = 0; i < listeners; i++) {
            backlogs.add(new ArrayDeque<>());
        }
    }

    void run() {
        int connects = 0;
        int accepts = 0;
        for (int step = 0; step < STEPS; step++) {
            if (step % STEPS_PER_TENDENCY == 0) {
                connects = random.nextInt(1, 98);
                accepts = random.nextInt(connects, 99);
            }
            int drawn = random.nextInt(100);
            if (drawn < connects) {
                connect();
            } else if (drawn < accepts) {
                acceptOrBegin();
            } else {
                close();
            }
            assertThat(charged()).isLessThanOrEqualTo(budget.bytes());
        }
    }

    private void connect() {
        ArrayDeque<SocketSize> backlog = backlogs.get(random.nextInt(backlogs.size()));
        if (backlog.size() < capacity) {
            backlog.add(listening);
        }
    }

    // Between its two halves, on another loop, anything may happen.
    private void acceptOrBegin() {
        if (!acceptors.isEmpty() && random.nextBoolean()) {
            int place = random.nextInt(acceptors.size());
            int backlog = acceptors.get(place);
            acceptors.subList(place, place + 1).clear();
            accept(backlog);
        } else if (open() < connections) {
            acceptors.add(random.nextInt(backlogs.size()));
            listening = budget.queuedSizeAt(open());
        }
    }

    private void accept(int listener) {
        SocketSize born = backlogs.get(listener).poll();
        if (born == null) {
            return;
        }
        SocketSize size = budget.sizeAt(open() + 1);
        long larger = Math.max(0, born.receivedBytes() - size.receivedBytes());
        sessions.add(new Session(size.bytes() + larger));
    }

    private void close() {
        if (!sessions.isEmpty()) {
            sessions.remove(random.nextInt(sessions.size()));
        }
        if (random.nextInt(10) == 0) {
            listening = budget.queuedSizeAt(open());
        }
    }

    private int open() {
        return sessions.size() + acceptors.size();
    }

    private long charged() {
        long queued = backlogs.stream()
                .flatMap(ArrayDeque::stream)
                .mapToLong(SocketSize::receivedBytes)
                .sum();
        return queued + sessions.stream().mapToLong(Session::bytes).sum();
    }
}
