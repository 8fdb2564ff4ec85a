package io.weir.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MachineTest {

    private static final List<String> STATUS = """
            Name:	java VmRSS: 7 kB
            Pid:	4711
            VmPeak:	 3000000 kB
            VmHWM:	  150000 kB
            VmRSS:	  120000 kB
            RssAnon:	  100000 kB
            """.lines().toList();

    @Test
    void resident_memory_now_and_at_its_peak_is_told_in_kib() {
        assertThat(Machine.statusBytes(STATUS, "VmRSS")).isEqualTo(120_000L * 1024);
        assertThat(Machine.statusBytes(STATUS, "VmHWM")).isEqualTo(150_000L * 1024);
    }

    @Test
    void a_process_that_has_ended_meanwhile_has_no_memory_and_no_time() {
        assertThat(Machine.statusBytes(List.of(), "VmRSS")).isZero();
        assertThat(Machine.cpuTicks(List.of())).isZero();
    }

    @Test
    void memory_of_sockets_is_that_of_tcp_alone_in_pages() {
        List<String> sockstat = """
                sockets: used 2190
                TCP: inuse 2021 orphan 3 tw 120 alloc 2040 mem 85000
                UDP: inuse 1 mem 77
                UDPLITE: inuse 0
                """.lines().toList();

        assertThat(Machine.tcpBytes(sockstat)).isEqualTo(85_000L * 4096);
        assertThat(Machine.tcpBytes(List.of("sockets: used 3", "UDP: inuse 1 mem 77")))
                .isZero();
    }

    @Test
    void pressure_begins_at_the_second_of_three_limits() {
        assertThat(Machine.tcpPressureBytes(List.of("287712\t383617\t575424"))).isEqualTo(383_617L * 4096);
    }

    @Test
    void only_connections_that_nobody_has_ended_have_an_established_port() {
        List<String> tcp = List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:4E20 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1",
                "   1: 0100007F:C350 0100007F:4E20 01 00000000:00000000 00:00000000 00000000     0        0 102 1",
                "   2: 0100007F:FFFF 0100007F:4E20 01 00000000:00000000 00:00000000 00000000     0        0 103 1",
                "   3: 0100007F:C351 0100007F:4E20 08 00000000:00000000 00:00000000 00000000     0        0 104 1",
                " 104: 0100007F:C352 0100007F:4E20 06 00000000:00000000 03:00000F5A 00000000     0        0 0 3");

        assertThat(Machine.establishedPorts(tcp)).containsExactlyInAnyOrder(50_000, 65_535);
    }

    @Test
    void cpu_time_is_found_behind_a_name_that_holds_anything() {
        String fields = "S 1 4711 4711 0 -1 4194304 9 8 7 6 250 50 3 2 20 0 30 0 12345";

        assertThat(Machine.cpuTicks(List.of("4711 (java) " + fields))).isEqualTo(300);
        assertThat(Machine.cpuTicks(List.of("4711 (a) b 1 (c) " + fields))).isEqualTo(300);
    }

    @Test
    void only_switches_that_a_thread_wanted_are_counted() {
        assertThat(Machine.voluntarySwitches(
                        List.of("Threads:\t3", "voluntary_ctxt_switches:\t150", "nonvoluntary_ctxt_switches:\t7")))
                .isEqualTo(150);
        assertThat(Machine.voluntarySwitches(List.of())).isZero();
    }

    @Test
    void what_this_kernel_tells_can_be_read() {
        ProcessHandle own = ProcessHandle.current();

        assertThat(Machine.residentBytes(own)).isPositive();
        assertThat(Machine.peakResidentBytes(own)).isPositive();
        assertThat(Machine.cpuTicks(own)).isNotNegative();
        assertThat(Machine.voluntarySwitches(own)).isPositive();
        assertThat(Machine.tcpBytes()).isNotNegative();
        assertThat(Machine.tcpPressureBytes()).isPositive();
        assertThat(Machine.establishedPorts()).allMatch(port -> port > 0 && port <= 65_535);
    }
}
