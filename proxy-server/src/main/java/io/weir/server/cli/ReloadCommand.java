package io.weir.server.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.weir.server.access.Token;
import io.weir.server.access.TokenFile;
import io.weir.server.launch.AdminClient;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.HealthProbe;
import io.weir.server.reload.ReloadResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** {@code weir reload}: has a running Weir take its changed configuration over, and tells what came of it. */
final class ReloadCommand implements Command {

    // Names of servers are looked up.
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_TOKEN_BYTES = 4 * Token.MOST;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private static final Option ADMIN = Usage.option(
            "admin",
            "ADDRESS",
            "Address of its admin listener, or the absolute path of its Unix socket; " + HealthProbe.VARIABLE
                    + ", else " + HealthProbe.DEFAULT_ADDRESS + ".");
    private static final Option TOKEN_FILE =
            Usage.option("token-file", "FILE", "File with the token for writes; none is needed on a Unix socket.");

    private static final Usage USAGE = new Usage(
            "reload",
            "Have a running Weir take its changed configuration over.",
            "Waits up to 60 seconds for the result, and prints what is different now, or why nothing is. The running"
                    + " configuration stays unless all of the new one can be taken over.",
            false,
            List.of(ADMIN, TOKEN_FILE),
            List.of(
                    "weir reload --admin /run/weir/admin.sock",
                    "weir reload --admin 127.0.0.1:9901 --token-file token"));

    private final Duration longest;

    ReloadCommand() {
        this(LONGEST);
    }

    /** The same that waits so long for an answer. */
    ReloadCommand(Duration longest) {
        this.longest = longest;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(Given given, Console console) throws UsageException {
        String byDefault = System.getenv().getOrDefault(HealthProbe.VARIABLE, HealthProbe.DEFAULT_ADDRESS);
        String address = given.value(ADMIN).orElse(byDefault);
        if (!AdminClient.isAddress(address)) {
            throw new UsageException(Usage.flag(ADMIN) + ": " + address + " (expected: an address such as "
                    + HealthProbe.DEFAULT_ADDRESS + ", or the absolute path of a Unix socket)");
        }
        Optional<String> file = given.value(TOKEN_FILE);
        Optional<String> token = file.isPresent() ? Optional.of(token(file.get())) : Optional.empty();
        try {
            return told(new AdminClient(address, token).post("/reload", longest), console);
        } catch (IOException nobody) {
            console.err().println("weir: " + address + ": " + nobody.getMessage());
            return ExitCode.NOT_READY;
        }
    }

    // The file may be a pipe, of a program that keeps secrets. One without an end is read to a bound.
    private static String token(String file) throws UsageException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            String text = new String(in.readNBytes(MOST_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
            if (Token.isToken(text)) {
                return text;
            }
        } catch (IOException | InvalidPathException unreadable) {
            // Refused below.
        }
        throw new UsageException(Usage.flag(TOKEN_FILE) + ": " + file + " (expected: " + TokenFile.EXPECTED + ")");
    }

    private static ExitCode told(AdminClient.Answer answer, Console console) {
        try {
            Config outcome = ConfigFactory.parseString(
                    answer.body(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            Optional<ReloadResult> result = ReloadResult.of(outcome.getString("result"));
            if (result.isPresent()) {
                return told(result.get(), outcome, console);
            }
        } catch (ConfigException another) {
            // The answer of a listener that does not reload.
        }
        console.err().println("weir: " + answer.status() + " " + answer.body().strip());
        boolean isRefusal =
                answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN || answer.status() == NOT_FOUND;
        return isRefusal ? ExitCode.NOT_ALLOWED : ExitCode.NOT_READY;
    }

    private static ExitCode told(ReloadResult result, Config outcome, Console console) {
        outcome.getStringList("warnings").forEach(line -> console.err().println("warning: " + line));
        outcome.getStringList("problems").forEach(console.err()::println);
        console.out()
                .println(result.word() + ": generation " + outcome.getLong("generation") + " runs, hash "
                        + outcome.getString("hash"));
        outcome.getStringList("changes").forEach(line -> console.out().println("  " + line));
        return switch (result) {
            case TAKEN, UNCHANGED -> ExitCode.OK;
            case REJECTED -> ExitCode.BAD_CONFIGURATION;
            case NEEDS_RESTART -> ExitCode.NEEDS_RESTART;
            case CANNOT_LISTEN -> ExitCode.CANNOT_START;
            case STOPPING -> ExitCode.NOT_READY;
            case FAILED -> ExitCode.UNEXPECTED;
        };
    }
}
