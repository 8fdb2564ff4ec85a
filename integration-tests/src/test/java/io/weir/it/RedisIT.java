package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir proxy --protocol tcp} before Redis, used by its own clients. */
@ExtendWith(Machine.class)
final class RedisIT {

    @TempDir
    static Path shared;

    private static Redis redis;
    private static WeirProcess weir;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        redis = Redis.start(Files.createDirectory(shared.resolve("redis")));
        weir = WeirProcess.start(
                Files.createDirectory(shared.resolve("weir")),
                WeirProcess.command(
                        "proxy",
                        "--from=127.0.0.1:0",
                        "--to=" + redis.address(),
                        "--protocol=tcp",
                        "--buffers=8",
                        "--admin=127.0.0.1:0",
                        "--access-log=off"));
    }

    @AfterAll
    static void stop() {
        Closing.all(weir, redis);
    }

    @AfterEach
    void nothing_is_left_in_the_pool() {
        weir.assertAtRest();
    }

    @Test
    void redis_benchmark_is_clean() {
        benchmark("-n", "20000", "-c", "50", "-t", "ping,set,get,incr,lpush,lrange_100,mset");
    }

    @Test
    void redis_benchmark_is_clean_with_pipelines() {
        benchmark("-n", "50000", "-c", "20", "-P", "32", "-d", "4096", "-t", "set,get");
    }

    @Test
    void a_value_of_10_mb_comes_back_byte_by_byte() throws IOException {
        Path value = Content.write(directory.resolve("value"), 10_000_000, 1);
        Finished set = Finished.run(client("-x", "set", "big"), value).succeeded();
        assertThat(set.out().strip()).isEqualTo("OK");

        Path back = directory.resolve("back");
        Finished.run(new ProcessBuilder("sh", "-c", String.join(" ", client("--raw", "get", "big")) + " > " + back))
                .succeeded();
        byte[] got = Files.readAllBytes(back);
        // redis-cli ends what it prints with a newline.
        assertThat(Arrays.copyOf(got, got.length - 1)).isEqualTo(Files.readAllBytes(value));
    }

    private static void benchmark(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-q", "-p", port()));
        all.addAll(List.of(arguments));
        Finished benchmark = Finished.run(Tool.REDIS_BENCHMARK.with(all.toArray(String[]::new)))
                .succeeded();
        assertThat(benchmark.out() + benchmark.err())
                .contains("requests per second")
                .doesNotContainIgnoringCase("error");
    }

    private static List<String> client(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-p", port()));
        all.addAll(List.of(arguments));
        return Tool.REDIS_CLI.with(all.toArray(String[]::new));
    }

    private static String port() {
        return Integer.toString(weir.address().getPort());
    }
}
