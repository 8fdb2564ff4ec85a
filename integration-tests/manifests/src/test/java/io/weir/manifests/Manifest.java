package io.weir.manifests;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One object of a YAML file.
 *
 * @param file where it stands, below {@code docker/kubernetes}
 * @param content all of it, as JSON
 */
record Manifest(String file, JsonObject content) {

    private static final Path ROOT = Path.of(System.getProperty("weir.root")).normalize();

    /** Where all of them are. */
    static final Path DIRECTORY = ROOT.resolve("docker/kubernetes");

    /** A file of the project. */
    static String fileText(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new AssertionError(path + " cannot be read", e);
        }
    }

    /** All objects of all files. */
    static List<Manifest> all() {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted(Comparator.naturalOrder())
                    .flatMap(file -> in(DIRECTORY.relativize(file).toString()).stream())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(DIRECTORY + " cannot be read", e);
        }
    }

    /** The objects of one file, which lines of dashes separate. */
    static List<Manifest> in(String file) {
        // As kubectl does: a key that stands twice is a mistake.
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Manifest> manifests = new ArrayList<>();
        for (Object object : new Yaml(new SafeConstructor(options)).loadAll(fileText("docker/kubernetes/" + file))) {
            manifests.add(new Manifest(file, new Gson().toJsonTree(object).getAsJsonObject()));
        }
        return manifests;
    }

    /** The only object of that kind and name. */
    static Manifest of(String kind, String name) {
        List<Manifest> found = all().stream()
                .filter(manifest ->
                        manifest.is(kind) && manifest.text("metadata.name").equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(kind + " " + name + ": " + found.size() + " (expected: 1)");
        }
        return found.get(0);
    }

    boolean is(String kind) {
        return content.has("kind") && text("kind").equals(kind);
    }

    /** What stands at a path such as {@code spec.ports.0.name}. */
    JsonElement at(String path) {
        JsonElement element = content;
        for (String step : path.split("\\.", -1)) {
            element = element == null
                    ? null
                    : element.isJsonArray()
                            ? element.getAsJsonArray().get(Integer.parseInt(step))
                            : element.getAsJsonObject().get(step);
        }
        if (element == null) {
            throw new AssertionError(this + ": nothing at " + path);
        }
        return element;
    }

    String text(String path) {
        return at(path).getAsString();
    }

    int number(String path) {
        return at(path).getAsInt();
    }

    /** The elements of the list at a path. */
    List<JsonObject> list(String path) {
        return StreamSupport.stream(at(path).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Override
    public String toString() {
        return content.has("kind") ? file + ": " + text("kind") : file;
    }
}
