package dev.tare.specimen.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkCommandsTest {
    /** The most that Linux gives. */
    private static final long LAST_PID = 4_194_304;

    private static final int NAME_BYTES = 15;
    private static final LinkAddresses ADDRESSES = new LinkAddresses("198.18.0.1", "198.18.0.2");

    private static List<String> made(long rateBitsPerSec, long roundTripNs) {
        return new LinkCommands(77, ADDRESSES, new LinkShape(rateBitsPerSec, roundTripNs))
                .make().stream().map(command -> String.join(" ", command.words())).toList();
    }

    @Test
    void theFarEndIsBornWithinTheNamespace() {
        assertThat(made(1_000_000_000, 0))
                .startsWith(
                        "ip link add tare77a type veth peer name tare77b netns 77",
                        "ip address add 198.18.0.1/30 dev tare77a",
                        "ip link set tare77a up",
                        "nsenter --target 77 --net -- ip link set lo up",
                        "nsenter --target 77 --net -- ip address add 198.18.0.2/30 dev tare77b",
                        "nsenter --target 77 --net -- ip link set tare77b up");
    }

    @Test
    void aRateAloneIsTbfAtBothEnds() {
        String tbf = "root handle 1: tbf rate 1000000000bit burst 66000 latency 50ms";
        assertThat(made(1_000_000_000, 0).subList(6, 8))
                .containsExactly(
                        "tc qdisc add dev tare77a " + tbf,
                        "nsenter --target 77 --net -- tc qdisc add dev tare77b " + tbf);
    }

    @Test
    void aFasterRateLetsMorePassAtOnce() {
        assertThat(made(40_000_000_000L, 0)).anyMatch(words -> words.contains("burst 1250000 "));
    }

    @Test
    void aRoundTripIsHalfOfItAtEachEndByNetem() {
        assertThat(made(0, 200_000).subList(6, 8))
                .containsExactly(
                        "tc qdisc add dev tare77a root handle 1: netem delay 101us limit 1000000",
                        "nsenter --target 77 --net -- tc qdisc add dev tare77b root handle 1: netem"
                                + " delay 101us limit 1000000");
    }

    @Test
    void withBothTbfStandsWithinNetem() {
        assertThat(made(100_000_000, 1_000_000).subList(6, 8))
                .containsExactly(
                        "tc qdisc add dev tare77a root handle 1: netem delay 501us limit 1000000",
                        "tc qdisc add dev tare77a parent 1:1 handle 10: tbf rate 100000000bit burst"
                                + " 66000 latency 50ms");
    }

    @Test
    void theNamesOfTheInterfacesFitWhateverThePid() {
        LinkCommands commands =
                new LinkCommands(LAST_PID, ADDRESSES, new LinkShape(1_000_000_000, 0));
        assertThat(commands.near()).hasSizeLessThanOrEqualTo(NAME_BYTES);
        assertThat(commands.far()).hasSizeLessThanOrEqualTo(NAME_BYTES);
    }
}
