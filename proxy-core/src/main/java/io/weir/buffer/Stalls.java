package io.weir.buffer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The buffers of a pool that are held without progress, and how many more may be. Safe for use by any thread. */
final class Stalls {
    /*
     * A list through the places, in the order in which they stalled, so that who is to go first is found at its head. It is locked
     * once when a buffer stalls and once when it no longer does; what moves on at once, as most do, never comes here. The lock is
     * held for a few instructions, and while the list is walked, which happens only when somebody waits for a buffer or looks.
     *
     * Shares. The last share of the quota is kept from clients that have used up their own, and nothing is given to them while
     * anybody waits for a buffer. So one client alone may use most of the quota, but never so much that another finds none.
     */

    private final int quota;
    private final int share;
    private final Ticker ticker;
    private final AtomicLong evicted = new AtomicLong();

    private final Object lock = new Object();
    private volatile int size; // written under lock

    @GuardedBy("lock")
    private final Map<Long, Integer> sizeByClient = new HashMap<>();

    @GuardedBy("lock")
    private @Nullable SlabPlace oldest;

    @GuardedBy("lock")
    private @Nullable SlabPlace newest;

    @GuardedBy("lock")
    private long stalls;

    /** For {@code quota} stalled buffers, of which a client has a right to {@code share}. Their age goes by {@code ticker}. */
    Stalls(int quota, int share, Ticker ticker) {
        this.quota = quota;
        this.share = share;
        this.ticker = ticker;
    }

    /** Holders that had to give a buffer back, since start. */
    long evicted() {
        return evicted.get();
    }

    /** One more holder gives a buffer back. */
    void countEviction() {
        evicted.incrementAndGet();
    }

    int size() {
        return size;
    }

    /** Whether this client may be read for at the risk that it stalls. */
    boolean admits(long clientKey, boolean somebodyWaits) {
        int all = size;
        if (all >= quota || all < share) {
            return all < quota;
        }
        return sizeOf(clientKey) < share || (all < quota - share && !somebodyWaits);
    }

    private int sizeOf(long clientKey) {
        synchronized (lock) {
            return sizeByClient.getOrDefault(clientKey, 0);
        }
    }

    /** The buffer in this place is stalled from now on. */
    void begin(SlabPlace place, Holder holder, int leftBytes, int unseenBytes) {
        long nowNanos = ticker.nanos();
        synchronized (lock) {
            place.stall = ++stalls;
            place.holder = holder;
            place.stalledNanos = nowNanos;
            place.stalledBytes = leftBytes;
            place.unseenBytes = unseenBytes;
            place.leftBytes = leftBytes;
            append(place);
            sizeByClient.merge(holder.clientKey(), 1, Integer::sum);
            size++;
        }
    }

    /** The buffer in this place, which was stalled, no longer is. */
    void end(SlabPlace place) {
        synchronized (lock) {
            Holder holder = place.holder;
            if (holder == null) {
                return;
            }
            place.holder = null;
            place.stall = 0;
            remove(place);
            sizeByClient.computeIfPresent(holder.clientKey(), (key, count) -> count == 1 ? null : count - 1);
            size--;
        }
    }

    /** Asks those that {@link #overdue} chooses for their buffers. Returns how many. */
    int evict(int most, Duration longest, int bytesPerSecond) {
        List<Eviction> evictions = overdue(most, longest, bytesPerSecond);
        evictions.forEach(Eviction::ask);
        return evictions.size();
    }

    /**
     * Chooses those to be evicted: who has been stalled for so long, and is sure to have been slower than {@code bytesPerSecond} all
     * that time, whatever it has taken unseen. At 0 bytes a second: who has not been seen to take any.
     * Clients with more than their share come first, then who has been stalled longest.
     */
    private List<Eviction> overdue(int most, Duration longest, int bytesPerSecond) {
        long nowNanos = ticker.nanos();
        List<Eviction> chosen = new ArrayList<>();
        synchronized (lock) {
            Predicate<SlabPlace> slow = place -> isSlow(place, nowNanos, bytesPerSecond);
            long before = nowNanos - longest.toNanos();
            choose(chosen, most, before, slow, true);
            choose(chosen, most, before, slow, false);
        }
        return chosen;
    }

    @GuardedBy("lock")
    private void choose(List<Eviction> chosen, int most, long before, Predicate<SlabPlace> slow, boolean overShare) {
        for (SlabPlace place = oldest; place != null && place.stalledNanos - before <= 0; place = place.newer) {
            Holder holder = place.holder;
            if (chosen.size() == most || holder == null) {
                return;
            }
            if (slow.test(place) && isOverShare(place) == overShare) {
                chosen.add(new Eviction(holder, place.stall));
            }
        }
    }

    @GuardedBy("lock")
    private boolean isOverShare(SlabPlace place) {
        Holder holder = place.holder;
        return holder != null && sizeByClient.getOrDefault(holder.clientKey(), 0) > share;
    }

    private static boolean isSlow(SlabPlace place, long nowNanos, int bytesPerSecond) {
        int seen = place.stalledBytes - place.leftBytes;
        if (bytesPerSecond == 0) {
            return seen == 0;
        }
        double seconds = (nowNanos - place.stalledNanos) / 1e9;
        return seen + place.unseenBytes <= bytesPerSecond * seconds;
    }

    /** The longest stalled, at most so many. */
    List<StalledBuffer> longest(int most) {
        long nowNanos = ticker.nanos();
        List<StalledBuffer> buffers = new ArrayList<>();
        synchronized (lock) {
            for (SlabPlace place = oldest; place != null && buffers.size() < most; place = place.newer) {
                Holder holder = place.holder;
                if (holder != null) {
                    Duration age = Duration.ofNanos(nowNanos - place.stalledNanos);
                    buffers.add(new StalledBuffer(place.session, place.flow, holder.client(), age, place.leftBytes));
                }
            }
        }
        return buffers;
    }

    @GuardedBy("lock")
    private void append(SlabPlace place) {
        SlabPlace before = newest;
        place.older = before;
        place.newer = null;
        if (before == null) {
            oldest = place;
        } else {
            before.newer = place;
        }
        newest = place;
    }

    @GuardedBy("lock")
    private void remove(SlabPlace place) {
        SlabPlace before = place.older;
        SlabPlace after = place.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        place.older = null;
        place.newer = null;
    }

    /** Whom to ask for which stalled buffer. */
    private record Eviction(Holder holder, long stall) {
        void ask() {
            holder.evict(stall);
        }
    }
}
