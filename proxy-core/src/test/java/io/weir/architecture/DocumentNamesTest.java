package io.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that lead a reader to classes name classes, and members of them, that are in the code. */
final class DocumentNamesTest {

    private static final Path TOP = Path.of("..");
    private static final List<String> MODULES = List.of("proxy-core", "proxy-server", "integration-tests");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?[`(]");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");

    /** Names of the JDK, of Netty and of fields of HTTP. */
    private static final Set<String> NOT_OURS = Set.of(
            "ByteBuf",
            "Cleaner",
            "Duration",
            "Forwarded",
            "IllegalArgumentException",
            "IllegalStateException",
            "Upgrade");

    private final Map<String, String> sources = new HashMap<>();

    DocumentNamesTest() throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(TOP.resolve(module))) {
                for (Path file : files.filter(DocumentNamesTest::isSource).toList()) {
                    add(Files.readString(file));
                }
            }
        }
    }

    private static boolean isSource(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.endsWith(".java") && path.contains("/src/");
    }

    private void add(String source) {
        DECLARED.matcher(source).results().forEach(type -> sources.merge(type.group(1), source, String::concat));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"docs/architecture.md", "docs/life-of-an-exchange.md", "docs/threading.md", "CONTRIBUTING.md"})
    void every_class_and_member_that_is_named_is_there(String document) throws IOException {
        List<String> missing = new ArrayList<>();
        for (MatchResult name :
                NAME.matcher(Files.readString(TOP.resolve(document))).results().toList()) {
            if (!isThere(name.group(1), name.group(2))) {
                missing.add(name.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    private boolean isThere(String type, String member) {
        if (NOT_OURS.contains(type)) {
            return true;
        }
        String source = sources.getOrDefault(type, "");
        return member == null ? !source.isEmpty() : source.matches("(?s).*\\b" + member + "\\b.*");
    }
}
