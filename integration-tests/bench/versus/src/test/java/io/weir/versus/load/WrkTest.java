package io.weir.versus.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WrkTest {

    private static final InetSocketAddress PROXY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 20_001);

    @Test
    void it_has_one_thread_tells_latencies_and_asks_for_the_path() {
        assertThat(Wrk.get(64, "/small").command(PROXY, Duration.ofSeconds(5)))
                .containsExactly(
                        "wrk", "-t1", "-c64", "-d5s", "--latency", "--timeout", "10s", "http://127.0.0.1:20001/small");
    }

    @Test
    void headers_and_a_script_stand_before_the_address() {
        Wrk wrk = new Wrk(1, "/", List.of("A: b", "C: d"), Optional.of("post.lua"));

        assertThat(wrk.command(PROXY, Duration.ofSeconds(1)))
                .endsWith("-H", "A: b", "-H", "C: d", "-s", "post.lua", "http://127.0.0.1:20001/");
    }

    @Test
    void a_browser_sends_20_headers_with_a_cookie_of_1_kb_and_a_site_15() {
        // One of the 20 is Host, which wrk writes by itself.
        assertThat(BrowserHeaders.REQUEST).hasSize(19).allMatch(header -> header.matches("[\\w-]+: \\S.*"));
        assertThat(BrowserHeaders.REQUEST.get(18)).startsWith("Cookie: ").hasSize(8 + 1024);
        assertThat(BrowserHeaders.RESPONSE).hasSize(15).allMatch(header -> header.matches("[\\w-]+: \\S.*"));
    }
}
