package io.weir.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaHomesTest {

    @TempDir
    private Path directory;

    @Test
    void the_one_that_is_preferred_is_taken_when_it_is_new_enough() throws IOException {
        JavaHomes homes = new JavaHomes(
                jdk("own", "25.0.3"), Map.of("JAVA_HOME", jdk("other", "25").toString()), none());

        assertThat(homes.atLeast(21)).contains(directory.resolve("own"));
    }

    @Test
    void the_environment_comes_next_and_what_is_installed_last() throws IOException {
        Path own = jdk("own", "17.0.15");
        Path installed = directory.resolve("jvm");
        jdk("jvm/b-21", "21.0.1");
        jdk("jvm/a-17", "17.0.1");
        Map<String, String> environment = Map.of(
                "JAVA_HOME", own.toString(),
                "JAVA25_HOME", jdk("twenty-five", "25").toString());

        assertThat(new JavaHomes(own, environment, installed).atLeast(21)).contains(directory.resolve("twenty-five"));
        assertThat(new JavaHomes(own, Map.of(), installed).atLeast(21)).contains(installed.resolve("b-21"));
        assertThat(new JavaHomes(own, environment, installed).atLeast(17)).contains(own);
    }

    @Test
    void only_variables_that_name_a_java_home_are_looked_at() throws IOException {
        Path home = jdk("jdk", "25");

        for (String name : new String[] {"JAVA_HOME", "JAVA25_HOME", "JAVA_21_HOME", "JAVA_HOME_21_X64"}) {
            assertThat(homes(Map.of(name, home.toString())).atLeast(21))
                    .as(name)
                    .contains(home);
        }
        for (String name : new String[] {"HOME", "MY_JAVA_HOME", "JAVA_HOMES"}) {
            assertThat(homes(Map.of(name, home.toString())).atLeast(21))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void there_is_none_where_all_are_too_old() throws IOException {
        jdk("jvm/java-17", "17.0.15");
        jdk("jvm/java-8", "1.8.0_422");

        JavaHomes homes = new JavaHomes(none(), Map.of(), directory.resolve("jvm"));

        assertThat(homes.atLeast(21)).isEmpty();
        assertThat(homes.atLeast(8)).isPresent();
    }

    @Test
    void what_cannot_compile_or_does_not_tell_its_version_is_no_jdk() throws IOException {
        Path runtime = jdk("jvm/runtime", "25");
        Files.delete(runtime.resolve("bin/javac"));
        Path silent = jdk("jvm/silent", "25");
        Files.writeString(silent.resolve("release"), "IMPLEMENTOR=\"somebody\"\n");
        Files.delete(jdk("jvm/bare", "25").resolve("release"));

        assertThat(new JavaHomes(none(), Map.of(), directory.resolve("jvm")).atLeast(21))
                .isEmpty();
    }

    @Test
    void the_jdk_that_runs_this_is_found() {
        assertThat(JavaHomes.ofThisMachine().atLeast(17)).contains(Path.of(System.getProperty("java.home")));
    }

    private JavaHomes homes(Map<String, String> environment) {
        return new JavaHomes(none(), environment, none());
    }

    private Path none() {
        return directory.resolve("none");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (String tool : new String[] {"bin/java", "bin/javac"}) {
            assertThat(Files.createFile(home.resolve(tool)).toFile().setExecutable(true))
                    .isTrue();
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
