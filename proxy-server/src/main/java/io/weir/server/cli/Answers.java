package io.weir.server.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.weir.server.launch.AdminClient;
import io.weir.server.text.Printable;
import java.util.Optional;

/** Answers of an admin listener that tell no result of a reload, in words for the terminal. */
final class Answers {

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int LONGEST = 500;
    private static final int LONGEST_LINE = 2000;

    private Answers() {}

    /** A line of an answer, which may have come from anywhere: escaped, and cut off. */
    static String line(String text) {
        return Printable.line(text, LONGEST_LINE);
    }

    /** Why there is no result; {@code token} is what was sent. */
    static String sentence(AdminClient.Answer answer, Optional<String> token) {
        return switch (answer.status()) {
            case UNAUTHORIZED ->
                token.isPresent()
                        ? "the token is none of this Weir (expected: that of weir.admin.tokens.write)"
                        : "a token is needed: give --token-file, or use the socket (weir.admin.socket)";
            case NOT_FOUND -> "this Weir was started without a file, so there is nothing to reload";
            default ->
                why(answer.body())
                        .orElse(answer.status() + " "
                                + Printable.line(answer.body().strip(), LONGEST));
        };
    }

    private static Optional<String> why(String body) {
        try {
            Config refusal = ConfigFactory.parseString(
                    body, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            return Optional.of(Printable.line(refusal.getString("why"), LONGEST));
        } catch (ConfigException another) {
            return Optional.empty();
        }
    }
}
