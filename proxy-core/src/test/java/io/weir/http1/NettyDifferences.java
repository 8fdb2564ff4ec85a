package io.weir.http1;

import static org.assertj.core.api.Assertions.fail;

import io.netty.channel.ChannelHandler;
import io.weir.http.ParseResult;
import io.weir.http.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Where Netty's decoder reads another message than ours, or none, as far as it is known and explained. */
final class NettyDifferences {

    /** Why only Netty accepts what breaks that rule. */
    static final Map<String, String> ONLY_NETTY_ACCEPTS = load();

    private NettyDifferences() {}

    /** Fails if the two differ in a way that has no explanation. */
    static void check(String text, Parsed parsed, Supplier<ChannelHandler> decoder) {
        Reading ours = Reading.ours(parsed);
        Reading netty = Reading.nettys(text, decoder.get());
        if (!(ours.verdict() instanceof Violation violation)) {
            if (!ours.agreesWith(netty, text)) {
                fail("%s%n  ours:  %s%n  Netty: %s", Wire.visible(text), ours, netty);
            }
        } else if (isAcceptedBy(netty, parsed) && !ONLY_NETTY_ACCEPTS.containsKey(violation.word())) {
            fail("%s%n  only Netty accepts what we call %s", Wire.visible(text), violation.word());
        }
    }

    private static boolean isAcceptedBy(Reading netty, Parsed parsed) {
        return netty.isWhole() || (parsed.result == ParseResult.VIOLATION && netty.hasHead());
    }

    private static Map<String, String> load() {
        try (InputStream file = NettyDifferences.class.getResourceAsStream("netty-differences.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(": ", 2))
                    .collect(Collectors.toMap(pair -> pair[0].toLowerCase(Locale.ROOT), pair -> pair[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
