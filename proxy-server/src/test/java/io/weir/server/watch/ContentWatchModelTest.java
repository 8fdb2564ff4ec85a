package io.weir.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on files, rounds and loads, beside a model that knows what it has written and never reads a file. */
final class ContentWatchModelTest {

    private static final int STEPS = 600;
    private static final String MISSING = "unavailable MISSING";
    private static final List<String> NAMES = List.of("plain", "other", "mounted", "nested/file");

    @TempDir
    private Path directory;

    private final List<Map<String, String>> reports = new ArrayList<>();
    private final Map<String, String> hashes = new HashMap<>();
    private final Map<String, String> written = new TreeMap<>();
    private int mounts;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_watch_reports_what_the_model_reports(long seed) {
        Random random = new Random(seed);
        Watching files = new Watching(directory.resolve("seed"));
        Model model = new Model();
        prepare(files);
        load(files, model, NAMES);
        for (int step = 0; step < STEPS; step++) {
            int action = random.nextInt(10);
            if (action < 4) {
                operate(files, random);
            } else if (action < 9) {
                files.rounds(1);
                model.round(written);
            } else if (random.nextInt(4) == 0) {
                load(files, model, NAMES.subList(0, 1 + random.nextInt(NAMES.size())));
            }
            assertThat(reported(files)).as("seed %s, step %s", seed, step).isEqualTo(reports);
        }
        assertThat(reports).as("the sequence is worth something").hasSizeGreaterThan(20);
        assertThat(files.bugs).isEmpty();
    }

    private void prepare(Watching files) {
        files.makeDirectoriesFor("nested/file");
        NAMES.forEach(name -> written.put(name, MISSING));
        files.link("mounted", "..data/mounted");
    }

    private static void load(Watching files, Model model, List<String> names) {
        files.loaded(names.toArray(String[]::new));
        model.load(names);
    }

    private void operate(Watching files, Random random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String text = String.valueOf((char) ('a' + random.nextInt(3)));
        if (name.equals("mounted")) {
            String mount = "..mount" + mounts++;
            files.write(mount + "/mounted", text);
            files.swap("..data", mount);
            contains(name, text);
            return;
        }
        if (Files.isDirectory(files.path(name))) {
            files.delete(name);
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                files.delete(name);
                written.put(name, MISSING);
            }
            case 1 -> {
                files.delete(name);
                files.makeDirectory(name);
                written.put(name, "unavailable NOT_A_FILE");
            }
            case 2 -> {
                files.write(name, text.repeat(1_001));
                written.put(name, "unavailable TOO_LARGE");
            }
            case 3 -> {
                files.replace(name, text);
                contains(name, text);
            }
            default -> {
                files.write(name, text);
                contains(name, text);
            }
        }
    }

    private void contains(String name, String text) {
        written.put(name, "text " + text);
        byte[] digest = Fingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        hashes.put("content " + Fingerprint.of(digest), "text " + text);
    }

    /** All reports so far, in the words of the model. */
    private List<Map<String, String>> reported(Watching files) {
        return files.changes.stream()
                .map(change -> {
                    Map<String, String> states = new TreeMap<>();
                    change.now()
                            .files()
                            .forEach((path, state) -> states.put(
                                    directory.resolve("seed").relativize(path).toString(),
                                    hashes.getOrDefault(state.toString(), state.toString())));
                    return states;
                })
                .toList();
    }

    /** Keeps every round, and looks at the last two. */
    private final class Model {

        private final List<Map<String, String>> rounds = new ArrayList<>();
        private List<String> names = List.of();
        private Map<String, String> known = Map.of();

        void load(List<String> loaded) {
            names = loaded;
            known = watched(written);
            rounds.clear();
        }

        void round(Map<String, String> now) {
            rounds.add(watched(now));
            int last = rounds.size() - 1;
            boolean stable = last > 0 && rounds.get(last).equals(rounds.get(last - 1));
            if (stable && !rounds.get(last).equals(known)) {
                known = rounds.get(last);
                reports.add(known);
            }
        }

        private Map<String, String> watched(Map<String, String> all) {
            Map<String, String> states = new TreeMap<>(all);
            states.keySet().retainAll(names);
            return states;
        }
    }
}
