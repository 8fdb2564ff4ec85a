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

/** The buffer comes back in the moment in which the waiter gives up. Invariant 5: grant or cancel, never both, never neither. */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "It gave up in time: nothing granted, the buffer is free.")
@Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "It was too late: granted, and there to be collected.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both, or neither.")
@State
public class GrantOrCancel {
    private final Contest contest = new Contest(1);
    private final Lease lease = contest.lease();
    private final Ticket waiter = contest.waiter();

    @Actor
    public void release() {
        lease.close();
    }

    @Actor
    public void cancel(III_Result result) {
        result.r1 = waiter.cancel() ? 1 : 0;
    }

    @Arbiter
    public void arbiter(III_Result result) {
        result.r2 = contest.collect(waiter);
        result.r3 = contest.leased();
    }
}
