package io.weir.server.metrics;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** A part of a document of YAML, or of JSON, which is YAML as well. */
record Document(Object value) {

    private static final Path ROOT = Path.of("..");

    /** A file of the repository. */
    static Document read(String path) throws IOException {
        try (Reader reader = Files.newBufferedReader(ROOT.resolve(path))) {
            return new Document(new Yaml().load(reader));
        }
    }

    /** The text of a file of the repository. */
    static String text(Path path) throws IOException {
        return Files.readString(ROOT.resolve(path));
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> map && map.containsKey(key);
    }

    Document at(String key) {
        return new Document(Objects.requireNonNull(((Map<?, ?>) value).get(key), key));
    }

    String text(String key) {
        return at(key).value.toString();
    }

    int number(String key) {
        return ((Number) at(key).value).intValue();
    }

    /** The elements of a list; none if there is no such key. */
    List<Document> list(String key) {
        return has(key)
                ? ((List<?>) at(key).value)
                        .stream().<Document>map(Document::new).toList()
                : List.of();
    }
}
