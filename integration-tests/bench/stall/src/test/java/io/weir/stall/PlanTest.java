package io.weir.stall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.bench.harness.CommandLine;
import io.weir.bench.harness.UsageException;
import io.weir.stall.load.Crowd;
import io.weir.stall.load.Direction;
import io.weir.stall.proxy.PeerModule;
import io.weir.stall.proxy.ProxyKind;
import io.weir.stall.proxy.ProxyKinds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanTest {

    @Test
    void a_bare_command_line_is_the_run_that_the_documentation_tells_of() {
        Plan plan = plan();

        assertThat(plan.crowd()).isEqualTo(new Crowd(Direction.DOWNLOAD, 1000, 20, 100 << 20, 200, 16 * 1024));
        assertThat(plan.proxies()).extracting(ProxyKind::name).isEqualTo(ProxyKinds.DEFAULT);
        assertThat(plan.buffers()).isEqualTo(500);
        assertThat(plan.storm()).isEqualTo(Duration.ofSeconds(12));
        assertThat(plan.quiet()).isEqualTo(Duration.ofSeconds(10));
        assertThat(plan.warmUp()).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.rate()).isEqualTo(100);
        assertThat(plan.rounds()).isEqualTo(1);
        assertThat(plan.socketBufferBytes()).isEqualTo(64 * 1024);
        assertThat(plan.heap()).isEqualTo("64m");
        assertThat(plan.weirOptions()).isEmpty();
        assertThat(plan.nginxOrigin()).isFalse();
        assertThat(plan.cgroupBytes()).isZero();
        assertThat(plan.markdown()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--direction,    sideways,  'download, upload, tunnel, heads'",
        "--direction,    DOWNLOAD,  'download, upload, tunnel, heads'",
        "--origin,       apache,    'own, nginx'",
        "--heap,         lots,      a size such as 64m",
        "--stalled,      -1,        a whole number from 0 to 1000000",
        "--seconds,      0,         a whole number from 1 to 1000000",
        "--check,        most,      a whole number from 0 to 1000000",
        "--rate,         0,         a whole number from 1 to 1000000",
        "--client-buffer, big,      'a number of bytes, such as 192m'"
    })
    void nonsense_is_refused_with_what_was_expected(String flag, String value, String expected) {
        assertThatThrownBy(() -> plan(flag, value))
                .isInstanceOf(UsageException.class)
                .hasMessage(flag + ": " + value + " (expected: " + expected + ")");
    }

    @ParameterizedTest
    @CsvSource({"squid", "'weir,,nginx'", "'weir, nginx'", "''"})
    void a_proxy_that_is_not_known_is_refused_with_those_that_are(String names) {
        assertThatThrownBy(() -> plan("--proxies", names))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--proxies: " + names + " (expected: names of " + String.join(", ", ProxyKinds.names()) + ")");
    }

    @Test
    void proxies_are_run_in_the_order_in_which_they_are_named() {
        assertThat(plan("--proxies", "helidon,weir,nginx-roomy").proxies())
                .extracting(ProxyKind::name)
                .containsExactly("helidon", "weir", "nginx-roomy");
    }

    @Test
    void peers_of_the_jvm_are_refused_for_tunnels() {
        for (String peer : new String[] {"vertx", "spring-cloud-gateway", "helidon"}) {
            assertThatThrownBy(() -> plan("--direction", "tunnel", "--proxies", "weir," + peer))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("expected: no peers of the JVM for tunnels");
        }
    }

    @Test
    void nginx_is_an_origin_for_downloads_only() {
        assertThat(plan("--origin", "nginx").nginxOrigin()).isTrue();
        assertThatThrownBy(() -> plan("--origin", "nginx", "--direction", "upload"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--origin: nginx (expected: own, but for downloads)");
    }

    @ParameterizedTest
    @CsvSource({"all, 30", "5, 5", "0, 0", "31, 30"})
    void no_more_clients_are_checked_than_there_are(String check, int checked) {
        assertThat(plan("--stalled", "30", "--check", check).crowd().checked()).isEqualTo(checked);
    }

    @Test
    void each_debian_package_is_named_once() {
        Plan plan = plan("--proxies", "weir,haproxy,haproxy-limit,nginx,helidon", "--origin", "nginx");

        assertThat(plan.packages()).containsExactly("haproxy", "nginx-light");
        assertThat(plan("--proxies", "nginx", "--direction", "tunnel").packages())
                .containsExactly("nginx-light", "libnginx-mod-stream");
    }

    @Test
    void each_module_of_peers_is_named_once_and_none_without_peers() {
        assertThat(plan().modules()).isEmpty();
        assertThat(plan("--proxies", "vertx,spring-cloud-gateway,jetty").modules())
                .containsExactly(PeerModule.COMMON, PeerModule.SPRING);
    }

    @ParameterizedTest
    @CsvSource({
        "download, '', '10 stalled downloads, 4 buffers, 6 small requests a second for 3 s'",
        "heads, '', '10 stalled heads, 4 buffers, 6 small requests a second for 3 s'",
        "upload, 192m, '10 stalled uploads, 4 buffers, 6 small requests a second for 3 s, cgroup of 192 MiB'"
    })
    void the_title_tells_what_is_run(String direction, String cgroup, String title) {
        Plan plan = plan(
                "--direction",
                direction,
                "--stalled=10",
                "--buffers=4",
                "--rate=6",
                "--seconds=3",
                "--cgroup",
                cgroup.isEmpty() ? "0" : cgroup);

        assertThat(plan.title()).isEqualTo(title);
    }

    private static Plan plan(String... arguments) {
        return Plan.of(new CommandLine(List.of(Option.values()), arguments));
    }
}
