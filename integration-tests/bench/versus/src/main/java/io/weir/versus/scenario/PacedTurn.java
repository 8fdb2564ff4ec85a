package io.weir.versus.scenario;

import io.weir.bench.harness.Machine;
import io.weir.versus.load.Command;
import io.weir.versus.load.PacedLoad;
import io.weir.versus.load.PacedOutput;
import io.weir.versus.measure.Meter;
import io.weir.versus.proxy.Running;
import io.weir.versus.proxy.Server;
import io.weir.versus.report.Quantity;
import io.weir.versus.report.Round;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Requests at a constant rate to one proxy, from a process of its own.
 *
 * @param rate of requests a second
 */
public record PacedTurn(Rig rig, int rate) implements Turn {

    /** How that process is told what it is. */
    public static final String COMMAND = "paced";

    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Round run(Running proxy, Duration duration) throws IOException, InterruptedException {
        Meter before = Meter.read(proxy.process());
        PacedOutput output = PacedOutput.parse(Command.run(
                command(proxy.address().getPort(), duration),
                duration.plusSeconds(WARM_UP_SECONDS).plus(PATIENCE)));
        Map<Quantity, Double> values =
                new EnumMap<>(before.until(Meter.read(proxy.process()), Math.max(1, output.sent())));
        values.put(Quantity.REQUESTS_PER_SECOND, (double) rate);
        values.put(Quantity.P50_MILLIS, output.p50());
        values.put(Quantity.P99_MILLIS, output.p99());
        values.put(Quantity.P999_MILLIS, output.p999());
        values.put(Quantity.MAX_MILLIS, output.max());
        values.put(Quantity.RESIDENT_MIB, Machine.residentBytes(proxy.process()) / (double) (1 << 20));
        return new Round(values, output.failed() == 0 ? List.of() : List.of(output.failed() + " not answered"));
    }

    /** What that process does. */
    public static PacedOutput load(List<String> words) throws IOException {
        InetSocketAddress proxy =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words.get(0)));
        return PacedLoad.run(
                proxy,
                Server.SMALL,
                CONNECTIONS,
                Integer.parseInt(words.get(1)),
                WARM_UP_SECONDS,
                Integer.parseInt(words.get(2)));
    }

    private List<String> command(int port, Duration duration) {
        List<String> command = new ArrayList<>(rig.pinning().others());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.weir.versus.Main",
                COMMAND,
                Integer.toString(port),
                Integer.toString(rate),
                Long.toString(duration.toSeconds())));
        return command;
    }
}
