package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.session.SessionObserver;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SessionObserversTest {

    @Test
    void every_event_is_passed_on() {
        assertThat(Arrays.stream(SessionObservers.class.getDeclaredMethods()).map(Method::getName))
                .containsAll(Arrays.stream(SessionObserver.class.getMethods())
                        .map(Method::getName)
                        .toList());
    }
}
