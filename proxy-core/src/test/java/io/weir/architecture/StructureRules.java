package io.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How large the pieces of the engine are. */
final class StructureRules {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final int MOST_CLASSES_OF_A_RING = 3;
    private static final int MOST_LINES = 400;

    private StructureRules() {}

    @ArchTest
    static void no_ring_has_more_than_three_classes(JavaClasses engine) {
        assertThat(new ClassRings(engine).largerThan(MOST_CLASSES_OF_A_RING))
                .as("top-level classes in a ring can only be understood, tested and changed all at once")
                .isEmpty();
    }

    @ArchTest
    static void no_source_file_has_more_than_400_lines(JavaClasses engine) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThanOrEqualTo(topLevelClasses(engine));
            assertThat(sources.stream().filter(file -> lines(file) > MOST_LINES))
                    .as("a larger file has more than one concern: split out a class that has one")
                    .isEmpty();
        }
    }

    private static int topLevelClasses(JavaClasses engine) {
        return (int) engine.stream().filter(JavaClass::isTopLevelClass).count();
    }

    private static long lines(Path source) {
        try (Stream<String> lines = Files.lines(source)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
