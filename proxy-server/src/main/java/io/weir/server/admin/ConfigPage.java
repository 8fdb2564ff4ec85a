package io.weir.server.admin;

/** {@code /config}: the running configuration as JSON, without its secrets. Fields beside {@code weir} tell of it as a whole. */
final class ConfigPage {

    private ConfigPage() {}

    static String json(Access access) {
        return "{\"weir\":" + access.shownConfig() + "}\n";
    }
}
