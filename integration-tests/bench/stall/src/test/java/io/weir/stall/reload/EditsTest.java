package io.weir.stall.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EditsTest {

    private static final Places PLACES =
            new Places(port(1), List.of(port(2), port(3), port(4)), port(5), port(6), port(7));

    private final Edits edits = new Edits(PLACES, Path.of("token"), "1s", 18);

    private static InetSocketAddress port(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void each_configuration_is_another_and_tells_its_number() {
        Set<String> texts = new HashSet<>();
        for (int number = 1; number <= 100; number++) {
            String text = edits.next(number).text();
            assertThat(text).contains("path-exact = \"/number\", respond { body = \"" + number + "\" }");
            assertThat(texts.add(text)).isTrue();
        }
    }

    @Test
    void the_listeners_beside_the_main_one_are_those_of_the_text() {
        Set<Integer> counts = new HashSet<>();
        for (int number = 1; number <= 100; number++) {
            Edits.Edit edit = edits.next(number);
            counts.add(edit.others().size());
            assertThat(edit.text()).contains("main { bind = \"127.0.0.1:1\"");
            for (InetSocketAddress other : PLACES.others()) {
                assertThat(edit.text().contains("bind = \"127.0.0.1:" + other.getPort() + "\""))
                        .isEqualTo(edit.others().contains(other));
            }
        }
        assertThat(counts).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
}
