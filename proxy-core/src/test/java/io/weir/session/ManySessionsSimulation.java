package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.balance.WeightedRoundRobin;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connector;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import io.weir.connection.Opening;
import io.weir.exchange.Destination;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeInsides;
import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.LoopResources;
import io.weir.exchange.Route;
import io.weir.exchange.Timeline;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Network;
import io.weir.forwarded.TrustedPeers;
import io.weir.http.Upgrades;
import io.weir.reason.Ending;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTable;
import io.weir.settings.ClientSettings;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import io.weir.testing.FakeOpenings;
import io.weir.testing.HandClock;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many sessions on one loop, which share its exchanges, under scarcity, pipelining, logins, tunnels, evictions and drains at random; what goes out is
 * compared with a plain model, and no two sessions may ever have the same exchange. {@code main SEED SECONDS} tries more.
 */
public final class ManySessionsSimulation {

    private static final Pattern ID = Pattern.compile("Id: (s\\d+r\\d+z)\r\n");

    private record Expected(String method, String target, String host, String body, String xff, String client) {}

    private final SplittableRandom random;
    private final HandClock time = new HandClock();
    private final BufferPool pool;
    private final Parking parking;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final SessionLoop services;
    private final Backend backend;
    private final WeightedRoundRobin policy;
    private final Set<Server> servers = new HashSet<>();
    private final Generations generations =
            new Generations(new Generation(0, 1, FakeLoop.TIMEOUTS, Limits.DEFAULT, Map.of()));
    private final Listener trusting = new Listener(generations);
    private final Listener plain = new Listener(generations);
    private final Links links = new Links();
    private final List<Visitor> clients = new ArrayList<>();
    private final Map<String, Expected> expected = new HashMap<>();
    private final Map<String, String> seenOn = new HashMap<>();
    private final Map<String, Integer> ends = new HashMap<>();
    private final Map<String, Boolean> logins = new HashMap<>();
    private final Map<Long, Long> toldBytes = new HashMap<>();
    private final Map<Long, Long> toldNumber = new HashMap<>();
    private final Queue<Lease> held = new ArrayDeque<>();
    private final Ticket holder;
    private final StringBuilder story = new StringBuilder();
    private final int buffers;
    private int sessions;
    private boolean draining;
    private int answered;

    ManySessionsSimulation(long seed) {
        random = new SplittableRandom(seed);
        buffers = 1 + random.nextInt(5);
        int quota = random.nextInt(3) == 0 ? 0 : random.nextInt(buffers + 1);
        parking = new Parking(new int[] {0, 300, 900, 2500, 1 << 20}[random.nextInt(5)]);
        pool = new BufferPool(
                new PoolLimits(buffers, 0, 4096, quota), time.timers().ticker(), PoolObserver.NONE);
        Watcher watcher = new Watcher();
        LoopResources resources = new LoopResources(0, time.timers(), pool, parking, tasks::add, watcher);
        services = new SessionLoop(resources, links, 0, Limits.DEFAULT.fields(), watcher);
        holder = pool.ticket(99, Flow.REQUEST, ignored -> true);
        backend = new Backend(new BackendSettings("b", randomServers()));
        policy = new WeightedRoundRobin(backend);
        takeOver();
    }

    private List<ServerSettings> randomServers() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        List<ServerSettings> chosen = new ArrayList<>();
        int first = random.nextInt(3);
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            chosen.add(new ServerSettings("s" + (first + left), address, 1 + random.nextInt(2), 1 + random.nextInt(2)));
        }
        return chosen;
    }

    // Generations of the same routes, whose servers are told of clients or not, and whose connections belong to all or
    // to one.
    private void takeOver() {
        servers.addAll(backend.servers());
        ProxyProtocol proxy = random.nextInt(4) == 0 ? ProxyProtocol.V1 : ProxyProtocol.OFF;
        Reuse reuse = random.nextInt(3) == 0 ? Reuse.SESSION : Reuse.SHARED;
        List<Route> routes = List.of(new Route(new Destination(backend, policy, proxy, reuse)));
        RouteTable table = new RouteTable(List.of(RouteSettings.everything("b")));
        Upgrades upgrades = new Upgrades(List.of("websocket"));
        TrustedPeers trusted =
                new TrustedPeers(List.of(Network.parse("10.0.0.0/8").orElseThrow()));
        ClientSettings trustful = new ClientSettings(trusted, ForwardedMode.BOTH, false);
        Map<Listener, ListenerRules> rules = Map.of(
                trusting, new ListenerRules("t", Protocol.HTTP, table, routes, upgrades, trustful),
                plain, new ListenerRules("p", Protocol.HTTP, table, routes, upgrades, ClientSettings.DEFAULT));
        Limits limits =
                Limits.DEFAULT.withRequestsPerConnection(random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 10_000);
        long number = generations.current().number() + 1;
        Generation next = new Generation(number, 1, FakeLoop.TIMEOUTS, limits, rules);
        generations.close(generations.replace(next, time.timers().ticker().nanos()));
    }

    // In the order in which Weir does it; on one loop.
    private void reload() {
        story.append("  reload\n");
        Backend.Change change = backend.prepare(randomServers());
        backend.apply(change, policy.prepare(change));
        takeOver();
        services.leaveServers();
        links.leaveServers();
    }

    private void endOldGeneration() {
        List<Generation> old = generations.old();
        if (!old.isEmpty()) {
            services.cutShort(old.get(0), Ending.OLD_GENERATION);
        }
    }

    private final class Watcher implements SessionObserver {
        @Override
        public boolean wantsRequestLines() {
            return true;
        }

        @Override
        public void exchangeEnded(Timeline t) {
            answered++;
            story.append("  ended s")
                    .append(t.session())
                    .append('#')
                    .append(t.number())
                    .append(' ')
                    .append(t.target())
                    .append(' ')
                    .append(t.reason())
                    .append(' ')
                    .append(t.status())
                    .append(' ')
                    .append(t.responseBytes())
                    .append('\n');
            if (t.reason() == Ending.BUG) {
                throw new AssertionError("bug");
            }
            assertThat(t.responseBytes()).as("response bytes").isNotNegative();
            assertThat(t.requestBytes()).as("request bytes").isNotNegative();
            long number = toldNumber.merge(t.session(), 1L, Long::sum);
            if (t.number() < number) {
                throw new AssertionError("exchange told twice: " + t.session() + "#" + t.number());
            }
            toldNumber.put(t.session(), t.number());
            toldBytes.merge(t.session(), t.responseBytes(), Long::sum);
            Matcher id = Pattern.compile("s\\d+r\\d+z").matcher(t.target());
            if (id.find()) {
                assertThat(id.group()).startsWith("s" + t.session() + "r");
                Expected e = expected.get(id.group());
                if (t.attempts() > 0) {
                    assertThat(t.client().getAddress().getHostAddress())
                            .as("client")
                            .isEqualTo(e.client());
                    assertThat(t.method()).isEqualTo(e.method());
                }
            }
            assertThat(t.peer().getPort()).isEqualTo(1234);
            if (t.status() == 0 && t.responseBytes() < 0) {
                throw new AssertionError();
            }
        }
    }

    private final class Links implements Connector {
        private final class Idle implements IdleEvents {
            final Back back;

            Idle(Back back) {
                this.back = back;
            }

            @Override
            public void onUnsolicited() {
                drop();
            }

            @Override
            public void onOver() {
                drop();
            }

            void drop() {
                if (idle.remove(back)) {
                    back.peer.close();
                }
            }

            @Override
            public void onBug(Throwable cause) {
                throw new AssertionError(cause);
            }

            @Override
            public InetAddress client() {
                return InetAddress.getLoopbackAddress();
            }
        }

        final FakeOpenings<Client, Back> openings = new FakeOpenings<>();
        final Deque<Back> idle = new ArrayDeque<>();
        final List<Back> all = new ArrayList<>();

        @Override
        public boolean reuse(Server to, Client client) {
            for (Back back : idle.stream().filter(b -> b.server == to).toList()) {
                idle.remove(back);
                if (back.peer.look() == Look.QUIET) {
                    client.onConnected(back.peer);
                    return true;
                }
                back.peer.close();
            }
            return false;
        }

        @Override
        public Opening open(Server to, Client client) {
            return openings.open(to, client);
        }

        void leaveServers() {
            for (Back back : List.copyOf(idle)) {
                if (!back.server.isKeeping()) {
                    idle.remove(back);
                    back.peer.close();
                }
            }
        }

        void keep(Back back) {
            FakeConnection peer = back.peer;
            if (peer.isClosed() || !back.server.isKeeping()) {
                peer.close();
                return;
            }
            Idle waits = new Idle(back);
            peer.tell(waits, waits, waits);
            peer.watch();
            idle.addLast(back);
        }
    }

    private final class Back {
        final FakeConnection peer;
        final Server server;
        final int number = links.all.size();
        final StringBuilder in = new StringBuilder();
        final Deque<String> toAnswer = new ArrayDeque<>();
        final StringBuilder out = new StringBuilder();
        int last = -1;
        String tunnel = "";
        String owner = "";
        final StringBuilder tunnelSent = new StringBuilder();
        final Map<String, String> heads = new HashMap<>();

        Back(Server server) {
            this.server = server;
            peer = new FakeConnection(pool, Flow.RESPONSE);
            peer.whenKept(seconds -> links.keep(this));
        }

        // Takes what was written to it.
        void read() {
            in.append(peer.written());
            for (; ; ) {
                if (!tunnel.isEmpty()) {
                    Visitor of = clients.stream()
                            .filter(c -> tunnel.startsWith("s" + c.number + "r"))
                            .findAny()
                            .orElseThrow();
                    assertThat(of.all.substring(ends.get(tunnel)))
                            .as("tunnel " + tunnel)
                            .startsWith(in.toString());
                    if (tunnel.equals(of.tunnel)) {
                        assertThat(tunnelSent.toString()).startsWith(of.tunnelGot.toString());
                    }
                    return;
                }
                if (heads.size() > 0 && heads.values().stream().anyMatch(h -> h.contains("Upgrade: websocket"))) {
                    // What follows may be of the tunnel.
                    return;
                }
                int end = in.indexOf("\r\n\r\n");
                if (end < 0) {
                    return;
                }
                String head = in.substring(0, end + 4);
                int skip = 0;
                if (head.startsWith("PROXY ")) {
                    skip = head.indexOf("\r\n") + 2;
                    assertThat(number).isNotEqualTo(last);
                }
                String proxied = head.substring(0, skip);
                head = head.substring(skip);
                Matcher m = ID.matcher(head);
                assertThat(m.find()).as("id in " + head).isTrue();
                String id = m.group(1);
                Expected e = expected.get(id);
                if (in.length() < end + 4 + e.body().length()) {
                    assertThat(e.body()).startsWith(in.substring(end + 4));
                    return;
                }
                assertThat(in.substring(end + 4, end + 4 + e.body().length())).isEqualTo(e.body());
                assertThat(head).startsWith(e.method() + " " + e.target() + " HTTP/1.1\r\n");
                assertThat(head).contains("\r\nHost: " + e.host() + "\r\n");
                assertThat(head).contains("X-Forwarded-For: " + e.xff() + "\r\n");
                if (skip > 0) {
                    assertThat(proxied).startsWith("PROXY TCP4 " + e.client() + " ");
                    last = number;
                }
                String of = id.substring(0, id.indexOf('r'));
                assertThat(owner).as("logged in on b" + number).isIn("", of);
                if (logins.containsKey(id)) {
                    owner = of;
                }
                heads.clear();
                heads.put(id, head);
                assertThat(seenOn.put(id, "" + number)).as("sent twice: " + id).isNull();
                toAnswer.add(id);
                in.delete(0, end + 4 + e.body().length());
            }
        }
    }

    private final class Visitor {
        final int number = ++sessions;
        final FakeConnection peer;
        final Http1Front session;
        final boolean trusted = random.nextBoolean();
        final StringBuilder outbox = new StringBuilder();
        final StringBuilder all = new StringBuilder();
        boolean failing;
        String tunnel = "";
        final StringBuilder tunnelGot = new StringBuilder();
        final StringBuilder got = new StringBuilder();
        int requests;
        int lastGot;
        long taken;

        Visitor() {
            peer = new FakeConnection(pool, Flow.REQUEST);
            peer.speaksFor(new InetSocketAddress("10.0.0." + number % 250, 5), new InetSocketAddress("10.9.9.9", 80));
            Listener listener = trusted ? trusting : plain;
            session = new Http1Front(services, listener, listener.rules(listener.generation()), number, peer);
            session.start(Unpooled.EMPTY_BUFFER);
        }

        void enqueue() {
            if (!tunnel.isEmpty()) {
                outbox.append("<tunnel" + number + "." + all.length() + ">");
                all.append("<tunnel" + number + "." + all.length() + ">");
                return;
            }
            int begun = outbox.length();
            request();
            all.append(outbox, begun, outbox.length());
            ends.put("s" + number + "r" + requests + "z", all.length());
        }

        private void request() {
            String id = "s" + number + "r" + ++requests + "z";
            String hop = "10.0.0." + number % 250;
            String host = "h" + id;
            String sent;
            String target;
            String method = random.nextInt(3) == 0 ? "PUT" : "GET";
            switch (random.nextInt(9)) {
                case 0 -> {
                    sent = "/q/../" + id + "/./x";
                    target = "/" + id + "/x";
                }
                case 1 -> {
                    sent = "/%73" + id.substring(1) + "/x";
                    target = "/" + id + "/x";
                }
                case 2 -> {
                    sent = "http://" + host + "/" + id + "/x";
                    target = "/" + id + "/x";
                }
                case 3 -> {
                    sent = "http://" + host + "?" + id;
                    target = "/?" + id;
                }
                case 4 -> {
                    sent = "http://" + host;
                    target = "*";
                    method = "OPTIONS";
                }
                case 5 -> {
                    sent = "/" + id + "/y/..?u=/../%7e";
                    target = "/" + id + "/?u=/../%7e";
                }
                case 6 -> {
                    sent = "http://" + host + "/a/%2e%2E/" + id + "/%2f?";
                    target = "/" + id + "/%2F?";
                }
                case 7 -> {
                    sent = "/" + id + "/" + "./".repeat(random.nextInt(60)) + "x";
                    target = "/" + id + "/x";
                }
                default -> {
                    sent = "/" + id;
                    target = sent;
                }
            }
            String body = method.equals("PUT")
                    ? ("<" + id + ">").repeat(1 + random.nextInt(random.nextInt(4) == 0 ? 900 : 20))
                    : "";
            boolean old = random.nextInt(10) == 0;
            boolean claims = random.nextInt(3) > 0;
            String claimed = "192.0.2." + (1 + random.nextInt(250));
            String xff = trusted && claims ? claimed + ", " + hop : hop;
            expected.put(id, new Expected(method, target, host, body, xff, trusted && claims ? claimed : hop));
            outbox.append(method)
                    .append(' ')
                    .append(sent)
                    .append((old ? " HTTP/1.0" : " HTTP/1.1") + "\r\nHost: ")
                    .append(host)
                    .append("\r\nId: ")
                    .append(id);
            outbox.append("\r\n");
            if (claims) {
                outbox.append("X-Forwarded-For:")
                        .append(random.nextBoolean() ? " " : "")
                        .append(claimed)
                        .append("\r\n");
            }
            if (!body.isEmpty()) {
                outbox.append("Content-Length: ").append(body.length()).append("\r\n");
            }
            switch (random.nextInt(26)) {
                case 0 -> outbox.append("Connection: close\r\n");
                case 1, 2 -> outbox.append("Connection: upgrade\r\nUpgrade: websocket\r\n");
                case 3, 4 -> {
                    outbox.append("Authorization: NTLM abc\r\n");
                    logins.put(id, true);
                }
                case 5, 6, 7 -> outbox.append("Max-Forwards: 0\r\n");
                case 8 ->
                    outbox.append("Filler: ")
                            .append("f".repeat(random.nextInt(3500)))
                            .append("\r\n");
                case 9 -> outbox.append("Content-Length: x\r\n");
                case 10 -> outbox.append("X-Forwarded-For: garbage\r\n");
                case 11 -> outbox.append("A:b\r\n".repeat(random.nextInt(150)));
                case 12, 13 -> outbox.append("Connection: keep-alive\r\n");
                case 14 -> outbox.append("Expect: 100-continue\r\n");
                default -> {}
            }
            outbox.append("\r\n").append(body);
        }

        void send() {
            if (peer.isClosed() || peer.hasEndedInput()) {
                return;
            }
            int count = random.nextInt(3) == 0 ? random.nextInt(outbox.length() + 1) : outbox.length();
            String bytes = outbox.substring(0, count);
            outbox.delete(0, count);
            if (count > 0) {
                if (random.nextInt(8) == 0) {
                    peer.arriveUnseen(bytes);
                } else {
                    peer.arrive(bytes);
                }
            }
        }

        void read() {
            String more = peer.written();
            taken += more.length();
            if (!tunnel.isEmpty()) {
                tunnelGot.append(more);
                return;
            }
            got.append(more);
            for (; ; ) {
                int end = got.indexOf("\r\n\r\n");
                if (end < 0) {
                    return;
                }
                String head = got.substring(0, end + 4);
                assertThat(head).startsWith("HTTP/1.1 ");
                if (head.startsWith("HTTP/1.1 101")) {
                    Matcher id = ID.matcher(head);
                    assertThat(id.find()).isTrue();
                    assertThat(id.group(1)).startsWith("s" + number + "r");
                    tunnel = id.group(1);
                    got.delete(0, end + 4);
                    tunnelGot.append(got);
                    got.setLength(0);
                    continue;
                }
                if (head.startsWith("HTTP/1.1 1")) {
                    got.delete(0, end + 4);
                    continue;
                }
                Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
                assertThat(length.find()).as(head).isTrue();
                int bytes = Integer.parseInt(length.group(1));
                assertThat(length.find()).as("lengths: " + head).isFalse();
                if (got.length() < end + 4 + bytes) {
                    return;
                }
                String body = got.substring(end + 4, end + 4 + bytes);
                Matcher id = Pattern.compile("s(\\d+)r(\\d+)z").matcher(body);
                lastGot++;
                if (head.contains("Sim: 1")) {
                    assertThat(id.find()).isTrue();
                    assertThat(Integer.parseInt(id.group(1)))
                            .as("session of response")
                            .isEqualTo(number);
                    assertThat(Integer.parseInt(id.group(2)))
                            .as("order of response")
                            .isEqualTo(lastGot);
                }
                got.delete(0, end + 4 + bytes);
            }
        }
    }

    private void step() {
        int which = random.nextInt(42);
        Visitor client = clients.isEmpty() ? null : clients.get(random.nextInt(clients.size()));
        Back back = links.all.isEmpty() ? null : links.all.get(Math.max(0, links.all.size() - 1 - random.nextInt(4)));
        if (back != null && back.peer.isClosed()) {
            back = null;
        }
        story.append(which)
                .append(client == null ? "" : " s" + client.number)
                .append(back == null ? "" : " b" + back.number)
                .append('\n');
        switch (which) {
            case 0, 1, 2, 3, 4, 5 -> {
                if (clients.stream().filter(c -> !c.peer.isClosed()).count() < 5 && clients.size() < 25) {
                    clients.add(new Visitor());
                } else {
                    client.enqueue();
                    client.send();
                }
            }
            case 6, 7, 8, 9 -> {
                if (client != null) {
                    client.enqueue();
                    if (random.nextBoolean()) {
                        client.enqueue();
                    }
                    client.send();
                }
            }
            case 10, 11 -> {
                if (client != null) {
                    client.send();
                }
            }
            case 12, 13, 14, 15 -> connect(true);
            case 16 -> connect(false);
            case 17, 18, 19, 20, 21, 22 -> {
                if (back != null) {
                    answer(back);
                }
            }
            case 23 -> {
                if (client != null && !client.peer.isClosed()) {
                    client.peer.takeOnly(random.nextInt(3) == 0 ? random.nextInt(100) : 0);
                }
            }
            case 24, 25 -> {
                if (client != null && !client.peer.isClosed() && client.failing) {
                    client.peer.breakOff();
                } else if (client != null && !client.peer.isClosed()) {
                    client.peer.drain();
                }
            }
            case 26 -> {
                if (back != null) {
                    back.peer.takeOnly(random.nextInt(2) == 0 ? random.nextInt(400) : 0);
                }
            }
            case 27 -> {
                if (back != null) {
                    back.peer.drain();
                }
            }
            case 28 -> {
                if (client != null && !client.peer.isClosed()) {
                    if (random.nextBoolean()) {
                        client.peer.fillUp();
                    } else {
                        client.peer.makeRoom(random.nextInt(2) == 0 ? Integer.MAX_VALUE : 500);
                    }
                }
            }
            case 29 -> {
                if (back != null) {
                    if (random.nextBoolean()) {
                        back.peer.fillUp();
                    } else {
                        back.peer.makeRoom(random.nextInt(2) == 0 ? Integer.MAX_VALUE : 500);
                    }
                }
            }
            case 30 -> {
                for (Object got = holder.acquire(WaitClass.START);
                        got instanceof Lease lease;
                        got = holder.acquire(WaitClass.START)) {
                    held.add(lease);
                }
                holder.cancel();
            }
            case 31, 32 -> release();
            case 33 -> time.pass(Duration.ofMillis(random.nextInt(4) == 0 ? 5000 : 200));
            case 34 -> {
                if (random.nextInt(4) == 0) {
                    pool.evict(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO);
                }
            }
            case 35 -> {
                if (client != null && !client.peer.isClosed() && random.nextInt(3) == 0) {
                    if (random.nextBoolean()) {
                        client.peer.endInput();
                    } else if (random.nextInt(3) == 0) {
                        client.peer.failWrites();
                        client.failing = true;
                    } else {
                        client.peer.breakOff();
                    }
                }
            }
            case 36 -> {
                if (back != null && random.nextInt(3) == 0) {
                    switch (random.nextInt(4)) {
                        case 0 -> back.peer.endInput();
                        case 1 -> back.peer.breakOff();
                        case 2 -> back.peer.disturb();
                        default -> back.peer.failWrites();
                    }
                }
            }
            case 37 -> {
                if (back != null) {
                    back.peer.tellFailure();
                }
            }
            case 39 -> {
                if (random.nextInt(2) == 0) {
                    reload();
                }
            }
            case 40 -> {
                if (random.nextInt(6) == 0) {
                    endOldGeneration();
                }
            }
            case 38 -> {
                if (!draining && random.nextInt(20) == 0) {
                    draining = true;
                    services.drain();
                } else if (draining && random.nextInt(6) == 0) {
                    services.cutShort(Ending.DRAIN_TIMEOUT);
                }
            }
            default -> turn();
        }
    }

    private void release() {
        for (Lease lease = held.poll(); lease != null; lease = held.poll()) {
            lease.close();
        }
        turn();
    }

    private void turn() {
        for (Visitor client : List.copyOf(clients)) {
            turn(client.peer);
        }
        for (Back back : List.copyOf(links.all)) {
            turn(back.peer);
        }
    }

    private static void turn(FakeConnection peer) {
        if (!peer.isClosed()) {
            peer.collectGrant();
        }
        if (!peer.isClosed()) {
            peer.turn();
        }
    }

    private void connect(boolean well) {
        List<FakeOpenings.Attempt<Connector.Client>> attempts = links.openings.attempts();
        attempts.removeIf(FakeOpenings.Attempt::isCancelled);
        if (attempts.isEmpty()) {
            return;
        }
        FakeOpenings.Attempt<Connector.Client> attempt = attempts.remove(random.nextInt(attempts.size()));
        if (well) {
            Back back = new Back(attempt.server);
            links.all.add(back);
            if (random.nextInt(8) == 0) {
                back.peer.failWrites();
            }
            attempt.client.onConnected(back.peer);
        } else if (random.nextInt(3) == 0) {
            attempt.client.onNoSocket();
        } else {
            attempt.client.onConnectFailed();
        }
    }

    private void answer(Back back) {
        back.read();
        if (!back.tunnel.isEmpty()) {
            String text = "<b" + back.number + "." + back.tunnelSent.length() + ">".repeat(1 + random.nextInt(500));
            back.tunnelSent.append(text);
            back.peer.arrive(text);
            return;
        }
        if (back.out.isEmpty()) {
            String id = back.toAnswer.peek();
            if (id == null) {
                return;
            }
            back.toAnswer.remove();
            if (back.heads.getOrDefault(id, "").contains("Upgrade: websocket") && random.nextInt(4) > 0) {
                back.tunnel = id;
                back.tunnelSent.append("<first>");
                back.peer.arrive("HTTP/1.1 101 Go\r\nId: " + id
                        + "\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n<first>");
                return;
            }
            back.heads.clear();
            String body = ("<" + id + ">").repeat(1 + random.nextInt(random.nextInt(4) == 0 ? 900 : 10));
            if (random.nextInt(5) == 0) {
                back.out.append("HTTP/1.1 103 Early\r\nA: b\r\n\r\n");
            }
            switch (random.nextInt(12)) {
                case 0 -> back.out.append("HTTP/1.1 200 OK\r\nSim: 1\r\nContent-Length: x\r\n\r\n");
                case 1 ->
                    back.out.append("HTTP/1.1 200 OK\r\nSim: 1\r\nContent-Length: " + body.length()
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                case 2 ->
                    back.out.append("HTTP/1.1 200 OK\r\nSim: 1\r\nConnection: close\r\nContent-Length: " + body.length()
                            + ", " + body.length() + "\r\n\r\n" + body);
                default ->
                    back.out.append(
                            "HTTP/1.1 200 OK\r\nSim: 1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        }
        int count = random.nextInt(3) == 0 ? random.nextInt(back.out.length() + 1) : back.out.length();
        String bytes = back.out.substring(0, count);
        back.out.delete(0, count);
        if (!bytes.isEmpty()) {
            back.peer.arrive(bytes);
        }
    }

    private void check() throws ReflectiveOperationException {
        Set<Object> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object exchange : spares(services.exchanges)) {
            assertThat(used.add(exchange)).as("an exchange twice in the spares").isTrue();
        }
        checkSpareStreams();
        for (Visitor client : clients) {
            Exchange exchange = client.session.exchange();
            if (exchange != null) {
                assertThat(used.add(exchange))
                        .as("an exchange of two, or spare, s" + client.number)
                        .isTrue();
                assertThat(ExchangeInsides.frontOf(exchange)).isSameAs(client.session.stream());
            }
            client.read();
            if (client.peer.isClosed()) {
                assertThat(toldBytes.getOrDefault((long) client.number, 0L))
                        .as("bytes of s" + client.number)
                        .isEqualTo(client.taken);
            }
        }
        for (Back back : links.all) {
            back.read();
        }
        assertThat(pool.level().leased()).isBetween(0, buffers);
        assertThat(links.idle)
                .as("idle connections to servers that have left")
                .allMatch(back -> back.server.isKeeping());
    }

    // A stream that is over is lent to nobody else at the same time, and no connection tells it anything.
    private void checkSpareStreams() throws ReflectiveOperationException {
        Set<Object> streams = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object stream : spares(services.backs)) {
            assertThat(streams.add(stream)).as("a stream twice in the spares").isTrue();
        }
        for (Back back : links.all) {
            assertThat(back.peer.isClosed() || !streams.contains(back.peer.owner()))
                    .as("b" + back.number + " belongs to a spare stream")
                    .isTrue();
        }
    }

    private static Collection<?> spares(Object lender) throws ReflectiveOperationException {
        return (Collection<?>) field(field(lender, "spares"), "spare");
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    void run() throws ReflectiveOperationException {
        int steps = 20 + random.nextInt(400);
        for (int i = 0; i < steps; i++) {
            step();
            runTasks();
            check();
        }
        story.append("end\n");
        release();
        services.drain();
        runTasks();
        services.cutShort(Ending.DRAIN_TIMEOUT);
        runTasks();
        check();
        services.abort(Ending.DRAIN_TIMEOUT);
        runTasks();
        check();
        List.copyOf(links.idle).forEach(b -> b.peer.close());
        assertThat(pool.level().leased()).as("leased").isZero();
        assertThat(pool.level().waiting()).as("waiting").isZero();
        assertThat(parking.usedBytes()).as("parked").isZero();
        assertThat(generations.old()).as("old generations").isEmpty();
        assertThat(generations.current().exchanges() + generations.current().tunnels())
                .isZero();
        for (Server server : servers) {
            assertThat(server.active()).as("slots").isZero();
            assertThat(server.bound()).as("bound").isZero();
        }
        assertThat(services.sessions()).as("sessions").isZero();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    public static void main(String[] args) throws Exception {
        long from = Long.parseLong(args[0]);
        long until = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000L;
        Map<String, Integer> failures = new HashMap<>();
        long seed = from;
        long ends = 0;
        for (; System.nanoTime() < until; seed++) {
            ManySessionsSimulation one = new ManySessionsSimulation(seed);
            try {
                one.run();
            } catch (Throwable t) {
                StackTraceElement where = null;
                for (StackTraceElement e : t.getStackTrace()) {
                    if (e.getClassName().startsWith("io.weir")) {
                        where = e;
                        break;
                    }
                }
                String key = t.toString().replaceAll("\\d+", "N").replaceAll("\\s+", " ");
                key = key.substring(0, Math.min(160, key.length())) + " at " + where;
                if (failures.merge(key, 1, Integer::sum) == 1) {
                    System.out.println("seed " + seed + ": " + t);
                    StackTraceElement[] trace = t.getStackTrace();
                    for (int i = 0; i < Math.min(25, trace.length); i++) {
                        System.out.println("    " + trace[i]);
                    }
                    if (args.length > 2) {
                        System.out.println(one.story);
                    } else {
                        int n = one.story.length();
                        System.out.println(one.story.substring(Math.max(0, n - 900)));
                    }
                }
            }
            ends += one.answered;
            if (args.length > 2) {
                break;
            }
        }
        System.out.println("seeds " + from + ".." + seed + ", exchanges " + ends + ", failures " + failures);
    }
}
