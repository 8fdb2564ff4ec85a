package io.weir.session;

import io.weir.connection.FrontConnection;
import io.weir.exchange.ListenerRules;
import io.weir.settings.Protocol;
import java.net.InetAddress;
import java.util.function.Predicate;

/** Makes the front of a client that has connected, for the protocol that its listener speaks. */
public final class FrontFactory {

    private FrontFactory() {}

    /**
     * The front of an open connection, whose events it hears from now on. To be called on the loop.
     *
     * @param number of the session, unique in the process
     * @param welcome whether a client that an introduction tells of may have one more connection
     */
    public static Front front(
            SessionLoop loop,
            ListenerRules rules,
            long number,
            FrontConnection connection,
            Predicate<InetAddress> welcome) {
        return rules.clients().proxyProtocol()
                ? new Introduction(loop, rules, number, connection, welcome, known -> front(loop, rules, number, known))
                : front(loop, rules, number, connection);
    }

    private static Front front(SessionLoop loop, ListenerRules rules, long number, FrontConnection connection) {
        return rules.protocol() == Protocol.TCP
                ? new RelaySession(loop, rules, number, connection)
                : new Http1Front(loop, rules, number, connection);
    }
}
