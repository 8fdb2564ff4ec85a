package io.weir.versus.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WrkTest {

    private static final InetSocketAddress PROXY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_001);

    @TempDir
    private Path directory;

    @Test
    void it_has_one_thread_tells_latencies_and_asks_for_the_path() throws IOException {
        assertThat(Wrk.get(64, "/small").command(directory, PROXY, Duration.ofSeconds(5)))
                .containsExactly(
                        "wrk", "-t1", "-c64", "-d5s", "--latency", "--timeout", "10s", "http://127.0.0.1:20001/small");
    }

    @Test
    void headers_stand_before_the_address() throws IOException {
        Wrk wrk = Wrk.get(1, "/").with(List.of("A: b", "C: d"));

        assertThat(wrk.command(directory, PROXY, Duration.ofSeconds(1)))
                .endsWith("-H", "A: b", "-H", "C: d", "http://127.0.0.1:20001/");
    }

    @Test
    void a_body_is_sent_by_a_script() throws IOException {
        List<String> command = Wrk.post(1, "/up", 16_384).command(directory, PROXY, Duration.ofSeconds(1));

        assertThat(command).containsSubsequence("-s", directory + "/post-16384.lua", "http://127.0.0.1:20001/up");
        assertThat(directory.resolve("post-16384.lua")).content().contains("POST", "string.rep(\"x\", 16384)");
    }

    @Test
    void a_browser_sends_20_headers_with_a_cookie_of_1_kb_and_a_site_15() {
        // One of the 20 is Host, which wrk writes by itself.
        assertThat(BrowserHeaders.REQUEST).hasSize(19).allMatch(header -> header.matches("[\\w-]+: \\S.*"));
        assertThat(BrowserHeaders.REQUEST.get(18)).startsWith("Cookie: ").hasSize(8 + 1024);
        assertThat(BrowserHeaders.RESPONSE).hasSize(15).allMatch(header -> header.matches("[\\w-]+: \\S.*"));
    }
}
