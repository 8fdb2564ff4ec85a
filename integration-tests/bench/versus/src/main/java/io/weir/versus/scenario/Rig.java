package io.weir.versus.scenario;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.FreePorts;
import io.weir.versus.proxy.Pinning;
import io.weir.versus.proxy.ProxyKind;
import io.weir.versus.proxy.Running;
import io.weir.versus.proxy.Setup;
import io.weir.versus.proxy.Variant;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What scenarios run on.
 *
 * @param kinds the proxies that take part
 * @param directory for the files of all of them
 * @param server which runs all the time
 * @param rate of requests a second where it is constant; 0 for half of what the slowest proxy can do
 * @param systemCalls whether they are counted too
 */
public record Rig(
        Effort effort,
        List<ProxyKind> kinds,
        Pinning pinning,
        Path directory,
        InetSocketAddress server,
        int rate,
        boolean systemCalls) {

    public Rig {
        kinds = List.copyOf(kinds);
    }

    /** Those of Weir. */
    List<ProxyKind> weirs() {
        return kinds.stream().filter(ProxyKind::isWeir).toList();
    }

    List<String> weirNames() {
        return weirs().stream().map(ProxyKind::name).toList();
    }

    /**
     * Starts a proxy and waits until it listens.
     *
     * @param scenario for which it is
     */
    Running start(String scenario, Contender contender) throws IOException, InterruptedException {
        ProxyKind kind = contender.kind();
        Setup setup = setup(scenario, contender);
        Path own = setup.directory();
        List<String> command = new ArrayList<>(contender.pinned() ? pinning.proxy() : List.of());
        command.addAll(kind.prepare(setup));
        Child child = Child.start(command, kind.environment(), own.resolve("log"));
        try {
            return new Running(contender.name(), kind, child, child.awaitListener(setup.port()), own);
        } catch (IOException | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /** What a proxy is to be set up with: free ports, and a directory of its own. */
    Setup setup(String scenario, Contender contender) throws IOException {
        Path own = Files.createDirectories(
                directory.resolve(scenario + "-" + contender.name().replace(' ', '-')));
        return new Setup(own, FreePorts.next(), FreePorts.next(), server.getPort(), contender.variant());
    }

    /** The proxies as they are, set up alike. */
    List<Contender> contenders(Variant variant) {
        return kinds.stream()
                .map(kind -> new Contender(kind.name(), kind, variant, true))
                .toList();
    }
}
