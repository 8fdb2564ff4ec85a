package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code proxy-server/bin/weir}. */
final class LauncherIT {

    private static final Set<String> NOT_COPIED = Set.of("target", ".git");
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(9);
    private static final Path ROOT =
            Path.of(System.getProperty("weir.root")).toAbsolutePath().normalize();

    @TempDir
    Path directory;

    static List<Jdk> jdks() throws IOException {
        return Jdk.installed();
    }

    @Test
    @Tag("long")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_fresh_copy_builds_the_program_on_first_use_and_only_then() throws IOException {
        Path copy = directory.resolve("copy");
        copySources(copy);
        Finished first = run(copy, "--version").succeeded();
        assertThat(first.err()).contains("building");
        assertThat(first.out()).startsWith("weir ").contains("Java ");
        Finished second = run(copy, "--version").succeeded();
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).isEqualTo(first.out());
        for (Jdk jdk : jdks()) {
            the_first_start_on_a_jdk_leaves_a_cache_of_classes_to_the_next(copy, jdk);
        }
    }

    private void the_first_start_on_a_jdk_leaves_a_cache_of_classes_to_the_next(Path copy, Jdk jdk) throws IOException {
        Path loaded = directory.resolve("loaded-" + jdk.version());
        versionOn(copy, jdk, "");
        assertThat(versionOn(copy, jdk, "-Xlog:class+load:file=" + loaded).err())
                .isEmpty();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains(" io.weir.server.") && line.contains("shared objects file"));
        // Who shares classes in another way, or a JVM that cannot use the cache, must not be hindered.
        for (String options : List.of("-Xshare:off", "-XX:StartFlightRecording", "-XX:-UseSerialGC -XX:+UseZGC")) {
            assertThat(versionOn(copy, jdk, options).err()).as(options).doesNotContain("classes", "cache", "archive");
        }
    }

    private static Finished versionOn(Path copy, Jdk jdk, String options) {
        ProcessBuilder launcher = launcher(copy, "--version");
        launcher.environment().put("WEIR_JAVA_HOME", jdk.home().toString());
        launcher.environment().put("WEIR_JAVA_OPTS", options);
        return Finished.run(launcher, LONGEST_BUILD).succeeded();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void on_every_jdk_it_starts_without_a_warning_and_passes_sigterm_on(Jdk jdk) throws IOException {
        ProcessBuilder launcher = launcher(
                ROOT, "proxy", "--from=127.0.0.1:0", "--to=127.0.0.1:1", "--admin=127.0.0.1:0", "--access-log=off");
        launcher.environment().put("WEIR_JAR", System.getProperty("weir.jar"));
        launcher.environment().put("WEIR_JAVA_HOME", jdk.home().toString());
        try (WeirProcess weir = WeirProcess.start(directory, launcher)) {
            assertThat(weir.err()).startsWith("weir ").contains(" on Java " + jdk.version() + ",");
            assertThat(weir.err()).doesNotContainIgnoringCase("warning");
            weir.process().terminate();
            assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"256m, auto", "'', 256MiB"})
    void a_program_that_is_told_less_memory_than_there_is_lives_in_that(String environment, String file)
            throws IOException {
        Path configuration = Files.writeString(directory.resolve("weir.conf"), """
                weir {
                  memory = %s
                  event-loops = 2
                  listeners.main { bind = "127.0.0.1:0", backend = main }
                  backends.main.servers.one.address = "127.0.0.1:1"
                  admin.bind = "127.0.0.1:0"
                }
                """.formatted(file));
        ProcessBuilder run = withJar(launcher(ROOT, "run", "--explain-memory", configuration.toString()));
        run.environment().put("WEIR_MEMORY", environment);
        try (WeirProcess weir = WeirProcess.start(directory, run)) {
            assertThat(weir.err()).contains("of 256.0 MiB (weir.memory)", " 48.0 MiB  Java heap");
        }
        ProcessBuilder check = withJar(launcher(ROOT, "check", configuration.toString()));
        check.environment().put("WEIR_MEMORY", environment);
        assertThat(Finished.run(check).succeeded().out()).contains(" 48.0 MiB  Java heap");
    }

    @Test
    void exit_codes_come_through() {
        assertThat(Finished.run(withJar(launcher(ROOT, "proxy"))).exitCode()).isEqualTo(2);
    }

    private static ProcessBuilder withJar(ProcessBuilder launcher) {
        launcher.environment().put("WEIR_JAR", System.getProperty("weir.jar"));
        return launcher;
    }

    private static Finished run(Path root, String... arguments) {
        return Finished.run(launcher(root, arguments), LONGEST_BUILD);
    }

    private static ProcessBuilder launcher(Path root, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(root.resolve("proxy-server/bin/weir").toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static void copySources(Path to) throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(source.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(ROOT.relativize(source)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                Files.copy(source, to.resolve(ROOT.relativize(source)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
