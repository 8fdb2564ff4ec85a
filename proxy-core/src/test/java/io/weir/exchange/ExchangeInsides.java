package io.weir.exchange;

/** What tests of other packages may know of the inside of an exchange. */
public final class ExchangeInsides {

    /** Bytes of the longest request line that is kept. */
    public static final int MOST_LINE_BYTES = KeptLine.MOST_BYTES;

    /** Bytes of a request line that every exchange may keep. */
    public static final int FREE_LINE_BYTES = KeptLine.FREE_BYTES;

    /** Most interim responses of one exchange. */
    public static final int MOST_INTERIM = FinalHeadWait.MOST_INTERIM;

    /** The whole wait for a final response, in timeouts, however often the server says 102. */
    public static final int PROCESSING_FACTOR = FinalHeadWait.PROCESSING_FACTOR;

    /** A target that no rule has. */
    public static final Route.Target NOWHERE = new Route.Nowhere();

    private ExchangeInsides() {}

    /** The client's side of an exchange that runs. */
    public static FrontStream frontOf(Exchange exchange) {
        return exchange.front();
    }
}
