package io.weir.jcstress;

import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two buffers come back at once while three wait. Invariant 8: two are served, and no third. */
@JCStressTest
@Outcome(id = "1, 1, 2, 2", expect = Expect.ACCEPTABLE, desc = "The two oldest are served, the third still waits.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Too many, too few, or out of turn.")
@State
public class TwoReleases {
    private final Contest contest = new Contest(2);
    private final Lease one = contest.lease();
    private final Lease other = contest.lease();
    private final Ticket first = contest.waiter();
    private final Ticket second = contest.waiter();
    private final Ticket third = contest.waiter();

    @Actor
    public void releaseOne() {
        one.close();
    }

    @Actor
    public void releaseOther() {
        other.close();
    }

    @Arbiter
    public void arbiter(IIII_Result result) {
        result.r1 = contest.collect(first);
        result.r2 = contest.collect(second);
        result.r3 = contest.collect(third);
        result.r4 = contest.leased();
    }
}
