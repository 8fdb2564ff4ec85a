package io.weir.stall.reload;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.Machine;
import io.weir.stall.measure.Metrics;
import io.weir.stall.measure.PoolLevels;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The program, as its launcher starts it, without a terminal and with a small heap. */
final class RunningWeir implements AutoCloseable {

    private static final String HEAP = "64m";
    private static final String TOKEN = "a-token-of-the-soak-only";
    private static final int PATIENCE_MILLIS = 60_000;

    private final Child child;
    private final Path directory;
    private final Places places;
    private final Edits edits;

    private RunningWeir(Child child, Path directory, Places places, Edits edits) {
        this.child = child;
        this.directory = directory;
        this.places = places;
        this.edits = edits;
    }

    /** Starts it with the first of its configurations, and waits until it listens; {@code watch} is the value of {@code reload.watch}. */
    static RunningWeir start(Path root, Path directory, Places places, String watch)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path token = Files.writeString(directory.resolve("token"), TOKEN);
        Edits edits = new Edits(places, token, watch, System.nanoTime());
        Path file = write(directory, edits.next(1).text());
        Child child = Child.start(command(root, file), Map.of("WEIR_HEAP", HEAP), directory.resolve("log"));
        child.awaitListener(places.main().getPort());
        child.awaitListener(places.admin().getPort());
        return new RunningWeir(child, directory, places, edits);
    }

    // A JVM leaves SIGHUP alone that was ignored when it was started; from a terminal of ours it would be the end.
    private static List<String> command(Path root, Path file) {
        return List.of(
                "setsid",
                "env",
                "--default-signal=HUP",
                root.resolve("proxy-server/bin/weir").toString(),
                "run",
                file.toString());
    }

    Places places() {
        return places;
    }

    /** Replaces the file by the next configuration, whole at every moment. */
    Edits.Edit edit(int number) throws IOException {
        Edits.Edit edit = edits.next(number);
        write(directory, edit.text());
        return edit;
    }

    /** Asks for a reload by {@code POST /reload} and returns the answer, or the status where there is none. */
    String post() throws IOException {
        URI page = URI.create("http://" + text(places.admin()) + "/reload");
        HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Weir-Admin", "1");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write("{}".getBytes(StandardCharsets.US_ASCII));
        }
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            return "status " + status;
        }
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Sends SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        run("kill", "-HUP", Long.toString(child.handle().pid()));
    }

    /** Has the JVM collect all garbage. */
    void collect() throws IOException, InterruptedException {
        run("jcmd", Long.toString(child.handle().pid()), "GC.run");
    }

    Metrics metrics() {
        return Metrics.scrape(places.admin()).orElseThrow(() -> new IllegalStateException("no metrics"));
    }

    /** Whether no client is connected, nothing is leased or parked, and one configuration is in use. */
    boolean isAtRest() {
        Metrics metrics = metrics();
        PoolLevels levels = PoolLevels.of(metrics);
        return levels.isQuiet()
                && levels.sessions() == 0
                && levels.parkedBytes() == 0
                && metrics.sum("weir_config_generations") == 1;
    }

    /** CPU time since its start, in clock ticks of 10 ms. */
    long cpuTicks() {
        return Machine.cpuTicks(child.handle());
    }

    long residentBytes() {
        return Machine.residentBytes(child.handle());
    }

    int files() {
        String[] files = new File("/proc/" + child.handle().pid() + "/fd").list();
        return files == null ? 0 : files.length;
    }

    boolean isAlive() {
        return child.isAlive();
    }

    /** Lines of its log that hold this text. */
    List<String> logged(String text) throws IOException {
        return Files.readAllLines(directory.resolve("log")).stream()
                .filter(line -> line.contains(text))
                .toList();
    }

    @Override
    public void close() {
        child.close();
    }

    private static Path write(Path directory, String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next.conf"), text);
        return Files.move(next, directory.resolve("weir.conf"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
