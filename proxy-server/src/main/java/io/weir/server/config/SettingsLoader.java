package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Loads settings, from a file or from single keys, against {@code reference.conf}. The command line wins over the environment, and
 * that over a file.
 */
public final class SettingsLoader {

    /**
     * Property with the path of a file of other defaults than those of {@code reference.conf}, in HOCON. Meant for packagers: it is
     * not checked as a user's file is.
     */
    public static final String DEFAULTS = "weir.defaults";

    /** A block of the user's own values, for substitutions. */
    private static final String FREE_BLOCK = "vars";

    private static final Pattern LEADING_PLACE = Pattern.compile("^.*?: \\d+: ", Pattern.DOTALL);

    private SettingsLoader() {}

    /** Loads a HOCON file, with its includes and substitutions. */
    public static LoadResult load(Path file) {
        return load(file, System.getenv());
    }

    /** The same with another environment. */
    static LoadResult load(Path file, Map<String, String> variables) {
        ConfigParseOptions hoconOnly =
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);
        ConfigOrigin origin = ConfigOriginFactory.newFile(file.toString());
        Environment environment = new Environment(variables);
        return load(() -> environment.over(ConfigFactory.parseFile(file.toFile(), hoconOnly)), origin, environment);
    }

    /** Loads what these settings say. */
    public static LoadResult load(List<Setting> settings) {
        return load(settings, System.getenv());
    }

    /** The same with another environment. */
    static LoadResult load(List<Setting> settings, Map<String, String> variables) {
        Environment environment = new Environment(variables);
        return load(
                () -> parse(settings, environment.over(ConfigFactory.empty())),
                ConfigOriginFactory.newSimple("command line"),
                environment);
    }

    /** What {@code reference.conf} says, and the file that {@link #DEFAULTS} names in its place. */
    static ConfigObject reference() {
        ClassLoader loader = SettingsLoader.class.getClassLoader();
        ConfigParseOptions mustExist = ConfigParseOptions.defaults().setAllowMissing(false);
        Config reference = ConfigFactory.parseResources(loader, "reference.conf", mustExist);
        String others = System.getProperty(DEFAULTS);
        return others == null
                ? reference.root()
                : ConfigFactory.parseFile(new File(others), mustExist)
                        .withFallback(reference)
                        .root();
    }

    private static LoadResult load(Supplier<Config> source, ConfigOrigin origin, Environment environment) {
        Problems problems = new Problems();
        environment.warnOfSlips(problems);
        Optional<ProgramSettings> settings = parse(source, origin, problems)
                .flatMap(given -> new SettingsReader(Section.root(given, reference(), problems), problems).read());
        return settings.<LoadResult>map(accepted -> new LoadResult.Accepted(accepted, problems.warnings()))
                .orElseGet(() -> new LoadResult.Rejected(problems.errors()));
    }

    private static Optional<ConfigObject> parse(Supplier<Config> source, ConfigOrigin origin, Problems problems) {
        try {
            return Optional.of(source.get().resolve().withoutPath(FREE_BLOCK).root());
        } catch (ConfigException.IO unreadable) {
            problems.add(origin, "", "cannot be read", "a HOCON file");
        } catch (ConfigException wrong) {
            ConfigOrigin known = wrong.origin() == null ? origin : wrong.origin();
            problems.add(known, "", withoutPlace(String.valueOf(wrong.getMessage())), "HOCON");
        }
        return Optional.empty();
    }

    private static Config parse(List<Setting> settings, Config under) {
        Config config = under;
        for (Setting setting : settings) {
            config = config.withValue(setting.path(), ConfigValueFactory.fromAnyRef(setting.value(), setting.source()));
        }
        return config;
    }

    /** The library begins its messages with the place, which a problem tells by itself. */
    private static String withoutPlace(String message) {
        return LEADING_PLACE.matcher(message).replaceFirst("").replaceAll("\\s+", " ");
    }
}
