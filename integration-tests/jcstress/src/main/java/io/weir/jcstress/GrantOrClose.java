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

/**
 * The buffer comes back in the moment in which the session of the first waiter ends. Invariant 5: its chance goes to the second.
 */
@JCStressTest
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second has the buffer, whichever came first.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A chance was eaten, or a buffer lost.")
@State
public class GrantOrClose {
    private final Contest contest = new Contest(1);
    private final Lease lease = contest.lease();
    private final Ticket first = contest.waiter();
    private final Ticket second = contest.waiter();

    @Actor
    public void release() {
        lease.close();
    }

    @Actor
    public void end() {
        first.close();
    }

    @Arbiter
    public void arbiter(III_Result result) {
        result.r1 = contest.collect(first);
        result.r2 = contest.collect(second);
        result.r3 = contest.leased();
    }
}
