package io.weir.conformance.trial;

import io.weir.bench.harness.FreePorts;
import io.weir.conformance.corpus.Attack;
import io.weir.conformance.proxy.Rival;
import io.weir.conformance.proxy.Running;
import io.weir.conformance.server.Server;
import io.weir.conformance.server.Tap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All attacks through one proxy to all servers, each server in a thread of its own. */
public final class AttackRun {

    private AttackRun() {}

    /** What became of each attack: the worst of all servers. */
    public static Map<Attack, Finding> run(
            Rival rival, Path root, Path directory, List<Server> servers, List<Attack> attacks)
            throws IOException, InterruptedException {
        List<Tap> taps = new ArrayList<>();
        List<Rival.Way> ways = new ArrayList<>();
        for (Server server : servers) {
            int tapPort = FreePorts.next();
            taps.add(new Tap(tapPort, server.port()));
            ways.add(new Rival.Way(FreePorts.next(), tapPort));
        }
        ExecutorService threads = Executors.newFixedThreadPool(servers.size());
        try (Running running = Running.start(rival, root, directory, ways)) {
            List<Future<Map<Attack, Finding>>> all = new ArrayList<>();
            for (int i = 0; i < servers.size(); i++) {
                Rig rig = new Rig(ways.get(i).from(), taps.get(i), servers.get(i));
                String to = servers.get(i).name();
                all.add(threads.submit((Callable<Map<Attack, Finding>>) () -> playAll(running, rig, to, attacks)));
            }
            return merged(all, attacks);
        } finally {
            threads.shutdownNow();
            for (Tap tap : taps) {
                tap.close();
            }
        }
    }

    private static Map<Attack, Finding> playAll(Running running, Rig rig, String to, List<Attack> attacks)
            throws IOException, InterruptedException {
        Map<Attack, Finding> findings = new LinkedHashMap<>();
        for (Attack attack : attacks) {
            Finding finding = running.isAlive() ? rig.play(attack) : new Finding(Verdict.HANG, "the proxy has gone");
            findings.put(
                    attack,
                    finding.verdict().isSafe()
                            ? finding
                            : new Finding(finding.verdict(), to + ": " + finding.detail()));
        }
        return findings;
    }

    private static Map<Attack, Finding> merged(List<Future<Map<Attack, Finding>>> all, List<Attack> attacks)
            throws IOException, InterruptedException {
        Map<Attack, Finding> worst = new LinkedHashMap<>();
        try {
            for (Future<Map<Attack, Finding>> one : all) {
                Map<Attack, Finding> findings = one.get();
                attacks.forEach(attack -> worst.merge(
                        attack, findings.getOrDefault(attack, new Finding(Verdict.HANG, "not played")), Finding::or));
            }
        } catch (ExecutionException e) {
            throw new IOException("a rig has failed", e);
        }
        return worst;
    }
}
