package io.weir;

import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.exchange.Listener;
import io.weir.http.AddressText;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import io.weir.transport.Listening;
import io.weir.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The listening sockets of a Weir. A socket stays if its address does; its listener stays if its protocol does too. For one thread at a time.
 */
final class Listeners {

    /** The identity of a listener across reloads: its configured address, and its name where the port is 0. */
    private record Identity(InetSocketAddress bind, String name) {

        static Identity of(ListenerSettings settings) {
            return new Identity(settings.bind(), settings.bind().getPort() == 0 ? settings.name() : "");
        }
    }

    private final Transport transport;
    private final Generations generations;
    private Map<Identity, Listening> all = Map.of();

    Listeners(Transport transport, Generations generations) {
        this.transport = transport;
        this.generations = generations;
    }

    /** The sockets for another configuration: new ones listen, but do not accept. */
    final class Change {

        private final Map<Identity, Listening> next = new LinkedHashMap<>();
        private final Map<String, Listening> byName = new LinkedHashMap<>();
        private final List<Listening> opened = new ArrayList<>();
        private final Map<Listening, Listener> replaced = new LinkedHashMap<>();

        private void open(ListenerSettings settings) throws IOException {
            Identity identity = Identity.of(settings);
            if (next.containsKey(identity)) {
                // The socket of a listener that stays would get the rules of whichever is named last.
                throw new IOException(
                        "cannot listen on " + AddressText.of(settings.bind()) + ": another listener has this address");
            }
            Listening same = all.get(identity);
            if (same == null) {
                same = transport.listen(settings.bind(), new Listener(generations));
                opened.add(same);
            } else if (protocol(same) != settings.protocol()) {
                // The sessions of the listener before speak its protocol, and end as if its socket had gone.
                replaced.put(same, new Listener(generations));
            }
            next.put(identity, same);
            byName.put(settings.name(), same);
        }

        /** The listener of that name. */
        Listener listener(String name) {
            Listening found = byName.get(name);
            if (found == null) {
                throw new IllegalArgumentException("listener: " + name + " (expected: one of " + byName.keySet() + ")");
            }
            return replaced.getOrDefault(found, found.listener());
        }

        /** Addresses by the names of listeners, with real ports. */
        Map<String, InetSocketAddress> addresses() {
            Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
            byName.forEach((name, listening) -> addresses.put(name, listening.address()));
            return addresses;
        }

        /** Closes what was opened: the configuration is not taken over. */
        void abandon() {
            opened.forEach(Listening::abandon);
        }

        /** The listeners that the other configuration does not have, or not with their protocol, end with the rules of {@code last}. To be called before it is current. */
        void endOthers(Generation last) {
            others().forEach(other -> other.listener().end(last));
            replaced.keySet().forEach(same -> same.listener().end(last));
        }

        /** The configuration is current: accepts on new sockets, and closes those that it does not have, once their backlogs are empty. */
        void apply() {
            List<Listening> others = others();
            all = next;
            opened.forEach(Listening::accept);
            replaced.forEach(transport::serve);
            others.forEach(transport::end);
        }

        private List<Listening> others() {
            return all.values().stream()
                    .filter(present -> !next.containsValue(present))
                    .toList();
        }
    }

    private Protocol protocol(Listening listening) {
        return listening.listener().rules(generations.current()).protocol();
    }

    /**
     * Opens the sockets that another configuration needs, all or none.
     *
     * @throws WeirReloadException if an address cannot be had
     */
    Change open(List<ListenerSettings> settings) {
        Change change = new Change();
        for (ListenerSettings listener : settings) {
            try {
                change.open(listener);
            } catch (IOException e) {
                change.abandon();
                throw new WeirReloadException(
                        WeirReloadException.Cause.CANNOT_LISTEN,
                        List.of("listener " + listener.name() + ": " + e.getMessage()));
            } catch (RuntimeException | Error failed) {
                change.abandon();
                throw failed;
            }
        }
        return change;
    }

    /** How many sockets listen for another configuration and this one together, without those of {@link #ending()}. */
    int together(List<ListenerSettings> settings) {
        long added = settings.stream()
                .map(Identity::of)
                .filter(identity -> !all.containsKey(identity))
                .count();
        return all.size() + (int) added;
    }

    /** How many sockets of listeners that have gone are still open: for a moment, or until the clients in their backlogs are admitted. */
    int ending() {
        return transport.listening() - all.size();
    }
}
