package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class KeysTest {

    private final Map<String, ConfigValue> reference = new TreeMap<>();

    KeysTest() {
        collect("", SettingsLoader.reference());
    }

    @Test
    void every_key_of_the_reference_is_declared_and_every_declared_key_is_in_the_reference() {
        assertThat(reference.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Keys.all().stream().map(Key::path).toList());
    }

    @Test
    void every_default_is_of_the_type_of_its_key() {
        for (Key<?> key : Keys.all()) {
            ConfigValue value = reference.get(key.path());
            assertThat(value.valueType() == ConfigValueType.NULL
                            || key.type().read(value).isPresent())
                    .as(key.path())
                    .isTrue();
        }
    }

    @Test
    void every_key_of_the_reference_is_explained() {
        reference.forEach(
                (path, value) -> assertThat(value.origin().comments()).as(path).isNotEmpty());
    }

    @Test
    void no_key_is_both_alive_and_dead() {
        assertThat(reference.keySet()).doesNotContainAnyElementsOf(Keys.DEAD.keySet());
        assertThat(reference.keySet()).containsAll(Keys.DEAD.values());
    }

    /** A list of blocks is a key by itself, and so are the keys of its block. */
    private void collect(String path, ConfigValue value) {
        if (value instanceof ConfigObject block) {
            block.forEach((name, child) -> collect(path.isEmpty() ? name : path + "." + name, child));
            return;
        }
        reference.put(path, value);
        if (value instanceof ConfigList list && !list.isEmpty() && list.get(0) instanceof ConfigObject block) {
            collect(path, block);
        }
    }
}
