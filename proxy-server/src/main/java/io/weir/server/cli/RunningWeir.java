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
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.cli.Option;

/** A running Weir that a command asks, by its admin listener, for a reload or for what one would change. */
final class RunningWeir {

    // Names of servers are looked up by a reload.
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_TOKEN_BYTES = 4 * Token.MOST;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final String address;
    private final Optional<String> token;

    private RunningWeir(String address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    /** The one at that address, which {@code option} gives; {@code tokenFile} may give the file of the token. */
    static RunningWeir at(String address, Option option, Given given, Option tokenFile) throws UsageException {
        if (!AdminClient.isAddress(address)) {
            throw new UsageException(Usage.flag(option) + ": " + address + " (expected: an address such as "
                    + HealthProbe.DEFAULT_ADDRESS + ", or the absolute path of a Unix socket)");
        }
        Optional<String> file = given.value(tokenFile);
        return new RunningWeir(
                address, file.isPresent() ? Optional.of(token(file.get(), tokenFile)) : Optional.empty());
    }

    // The file may be a pipe, of a program that keeps secrets. One without an end is read to a bound.
    private static String token(String file, Option option) throws UsageException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            String text = new String(in.readNBytes(MOST_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
            if (Token.isToken(text)) {
                return text;
            }
        } catch (IOException | InvalidPathException unreadable) {
            // Refused below.
        }
        throw new UsageException(Usage.flag(option) + ": " + file + " (expected: " + TokenFile.EXPECTED + ")");
    }

    /** Sends a request and prints its outcome, with a line of {@code headline} for its result. */
    ExitCode ask(String path, String body, Duration longest, Function<ReloadResult, String> headline, Console console) {
        try {
            return told(new AdminClient(address, token).post(path, body, longest), headline, console);
        } catch (IOException nobody) {
            console.err().println("weir: " + address + ": " + Answers.line(String.valueOf(nobody.getMessage())));
            return ExitCode.NOT_READY;
        }
    }

    private ExitCode told(AdminClient.Answer answer, Function<ReloadResult, String> headline, Console console) {
        try {
            Config outcome = ConfigFactory.parseString(
                    answer.body(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            Optional<ReloadResult> result = ReloadResult.of(outcome.getString("result"));
            if (result.isPresent()) {
                return told(result.get(), outcome, headline, console);
            }
        } catch (ConfigException another) {
            // The answer of a listener that does not reload.
        }
        console.err().println("weir: " + Answers.sentence(answer, token));
        boolean isRefusal =
                answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN || answer.status() == NOT_FOUND;
        return isRefusal ? ExitCode.NOT_ALLOWED : ExitCode.NOT_READY;
    }

    private static ExitCode told(
            ReloadResult result, Config outcome, Function<ReloadResult, String> headline, Console console) {
        outcome.getStringList("warnings").forEach(line -> console.err().println("warning: " + Answers.line(line)));
        outcome.getStringList("problems").forEach(line -> console.err().println(Answers.line(line)));
        console.out()
                .println(headline.apply(result) + ": generation " + outcome.getLong("generation") + " runs, hash "
                        + Answers.line(outcome.getString("hash")));
        outcome.getStringList("changes").forEach(line -> console.out().println("  " + Answers.line(line)));
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
