package io.weir.exchange;

/** The exchanges of one event loop, which are lent to requests and used again, since one is a dozen objects. Confined to that loop. */
public final class Exchanges {

    private final Spares<Exchange> spares;

    /** Exchanges whose requests go to servers by {@code backs}. */
    public Exchanges(LoopResources loop, BackStreams backs) {
        spares = new Spares<>(giveBack -> new Exchange(loop, backs, giveBack));
    }

    /** Lends an exchange that is over. It comes back by itself when it is over again. */
    public Exchange lend() {
        return spares.lend();
    }
}
