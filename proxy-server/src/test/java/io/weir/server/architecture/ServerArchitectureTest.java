package io.weir.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.weir.testing.HouseRules;

/** The arrows between the packages of the program. An arrow that is not here is a change of design. */
@AnalyzeClasses(packages = "io.weir", importOptions = DoNotIncludeTests.class)
final class ServerArchitectureTest {
    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule NOBODY_IMPORTS_METRICS = onlyTheAssemblyImports("metrics");

    @ArchTest
    static final ArchRule NOBODY_IMPORTS_LOG = onlyTheAssemblyImports("log");

    @ArchTest
    static final ArchRule NOBODY_IMPORTS_ADMIN = onlyTheAssemblyImports("admin");

    @ArchTest
    static final ArchRule THE_ENGINE_DOES_NOT_KNOW_THE_PROGRAM = noClasses()
            .that()
            .resideOutsideOfPackage("io.weir.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.weir.server..")
            .because("the engine is a library that others embed");

    private static ArchRule onlyTheAssemblyImports(String name) {
        String watched = "io.weir.server." + name + "..";
        return noClasses()
                .that()
                .resideOutsideOfPackages("io.weir.server", watched)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(watched)
                .because("what is observed speaks through the observer it owns, and does not know who listens");
    }
}
