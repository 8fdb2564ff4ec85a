package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AtRest;
import io.weir.kit.Eventually;
import io.weir.kit.Http;
import io.weir.kit.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program, running. What it listens on it is asked to choose itself, and tells in its banner. */
final class WeirProcess implements AutoCloseable {

    // The last line of the banner, so that the rest is there when it is.
    private static final Pattern ADMIN = Pattern.compile("(?m)^ +admin +(http://\\S+)/(?:, /\\S*)?$");

    private final ChildProcess process;
    private final Path out;
    private final Path err;
    private final URI admin;

    private WeirProcess(ChildProcess process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.admin = awaitBanner();
    }

    /** The command line of the program. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Jdk.current().tool("java"), "-Xmx256m", "-jar", System.getProperty("weir.jar")));
        command.addAll(List.of(arguments));
        return command;
    }

    /** {@code weir run}, with a configuration of its own. */
    static WeirProcess run(Path directory, String configuration) {
        Path file = directory.resolve("weir.conf");
        try {
            Files.writeString(file, configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(directory, command("run", file.toString()));
    }

    /** {@code weir run FILE} without a terminal, so that SIGHUP asks for a reload. */
    static WeirProcess withoutTerminal(Path directory, Path file) {
        // A JVM leaves a signal alone that was ignored when it was started, as HUP is below nohup.
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=HUP"));
        command.addAll(command("run", file.toString()));
        return start(directory, command);
    }

    /** {@code weir run}: HTTP to one server, without access log, and with what else is to be configured. */
    static WeirProcess http(Path directory, String server, String... configuration) {
        return run(directory, configuration("http", server, configuration));
    }

    /** {@code weir run}: TCP to one server, without access log, and with what else is to be configured. */
    static WeirProcess tcp(Path directory, String server, String... configuration) {
        return run(directory, configuration("tcp", server, configuration));
    }

    /** Starts the program by a command, and waits until it has told where it listens. */
    static WeirProcess start(Path directory, List<String> command) {
        return start(directory, new ProcessBuilder(command));
    }

    static WeirProcess start(Path directory, ProcessBuilder builder) {
        return startUnread(directory, builder.redirectOutput(outputIn(directory).toFile()));
    }

    /** As {@link #start}, but nobody reads its standard output, unless the builder sends that elsewhere. */
    static WeirProcess startUnread(Path directory, ProcessBuilder builder) {
        Path out = outputIn(directory);
        Path err = directory.resolve("weir.err");
        try {
            builder.redirectError(err.toFile());
            ChildProcess process = ChildProcess.start(builder);
            try {
                return new WeirProcess(process, out, err);
            } catch (RuntimeException | Error e) {
                process.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path outputIn(Path directory) {
        return directory.resolve("weir.out");
    }

    private static String configuration(String protocol, String server, String... more) {
        return """
                weir {
                  listeners.main { bind = "127.0.0.1:0", protocol = %s, backend = main }
                  backends.main.servers.one.address = "%s"
                  admin.bind = "127.0.0.1:0"
                  access-log.format = off
                }
                """.formatted(protocol, server) + String.join("\n", more);
    }

    /** Where its only listener listens. */
    InetSocketAddress address() {
        return address("main");
    }

    InetSocketAddress address(String listener) {
        MatchResult found = find(Pattern.compile("(?m)^ +listener +" + listener + " \\S+ (\\S+):(\\d+) -> "));
        return new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
    }

    /** Where its admin listener listens, as host and port. */
    String adminAddress() {
        return admin.getAuthority();
    }

    /** A URL for a client of its only listener. */
    String url(String path) {
        return "http://" + address().getHostString() + ":" + address().getPort() + path;
    }

    ChildProcess process() {
        return process;
    }

    /** What it has written to standard output so far, which is the access log. */
    String out() {
        return read(out);
    }

    /** What it has written to standard error so far. */
    String err() {
        return read(err);
    }

    Scrape metrics() {
        return Scrape.of(admin("/metrics"));
    }

    /** A page of the admin listener. */
    HttpResponse<String> admin(String path) {
        return Http.send(HttpRequest.newBuilder(admin.resolve(path)), () -> path + ": " + err());
    }

    /** Waits until it is {@link AtRest}, then makes sure that it has logged no error. */
    void assertAtRest() {
        AtRest.await(this::metrics);
        assertThat(err()).doesNotContain("level=ERROR");
    }

    @Override
    public void close() {
        process.close();
    }

    private URI awaitBanner() {
        Eventually.holds("the banner is complete", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("weir has ended: " + err());
            }
            return ADMIN.matcher(err()).find();
        });
        return URI.create(find(ADMIN).group(1));
    }

    private MatchResult find(Pattern pattern) {
        Matcher matcher = pattern.matcher(err());
        assertThat(matcher.find()).as("%s in %s", pattern, err()).isTrue();
        return matcher.toMatchResult();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
