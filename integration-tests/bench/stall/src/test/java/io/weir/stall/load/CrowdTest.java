package io.weir.stall.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CrowdTest {

    @ParameterizedTest
    @CsvSource({"10, 0", "10, 1", "10, 3", "10, 10", "1000, 20", "7, 5", "1000000, 999999"})
    void exactly_as_many_are_checked_as_shall_be(int clients, int checked) {
        assertThat(checked(clients, checked)).hasSize(checked);
    }

    @Test
    void those_that_are_checked_are_spread_over_the_crowd() {
        assertThat(checked(1000, 4)).containsExactly(249, 499, 749, 999);
    }

    private static List<Integer> checked(int clients, int checked) {
        Crowd crowd = new Crowd(Direction.DOWNLOAD, clients, checked, 1, 1, 1);
        return IntStream.range(0, clients).filter(crowd::isChecked).boxed().toList();
    }
}
