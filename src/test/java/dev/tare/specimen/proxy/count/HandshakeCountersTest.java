package dev.tare.specimen.proxy.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.io.net.tls.TlsSuite;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HandshakeCountersTest {
    private static TlsSuite suite(int number) {
        return new TlsSuite("TLSv1.3", "C" + number);
    }

    @Test
    void whatFindsNoPlaceIsCountedTogether() {
        HandshakeCounters counters = new HandshakeCounters();
        for (int i = 0; i < HandshakeCounters.MAX_SUITES + 10; i++) {
            counters.add(suite(i));
            counters.add(suite(i));
        }
        assertThat(counters.counts())
                .hasSize(HandshakeCounters.MAX_SUITES + 1)
                .containsEntry(suite(0), 2L)
                .containsEntry(suite(HandshakeCounters.MAX_SUITES - 1), 2L)
                .containsEntry(HandshakeCounters.OTHERS, 20L);
    }

    @Test
    void theLoopsCountsAreAddedUp() {
        HandshakeCounters one = new HandshakeCounters();
        HandshakeCounters two = new HandshakeCounters();
        one.add(suite(2));
        one.add(suite(1));
        two.add(suite(2));
        assertThat(HandshakeStats.sum(HandshakeStats.Peer.CLIENT, "web", Stream.of(one, two)))
                .containsExactly(
                        new HandshakeStats(HandshakeStats.Peer.CLIENT, "web", suite(1), 1),
                        new HandshakeStats(HandshakeStats.Peer.CLIENT, "web", suite(2), 2));
    }
}
