package io.weir.server.reload;

import io.weir.server.text.JsonWriter;
import java.util.List;

/**
 * What became of a reload, for people and programs.
 *
 * @param result the kind
 * @param generation number of the configuration that runs now
 * @param hash of the files of that configuration, 12 hexadecimal digits
 * @param changes what is different now, a line each; empty unless the result is {@link ReloadResult#TAKEN}
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
