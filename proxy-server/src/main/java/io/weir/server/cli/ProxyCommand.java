package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.Setting;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/** {@code weir proxy}: one listener, one backend, no file. */
final class ProxyCommand implements Command {

    private static final String LISTENER = "weir.listeners.main.";
    private static final String SERVERS = "weir.backends.main.servers.";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String PROTOCOL = "protocol";
    private static final String BUFFERS = "buffers";
    private static final String ADMIN = "admin";
    private static final String ACCESS_LOG = "access-log";

    /** Options that are the value of a key. */
    private static final Map<String, String> KEYS = Map.of(
            FROM, LISTENER + "bind",
            PROTOCOL, LISTENER + "protocol",
            BUFFERS, "weir.buffers.count",
            ADMIN, "weir.admin.bind",
            ACCESS_LOG, "weir.access-log.format");

    private static final Usage USAGE = new Usage(
            "proxy",
            "Run a proxy of one listener and one backend, without a file.",
            "Everything that has no option here has its default, or what the environment gives; weir run FILE can change"
                    + " it. On SIGTERM or Ctrl-C nothing new is accepted; what runs has 30 seconds to end.",
            false,
            List.of(
                    Usage.required(FROM, "ADDRESS", "Where clients connect: :8080, HOST:PORT."),
                    Usage.required(
                            TO,
                            "HOST:PORT,...",
                            "The servers that do the work, separated by commas or given one by one."),
                    Usage.option(PROTOCOL, "http|tcp", "What clients speak; http if not given."),
                    Usage.option(BUFFERS, "N", "Number of buffers of 16KiB; 1024 if not given."),
                    Usage.option(ADMIN, "ADDRESS|off", "Where metrics and health are; 127.0.0.1:9901 if not given."),
                    Usage.option(
                            ACCESS_LOG,
                            "text|json|off",
                            "How exchanges are written to standard output; text if not given.")),
            List.of(
                    "weir proxy --from :8080 --to 127.0.0.1:9000",
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
    public ExitCode run(CommandLine given, Console console) throws InterruptedException {
        LoadResult result = SettingsLoader.load(settings(given));
        if (result instanceof LoadResult.Rejected rejected) {
            Report.problems(console.err(), rejected.problems());
            return ExitCode.USAGE;
        }
        LoadResult.Accepted accepted = (LoadResult.Accepted) result;
        Report.warnings(console.err(), accepted.warnings());
        return serving.serve(accepted.settings(), console.err());
    }

    private static List<Setting> settings(CommandLine given) {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(LISTENER + "backend", "main", "--" + TO));
        int number = 1;
        for (String servers : given.getOptionValues(TO)) {
            for (String server : servers.split(",", -1)) {
                settings.add(new Setting(SERVERS + "server" + number++ + ".address", server, "--" + TO));
            }
        }
        KEYS.forEach((option, key) -> {
            if (given.hasOption(option)) {
                settings.add(new Setting(key, given.getOptionValue(option), "--" + option));
            }
        });
        return settings;
    }
}
