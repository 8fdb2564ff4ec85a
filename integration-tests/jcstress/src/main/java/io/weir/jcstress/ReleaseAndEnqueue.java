package io.weir.jcstress;

import io.weir.buffer.Acquisition;
import io.weir.buffer.Acquisition.Refusal;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The only buffer comes back in the moment in which somebody finds none. Invariant 4: the wake-up is not lost. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "It was back already, and was leased at once.")
@Outcome(id = "2, 1, 1", expect = Expect.ACCEPTABLE, desc = "It came back to one in line, who was granted it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Somebody waits beside a free buffer.")
@State
public class ReleaseAndEnqueue {
    private final Contest contest = new Contest(1);
    private final Lease lease = contest.lease();
    private final Ticket newcomer = contest.session();
    private Acquisition newcomerHas = Refusal.NOT_WAITING;

    @Actor
    public void release() {
        lease.close();
    }

    @Actor
    public void acquire(III_Result result) {
        newcomerHas = newcomer.acquire(WaitClass.START);
        result.r1 = Contest.kind(newcomerHas);
    }

    @Arbiter
    public void arbiter(III_Result result) {
        result.r2 = contest.collect(newcomer);
        result.r3 = contest.leased();
    }
}
