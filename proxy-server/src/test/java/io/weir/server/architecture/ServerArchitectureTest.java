package io.weir.server.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.weir.testing.HouseRules;
import java.util.Set;

/** The arrows between the packages of the program. An arrow that is not here is a change of design. */
@AnalyzeClasses(packages = "io.weir", importOptions = DoNotIncludeTests.class)
final class ServerArchitectureTest {

    private static final Set<String> READING_METERS = Set.of(
            "io.micrometer.core.instrument.FunctionCounter",
            "io.micrometer.core.instrument.FunctionTimer",
            "io.micrometer.core.instrument.Gauge",
            "io.micrometer.core.instrument.MultiGauge",
            "io.micrometer.core.instrument.TimeGauge");
    private static final Set<String> READING_METHODS = Set.of("gauge", "gaugeCollectionSize", "gaugeMapSize", "more");

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

    @ArchTest
    static final ArchRule METERS_HOLD_WHAT_THEY_READ = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.weir.server.metrics.Readings")
            .should()
            .accessTargetWhere(JavaAccess.Predicates.target(
                    describe("makes a meter that reads a function", ServerArchitectureTest::makesReadingMeter)))
            .because("Micrometer holds the source of such a meter weakly: Readings holds it as long as it is scraped");

    private static boolean makesReadingMeter(AccessTarget target) {
        boolean builds = READING_METERS.contains(target.getOwner().getName());
        boolean registers = target.getOwner().isAssignableTo("io.micrometer.core.instrument.MeterRegistry");
        return (builds && target.getName().equals("builder"))
                || (registers && READING_METHODS.contains(target.getName()));
    }

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
