package io.weir.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.regex.Pattern;

/** The rules that hold in every module, whatever its packages are. */
public final class HouseRules {
    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE = slices().assignedFrom(everyPackage())
            .should()
            .beFreeOfCycles()
            .because("packages in a cycle can only be understood, tested and changed all at once");

    @ArchTest
    static final ArchRule ONLY_TIME_READS_A_CLOCK = noClasses()
            .that(resideOutsideOfPackage("io.weir.time.."))
            .should()
            .accessTargetWhere(readsAClock())
            .because("the ticker is an argument, so that no test depends on the real time")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .should()
            .accessTargetWhere(sleeps())
            .because("a thread that sleeps stops every session on it; set a timer on the scheduler");

    @ArchTest
    static final ArchRule A_NAME_SAYS_WHAT_THE_TYPE_IS = classes()
            .should()
            .haveNameNotMatching(".*[.$](\\w*(Manager|Helper|Util|Utils|Impl|Processor|Data|Info)|I[A-Z][a-z]\\w*)")
            .because("these words fit every type, so they say nothing about this one");

    private HouseRules() {}

    /** Every package is a slice, also the root package, which a package pattern leaves out. */
    private static SliceAssignment everyPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "every package";
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return access(
                "reads a clock",
                "java\\.lang\\.System\\.(nanoTime|currentTimeMillis)\\(.*",
                "java\\.time\\..*\\.now\\(.*",
                "java\\.time\\.Clock\\.(system|tick(Millis|Seconds|Minutes)).*",
                "java\\.time\\.InstantSource\\.system\\(.*",
                "java\\.util\\.Date\\.<init>\\(\\)",
                "java\\.util\\.(Gregorian)?Calendar\\.(getInstance|<init>)\\(.*",
                "io\\.netty\\.util\\.concurrent\\.Ticker\\.systemTicker\\(.*");
    }

    private static DescribedPredicate<JavaAccess<?>> sleeps() {
        return access(
                "sleeps",
                "java\\.lang\\.Thread\\.sleep\\(.*",
                "java\\.util\\.concurrent\\.TimeUnit\\.sleep\\(.*",
                "java\\.util\\.concurrent\\.locks\\.LockSupport\\.park(Nanos|Until)\\(.*");
    }

    /** An access is a call or a method reference: a rule about calls would let {@code System::nanoTime} pass. */
    private static DescribedPredicate<JavaAccess<?>> access(String description, String... targets) {
        Pattern pattern = Pattern.compile(String.join("|", targets));
        return DescribedPredicate.describe(
                description,
                access -> pattern.matcher(access.getTarget().getFullName()).matches());
    }
}
