package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

final class PlaceStackTest {

    @Test
    void the_slot_returned_last_is_used_next() {
        PlaceStack stack = new PlaceStack(3);
        stack.push(0);
        stack.push(2);
        stack.push(1);

        assertThat(stack.pop()).isEqualTo(1);
        stack.push(0);
        assertThat(stack.pop()).isZero();
        assertThat(stack.pop()).isEqualTo(2);
    }

    @Test
    void a_permit_without_a_slot_is_a_bug_and_said_to_be_one() {
        PlaceStack stack = new PlaceStack(1);
        stack.push(0);
        stack.pop();

        assertThatIllegalStateException().isThrownBy(stack::pop).withMessageContaining("no free place");
    }

    /** The classic failure of such a stack: a place that was taken and returned meanwhile is taken for one that never left. */
    @Test
    void no_slot_is_held_twice_however_threads_meet() throws Exception {
        int places = 3;
        PlaceStack stack = new PlaceStack(places);
        for (int index = 0; index < places; index++) {
            stack.push(index);
        }
        Semaphore permits = new Semaphore(places);
        AtomicIntegerArray holders = new AtomicIntegerArray(places);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> takeAndReturn(stack, permits, holders));
            thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(List.of(stack.pop(), stack.pop(), stack.pop())).containsExactlyInAnyOrder(0, 1, 2);
    }

    private static void takeAndReturn(PlaceStack stack, Semaphore permits, AtomicIntegerArray holders) {
        for (int round = 0; round < 100_000; round++) {
            if (permits.tryAcquire(2)) {
                int one = take(stack, holders);
                int other = take(stack, holders);
                giveBack(stack, holders, one);
                giveBack(stack, holders, other);
                permits.release(2);
            } else if (permits.tryAcquire()) {
                giveBack(stack, holders, take(stack, holders));
                permits.release();
            }
        }
    }

    private static int take(PlaceStack stack, AtomicIntegerArray holders) {
        int index = stack.pop();
        if (holders.incrementAndGet(index) != 1) {
            throw new AssertionError("place " + index + " held twice");
        }
        return index;
    }

    private static void giveBack(PlaceStack stack, AtomicIntegerArray holders, int index) {
        holders.decrementAndGet(index);
        stack.push(index);
    }
}
