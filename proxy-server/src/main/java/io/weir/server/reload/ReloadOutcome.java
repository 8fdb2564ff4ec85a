package io.weir.server.reload;

import io.weir.server.text.Excerpt;
import io.weir.server.text.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a reload, or would become of one, for people and programs.
 *
 * @param result the kind
 * @param generation number of the configuration that runs now
 * @param hash of the files of that configuration, 12 hexadecimal digits
 * @param changes what is different now, a line each; empty unless the result is {@link ReloadResult#TAKEN}. Of a reload that was only asked about: what
 *     would be different, whatever the result
 * @param problems why nothing is, a line each
 * @param warnings remarks on the configuration that was read, a line each
 */
public record ReloadOutcome(
        ReloadResult result,
        long generation,
        String hash,
        List<String> changes,
        List<String> problems,
        List<String> warnings) {

    // An answer is kept on the heap until its caller has taken it, and the caller may have chosen each line of it.
    // launch.AdminClient reads 1 MiB, and JSON makes up to six bytes of a character: 3 x 100 x 500 x 6 = 900,000.
    static final int MOST_LINES = 100;
    private static final int LONGEST_LINE = 500;

    public ReloadOutcome {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** The same with at most {@link #MOST_LINES} lines of each kind, each cut, so that its JSON is less than 1 MiB in any case. */
    ReloadOutcome bounded() {
        return new ReloadOutcome(result, generation, hash, bounded(changes), bounded(problems), bounded(warnings));
    }

    private static List<String> bounded(List<String> lines) {
        List<String> some = new ArrayList<>();
        lines.stream().limit(MOST_LINES).forEach(line -> some.add(Excerpt.of(line, LONGEST_LINE)));
        if (lines.size() > MOST_LINES) {
            some.add("and " + (lines.size() - MOST_LINES) + " more");
        }
        return some;
    }

    /** As an object of JSON. */
    public String json() {
        JsonWriter json = new JsonWriter().object();
        json.name("result").value(result.word());
        json.name("generation").value(generation);
        json.name("hash").value(hash);
        lines(json, "changes", changes);
        lines(json, "problems", problems);
        lines(json, "warnings", warnings);
        return json.endObject().toString();
    }

    private static void lines(JsonWriter json, String name, List<String> lines) {
        json.name(name).list();
        lines.forEach(json::value);
        json.endList();
    }
}
