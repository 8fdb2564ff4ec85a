package io.weir.buffer;

/**
 * How full a buffer pool is. Each figure is exact, but they are read one after the other.
 *
 * @param leased buffers in use, reserve included
 * @param reserveLeased buffers of the reserve in use
 * @param limit all buffers: {@code leased} never exceeds it
 * @param reserveLimit buffers of the reserve
 * @param stalled leased buffers whose bytes the other side refuses to take
 * @param stallQuota stalled buffers from which on bulk is read only for a socket that is known to take it
 * @param waitingFinish waiters of class finish
 * @param waitingStart waiters of class start
 * @param waitingContinue waiters of class continue
 * @param oldestWaitNanos age of the waiter who has waited longest, 0 if nobody waits
 * @param oldestStartNanos age of the waiter of class start who has waited longest, 0 if there is none
 * @param leaks buffers taken back from leases lost to bugs, since start
 * @param rescued waiters that only the sweep found, since start
 * @param evicted holders of stalled buffers that had to give them back because somebody waited, since start
 */
public record PoolLevel(
        int leased,
        int reserveLeased,
        int limit,
        int reserveLimit,
        int stalled,
        int stallQuota,
        int waitingFinish,
        int waitingStart,
        int waitingContinue,
        long oldestWaitNanos,
        long oldestStartNanos,
        long leaks,
        long rescued,
        long evicted) {

    /** All waiters. */
    public int waiting() {
        return waitingFinish + waitingStart + waitingContinue;
    }
}
