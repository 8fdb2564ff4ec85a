package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.Setting;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.Banner;
import io.weir.server.launch.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;

/** {@code weir proxy}: one listener, one backend, no file. */
final class ProxyCommand implements Command {

    private static final String LISTENER = "weir.listeners.main.";
    private static final String SERVERS = "weir.backends.main.servers.";

    private static final Option FROM =
            Usage.required("from", "ADDRESS", "Where clients connect: HOST:PORT, or a port for all interfaces.");
    private static final Option TO = Usage.required(
            "to",
            "HOST:PORT,...",
            "The servers: separated by commas, or the option given several times. http:// before a server is allowed; the"
                    + " port is 80 if not given.");
    private static final Option PROTOCOL =
            Usage.option("protocol", "http|tcp", "What clients speak; http if not given.");
    private static final Option BUFFERS = Usage.option("buffers", "N", "Number of buffers; 1024 if not given.");
    private static final Option ADMIN =
            Usage.option("admin", "ADDRESS|off", "Address of metrics and health; 127.0.0.1:9901 if not given.");
    private static final Option ACCESS_LOG = Usage.option(
            "access-log", "text|json|off", "How exchanges are written to standard output; text if not given.");

    /** Options that are the value of a key. */
    private static final Map<Option, String> KEYS = Map.of(
            FROM, LISTENER + "bind",
            PROTOCOL, LISTENER + "protocol",
            BUFFERS, "weir.buffers.count",
            ADMIN, "weir.admin.bind",
            ACCESS_LOG, "weir.access-log.format");

    private static final Usage USAGE = new Usage(
            "proxy",
            "Run a proxy of one listener and one backend, without a file.",
            "Keys without an option have their defaults, unless the environment gives them (WEIR_BUFFERS_SIZE for"
                    + " weir.buffers.size). On SIGTERM or Ctrl-C Weir serves the clients that have connected, closes its"
                    + " listeners, and gives exchanges weir.timeouts.drain, 30s by default, to end.",
            false,
            List.of(FROM, TO, PROTOCOL, BUFFERS, ADMIN, ACCESS_LOG, Serving.EXPLAIN_MEMORY),
            List.of(
                    "weir proxy --from 8080 --to http://127.0.0.1:9000",
                    "weir proxy --from :8080 --to 10.0.0.1:80,10.0.0.2:80 --buffers 500",
                    "weir proxy --from :6380 --to 127.0.0.1:6379 --protocol tcp --admin off"));

    private final Serving serving;

    ProxyCommand(Serving serving) {
        this.serving = serving;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(Given given, Console console) throws UsageException, InterruptedException {
        Banner.Detail detail = Serving.detail(given);
        serving.arm();
        LoadResult result = SettingsLoader.load(settings(given));
        Report.warnings(console.err(), result.warnings());
        if (result instanceof LoadResult.Rejected rejected) {
            Report.problems(console.err(), rejected.problems());
            return ExitCode.USAGE;
        }
        return serving.serve(((LoadResult.Accepted) result).settings(), detail, console.err());
    }

    private static List<Setting> settings(Given given) throws UsageException {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(LISTENER + "backend", "main", Usage.flag(TO)));
        int number = 1;
        for (String server : given.list(TO)) {
            settings.add(new Setting(SERVERS + "server" + number++ + ".address", server, Usage.flag(TO)));
        }
        for (Map.Entry<Option, String> key : KEYS.entrySet()) {
            Option option = key.getKey();
            given.value(option)
                    .ifPresent(value -> settings.add(new Setting(key.getValue(), value, Usage.flag(option))));
        }
        return settings;
    }
}
