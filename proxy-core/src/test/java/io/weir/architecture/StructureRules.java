package io.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How large the pieces of the engine are, and how much of each package is hidden from the others. */
final class StructureRules {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final int MOST_CLASSES_OF_A_RING = 3;
    private static final int MOST_LINES = 400;
    private static final double LEAST_HIDDEN_PERCENT = 45;

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

    /**
     * Counts the types that have a name, top-level and nested, of the compiled classes; anonymous and local classes and package-info are no types of a
     * package. A type is hidden if no other package can name it: it, or a type around it, is private or package-private.
     */
    @ArchTest
    static void forty_five_percent_of_the_types_are_hidden_in_their_package(JavaClasses engine) {
        List<JavaClass> types = engine.stream()
                .filter(type -> type.isTopLevelClass() || type.isMemberClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
        List<JavaClass> hidden =
                types.stream().filter(type -> !isNamedByOthers(type)).toList();
        assertThat(100.0 * hidden.size() / types.size())
                .as(
                        "percent of %d types that are hidden, %d of them: a type is public only if another package needs it",
                        types.size(), hidden.size())
                .isGreaterThanOrEqualTo(LEAST_HIDDEN_PERCENT);
    }

    private static boolean isNamedByOthers(JavaClass type) {
        boolean isOpen = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return isOpen
                && type.getEnclosingClass().map(StructureRules::isNamedByOthers).orElse(true);
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
