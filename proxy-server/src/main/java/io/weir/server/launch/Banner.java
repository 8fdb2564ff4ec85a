package io.weir.server.launch;

import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.buffer.PoolLimits;
import io.weir.route.RouteSettings;
import io.weir.server.config.AdminSettings;
import io.weir.server.text.Addresses;
import io.weir.server.text.Amounts;
import io.weir.settings.ListenerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the program tells at its start: what it does, where, and with how much memory. */
public final class Banner {

    /** How much the banner tells. */
    public enum Detail {
        /** The addresses, the bounds and the notes. */
        ESSENTIAL,
        /** Also how the bound of the memory comes about, item by item. */
        MEMORY_SUM
    }

    private final MemoryPlan plan;
    private final Program program;

    /** The banner of a program that runs. */
    public Banner(MemoryPlan plan, Program program) {
        this.plan = plan;
        this.program = program;
    }

    /** The lines of it. */
    public List<String> lines(Detail detail) {
        WeirSettings weir = plan.settings().weir();
        List<String> lines = new ArrayList<>();
        lines.add("weir " + Version.current() + " on Java " + Runtime.version() + ", pid "
                + ProcessHandle.current().pid() + ", " + weir.effectiveEventLoops() + " event loops");
        weir.listeners().forEach(listener -> lines.add(line("listener", listener(listener))));
        weir.backends().forEach(backend -> lines.add(line("backend", backend(backend))));
        lines.add(line("buffers", buffers(weir)));
        lines.add(line("memory", plan.budget().summary()));
        if (detail == Detail.MEMORY_SUM) {
            MemoryExplanation.lines(plan).forEach(sum -> lines.add(line("", sum)));
        }
        plan.notes().forEach(note -> lines.add(line("note", note)));
        lines.add(line("admin", admin()));
        lines.add(line("writes", writes(plan.settings().adminSettings())));
        return lines;
    }

    private static String writes(AdminSettings admin) {
        boolean hasToken = admin.tokens().write().isPresent();
        if (admin.socket().isPresent()) {
            return hasToken ? "by the socket, or by a token" : "by the socket";
        }
        return hasToken ? "by a token" : "off";
    }

    private String admin() {
        Stream<String> address = program.admin().stream().map(there -> Addresses.localUrl(there) + "/");
        Stream<String> socket =
                plan.settings().adminSettings().socket().stream().map(Path::toString);
        String ways = Stream.concat(address, socket).collect(Collectors.joining(", "));
        return ways.isEmpty() ? "off" : ways;
    }

    private String listener(ListenerSettings listener) {
        String routes = listener.routes().stream().map(Banner::route).collect(Collectors.joining(", "));
        return listener.name() + " " + listener.protocol().name().toLowerCase(Locale.ROOT) + " "
                + Addresses.text(program.address(listener.name())) + " -> " + routes;
    }

    private static String route(RouteSettings route) {
        String matcher = route.match().toString();
        return matcher.isEmpty() ? route.action().toString() : matcher + " " + route.action();
    }

    private static String backend(BackendSettings backend) {
        return backend.name() + ": "
                + backend.servers().stream().map(Banner::server).collect(Collectors.joining(", "));
    }

    private static String server(ServerSettings server) {
        String weight = server.weight() == ServerSettings.DEFAULT_WEIGHT ? "" : " weight " + server.weight();
        String limit = server.maxConnections() == 0 ? "" : " max-connections " + server.maxConnections();
        return server.name() + " " + Addresses.text(server.address()) + weight + limit;
    }

    private static String buffers(WeirSettings weir) {
        PoolLimits limits = weir.buffers().limits(weir.effectiveEventLoops());
        return limits.count() + " x " + Amounts.exactBytes(limits.size()) + " + " + limits.reserve() + " in reserve = "
                + Amounts.bytes(limits.bytes()) + ", and never more";
    }

    private static String line(String subject, String text) {
        return String.format(Locale.ROOT, "  %-9s %s", subject, text);
    }
}
