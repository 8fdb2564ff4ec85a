package io.weir.session;

import io.weir.connection.FrontConnection;
import io.weir.exchange.Generation;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.forwarded.Forwarding;
import io.weir.http.Scheme;
import io.weir.settings.ClientSettings;
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
            Listener listener,
            long number,
            FrontConnection connection,
            Predicate<InetAddress> welcome) {
        ListenerRules rules = listener.rules(listener.generation());
        return rules.clients().proxyProtocol()
                ? new Introduction(
                        loop,
                        listener,
                        rules,
                        number,
                        connection,
                        welcome,
                        known -> front(loop, listener, number, known))
                : front(loop, listener, number, connection);
    }

    // Reads the generation once: a tunnel goes by the rules by which its protocol was chosen.
    private static Front front(SessionLoop loop, Listener listener, long number, FrontConnection connection) {
        Generation generation = listener.generation();
        ListenerRules rules = listener.rules(generation);
        return rules.protocol() == Protocol.TCP
                ? new RelaySession(loop, listener, generation, number, connection)
                : new Http1Front(loop, listener, rules, number, connection);
    }

    /** What is known of the client of {@code connection}, and told to servers. */
    static Forwarding forwarding(ClientSettings clients, FrontConnection connection) {
        return new Forwarding(
                clients.forwarded(),
                clients.trusted(),
                connection.clientAddress(),
                Scheme.HTTP,
                connection.calledAddress().getPort());
    }
}
