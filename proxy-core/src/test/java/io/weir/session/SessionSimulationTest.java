package io.weir.session;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link SessionFuzz} with events in random orders that a session is likely to meet: some seconds of what the fuzzer does for hours. */
final class SessionSimulationTest {

    private static final int RUNS = 2_000;
    private static final int MOST_STEPS = 60;

    // Events of SessionFuzz with what each takes. Those that carry an exchange on come more often than those that end
    // it.
    private static final byte[][] STEPS = {
        {0, 0},
        {0, 3},
        {0, 4},
        {0, 5},
        {0, 6},
        {0, 10},
        {0, 11},
        {0, 12},
        {0, 24}, // the client sends
        {1, 14},
        {1, 15},
        {1, 16},
        {1, 17},
        {1, 19},
        {1, 20},
        {1, 20},
        {1, 21},
        {1, 24}, // the server sends
        {4},
        {4},
        {4},
        {5}, // connected, or not
        {6},
        {6},
        {7},
        {8},
        {9},
        {10},
        {11, 5},
        {12},
        {13, 9}, // a side takes nothing, takes all, has no room, has room
        {14},
        {15},
        {16, 9},
        {16, 100},
        {21},
        {21}, // buffers are short, time passes, the loop comes round
        {17},
        {18},
        {19},
        {20},
        {22},
        {23},
        {25} // ends, breaks, evictions, slots, disturbances
    };

    @Test
    void in_whatever_order_events_come_nothing_is_kept_mixed_up_or_wrong() {
        for (long seed = 0; seed < RUNS; seed++) {
            SessionFuzz.fuzzerTestOneInput(input(new SplittableRandom(seed)));
        }
    }

    private static byte[] input(SplittableRandom random) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(random.nextInt(16));
        int steps = 1 + random.nextInt(MOST_STEPS);
        for (int step = 0; step < steps; step++) {
            input.writeBytes(STEPS[random.nextInt(STEPS.length)]);
        }
        return input.toByteArray();
    }
}
