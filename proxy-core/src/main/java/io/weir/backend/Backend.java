package io.weir.backend;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named set of servers, which reloads replace, and the queue for their slots. Safe for use by any thread; but one reload at a time.
 *
 * <p>A server is the same as before, with its slots, idle connections and counts, if its name and address are. One that is not configured any more leaves:
 * it takes no exchange, and those that it has go on.
 */
public final class Backend {

    private final String name;
    private final SlotQueue queue = new SlotQueue();
    private volatile Servers servers = new Servers(List.of(), List.of());
    private volatile byte[] longestAuthority = {};
    private int made;

    /**
     * All servers, in one value, so that none is in both lists or in neither while a reload moves it.
     *
     * @param present those of the configuration
     * @param leaving those that the last reload took out of it, or that were still in use then
     */
    private record Servers(List<Server> present, List<Server> leaving) {

        Stream<Server> all() {
            return Stream.concat(present.stream(), leaving.stream());
        }

        Servers replacedBy(List<Server> next) {
            Set<Server> staying = Set.copyOf(next);
            Stream<Server> candidates =
                    Stream.concat(present.stream(), leaving.stream().filter(Server::isInUse));
            return new Servers(
                    next, candidates.filter(server -> !staying.contains(server)).toList());
        }
    }

    /** A backend with all slots free. Looks up the addresses that are names, and waits for the answers. */
    public Backend(BackendSettings settings) {
        this(settings, NameLookup.SYSTEM.find(settings.servers()));
    }

    /** A backend with all slots free, whose servers that are given by name are at {@code addresses}. */
    public Backend(BackendSettings settings, Addresses addresses) {
        name = settings.name();
        apply(prepare(settings.servers(), addresses), () -> {});
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its servers, in the order of the configuration. */
    public List<Server> servers() {
        return servers.present();
    }

    /** Its servers, and those behind them that are not configured any more and still in use. */
    public List<Server> known() {
        Servers known = servers;
        return Stream.concat(known.present().stream(), known.leaving().stream().filter(Server::isInUse))
                .toList();
    }

    /** The longest {@link Server#authority} of its servers. */
    public byte[] longestAuthority() {
        return longestAuthority;
    }

    /** How many wait for a slot. */
    public int waiting() {
        return queue.waiting();
    }

    /** How many wait for a slot of any server, and do not insist on one. */
    public int waitingForAny() {
        return queue.waitingForAny();
    }

    /**
     * Puts {@code ticket} into the queue, unless a slot has become free or no server is left for it.
     *
     * @return a {@link Server} with a slot, the ticket, or {@link Placement.NoServer#NONE}
     */
    public Placement waitForSlot(SlotTicket ticket) {
        return queue.waitForSlot(ticket);
    }

    /** Gives back the slot that came with {@code server}. */
    public void release(Server server) {
        queue.release(server);
    }

    /** The servers of another configuration, and what becomes of those that are there. */
    public record Change(List<ServerSettings> settings, List<Server> servers) {

        public Change {
            settings = List.copyOf(settings);
            servers = List.copyOf(servers);
        }
    }

    /** Finds the servers of another configuration, without effect. Looks up the addresses that are names, and waits for the answers. */
    public Change prepare(List<ServerSettings> next) {
        return prepare(next, NameLookup.SYSTEM.find(next));
    }

    /** Finds the servers of another configuration, without effect. Those that are given by name are at {@code addresses}. */
    public Change prepare(List<ServerSettings> next, Addresses addresses) {
        Map<String, List<Server>> byName = servers.all().collect(Collectors.groupingBy(Server::name));
        List<Server> found = new ArrayList<>();
        for (ServerSettings server : next) {
            found.add(find(server, byName.getOrDefault(server.name(), List.of()), addresses));
        }
        return new Change(next, found);
    }

    private Server find(ServerSettings wanted, List<Server> namesakes, Addresses addresses) {
        Optional<InetSocketAddress> present = namesakes.stream()
                .filter(server -> server.given().equals(wanted.address()))
                .findFirst()
                .map(Server::address);
        InetSocketAddress address = addresses.find(name + "/" + wanted.name(), wanted.address(), present);
        return namesakes.stream()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .orElseGet(() -> new Server(made++, name, wanted, address));
    }

    /**
     * Takes over what was prepared last. Wakes waiting tickets as far as there are slots for them, and those that no server is left for.
     *
     * @param choice has the policy choose from among the servers of the change. Runs under the lock of the queue, before any ticket is woken: all of
     *     these would go to the first server otherwise
     */
    public void apply(Change change, Runnable choice) {
        Servers next = servers.replacedBy(change.servers());
        servers = next;
        queue.serve(next.present(), () -> {
            configure(change, next.leaving());
            choice.run();
        });
    }

    private void configure(Change change, List<Server> gone) {
        byte[] longest = {};
        for (int i = 0; i < change.servers().size(); i++) {
            Server server = change.servers().get(i);
            server.serve(change.settings().get(i));
            longest = server.authority().length > longest.length ? server.authority() : longest;
        }
        longestAuthority = longest;
        gone.forEach(Server::leave);
    }

    /** The configuration does not have it any more: idle connections to its servers are not kept. Exchanges that began before still find a server. */
    public void leave() {
        servers.present().forEach(Server::stopKeeping);
    }

    @Override
    public String toString() {
        return name;
    }
}
