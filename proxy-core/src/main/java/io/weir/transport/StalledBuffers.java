package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Holder;
import io.weir.buffer.Lease;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that one connection holds without progress: counts them against the stall quota, and gives them back when others need them.
 * Confined to its event loop, but for {@link #evict}. Made when a connection has the first such buffer.
 */
final class StalledBuffers implements Holder.Owner {
    /*
     * Two at most. One has been written in part (the rest of an Output); it stalls and moves with the socket. The other is held by the session,
     * which waits for something else; the session ends that stall by what it does with the buffer. A buffer of which the session holds a part
     * may also be written in part: the stall is then the session's to end.
     *
     * References to leases that have moved may be left behind here. They do no harm: a request for eviction names one stall of one buffer, and
     * a lease in another stall, or in none, answers that it is not meant.
     */

    /** The session that holds the buffers. */
    interface Owner {

        /** The client on whose behalf the buffers are held. */
        InetAddress client();

        /** A buffer that is held without progress is needed by others. */
        void onEvicted();
    }

    private final TrafficLoop loop;
    private final Owner owner;
    private @Nullable Lease written;
    private @Nullable Lease held;
    private @Nullable Holder holder;

    StalledBuffers(TrafficLoop loop, Owner owner) {
        this.loop = loop;
        this.owner = owner;
    }

    /** The session holds {@code buffer}, which is borrowed. */
    void hold(ByteBuf buffer) {
        assert loop.inEventLoop();
        held = stall(buffer, 0);
    }

    /**
     * The socket has not taken all of {@code rest}, which is borrowed.
     *
     * @param unseenBytes bytes that the other side may take before that is seen
     */
    void onRest(ByteBuf rest, int unseenBytes) {
        assert loop.inEventLoop();
        Lease lease = Lease.of(rest);
        if (lease.isStalled()) {
            lease.progresses(rest.readableBytes());
        } else {
            written = stall(rest, unseenBytes);
        }
    }

    /**
     * The rest no longer needs its buffer, which is about to be released. Told before that, while the buffer is sure to be ours: the session may
     * hold another part of it, and the end of the lease would come too late.
     */
    void onRestFree() {
        assert loop.inEventLoop();
        Lease free = written;
        written = null;
        if (free != null) {
            free.moves();
        }
    }

    /** Forgets what it knows: neither buffer is held any more. */
    void forget() {
        assert loop.inEventLoop();
        written = null;
        held = null;
        holder = null;
    }

    private Lease stall(ByteBuf buffer, int unseenBytes) {
        Lease lease = Lease.of(buffer);
        lease.stalls(holder(), buffer.readableBytes(), unseenBytes);
        return lease;
    }

    // The client changes with each introduction, and on a back connection with each session.
    private Holder holder() {
        InetAddress client = owner.client();
        Holder present = holder;
        if (present == null || !present.isFor(client)) {
            present = new Holder(client, this);
            holder = present;
        }
        return present;
    }

    @Override
    public void evict(long stall) {
        loop.tryExecute(() -> evictNow(stall));
    }

    private void evictNow(long stall) {
        if (isEvicted(written, stall) || isEvicted(held, stall)) {
            owner.onEvicted();
        }
    }

    private static boolean isEvicted(@Nullable Lease lease, long stall) {
        return lease != null && lease.isEvicted(stall);
    }
}
