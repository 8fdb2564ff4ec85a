package io.weir.versus.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyKindsTest {

    @TempDir
    private Path directory;

    @Test
    void every_name_finds_its_proxy() {
        assertThat(ProxyKinds.names()).doesNotHaveDuplicates().containsAll(ProxyKinds.DEFAULT);
        assertThat(ProxyKinds.names())
                .allSatisfy(name -> assertThat(kind(name).name()).isEqualTo(name));
        assertThat(ProxyKinds.byName("squid", build("x"), build("x"))).isEmpty();
    }

    @Test
    void only_weirs_are_judged() {
        assertThat(ProxyKinds.names().stream().filter(name -> kind(name).isWeir()))
                .containsExactly("weir", "weir-17", "weir-25", "weir-b");
    }

    @Test
    void weir_gets_its_loops_its_buffers_its_ports_and_the_lines_that_are_asked_for() throws IOException {
        List<String> command = kind("weir").prepare(setup(new Variant(false, false, 2, 10)));

        assertThat(command.get(0)).isEqualTo(directory + "/own/proxy-server/bin/weir");
        assertThat(written("weir.conf"))
                .contains("event-loops = 2", "buffers.count = 10", "protocol = http", "access-log.format = off")
                .contains("127.0.0.1:20001", "127.0.0.1:20002", "127.0.0.1:20003")
                .contains("requests-per-connection = 1000000000")
                .endsWith("weir.limits.fields = 7\n");
    }

    @Test
    void another_build_is_started_by_its_own_launcher_with_its_own_options_of_the_jvm() throws IOException {
        ProxyKind other = kind("weir-b");

        assertThat(other.prepare(setup(Variant.HTTP)).get(0)).isEqualTo(directory + "/other/proxy-server/bin/weir");
        assertThat(other.environment()).containsEntry("WEIR_HEAP", "128m").containsEntry("WEIR_JAVA_OPTS", "-Dother");
        assertThat(other.hindrance()).contains("no launcher in " + directory + "/other");
    }

    @Test
    void all_of_them_write_a_log_or_none_does() throws IOException {
        for (String name : List.of("weir", "haproxy", "nginx")) {
            kind(name).prepare(setup(Variant.HTTP_LOG));
        }
        assertThat(written("weir.conf")).contains("access-log.format = text");
        assertThat(written("haproxy.cfg")).contains("log stdout", "option httplog");
        assertThat(written("nginx.conf")).contains("access_log " + directory.resolve("access.log"));

        for (String name : List.of("weir", "haproxy", "nginx")) {
            kind(name).prepare(setup(Variant.HTTP));
        }
        assertThat(written("haproxy.cfg")).doesNotContain("log stdout", "httplog");
        assertThat(written("nginx.conf")).contains("access_log off");
    }

    @Test
    void the_rivals_have_one_thread_keep_connections_and_tell_of_the_client() throws IOException {
        kind("haproxy").prepare(setup(Variant.HTTP));
        kind("nginx").prepare(setup(Variant.HTTP));

        assertThat(written("haproxy.cfg"))
                .contains("nbthread 1", "mode http", "option forwardfor", "http-reuse always")
                .contains("bind 127.0.0.1:20001", "server one 127.0.0.1:20003");
        assertThat(written("nginx.conf"))
                .contains("worker_processes 1", "proxy_http_version 1.1", "X-Forwarded-For", "keepalive 1024")
                .contains("listen 127.0.0.1:20001", "server 127.0.0.1:20003");
    }

    @Test
    void in_tcp_mode_nothing_is_parsed() throws IOException {
        for (String name : List.of("weir", "haproxy", "nginx")) {
            kind(name).prepare(setup(Variant.TCP));
        }

        assertThat(written("weir.conf")).contains("protocol = tcp");
        assertThat(written("haproxy.cfg")).contains("mode tcp").doesNotContain("forwardfor", "http-reuse");
        assertThat(written("nginx.conf")).contains("stream {").doesNotContain("http {");
        assertThat(kind("nginx").packages(Variant.TCP)).contains("libnginx-mod-stream");
    }

    @Test
    void those_of_another_debian_run_with_its_libraries_and_modules() throws IOException {
        Path folder = directory.resolve("own/integration-tests/bench/versus/target/trixie");
        assertThatThrownBy(() -> kind("haproxy-trixie").prepare(setup(Variant.HTTP)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
        Path libraries = Files.createDirectories(folder.resolve("usr/lib/x86_64-linux-gnu"));
        Path loader = Files.createFile(libraries.resolve("ld-linux-x86-64.so.2"));

        assertThat(kind("haproxy-trixie").prepare(setup(Variant.HTTP)))
                .startsWith(loader.toString(), "--library-path", libraries.toString(), folder + "/usr/sbin/haproxy");
        assertThat(kind("nginx-trixie").prepare(setup(Variant.TCP)))
                .startsWith(loader.toString(), "--library-path", libraries.toString(), folder + "/usr/sbin/nginx");
        assertThat(written("nginx.conf"))
                .contains("load_module " + folder + "/usr/lib/nginx/modules/ngx_stream_module.so;");
        assertThat(kind("nginx-trixie").packages(Variant.TCP)).containsExactly("debootstrap");
    }

    @Test
    void the_server_has_the_files_that_are_asked_for() throws IOException {
        Server.prepare(directory, 20_003, List.of(16_384));

        assertThat(directory.resolve("file-16384")).hasSize(16_384);
        assertThat(written("nginx.conf"))
                .contains("listen 127.0.0.1:20003", "add_header Vary \"Accept-Encoding, Origin, Cookie\";");
    }

    private ProxyKind kind(String name) {
        WeirBuild other = new WeirBuild(directory.resolve("other"), "128m", "-Dother", List.of());
        return ProxyKinds.byName(name, build("own"), other).orElseThrow();
    }

    private WeirBuild build(String home) {
        return new WeirBuild(directory.resolve(home), "128m", "", List.of("weir.limits.fields = 7"));
    }

    private Setup setup(Variant variant) {
        return new Setup(directory, 20_001, 20_002, 20_003, variant);
    }

    private String written(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }
}
