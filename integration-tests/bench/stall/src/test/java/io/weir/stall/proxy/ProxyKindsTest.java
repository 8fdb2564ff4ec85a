package io.weir.stall.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ProxyKindsTest {

    // Surefire runs in the directory of the module.
    private static final Path STALL = Path.of("").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void every_name_is_there_once_and_finds_its_proxy() {
        assertThat(ProxyKinds.names()).doesNotHaveDuplicates().containsAll(ProxyKinds.DEFAULT);
        assertThat(ProxyKinds.names())
                .allSatisfy(name ->
                        assertThat(ProxyKinds.byName(name)).map(ProxyKind::name).contains(name));
        assertThat(ProxyKinds.byName("squid")).isEmpty();
    }

    @Test
    void peers_of_the_jvm_come_from_a_module_and_the_others_from_debian_or_from_here() {
        assertThat(peers())
                .containsExactly("undertow", "vertx", "reactor-netty", "jetty", "spring-cloud-gateway", "helidon");
    }

    @ParameterizedTest
    @EnumSource(PeerModule.class)
    void every_module_of_peers_is_where_it_says(PeerModule module) {
        assertThat(STALL.resolve(module.directory()).resolve("pom.xml")).exists();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void the_main_class_of_a_peer_is_in_its_module(String name) throws IOException {
        ProxyKind peer = ProxyKinds.byName(name).orElseThrow();
        PeerModule module = peer.module().orElseThrow();
        if (module.javaHome().isEmpty()) {
            assertThat(peer.hindrance())
                    .hasValueSatisfying(why -> assertThat(why).startsWith("no JDK "));
            return;
        }
        List<String> command = peer.prepare(setup(false));
        String mainClass = command.get(command.size() - 3);

        assertThat(STALL.resolve(module.directory())
                        .resolve("src/main/java")
                        .resolve(mainClass.replace('.', '/') + ".java"))
                .exists();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void every_peer_has_the_same_heap_direct_memory_and_ports(String name) throws IOException {
        ProxyKind peer = ProxyKinds.byName(name).orElseThrow();
        if (peer.hindrance().isPresent()) {
            return;
        }

        List<String> command = peer.prepare(setup(false));

        assertThat(command.get(0)).endsWith("/bin/java");
        assertThat(command).contains("-Xmx256m", "-XX:MaxDirectMemorySize=64m");
        assertThat(command.subList(command.size() - 2, command.size())).containsExactly("20001", "20003");
    }

    @Test
    void haproxy_is_limited_only_where_its_name_says_so() throws IOException {
        ProxyKinds.byName("haproxy").orElseThrow().prepare(setup(false));
        assertThat(written("haproxy.cfg")).contains("mode http").doesNotContain("tune.buffers.limit");

        ProxyKinds.byName("haproxy-limit").orElseThrow().prepare(setup(true));
        assertThat(written("haproxy.cfg"))
                .contains("tune.buffers.limit 500", "mode tcp", "bind 127.0.0.1:20001", "server one 127.0.0.1:20003");
    }

    @Test
    void weir_gets_its_buffers_its_ports_and_the_lines_that_are_asked_for() throws IOException {
        ProxyKind weir = ProxyKinds.byName("weir").orElseThrow();

        assertThat(weir.prepare(setup(false)).get(1)).isEqualTo("run");
        assertThat(weir.environment(setup(false))).containsEntry("WEIR_HEAP", "64m");
        assertThat(written("weir.conf"))
                .contains("buffers.count = 500", "127.0.0.1:20001", "127.0.0.1:20002", "127.0.0.1:20003")
                .endsWith("weir.buffers.stall-quota=0.25\n");
    }

    static List<String> peers() {
        return ProxyKinds.names().stream()
                .filter(name ->
                        ProxyKinds.byName(name).flatMap(ProxyKind::module).isPresent())
                .toList();
    }

    private Setup setup(boolean tcp) {
        return new Setup(
                directory,
                directory,
                20_001,
                20_002,
                20_003,
                tcp,
                500,
                1000,
                65_536,
                "64m",
                List.of("weir.buffers.stall-quota=0.25"));
    }

    private String written(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }
}
