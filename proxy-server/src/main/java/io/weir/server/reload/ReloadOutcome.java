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

    public ReloadOutcome {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** The same with at most {@code most} lines of each kind, each cut to {@code longest} characters. */
    ReloadOutcome within(int most, int longest) {
        return new ReloadOutcome(
                result,
                generation,
                hash,
                within(changes, most, longest),
                within(problems, most, longest),
                within(warnings, most, longest));
    }

    private static List<String> within(List<String> lines, int most, int longest) {
        List<String> some = new ArrayList<>();
        lines.stream().limit(most).forEach(line -> some.add(Excerpt.of(line, longest)));
        if (lines.size() > most) {
            some.add("and " + (lines.size() - most) + " more");
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
