package io.weir.buffer;

import java.lang.ref.WeakReference;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * On whose behalf a stalled buffer is held, and whom to ask for it when others wait. Immutable; made once per connection and
 * session, when that has something to hold.
 */
public final class Holder {
    /*
     * The owner is referred to weakly: it has the lease, and the pool has the holder of whatever is stalled. By a strong reference
     * a stalled lease that is lost would never become unreachable, and so never be found.
     */

    /** Who can be asked to give a stalled buffer back. */
    @FunctionalInterface
    public interface Owner {

        /**
         * Asks for the buffer, if it is still stalled as it was when it was chosen: see {@link Lease#isEvicted(long)}. Called on any thread,
         * with no lock held: it only hops to its own event loop.
         */
        void evict(long stall);
    }

    private static final long IPV4 = 0xFFFF_0000_0000_0000L;

    private final WeakReference<Owner> owner;
    private final InetAddress client;
    private final long clientKey;

    /** A holder for the sake of the client at this address. */
    public Holder(InetAddress client, Owner owner) {
        this.client = client;
        this.owner = new WeakReference<>(owner);
        clientKey = keyOf(client);
    }

    /** Whether it holds for the sake of the client at this address. */
    public boolean isFor(InetAddress other) {
        return client.equals(other);
    }

    InetAddress client() {
        return client;
    }

    long clientKey() {
        return clientKey;
    }

    void evict(long stall) {
        Owner present = owner.get();
        if (present != null) {
            present.evict(stall);
        }
    }

    /**
     * What counts as one client: an IPv4 address, or the 64 leading bits of an IPv6 address, all of whose rest one customer of a
     * provider has. No IPv6 client has the bits that mark IPv4 here: they are of a multicast address.
     */
    public static long keyOf(InetAddress client) {
        ByteBuffer bytes = ByteBuffer.wrap(client.getAddress());
        return client instanceof Inet4Address ? IPV4 | (bytes.getInt() & 0xFFFF_FFFFL) : bytes.getLong();
    }
}
