package io.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;

/** How large the pieces of the engine are. */
final class StructureRules {

    private static final int MOST_CLASSES_OF_A_RING = 3;

    private StructureRules() {}

    @ArchTest
    static void no_ring_has_more_than_three_classes(JavaClasses engine) {
        assertThat(new ClassRings(engine).largerThan(MOST_CLASSES_OF_A_RING))
                .as("top-level classes in a ring can only be understood, tested and changed all at once")
                .isEmpty();
    }
}
