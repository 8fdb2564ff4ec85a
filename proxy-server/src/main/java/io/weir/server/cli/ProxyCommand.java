package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.Setting;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir proxy}: one listener, one backend, no file. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        header = "Run a proxy of one listener and one backend, without a file.",
        description = {
            "",
            "Everything that has no option here has its default; weir run FILE can change it. On SIGTERM or Ctrl-C"
                    + " nothing new is accepted; what runs has 30 seconds to end."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir proxy --from :8080 --to 127.0.0.1:9000",
            "  weir proxy --from :8080 --to 10.0.0.1:80,10.0.0.2:80 --buffers 500",
            "  weir proxy --from :6380 --to 127.0.0.1:6379 --protocol tcp --admin off"
        })
final class ProxyCommand implements Callable<Integer> {

    private static final String LISTENER = "weir.listeners.main.";
    private static final String SERVERS = "weir.backends.main.servers.";

    private final Serving serving;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "ADDRESS",
            description = "Where clients connect: :8080, HOST:PORT.")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            split = ",",
            paramLabel = "HOST:PORT,...",
            hideParamSyntax = true,
            description = "The servers that do the work, separated by commas.")
    private List<String> to = List.of();

    @Option(
            names = "--protocol",
            defaultValue = "http",
            paramLabel = "http|tcp",
            description = "What clients speak; ${DEFAULT-VALUE} if not given.")
    private String protocol = "";

    @Option(names = "--buffers", paramLabel = "N", description = "Number of buffers of 16KiB; 1024 if not given.")
    private String buffers = "";

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS|off",
            description = "Where metrics and health are; 127.0.0.1:9901 if not given.")
    private String admin = "";

    @Option(
            names = "--access-log",
            paramLabel = "text|json|off",
            description = "How exchanges are written to standard output; text if not given.")
    private String accessLog = "";

    ProxyCommand(Serving serving) {
        this.serving = serving;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LoadResult result = SettingsLoader.load(settings());
        if (result instanceof LoadResult.Rejected rejected) {
            Report.problems(err, rejected.problems());
            return ExitCode.USAGE.number();
        }
        LoadResult.Accepted accepted = (LoadResult.Accepted) result;
        Report.warnings(err, accepted.warnings());
        return serving.serve(accepted.settings(), err).number();
    }

    private List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(new Setting(LISTENER + "bind", from, "--from"));
        settings.add(new Setting(LISTENER + "protocol", protocol, "--protocol"));
        settings.add(new Setting(LISTENER + "backend", "main", "--to"));
        for (int i = 0; i < to.size(); i++) {
            settings.add(new Setting(SERVERS + "server" + (i + 1) + ".address", to.get(i), "--to"));
        }
        addIfGiven(settings, "weir.buffers.count", buffers, "--buffers");
        addIfGiven(settings, "weir.admin.bind", admin, "--admin");
        addIfGiven(settings, "weir.access-log.format", accessLog, "--access-log");
        return settings;
    }

    private static void addIfGiven(List<Setting> settings, String path, String value, String option) {
        if (!value.isEmpty()) {
            settings.add(new Setting(path, value, option));
        }
    }
}
