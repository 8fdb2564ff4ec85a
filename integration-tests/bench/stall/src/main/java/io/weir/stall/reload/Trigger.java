package io.weir.stall.reload;

import java.io.IOException;

/** Means to have a changed file taken over. */
enum Trigger {
    POST {
        @Override
        void pull(RunningWeir weir, Ledger ledger) throws IOException {
            String answer = weir.post();
            // The watch, or a signal that was late, may have been there before.
            if (!answer.contains("\"result\":\"taken\"") && !answer.contains("\"result\":\"unchanged\"")) {
                ledger.wrong("POST /reload: " + answer);
            }
        }
    },
    SIGNAL {
        @Override
        void pull(RunningWeir weir, Ledger ledger) throws IOException, InterruptedException {
            weir.hangUp();
        }
    },
    /** Nothing is done: the program reads its files by itself. */
    WATCH {
        @Override
        void pull(RunningWeir weir, Ledger ledger) {}
    };

    // The watch takes two rounds of a second each, so that it gets the smaller part.
    private static final int WATCHED = 10;

    /** The trigger of the reload of that number. */
    static Trigger of(int number) {
        if (number % WATCHED == 0) {
            return WATCH;
        }
        return number % 2 == 0 ? POST : SIGNAL;
    }

    /** Asks for the reload. Returns before it is done, unless the means waits for it. */
    abstract void pull(RunningWeir weir, Ledger ledger) throws IOException, InterruptedException;
}
