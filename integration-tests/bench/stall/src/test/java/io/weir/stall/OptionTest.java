package io.weir.stall;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.stall.proxy.ProxyKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OptionTest {

    @ParameterizedTest
    @EnumSource(Option.class)
    void every_option_is_in_the_usage(Option option) {
        assertThat(Option.allUsages()).contains("  " + option.flag() + " ");
    }

    @Test
    void every_proxy_is_in_the_usage() {
        assertThat(Option.PROXIES.usage()).contains(ProxyKinds.names());
    }

    @Test
    void the_usage_tells_the_default_where_there_is_one() {
        assertThat(Option.STALLED.usage()).isEqualTo("  --stalled N            stalled clients (1000)");
        assertThat(Option.MARKDOWN.usage()).endsWith("as Markdown");
        assertThat(Option.CGROUP.usage()).endsWith("in none");
    }

    @Test
    void a_flag_of_two_words_has_a_hyphen() {
        assertThat(Option.HEAD_BYTES.flag()).isEqualTo("--head-bytes");
    }
}
