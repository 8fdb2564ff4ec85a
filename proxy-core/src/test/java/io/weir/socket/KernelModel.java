package io.weir.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A model of listeners, their backlogs, front and back connections, in which all peers fill every buffer at once. Steps are drawn at random. */
final class KernelModel {

    private static final int STEPS = 3000;
    private static final int STEPS_PER_TENDENCY = 60;

    private final SplittableRandom random;
    private final SocketCounts most;
    private final int capacity;
    private final SocketBudget budget;
    private final BackCount backs;
    private final List<ArrayDeque<SocketSize>> backlogs = new ArrayList<>();
    private final List<Front> fronts = new ArrayList<>();
    private final List<SocketSize> usedBacks = new ArrayList<>();
    private final List<SocketSize> idleBacks = new ArrayList<>();
    private final List<Integer> acceptors = new ArrayList<>();
    private SocketSize listening;

    /** The charge of a front connection. */
    private record Front(long bytes) {}

    KernelModel(SplittableRandom random, SocketCounts most, int backlog, SocketBudget budget) {
        this.random = random;
        this.most = most;
        this.budget = budget;
        backs = new BackCount(most);
        capacity = backlog + 1;
        listening = budget.queuedSizeAt(0);
        for (int i = 0; i < most.listeners(); i++) {
            backlogs.add(new ArrayDeque<>());
        }
    }

    void run() {
        int comes = 0;
        int accepts = 0;
        for (int step = 0; step < STEPS; step++) {
            if (step % STEPS_PER_TENDENCY == 0) {
                comes = random.nextInt(1, 98);
                accepts = random.nextInt(comes, 99);
            }
            if (random.nextBoolean()) {
                stepOfFronts(comes, accepts);
            } else {
                stepOfBacks(comes);
            }
            assertThat(frontBytes()).isLessThanOrEqualTo(budget.frontBytes() + budget.backlogBytes());
            assertThat(backBytes()).isLessThanOrEqualTo(budget.backBytes());
            assertThat(backs.inUse()).isEqualTo(usedBacks.size());
            assertThat(backs.idle()).isEqualTo(idleBacks.size());
            assertThat(usedBacks.size() + idleBacks.size()).isLessThanOrEqualTo((int) most.openBacks());
        }
    }

    private void stepOfFronts(int connects, int accepts) {
        int drawn = random.nextInt(100);
        if (drawn < connects) {
            connect();
        } else if (drawn < accepts) {
            acceptOrBegin();
        } else {
            close();
        }
    }

    private void stepOfBacks(int comes) {
        if (random.nextInt(100) < comes) {
            if (usedBacks.size() < most.backs()) {
                useOrOpenBack();
            }
        } else if (random.nextInt(3) > 0) {
            keepOrCloseBack();
        } else if (random.nextInt(20) == 0) {
            backs.nextPeriod();
        } else if (!idleBacks.isEmpty()) {
            takeOut(idleBacks);
            backs.closeIdle();
        }
    }

    private void useOrOpenBack() {
        if (!idleBacks.isEmpty() && random.nextBoolean()) {
            SocketSize idle = takeOut(idleBacks);
            if (idle.index() >= budget.sizeAt(backs.use()).index()) {
                usedBacks.add(idle);
                return;
            }
            backs.closeUsed();
        }
        usedBacks.add(budget.sizeAt(backs.steady(backs.open())));
        while (backs.isExceeded()) {
            takeOut(idleBacks);
            backs.closeIdle();
        }
    }

    private void keepOrCloseBack() {
        if (usedBacks.isEmpty()) {
            return;
        }
        SocketSize back = takeOut(usedBacks);
        if (random.nextInt(4) > 0 && backs.tryIdle()) {
            idleBacks.add(back);
        } else {
            backs.closeUsed();
        }
    }

    private <T> T takeOut(List<T> from) {
        return from.remove(random.nextInt(from.size()));
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
        } else if (open() < most.fronts()) {
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
        fronts.add(new Front(size.bytes() + larger));
    }

    private void close() {
        if (!fronts.isEmpty()) {
            takeOut(fronts);
        }
        if (random.nextInt(10) == 0) {
            listening = budget.queuedSizeAt(open());
        }
    }

    private int open() {
        return fronts.size() + acceptors.size();
    }

    private long frontBytes() {
        long queued = backlogs.stream()
                .flatMap(ArrayDeque::stream)
                .mapToLong(SocketSize::receivedBytes)
                .sum();
        return queued + fronts.stream().mapToLong(Front::bytes).sum();
    }

    private long backBytes() {
        return usedBacks.stream().mapToLong(SocketSize::bytes).sum();
    }
}
