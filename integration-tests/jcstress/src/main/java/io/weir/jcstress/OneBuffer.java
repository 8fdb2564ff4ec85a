package io.weir.jcstress;

import io.weir.buffer.Acquisition;
import io.weir.buffer.Acquisition.Refusal;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two want the only buffer. Invariant 1: one has it, the other is in line. */
@JCStressTest
@Outcome(id = "1, 2, 1", expect = Expect.ACCEPTABLE, desc = "The first has it.")
@Outcome(id = "2, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second has it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both, or nobody.")
@State
public class OneBuffer {
    private final Contest contest = new Contest(1);
    private final Ticket one = contest.session();
    private final Ticket other = contest.session();
    private Acquisition firstHas = Refusal.NOT_WAITING;
    private Acquisition secondHas = Refusal.NOT_WAITING;

    @Actor
    public void first(III_Result result) {
        firstHas = one.acquire(WaitClass.START);
        result.r1 = Contest.kind(firstHas);
    }

    @Actor
    public void second(III_Result result) {
        secondHas = other.acquire(WaitClass.START);
        result.r2 = Contest.kind(secondHas);
    }

    @Arbiter
    public void arbiter(III_Result result) {
        result.r3 = contest.leased();
    }
}
