package io.weir.jcstress;

import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two waiters leave the line from both its ends while the buffer comes back. The line stays whole, and the buffer is not lost. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "Both left in time, the buffer is free.")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The first was granted it before it could leave.")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "The first left, the second was granted it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Granted to both, or lost.")
@State
public class TwoGiveUp {
    private final Contest contest = new Contest(1);
    private final Lease lease = contest.lease();
    private final Ticket first = contest.waiter();
    private final Ticket second = contest.waiter();

    @Actor
    public void release() {
        lease.close();
    }

    @Actor
    public void leave(III_Result result) {
        result.r1 = first.cancel() ? 1 : 0;
        result.r2 = second.cancel() ? 1 : 0;
    }

    @Arbiter
    public void arbiter(III_Result result) {
        result.r3 = contest.leased();
    }
}
