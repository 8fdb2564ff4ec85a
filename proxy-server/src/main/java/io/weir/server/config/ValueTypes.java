package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.weir.forwarded.Network;
import io.weir.forwarded.TrustedPeers;
import io.weir.http.FieldSyntax;
import io.weir.http.LocationTemplate;
import io.weir.http.Upgrades;
import io.weir.route.RouteAction;
import io.weir.server.text.Amounts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The kinds of values that keys have. */
final class ValueTypes {

    /** What a name of the user's choice may look like. It becomes the label of a metric. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    /** {@link #NAME} in words. */
    static final String NAME_EXPECTED = "a name of letters, digits, '-' and '_', at most 63";

    private static final long EXAMPLE_BYTES = 64 << 10;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern BARE_NUMBER = Pattern.compile("\\s*[-+]?[\\d.]*\\s*");
    private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+\\]");
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z0-9_-]*");
    private static final Pattern HOST_NAME = Pattern.compile("\\w[\\w-]*(?:\\.[\\w-]+)*\\.?");
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^?#\"<>\\\\^`{|}]]*");

    private ValueTypes() {}

    static ValueType<Integer> wholeNumber(int least, int most) {
        return ValueType.scalar(
                "a whole number from " + least + " to " + most,
                text -> Optional.of(text)
                        .filter(WHOLE_NUMBER.asMatchPredicate())
                        .map(Long::valueOf)
                        .filter(number -> number >= least && number <= most)
                        .map(Long::intValue));
    }

    static ValueType<Double> fraction() {
        return ValueType.scalar("a number from 0 to 1", text -> {
            try {
                return Optional.of(Double.valueOf(text)).filter(number -> number >= 0 && number <= 1);
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        });
    }

    static ValueType<Long> size(long least, long most) {
        String expected = "a size from " + Amounts.exactBytes(least) + " to " + Amounts.exactBytes(most) + ", such as "
                + Amounts.exactBytes(least > EXAMPLE_BYTES ? 4 * least : EXAMPLE_BYTES);
        return ValueType.scalar(
                expected, text -> hocon(text, Config::getBytes).filter(bytes -> bytes >= least && bytes <= most));
    }

    /** A size that fits an int. */
    static ValueType<Integer> intSize(int least, int most) {
        ValueType<Long> size = size(least, most);
        return new ValueType<>(
                size.expected(), size.words(), value -> size.read(value).map(Long::intValue));
    }

    static ValueType<Duration> duration(Duration least, Duration most) {
        String expected = "a duration with unit from " + Amounts.duration(least) + " to " + Amounts.duration(most)
                + ", such as 30s";
        return ValueType.scalar(
                expected,
                text -> Optional.of(text)
                        .filter(BARE_NUMBER.asMatchPredicate().negate())
                        .flatMap(unitGiven -> hocon(unitGiven, Config::getDuration))
                        .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0));
    }

    static ValueType<Boolean> onOrOff() {
        List<String> words = List.of("on", "off");
        ValueType<Boolean> scalar = ValueType.scalar(
                inWords(words), text -> words.contains(text) ? Optional.of(text.equals("on")) : Optional.empty());
        return new ValueType<>(scalar.expected(), words, scalar.reader());
    }

    /** The constants of an enum, written in lower case with '-'. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(ValueTypes::word).toList();
        ValueType<E> scalar = ValueType.scalar(
                inWords(words),
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> word(constant).equals(text))
                        .findFirst());
        return new ValueType<>(scalar.expected(), words, scalar.reader());
    }

    static ValueType<String> name() {
        return ValueType.scalar(NAME_EXPECTED, text -> Optional.of(text).filter(NAME.asMatchPredicate()));
    }

    static ValueType<InetSocketAddress> bindAddress() {
        return ValueType.scalar(
                        "an address of this machine, such as \"127.0.0.1:8080\" or \"[::1]:8080\", or a port such as 8080 for all interfaces",
                        Endpoint::bind)
                .narrowed(UrlParts::noBind);
    }

    static ValueType<InetSocketAddress> serverAddress() {
        return ValueType.scalar(
                        "\"host:port\", such as \"127.0.0.1:9000\" or \"[::1]:9000\", or a host for port 80; ports end at 65535",
                        Endpoint::server)
                .narrowed(UrlParts::noServer);
    }

    /** A host as routes match it; the empty text stands for any. */
    static ValueType<String> routeHost() {
        return ValueType.scalar(
                "a host name, \"*.\" and a domain, or \"*\"",
                text -> text.equals("*")
                        ? Optional.of("")
                        : Optional.of(text.toLowerCase(Locale.ROOT)).filter(HOST.asMatchPredicate()));
    }

    static ValueType<String> routePath() {
        return ValueType.scalar(
                "a path that begins with '/', without '?' and '#'",
                text -> Optional.of(text).filter(PATH.asMatchPredicate()));
    }

    /** Addresses of who is trusted, perhaps nobody's. */
    static ValueType<TrustedPeers> networks() {
        return new ValueType<>(
                "a list of addresses and networks, such as [ \"10.0.0.0/8\", \"::1\" ], with zeros behind the prefix",
                List.of(),
                value -> texts(value).flatMap(ValueTypes::trusted));
    }

    private static Optional<TrustedPeers> trusted(List<String> texts) {
        List<Network> networks =
                texts.stream().map(Network::parse).flatMap(Optional::stream).toList();
        return networks.size() == texts.size() ? Optional.of(new TrustedPeers(networks)) : Optional.empty();
    }

    /** Protocols that clients may change to, perhaps none. */
    static ValueType<List<String>> protocols() {
        return new ValueType<>(
                "a list of protocols, such as [ websocket ], without h2c",
                List.of(),
                value -> texts(value).filter(names -> names.stream().allMatch(Upgrades::isAllowed)));
    }

    /** Names of machines, in a list or, as a variable of the environment has them, in one text with commas. */
    static ValueType<List<String>> hostNames() {
        return new ValueType<>(
                "a list of names without ports, such as [ weir, metrics.example.org ], or \"weir, metrics.example.org\"",
                List.of(),
                value -> separated(value).filter(names -> names.stream().allMatch(HOST_NAME.asMatchPredicate())));
    }

    /** Words, in a list or in one text with commas, whatever they are. */
    static ValueType<List<String>> words(String expected) {
        return new ValueType<>(expected, List.of(), ValueTypes::separated);
    }

    private static Optional<List<String>> separated(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? Optional.of(Pattern.compile(",")
                        .splitAsStream(String.valueOf(value.unwrapped()))
                        .map(String::strip)
                        .toList())
                : texts(value);
    }

    /** Any text but the empty one. */
    static ValueType<String> text(String expected) {
        return ValueType.scalar(expected, text -> Optional.of(text).filter(given -> !given.isEmpty()));
    }

    static ValueType<List<String>> fieldNames() {
        return texts("a list of names of headers, such as [ Cookie ]", FieldSyntax::isToken);
    }

    static ValueType<List<String>> methods() {
        return texts("a list of methods, such as [GET, HEAD]", METHOD.asMatchPredicate());
    }

    static ValueType<String> headerValue(String expected) {
        return ValueType.scalar(
                expected, text -> Optional.of(text).filter(given -> !given.isEmpty() && FieldSyntax.isValue(given)));
    }

    static ValueType<Integer> redirectStatus() {
        return ValueType.scalar(
                "301, 302, 303, 307 or 308",
                text -> RouteAction.Redirect.STATUSES.stream()
                        .filter(status -> text.equals(String.valueOf(status)))
                        .findFirst());
    }

    static ValueType<LocationTemplate> location() {
        return ValueType.scalar(LocationTemplate.EXPECTED, text -> {
            try {
                return Optional.of(LocationTemplate.of(text));
            } catch (IllegalArgumentException noTemplate) {
                return Optional.empty();
            }
        });
    }

    /** A list with something in it, which is to be texts of a kind. */
    static ValueType<List<String>> texts(String expected, Predicate<String> kind) {
        return new ValueType<>(
                expected,
                List.of(),
                value -> value instanceof ConfigList list && !list.isEmpty()
                        ? Optional.of(list.unwrapped().stream()
                                        .map(String::valueOf)
                                        .toList())
                                .filter(texts -> texts.stream().allMatch(kind))
                        : Optional.empty());
    }

    /** A block whose keys the user chooses. */
    static ValueType<ConfigObject> block(String example) {
        return new ValueType<>(
                "a block, such as " + example,
                List.of(),
                value -> value instanceof ConfigObject block ? Optional.of(block) : Optional.empty());
    }

    /** A list with something in it, which is to be blocks. */
    static ValueType<ConfigList> blocks() {
        return new ValueType<>(
                "a list of at least one block, such as [ { path = \"/\", backend = shop } ]",
                List.of(),
                value -> value instanceof ConfigList list && !list.isEmpty() ? Optional.of(list) : Optional.empty());
    }

    /** {@code a, b or c}. */
    static String inWords(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static Optional<List<String>> texts(ConfigValue value) {
        if (!(value instanceof ConfigList list)
                || list.stream().anyMatch(element -> element.valueType() != ConfigValueType.STRING)) {
            return Optional.empty();
        }
        return Optional.of(list.stream()
                .map(element -> String.valueOf(element.unwrapped()))
                .toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> Optional<T> hocon(String text, HoconReader<T> reader) {
        try {
            return Optional.of(reader.read(ConfigValueFactory.fromAnyRef(text).atKey("value"), "value"));
        } catch (ConfigException notOfThisType) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface HoconReader<T> {
        T read(Config config, String path);
    }
}
