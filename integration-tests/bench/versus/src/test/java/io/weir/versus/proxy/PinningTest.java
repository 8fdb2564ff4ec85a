package io.weir.versus.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PinningTest {

    @Test
    void the_proxy_has_the_first_core_and_all_else_the_others() {
        assertThat(new Pinning(4).proxy()).containsExactly("taskset", "-c", "0");
        assertThat(new Pinning(4).others()).containsExactly("taskset", "-c", "1-3");
        assertThat(new Pinning(2).text()).endsWith("server and load on core 1");
    }

    @Test
    void on_one_core_nothing_is_pinned() {
        assertThat(new Pinning(1)).isEqualTo(Pinning.NONE);
        assertThat(Pinning.NONE.proxy()).isEmpty();
        assertThat(Pinning.NONE.others()).isEmpty();
    }
}
