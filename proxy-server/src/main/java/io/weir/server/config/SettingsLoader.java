package io.weir.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import io.weir.server.watch.ReadLimits;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

    /** The limits within which the files of a configuration are read, also by a watch of them. */
    public static final ReadLimits READ_LIMITS = Bounds.READ;

    /** A block of the user's own values, for substitutions. */
    private static final String FREE_BLOCK = "vars";

    private SettingsLoader() {}

    /** Loads a HOCON file, with its includes and substitutions, within {@link Bounds}. */
    public static LoadResult load(Path file) {
        return load(file, System.getenv());
    }

    /** The same with another environment. */
    static LoadResult load(Path file, Map<String, String> variables) {
        return load(file, variables, Bounds.forHeap(Runtime.getRuntime().maxMemory()));
    }

    /** The same within so many bytes of heap, beside a configuration that is in use. */
    public static LoadResult load(Path file, long heapBytes) {
        return load(file, System.getenv(), Bounds.forReload(heapBytes));
    }

    /** The same within other bounds. */
    static LoadResult load(Path file, Map<String, String> variables, Bounds bounds) {
        return load(file, variables, bounds, given -> {});
    }

    /** The same; {@code resolved} is given all that the file says, if it can be parsed. */
    static LoadResult load(Path file, Map<String, String> variables, Bounds bounds, Consumer<ConfigObject> resolved) {
        Problems problems = new Problems();
        ConfigFiles files = new ConfigFiles(problems, bounds);
        ConfigOrigin origin = ConfigOriginFactory.newFile(file.toString());
        Environment environment = new Environment(variables);
        Optional<ConfigObject> given = parse(() -> source(file, files, variables, bounds, problems), origin, problems);
        given.ifPresent(resolved);
        Optional<ProgramSettings> settings = given.flatMap(block -> settings(block, problems, bounds, files::token));
        environment.warnOfUnknown(files.substituted(), problems);
        return result(
                settings.map(known -> known.ofText(files.expandedBytes(), files.tokens())), problems, files.sources());
    }

    /**
     * The bytes that the environment, or else the file, states as {@code weir.memory}; empty if it is automatic, wrong or not stated, or if the
     * file cannot be parsed. No other key is read, and no name looked up.
     */
    public static OptionalLong memory(Optional<Path> file) {
        return memory(file, System.getenv(), Bounds.forHeap(Runtime.getRuntime().maxMemory()));
    }

    /** The same with another environment, within other bounds. */
    static OptionalLong memory(Optional<Path> file, Map<String, String> variables, Bounds bounds) {
        Problems ignored = new Problems();
        Supplier<Optional<Config>> source = file.<Supplier<Optional<Config>>>map(
                        known -> () -> source(known, new ConfigFiles(ignored, bounds), variables, bounds, ignored))
                .orElse(() -> Optional.of(new Environment(variables).over(ConfigFactory.empty())));
        return parse(source, ConfigOriginFactory.newSimple("memory"), ignored)
                .map(ConfigObject::toConfig)
                .filter(given -> given.hasPath(Keys.MEMORY.path()))
                .flatMap(given -> Keys.MEMORY.type().read(given.getValue(Keys.MEMORY.path())))
                .filter(bytes -> bytes > 0)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static Optional<Config> source(
            Path file, ConfigFiles files, Map<String, String> variables, Bounds bounds, Problems problems) {
        return files.read(file)
                .filter(unresolved -> isBounded(unresolved, files, variables, bounds, problems))
                .map(unresolved -> over(unresolved.toConfig(), new Environment(variables), problems));
    }

    private static Config over(Config file, Environment environment, Problems problems) {
        environment.warnOfOutranked(file, problems);
        return environment.over(file);
    }

    private static boolean isBounded(
            ConfigObject unresolved,
            ConfigFiles files,
            Map<String, String> variables,
            Bounds bounds,
            Problems problems) {
        Expansion expansion = Expansion.of(unresolved, variables, bounds);
        files.become(expansion.characters());
        Optional<Expansion.Fault> fault = expansion.fault();
        fault.ifPresent(wrong -> problems.add(wrong.origin(), wrong.path(), wrong.found(), wrong.expected()));
        return fault.isEmpty();
    }

    /** Loads what these settings say. */
    public static LoadResult load(List<Setting> settings) {
        return load(settings, System.getenv());
    }

    /** The same with another environment. */
    static LoadResult load(List<Setting> settings, Map<String, String> variables) {
        Environment environment = new Environment(variables);
        Problems problems = new Problems();
        Bounds bounds = Bounds.forHeap(Runtime.getRuntime().maxMemory());
        Optional<ProgramSettings> read = parse(
                        () -> Optional.of(parse(settings, environment.over(ConfigFactory.empty()))),
                        ConfigOriginFactory.newSimple("command line"),
                        problems)
                .flatMap(block -> settings(block, problems, bounds, TokenFiles.READ));
        environment.warnOfUnknown(Set.of(), problems);
        return result(read, problems, Sources.NONE);
    }

    /** What {@code reference.conf} says, and the file that {@link #DEFAULTS} names in its place. */
    static ConfigObject reference() {
        ClassLoader loader = SettingsLoader.class.getClassLoader();
        ConfigParseOptions mustExist = ConfigParseOptions.defaults().setAllowMissing(false);
        Config reference = ConfigFactory.parseResources(loader, "reference.conf", mustExist);
        String others = System.getProperty(DEFAULTS);
        return others == null
                ? reference.root()
                : ConfigFactory.parseFile(new File(others).getAbsoluteFile(), mustExist)
                        .withFallback(reference)
                        .root();
    }

    /** The settings that stand in a configuration; nothing if something is wrong with it, which is noted. */
    static Optional<ProgramSettings> settings(
            ConfigObject given, Problems problems, Bounds bounds, TokenFiles tokenFiles) {
        return new SettingsReader(Section.root(given, reference(), problems), problems, bounds, tokenFiles).read();
    }

    static LoadResult result(Optional<ProgramSettings> settings, Problems problems, Sources sources) {
        return settings.<LoadResult>map(accepted -> new LoadResult.Accepted(accepted, problems.warnings(), sources))
                .orElseGet(() -> new LoadResult.Rejected(problems.errors(), problems.warnings(), sources));
    }

    /** What the source says, resolved; nothing if something is wrong with it, which is noted. */
    static Optional<ConfigObject> parse(Supplier<Optional<Config>> source, ConfigOrigin origin, Problems problems) {
        try {
            return source.get().flatMap(config -> resolved(config, problems));
        } catch (ConfigException wrong) {
            ConfigOrigin known = wrong.origin() == null ? origin : wrong.origin();
            String found = ParserMessage.found(wrong);
            problems.add(known, "", found, ParserMessage.expected(known, found));
        } catch (StackOverflowError tooDeep) {
            // The last line of defence: the bounds are to refuse such a text before, with its line.
            problems.add(
                    origin,
                    "",
                    "nested too deep for the stack",
                    "blocks, lists and paths of at most " + Bounds.DEPTH + " levels");
        }
        return Optional.empty();
    }

    private static Optional<ConfigObject> resolved(Config config, Problems problems) {
        try {
            return Optional.of(config.resolve().withoutPath(FREE_BLOCK).root());
        } catch (ConfigException.UnresolvedSubstitution wrong) {
            if (!UnresolvedSubstitutions.report(config, System.getenv().keySet(), problems)) {
                throw wrong;
            }
            return Optional.empty();
        }
    }

    private static Config parse(List<Setting> settings, Config under) {
        Config config = under;
        for (Setting setting : settings) {
            config = config.withValue(setting.path(), ConfigValueFactory.fromAnyRef(setting.value(), setting.source()));
        }
        return config;
    }
}
