package io.weir.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.weir.server.docs.GeneratedPart;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is {@code reference.conf} and the types of the keys, as tables. */
final class ConfigurationDocTest {

    private final Map<String, Key<?>> keys =
            Keys.all().stream().collect(Collectors.toMap(Key::path, Function.identity()));
    private final StringBuilder text = new StringBuilder();

    @Test
    void the_document_has_every_key_with_its_default_and_its_meaning() throws IOException {
        block("weir", (ConfigObject) SettingsLoader.reference().get("weir"));
        GeneratedPart.assertIsUpToDate("configuration.md", text.toString().strip() + "\n");
    }

    private void block(String path, ConfigObject block) {
        List<Map.Entry<String, ConfigValue>> entries = block.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> entry.getValue().origin().lineNumber()))
                .toList();
        if (entries.stream().anyMatch(entry -> keys.containsKey(path + "." + entry.getKey()))) {
            table(path, block, entries);
        }
        for (Map.Entry<String, ConfigValue> entry : entries) {
            String child = path + "." + entry.getKey();
            if (entry.getValue() instanceof ConfigObject inner) {
                block(child, inner);
            } else if (entry.getValue() instanceof ConfigList list
                    && !list.isEmpty()
                    && list.get(0) instanceof ConfigObject inner) {
                block(child, inner);
            }
        }
    }

    private void table(String path, ConfigObject block, List<Map.Entry<String, ConfigValue>> entries) {
        String meaning = meaning(block);
        text.append("## `").append(path).append("`\n\n").append(meaning.isEmpty() ? "" : meaning + "\n\n");
        text.append("| Key | Default | May be | Meaning |\n|---|---|---|---|\n");
        for (Map.Entry<String, ConfigValue> entry : entries) {
            Key<?> key = keys.get(path + "." + entry.getKey());
            if (key != null) {
                text.append("| `").append(key.name()).append("` | ").append(defaultOf(entry.getValue()));
                text.append(" | ").append(cell(key.type().expected()));
                text.append(" | ").append(cell(meaning(entry.getValue()))).append(" |\n");
            }
        }
        text.append('\n');
    }

    private static String defaultOf(ConfigValue value) {
        boolean isBlocks = value instanceof ConfigList list && !list.isEmpty() && list.get(0) instanceof ConfigObject;
        if (value.valueType() == ConfigValueType.NULL || isBlocks) {
            return "none";
        }
        return "`" + String.valueOf(value.unwrapped()) + "`";
    }

    private static String meaning(ConfigValue value) {
        return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*");
    }
}
