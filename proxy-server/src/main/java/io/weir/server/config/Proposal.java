package io.weir.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that one process sends to another, which runs, to be told what it would change there. Immutable.
 *
 * <p>It is sent as JSON, with its includes, substitutions and variables resolved: the text has nothing in it for which the receiver opens a file, reads its
 * environment or asks a name service. A value that the sender has from a variable whose name is one of a secret is sent as {@code {"(secret)": value}}.
 *
 * @param result what became of it in the process that has loaded it
 * @param json the text to send; empty if the configuration was rejected
 */
public record Proposal(LoadResult result, Optional<String> json) {
    /*
     * The receiver judges the text of a caller that may know nothing but the token for reading. So the text is measured before it is parsed, as a file
     * is (Bounds), and within the heap that a reload may take, an eighth of all of it at most. JSON has neither includes nor substitutions
     * (HOCON has both), and a name as the address of a listener, which would be looked up, is refused.
     */

    /** Bytes of the text at most. */
    public static final int MOST_BYTES = 1024 * 1024;

    private static final String SECRET = "(secret)";
    private static final int PART_OF_HEAP = 8;
    private static final String SENT = "sent configuration";

    /** Loads a file, as {@link SettingsLoader#load(Path)} does, and keeps what it says. */
    public static Proposal of(Path file) {
        List<ConfigObject> given = new ArrayList<>();
        LoadResult result = SettingsLoader.load(
                file, System.getenv(), Bounds.forHeap(Runtime.getRuntime().maxMemory()), given::add);
        return new Proposal(
                result,
                given.stream()
                        .filter(resolved -> result instanceof LoadResult.Accepted)
                        .map(resolved -> text(resolved, Secrets.ofProcess()))
                        .findFirst());
    }

    /**
     * What a text comes to in this process, against its own defaults, within so many bytes of heap. Opens no file and looks no name up; there are no
     * sources.
     */
    public static LoadResult read(String json, long heapBytes) {
        return read(json, Bounds.forReload(Math.min(heapBytes, heapHere())));
    }

    /** Bytes of a text at most that this process reads: fewer than {@link #MOST_BYTES} where the heap is small. */
    public static int mostBytesHere() {
        return Math.min(MOST_BYTES, boundsHere().bytes());
    }

    private static Bounds boundsHere() {
        return Bounds.forHeap(heapHere());
    }

    private static long heapHere() {
        return Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    }

    /** The same within these bounds. */
    static LoadResult read(String json, Bounds bounds) {
        Problems problems = new Problems();
        Optional<ProgramSettings> settings = parsed(json, problems, bounds)
                .filter(given -> looksNothingUp(given, problems))
                .flatMap(given -> SettingsLoader.settings(given, problems, bounds, TokenFiles.LEFT_ALONE));
        return SettingsLoader.result(
                settings.map(known -> known.ofText(json.length(), tokens(json, bounds))), problems, Sources.NONE);
    }

    private static long tokens(String json, Bounds bounds) {
        return ConfigText.of(json, 0, bounds).tokens();
    }

    /** The text of a resolved configuration. */
    static String text(ConfigObject resolved, Secrets secrets) {
        return withSecrets(resolved, secrets).render(ConfigRenderOptions.concise());
    }

    private static Optional<ConfigObject> parsed(String json, Problems problems, Bounds bounds) {
        ConfigOrigin origin = ConfigOriginFactory.newSimple(SENT);
        Optional<ConfigText.Fault> fault = ConfigText.of(json, 0, bounds).fault();
        if (fault.isPresent()) {
            problems.add(origin, "", fault.get().found(), fault.get().expected());
            return Optional.empty();
        }
        try {
            ConfigParseOptions options = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
            ConfigValue known =
                    received(ConfigFactory.parseString(json, options).root());
            if (known instanceof ConfigObject block) {
                return Optional.of(block);
            }
        } catch (ConfigException wrong) {
            // Not told: the text may be one of secrets.
        }
        problems.add(
                origin,
                "",
                "no configuration in JSON",
                "an object such as { \"weir\": { ... } }, as weir check --diff sends it");
        return Optional.empty();
    }

    private static boolean looksNothingUp(ConfigObject given, Problems problems) {
        if (given.get("weir") instanceof ConfigObject weir) {
            checkBind(weir.get("admin"), "weir.admin", problems);
            if (weir.get("listeners") instanceof ConfigObject listeners) {
                listeners.forEach((name, listener) -> checkBind(listener, "weir.listeners." + name, problems));
            }
        }
        return problems.isEmpty();
    }

    private static void checkBind(@Nullable ConfigValue block, String path, Problems problems) {
        ConfigValue bind = block instanceof ConfigObject known ? known.get("bind") : null;
        if (bind != null && Endpoint.needsLookUp(String.valueOf(bind.unwrapped()))) {
            problems.add(
                    bind.origin(),
                    path + ".bind",
                    Section.quote(bind, Secrets.Naming.HARMLESS),
                    "an IP address or localhost, since the running instance looks up no name for a caller");
        }
    }

    private static ConfigValue withSecrets(ConfigValue value, Secrets secrets) {
        if (value instanceof ConfigObject block) {
            Map<String, ConfigValue> inner = new LinkedHashMap<>();
            block.forEach((name, entry) -> inner.put(name, withSecrets(entry, secrets)));
            return ConfigValueFactory.fromMap(inner);
        }
        if (value instanceof ConfigList list) {
            return ConfigValueFactory.fromIterable(
                    list.stream().map(entry -> withSecrets(entry, secrets)).toList());
        }
        return secrets.isOfSecretVariable(value) ? ConfigValueFactory.fromMap(Map.of(SECRET, value)) : value;
    }

    // Without the places of the text, which is one line.
    private static ConfigValue received(ConfigValue value) {
        if (value instanceof ConfigObject block) {
            ConfigValue secret = block.size() == 1 ? block.get(SECRET) : null;
            if (secret != null && !(secret instanceof ConfigObject || secret instanceof ConfigList)) {
                return ConfigValueFactory.fromAnyRef(secret.unwrapped(), Secrets.SECRET_OF_CALLER);
            }
            Map<String, ConfigValue> inner = new LinkedHashMap<>();
            block.forEach((name, entry) -> inner.put(name, received(entry)));
            return ConfigValueFactory.fromMap(inner, SENT);
        }
        if (value instanceof ConfigList list) {
            List<ConfigValue> inner = list.stream().map(Proposal::received).toList();
            return ConfigValueFactory.fromIterable(inner, SENT);
        }
        return ConfigValueFactory.fromAnyRef(value.unwrapped(), SENT);
    }
}
