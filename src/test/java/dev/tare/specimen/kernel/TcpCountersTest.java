package dev.tare.specimen.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class TcpCountersTest {
    @Test
    void namesAndValuesComeInPairsOfLines() {
        Map<String, Long> counts = new TreeMap<>();
        TcpCounters.parse(
                """
                TcpExt: SyncookiesSent DelayedACKs ListenOverflows ListenDrops TCPHPHits
                TcpExt: 0 8182922 40447 40448 99
                IpExt: InOctets OutOctets
                IpExt: 1 2
                Tcp: RtoMin MaxConn RetransSegs OutSegs
                Tcp: 200 -1 1119653 1762106083
                """,
                counts);
        assertThat(counts)
                .isEqualTo(
                        Map.of(
                                "SyncookiesSent", 0L,
                                "DelayedACKs", 8_182_922L,
                                "ListenOverflows", 40_447L,
                                "ListenDrops", 40_448L,
                                "RetransSegs", 1_119_653L,
                                "OutSegs", 1_762_106_083L));
    }

    @Test
    void linesThatAreCutShortGiveWhatTheyHave() {
        Map<String, Long> counts = new TreeMap<>();
        TcpCounters.parse("TcpExt: DelayedACKs ListenDrops\nTcpExt: 7", counts);
        TcpCounters.parse("Tcp: RetransSegs", counts);
        TcpCounters.parse("", counts);
        assertThat(counts).isEqualTo(Map.of("DelayedACKs", 7L));
    }

    @Test
    void onlyWhatGrewIsKept() {
        assertThat(
                        TcpCounters.between(
                                Map.of("DelayedACKs", 5L, "ListenDrops", 5L),
                                Map.of("DelayedACKs", 9L, "ListenDrops", 5L, "OutSegs", 1L)))
                .isEqualTo(Map.of("DelayedACKs", 4L));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessHasANamespaceThatCounts() {
        TcpCounters counters = TcpCounters.system();
        long pid = ProcessHandle.current().pid();
        assertThat(counters.namespace(pid)).hasValueSatisfying(n -> assertThat(n).contains("net:"));
        assertThat(counters.read(pid)).containsKeys("OutSegs", "ListenOverflows");
        assertThat(counters.namespace(Long.MAX_VALUE)).isEmpty();
        assertThat(counters.read(Long.MAX_VALUE)).isEmpty();
    }
}
