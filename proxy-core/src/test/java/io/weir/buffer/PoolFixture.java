package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.time.HandTicker;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** A pool with a clock that the test moves and an observer that takes notes. */
final class PoolFixture {

    static final int SIZE = 1024;
    static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

    final HandTicker ticker = new HandTicker();
    final PoolEvents events = new PoolEvents();
    final BufferPool pool;
    private long nextSession = 1;

    PoolFixture(int count, int reserve) {
        this(PoolLimits.of(count, reserve, SIZE));
    }

    PoolFixture(PoolLimits limits) {
        pool = new BufferPool(limits, ticker, events);
    }

    /** The claim of a new session. */
    Claim request() {
        return new Claim(pool, nextSession++, Flow.REQUEST);
    }

    /** The claim of a new session. */
    Claim response() {
        return new Claim(pool, nextSession++, Flow.RESPONSE);
    }

    /** Takes that many buffers, each for a request of a session of its own. */
    List<Lease> leases(int buffers) {
        return Stream.generate(() -> request().leases(WaitClass.START))
                .limit(buffers)
                .toList();
    }

    /** Every test ends here: no buffer is out, nobody waits, and nobody had to be rescued. */
    void assertAtRest() {
        assertThat(pool.isQuiescent()).isTrue();
        assertThat(pool.sweep()).isZero();
        PoolLevel level = pool.level();
        assertThat(level.leased()).isZero();
        assertThat(level.reserveLeased()).isZero();
        assertThat(level.waiting()).isZero();
        assertThat(level.stalled()).isZero();
        assertThat(level.rescued()).isZero();
    }
}
