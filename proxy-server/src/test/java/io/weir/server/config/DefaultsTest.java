package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import io.weir.backend.ServerSettings;
import io.weir.route.RouteSettings;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import io.weir.socket.SocketSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DefaultsTest {

    @TempDir
    private Path directory;

    @Test
    void what_a_file_does_not_say_is_as_the_engine_has_it() {
        WeirSettings settings = Loading.settings(directory, "").weir();
        assertThat(settings.eventLoops()).isZero();
        assertThat(settings.buffers()).isEqualTo(BufferSettings.DEFAULT);
        assertThat(settings.timeouts()).isEqualTo(Timeouts.DEFAULT);
        assertThat(settings.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(settings.sockets()).isEqualTo(SocketSettings.DEFAULT);
    }

    @Test
    void how_many_clients_and_how_much_for_their_sockets_follows_from_the_memory_there_is() {
        assertThat(Loading.settings(directory, "").automatic())
                .containsExactlyInAnyOrder(
                        Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY, Automatic.BACKLOG, Automatic.GENERATIONS);
    }

    @Test
    void a_server_without_more_than_an_address_is_as_the_engine_has_it() {
        InetSocketAddress address = Loading.address("127.0.0.1", 9000);
        assertThat(Loading.settings(directory, "").weir().backends().get(0).servers())
                .containsExactly(ServerSettings.of("one", address));
    }

    @Test
    void a_listener_speaks_http_and_sends_everything_to_its_backend() {
        var listener = Loading.settings(directory, "").weir().listeners().get(0);
        assertThat(listener.protocol()).isEqualTo(Protocol.HTTP);
        assertThat(listener.routes()).isEqualTo(List.of(RouteSettings.everything("shop")));
    }

    @Test
    void a_route_without_host_and_path_matches_everything() {
        String file = """
                weir.listeners.web { bind = ":0", routes = [ { backend = shop } ] }
                weir.backends.shop.servers.one.address = "127.0.0.1:9000"
                """;
        LoadResult.Accepted accepted = (LoadResult.Accepted) Loading.load(directory, file);
        assertThat(accepted.settings().weir().listeners().get(0).routes())
                .containsExactly(RouteSettings.everything("shop"));
    }

    @Test
    void admin_is_for_this_machine_only_and_the_access_log_is_for_people() {
        ProgramSettings settings = Loading.settings(directory, "");
        assertThat(settings.admin()).contains(Loading.address("127.0.0.1", 9901));
        assertThat(settings.accessLog()).isEqualTo(AccessLogFormat.TEXT);
    }
}
