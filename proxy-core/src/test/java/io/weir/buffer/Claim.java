package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

/** One flow of a session whose event loop is the test: it notes that it was woken, and collects when the test says so. */
final class Claim {

    final Ticket ticket;
    private boolean loopIsDead;
    private int wakes;

    Claim(BufferPool pool, long session, Flow flow) {
        ticket = pool.ticket(session, flow, this::wake);
    }

    private boolean wake(Ticket woken) {
        assertThat(woken).isSameAs(ticket);
        wakes++;
        return !loopIsDead;
    }

    /** Its loop takes no more tasks. */
    Claim onDeadLoop() {
        loopIsDead = true;
        return this;
    }

    /** Asks for a buffer and gets one. */
    Lease leases(WaitClass urgency) {
        Acquisition acquisition = ticket.acquire(urgency);
        assertThat(acquisition).isInstanceOf(Lease.class);
        return (Lease) acquisition;
    }

    /** Asks for a buffer and has to stand in line. */
    Claim waits(WaitClass urgency) {
        assertThat(ticket.acquire(urgency)).isSameAs(ticket);
        assertThat(ticket.state).isEqualTo(Ticket.State.WAITING);
        return this;
    }

    /** Takes what it was granted. */
    Lease collects() {
        Acquisition acquisition = ticket.collect();
        assertThat(acquisition).isInstanceOf(Lease.class);
        return (Lease) acquisition;
    }

    /** Whether a buffer awaits collection. */
    boolean isGranted() {
        return ticket.state == Ticket.State.GRANTED;
    }

    boolean isWaiting() {
        return ticket.state == Ticket.State.WAITING;
    }

    int wakes() {
        return wakes;
    }
}
