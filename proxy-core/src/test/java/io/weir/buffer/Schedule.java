package io.weir.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A pool, the flows that claim its buffers, and the steps that happen to them. Every step is legal at any time: one that does not
 * apply does nothing. So steps can be left out, and what remains is a schedule again.
 *
 * @param count ordinary buffers
 * @param reserve buffers of the reserve
 * @param loops event loops
 * @param flows the flow of each claim; claim {@code i} belongs to loop {@code i % loops}
 */
record Schedule(long seed, int count, int reserve, int loops, List<Flow> flows, List<Step> steps) {

    /** What happens. */
    enum Kind {
        /** Asks for a buffer; while in line, asks again. */
        ACQUIRE(30),
        /** Drops a buffer, on any loop. */
        RELEASE(25),
        /** Closes a lease of which a slice lives on. */
        SLICE(3),
        /** The deadline of a wait. */
        CANCEL(6),
        /** The session ends. */
        CLOSE(2),
        /** Collects without having been woken. */
        COLLECT(4),
        /** A loop runs one of the tasks it was given, not always the first. */
        RUN_TASK(30),
        /** A loop runs what it was given and takes no more; its sessions are closed before, or not. */
        KILL_LOOP(1),
        /** The quiescence sweep. */
        SWEEP(2),
        /** Time passes. */
        TICK(4),
        /** The pool is closed. */
        CLOSE_POOL(0);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /**
     * One step.
     *
     * @param claim whom it concerns
     * @param choice settles what else there is to settle
     * @param interleaved whether the step after it happens at the same time: inside this one, where the pool calls out between a
     *     grant and its wake-up, or where this one happens
     */
    record Step(Kind kind, int claim, int choice, boolean interleaved) {

        WaitClass urgency() {
            return WaitClass.values()[choice % WaitClass.values().length];
        }
    }

    /** The schedule of this seed. */
    static Schedule of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int loops = random.nextInt(1, 5);
        List<Flow> flows = new ArrayList<>();
        int claims = random.nextInt(2, 13);
        for (int i = 0; i < claims; i++) {
            flows.add(random.nextBoolean() ? Flow.REQUEST : Flow.RESPONSE);
        }
        int count = random.nextInt(1, 4);
        int reserve = random.nextInt(0, 3);
        return new Schedule(seed, count, reserve, loops, flows, steps(random, claims));
    }

    private static List<Step> steps(SplittableRandom random, int claims) {
        int[] weights = weights(random);
        int interleaving = random.nextInt(0, 60);
        List<Step> steps = new ArrayList<>();
        for (int left = random.nextInt(20, 140); left > 0; left--) {
            Kind kind = kind(random, weights);
            boolean interleaved = random.nextInt(100) < interleaving;
            steps.add(new Step(kind, random.nextInt(claims), random.nextInt(1 << 20), interleaved));
        }
        if (random.nextInt(20) == 0) {
            steps.set(random.nextInt(steps.size()), new Step(Kind.CLOSE_POOL, 0, 0, false));
        }
        return steps;
    }

    // In every schedule other things happen often.
    private static int[] weights(SplittableRandom random) {
        int[] weights = new int[Kind.values().length];
        for (Kind kind : Kind.values()) {
            weights[kind.ordinal()] = kind.weight * random.nextInt(1, 5);
        }
        for (Kind rare : List.of(Kind.CLOSE, Kind.KILL_LOOP, Kind.CANCEL)) {
            weights[rare.ordinal()] *= random.nextInt(0, 2);
        }
        return weights;
    }

    private static Kind kind(SplittableRandom random, int[] weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int at = random.nextInt(sum);
        int ordinal = 0;
        while (at >= weights[ordinal]) {
            at -= weights[ordinal++];
        }
        return Kind.values()[ordinal];
    }

    /** The same without the steps from {@code from} to {@code to}. */
    Schedule without(int from, int to) {
        List<Step> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(to, steps.size()));
        return new Schedule(seed, count, reserve, loops, flows, rest);
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + count + " buffers, " + reserve + " in reserve, " + loops + " loops, "
                + flows.size() + " claims";
    }
}
