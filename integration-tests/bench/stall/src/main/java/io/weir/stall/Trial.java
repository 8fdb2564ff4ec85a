package io.weir.stall;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.CpuTimes;
import io.weir.bench.harness.Machine;
import io.weir.stall.load.Crowd;
import io.weir.stall.load.Latencies;
import io.weir.stall.load.Prober;
import io.weir.stall.load.Storm;
import io.weir.stall.measure.MemoryCgroup;
import io.weir.stall.measure.PoolLevels;
import io.weir.stall.measure.Sample;
import io.weir.stall.measure.Sampler;
import io.weir.stall.proxy.ProxyKind;
import io.weir.stall.proxy.Setup;
import io.weir.stall.report.Outcome;
import io.weir.stall.report.Outcome.CgroupOutcome;
import io.weir.stall.report.Outcome.CrowdOutcome;
import io.weir.stall.report.Outcome.Phase;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One proxy, from its start to its end: warm-up, quiet, storm, checks, rest, quiet again. */
final class Trial {

    private static final Duration LONGEST_REST = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final int WARM_UP_FACTOR = 5;

    private final Plan plan;
    private final ProxyKind kind;
    private final Setup setup;
    private final Optional<MemoryCgroup> cgroup;

    Trial(Plan plan, ProxyKind kind, Setup setup, Optional<MemoryCgroup> cgroup) {
        this.plan = plan;
        this.kind = kind;
        this.setup = setup;
        this.cgroup = cgroup;
    }

    /** Runs it against an origin that listens already. */
    Outcome run() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(cgroup.map(MemoryCgroup::enter).orElse(List.of()));
        command.addAll(kind.prepare(setup));
        try (Child child =
                Child.start(command, kind.environment(setup), setup.directory().resolve("log"))) {
            return run(child, child.awaitListener(setup.port()));
        }
    }

    private Outcome run(Child child, InetSocketAddress proxy) throws IOException, InterruptedException {
        Prober.probe(proxy, plan.rate() * WARM_UP_FACTOR, plan.warmUp());
        Phase quiet = probe(proxy, plan.quiet());
        Phase beside;
        CrowdOutcome crowd;
        List<Sample> samples;
        List<Sample> settled;
        try (Sampler sampler = new Sampler(() -> sample(child.handle()), INTERVAL);
                Storm storm = new Storm(proxy, plan.crowd())) {
            Duration filling = storm.open();
            int opened = sampler.samples().size();
            beside = probe(proxy, plan.storm());
            settled = sampler.samples().subList(opened, sampler.samples().size());
            crowd = finish(storm, filling);
            samples = sampler.samples();
        }
        Optional<PoolLevels> atRest = rest();
        Phase after = probe(proxy, plan.quiet());
        long peak = Machine.peakResidentBytes(child.handle());
        Optional<CgroupOutcome> ofCgroup = cgroup.map(group -> outcome(group, samples));
        return new Outcome(
                kind.name(), quiet, beside, after, crowd, samples, settled, peak, atRest, ofCgroup, child.isAlive());
    }

    private Phase probe(InetSocketAddress proxy, Duration duration) throws IOException {
        CpuTimes before = CpuTimes.now();
        Latencies requests = Prober.probe(proxy, plan.rate(), duration);
        return new Phase(requests, CpuTimes.now().othersPercentSince(before));
    }

    private CrowdOutcome finish(Storm storm, Duration filling) throws IOException, InterruptedException {
        int alive = storm.alive(Machine.establishedPorts());
        int begun = storm.begun();
        storm.goOn();
        go();
        storm.finishChecked();
        Crowd crowd = plan.crowd();
        return new CrowdOutcome(
                crowd.clients(), begun, alive, filling, crowd.checked(), storm.exact(), storm.endings());
    }

    private Sample sample(ProcessHandle process) {
        return new Sample(
                Machine.residentBytes(process),
                Machine.tcpBytes(),
                cgroup.map(MemoryCgroup::usedBytes).orElse(0L),
                levels());
    }

    private Optional<PoolLevels> levels() {
        return kind.hasMetrics()
                ? PoolLevels.scrape(new InetSocketAddress(InetAddress.getLoopbackAddress(), setup.adminPort()))
                : Optional.empty();
    }

    // Past the proxy: the server reads the held bodies from now on.
    private void go() throws IOException {
        if (plan.nginxOrigin()) {
            return;
        }
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + setup.originPort() + "/go")
                .toURL()
                .openConnection();
        connection.getResponseCode();
        connection.disconnect();
    }

    // Until nothing is in use any more.
    private Optional<PoolLevels> rest() throws InterruptedException {
        Thread.sleep(REST.toMillis());
        long begin = System.nanoTime();
        Optional<PoolLevels> levels = levels();
        while (kind.hasMetrics()
                && !levels.map(PoolLevels::isQuiet).orElse(false)
                && System.nanoTime() - begin < LONGEST_REST.toNanos()) {
            Thread.sleep(100);
            levels = levels();
        }
        return levels;
    }

    private static CgroupOutcome outcome(MemoryCgroup cgroup, List<Sample> samples) {
        long sum = samples.stream().mapToLong(Sample::cgroupBytes).max().orElse(0);
        return new CgroupOutcome(
                cgroup.limitBytes(),
                cgroup.peakBytes(),
                cgroup.socketPeakBytes(),
                sum,
                cgroup.failures(),
                cgroup.kills());
    }
}
