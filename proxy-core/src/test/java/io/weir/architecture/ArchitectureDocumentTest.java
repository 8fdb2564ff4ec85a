package io.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * {@code docs/architecture.md} and its picture show the packages that there are. With {@code -Dweir.docs=write} the picture is written instead of
 * compared.
 */
@AnalyzeClasses(packages = "io.weir", importOptions = DoNotIncludeTests.class)
final class ArchitectureDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "architecture.md");
    private static final Path PICTURE = Path.of("..", "docs", "images", "architecture.svg");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9.]+)` \\|", Pattern.MULTILINE);

    private ArchitectureDocumentTest() {}

    @ArchTest
    static void the_picture_shows_the_arrows_of_the_code(JavaClasses engine) throws IOException {
        String picture = ArchitecturePicture.of(new PackageGraph(engine));
        if ("write".equals(System.getProperty("weir.docs"))) {
            Files.writeString(PICTURE, picture);
        }
        assertThat(Files.readString(PICTURE))
                .as(
                        "%s; after a change of arrows: mvn -pl proxy-core test -Dtest=ArchitectureDocumentTest -Dweir.docs=write",
                        PICTURE)
                .isEqualTo(picture);
    }

    @ArchTest
    static void the_document_has_a_line_for_each_package(JavaClasses engine) throws IOException {
        assertThat(ROW.matcher(Files.readString(DOCUMENT)).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(new PackageGraph(engine)
                        .packages().stream()
                                .map(name -> name.replaceFirst("^io\\.weir\\.", ""))
                                .toList());
    }
}
