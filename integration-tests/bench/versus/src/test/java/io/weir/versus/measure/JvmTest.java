package io.weir.versus.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class JvmTest {

    @Test
    void what_the_event_loops_have_allocated_is_added_up_and_others_are_not() throws IOException {
        assertThat(Jvm.allocatedBytes("""
                "main" #1 prio=5 os_prio=0 cpu=1.00ms elapsed=5.92s allocated=9000M defined_classes=1 tid=0x1 nid=0x1 waiting
                "weir-loop-1-1" #14 prio=5 os_prio=0 cpu=2018.42ms elapsed=5.92s allocated=7486K defined_classes=185 tid=0x2
                "weir-loop-1-2" #15 prio=5 os_prio=0 cpu=2018.42ms elapsed=5.92s allocated=12M defined_classes=185 tid=0x3
                "weir-admin-3-1" #16 daemon prio=5 os_prio=0 cpu=2.32ms elapsed=5.69s allocated=4072B defined_classes=0 tid=0x4
                """)).isEqualTo(7486L * 1024 + 12L * 1024 * 1024);
    }

    @Test
    void threads_without_an_event_loop_are_told() {
        assertThatThrownBy(() -> Jvm.allocatedBytes("\"main\" #1 allocated=1K"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no event loop");
    }

    @Test
    void what_is_in_use_is_the_total_of_the_histogram() throws IOException {
        assertThat(Jvm.liveBytes("""
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         20000        1600000  [B (java.base@17.0.15)
                Total        101105        5278440
                """)).isEqualTo(5_278_440);
        assertThatThrownBy(() -> Jvm.liveBytes("no such process")).isInstanceOf(IOException.class);
    }

    @Test
    void this_jvm_tells_of_its_heap() throws IOException, InterruptedException {
        assertThat(new Jvm(ProcessHandle.current().pid()).liveBytes()).isPositive();
    }
}
