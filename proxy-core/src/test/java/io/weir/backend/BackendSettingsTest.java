package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackendSettingsTest {

    @Test
    void a_backend_without_servers_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackendSettings("shop", List.of()))
                .withMessage("servers: none (expected: at least one) in backend shop");
    }

    @Test
    void two_servers_of_one_name_are_refused() {
        List<ServerSettings> twins =
                List.of(ServerSettings.of("one", Backends.ADDRESS), ServerSettings.of("one", Backends.ADDRESS));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackendSettings("shop", twins))
                .withMessage("servers: a name twice (expected: distinct names) in backend shop");
    }

    @Test
    void a_list_changed_later_changes_nothing() {
        List<ServerSettings> servers = new ArrayList<>(List.of(ServerSettings.of("one", Backends.ADDRESS)));
        BackendSettings settings = new BackendSettings("shop", servers);
        servers.clear();

        assertThat(settings.servers()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "256, 2147483647"})
    void a_server_takes_every_weight_and_limit_in_range(int weight, int maxConnections) {
        ServerSettings settings = new ServerSettings("one", Backends.ADDRESS, weight, maxConnections);

        assertThat(settings.weight()).isEqualTo(weight);
        assertThat(settings.maxConnections()).isEqualTo(maxConnections);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 'weight: -1 (expected: 0 to 256)'",
        "257, 0, 'weight: 257 (expected: 0 to 256)'",
        "1, -1, 'maxConnections: -1 (expected: >= 0)'"
    })
    void a_server_out_of_range_is_refused(int weight, int maxConnections, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerSettings("one", Backends.ADDRESS, weight, maxConnections))
                .withMessage(message);
    }

    @Test
    void a_server_of_which_nothing_is_said_has_weight_one_and_no_limit() {
        assertThat(ServerSettings.of("one", Backends.ADDRESS))
                .isEqualTo(new ServerSettings("one", Backends.ADDRESS, 1, 0));
    }
}
