package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The running configuration as a person may see it. */
final class ShownConfigTest {

    private static final String SECRET = "s3cr3t-0123456789";

    private static final Map<String, String> VARIABLES = Map.of(
            "SHOP_TOKEN", SECRET,
            "shop_secret", SECRET,
            "ADMIN_PASSWORD", SECRET,
            "API_KEY_OF_SHOP", SECRET,
            "KEY_COUNT", "4",
            "PLAIN", "plain4.example");

    @TempDir
    private Path directory;

    @Test
    void what_is_not_given_is_shown_with_its_default() {
        Config shown = loaded("weir.admin.tokens.read = off, weir.buffers.count = 77");
        assertThat(shown.getInt("buffers.count")).isEqualTo(77);
        assertThat(shown.getString("buffers.size")).isEqualTo("16KiB");
        assertThat(shown.getString("memory")).isEqualTo("auto");
        assertThat(shown.getString("listeners.web.protocol")).isEqualTo("http");
        assertThat(shown.getString("listeners.web.backend")).isEqualTo("shop");
        assertThat(shown.hasPath("listeners.web.routes")).isFalse();
        assertThat(shown.hasPath("listeners.NAME")).isFalse();
        assertThat(shown.getInt("backends.shop.servers.one.weight")).isEqualTo(1);
        assertThat(shown.getString("admin.bind")).isEqualTo("127.0.0.1:9901");
        assertThat(shown.getStringList("admin.open")).containsExactly("health", "metrics");
    }

    @Test
    void a_route_is_shown_as_it_was_given() {
        Config route =
                routed("path = \"/a\", backend = shop, request-headers.set { X-Tenant = a }, limits.body = 1MiB");
        assertThat(route.root().keySet()).containsExactlyInAnyOrder("path", "backend", "request-headers", "limits");
        assertThat(route.getString("request-headers.set.X-Tenant")).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "proxy-authorization",
                "Cookie",
                "Set-Cookie",
                "X-Api-Key",
                "X-ApiKey",
                "Ocp-Apim-Subscription-Key",
                "X-Auth-Token",
                "X-Vault-Token",
                "Client-Secret",
                "X-Password",
                "X-Amz-Security-Token",
                "X-Hub-Signature-256"
            })
    void the_value_of_a_header_whose_name_is_one_of_a_secret_is_hidden(String header) {
        for (String edit : new String[] {
            "backend = shop, request-headers.set",
            "backend = shop, request-headers.add",
            "backend = shop, response-headers.set",
            "backend = shop, response-headers.add",
            "respond.headers",
            "backend = shop, headers"
        }) {
            Config route = routed(edit + " { \"" + header + "\" = \"" + SECRET + "\" }");
            assertThat(route.root().render()).doesNotContain(SECRET).contains(header, Secrets.HIDDEN);
        }
    }

    @Test
    void an_expression_for_the_value_of_such_a_header_is_hidden_too() {
        assertThat(routed("backend = shop, headers { X-Api-Key { regex = \"" + SECRET + "|b\" } }")
                        .root()
                        .render())
                .doesNotContain(SECRET)
                .contains("regex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Tenant", "Cache-Control", "X-Monkey", "Keep", "Strict-Transport-Security"})
    void other_headers_are_shown(String header) {
        Config route = routed("backend = shop, request-headers.set { \"" + header + "\" = \"shown-1\" }");
        assertThat(route.root().render()).contains("shown-1");
    }

    @Test
    void the_path_of_a_file_is_no_secret() {
        ConfigObject given = ConfigFactory.parseString("admin.tokens.write = \"/run/secrets/weir\"")
                .root();
        assertThat(shown(given).getString("admin.tokens.write")).isEqualTo("/run/secrets/weir");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${SHOP_TOKEN}",
                "\"Bearer \"${SHOP_TOKEN}",
                "${SHOP_TOKEN}\":x\"",
                "${shop_secret}",
                "${ADMIN_PASSWORD}",
                "${API_KEY_OF_SHOP}",
                "${vars.innocent}",
                "${KEY_COUNT}",
                "\"a\"${vars.innocent}${PLAIN}"
            })
    void what_came_from_a_variable_whose_name_is_one_of_a_secret_is_hidden(String value) {
        Config shown = substituted(value);
        assertThat(shown.root().render()).doesNotContain(SECRET);
        assertThat(shown.getString("backends.shop.servers.one.address")).isEqualTo(Secrets.HIDDEN);
    }

    @Test
    void the_library_tells_of_a_variable_in_this_way() {
        assertThat(ConfigFactory.systemEnvironment().getValue("PATH").origin().description())
                .isEqualTo("env variables");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${PLAIN}", "${PLAIN}\":80\"", "\"a\"${?NO_TOKEN}\"b\""})
    void what_came_from_another_variable_is_shown(String value) {
        assertThat(substituted(value).getString("backends.shop.servers.one.address"))
                .isNotEqualTo(Secrets.HIDDEN);
    }

    @Test
    void a_secret_within_a_url_is_hidden_and_the_rest_is_shown() {
        String url = "https://me:" + SECRET + "@shop.example/a?b=c&access_token=" + SECRET + "&d=e";
        ConfigObject given = ConfigFactory.parseString("listeners.web.routes = [ { redirect.to = \"" + url + "\" } ]")
                .root();
        assertThat(shown(given).getConfigList("listeners.web.routes").get(0).getString("redirect.to"))
                .isEqualTo("https://(hidden)@shop.example/a?b=c&access_token=(hidden)&d=e");
    }

    /** The library makes such values of the environment, with this origin. */
    private static Config substituted(String value) {
        Config variables = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
            variables = variables.withValue(
                    variable.getKey(), ConfigValueFactory.fromAnyRef(variable.getValue(), "env variables"));
        }
        Config given = ConfigFactory.parseString(
                "vars.innocent = ${SHOP_TOKEN}\nweir.backends.shop.servers.one.address = " + value);
        return shown(given.resolveWith(variables.withFallback(given)).getObject("weir"));
    }

    private Config loaded(String text) {
        return parsed(Loading.settings(directory, text).adminSettings().shown());
    }

    private Config routed(String route) {
        String text = "weir { listeners.web { bind = \":0\", routes = [ { " + route
                + " } ] }, backends.shop.servers.one.address = \"127.0.0.1:9000\" }";
        LoadResult result = Loading.load(directory, text);
        assertThat(result).as(result.toString()).isInstanceOf(LoadResult.Accepted.class);
        return parsed(((LoadResult.Accepted) result).settings().adminSettings().shown())
                .getConfigList("listeners.web.routes")
                .get(0);
    }

    private static Config shown(ConfigObject given) {
        return parsed(
                ShownConfig.of(given, (ConfigObject) SettingsLoader.reference().get("weir"), new Secrets(VARIABLES)));
    }

    private static Config parsed(ShownConfig shown) {
        return ConfigFactory.parseString(shown.json());
    }
}
