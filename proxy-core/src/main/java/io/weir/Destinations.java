package io.weir;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.backend.Addresses;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.NameLookup;
import io.weir.balance.BalancingPolicy;
import io.weir.balance.WeightedRoundRobin;
import io.weir.exchange.Destination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The backends of all generations that are in use, by name. A backend with its queue, its policy's position and its servers outlives reloads. Safe for use
 * by any thread; but one reload at a time.
 */
final class Destinations {

    /** A backend, and the generations that have it. */
    private record State(Backend backend, BalancingPolicy policy, NavigableSet<Long> generations) {

        State(Destination destination) {
            this(destination.backend(), destination.policy(), new TreeSet<>());
        }

        // One that is newer than all of inUse becomes current now.
        boolean isOver(List<Long> inUse) {
            generations.headSet(inUse.get(inUse.size() - 1), true).retainAll(inUse);
            return generations.isEmpty();
        }
    }

    @GuardedBy("this")
    private final Map<String, State> states = new LinkedHashMap<>();

    /** Backends of another configuration, prepared without effect. */
    record Change(Map<String, Destination> destinations, List<ServersChange> servers) {}

    private record ServersChange(Backend backend, Backend.Change change, Runnable choice) {

        static ServersChange of(Destination destination, Backend.Change change) {
            return new ServersChange(
                    destination.backend(), change, destination.policy().prepare(change));
        }

        void apply() {
            backend.apply(change, choice);
        }
    }

    /** Prepares other backends. Looks up the names of all servers together, and waits for the answers. */
    Change prepare(List<BackendSettings> next) {
        Addresses addresses = NameLookup.SYSTEM.find(
                next.stream().flatMap(backend -> backend.servers().stream()).toList());
        Map<String, Destination> destinations = new LinkedHashMap<>();
        List<ServersChange> servers = new ArrayList<>();
        for (BackendSettings settings : next) {
            State known = known(settings.name());
            if (known == null) {
                Backend made = new Backend(settings, addresses);
                destinations.put(settings.name(), destination(made, new WeightedRoundRobin(made), settings));
            } else {
                Destination same = destination(known.backend(), known.policy(), settings);
                destinations.put(settings.name(), same);
                servers.add(ServersChange.of(same, known.backend().prepare(settings.servers(), addresses)));
            }
        }
        return new Change(destinations, servers);
    }

    private static Destination destination(Backend backend, BalancingPolicy policy, BackendSettings settings) {
        return new Destination(backend, policy, settings.proxyProtocol(), settings.reuse());
    }

    private synchronized @Nullable State known(String name) {
        return states.get(name);
    }

    /** Puts the last prepared change into force, for the generation of that number, which becomes current right after. */
    void apply(Change change, long generation) {
        change.servers().forEach(ServersChange::apply);
        synchronized (this) {
            change.destinations()
                    .forEach((name, destination) -> states.computeIfAbsent(name, unseen -> new State(destination))
                            .generations()
                            .add(generation));
            states.values().stream()
                    .filter(state -> state.generations().last() < generation)
                    .forEach(state -> state.backend().leave());
        }
    }

    /** All backends of the generations in use, whose numbers ascend, in the order in which they came. Forgets the others. */
    synchronized List<Backend> of(List<Long> inUse) {
        states.values().removeIf(state -> state.isOver(inUse));
        return states.values().stream().map(State::backend).toList();
    }
}
