package dev.tare.specimen.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LinkAddressesTest {
    private static final String HEAD =
            "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n";
    private static final String DEFAULT_ROUTE =
            "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\n";

    private static String route(String destination, String mask) {
        return "x\t%s\t00000000\t0001\t0\t0\t0\t%s\t0\t0\t0\n".formatted(destination, mask);
    }

    @Test
    void aMachineWithADefaultRouteAloneHasAllOfTheRange() {
        assertThat(LinkAddresses.free(HEAD + DEFAULT_ROUTE, 0))
                .contains(new LinkAddresses("198.18.0.1", "198.18.0.2"));
    }

    @Test
    void theNextNetworkIsTakenWhereALinkHasTheFirst() {
        String routes = HEAD + DEFAULT_ROUTE + route("000012C6", "FCFFFFFF");
        assertThat(LinkAddresses.free(routes, 0))
                .contains(new LinkAddresses("198.18.0.5", "198.18.0.6"));
    }

    @Test
    void aWiderRouteTakesAllThatItCovers() {
        String routes = HEAD + route("000012C6", "0000FFFF");
        assertThat(LinkAddresses.free(routes, 7))
                .contains(new LinkAddresses("198.19.0.1", "198.19.0.2"));
    }

    @Test
    void whereAllOfItIsRoutedThereIsNone() {
        assertThat(LinkAddresses.free(HEAD + route("000012C6", "0000FEFF"), 3)).isEmpty();
    }

    @Test
    void everyStartIsWithinTheRangeAndNeighboursDiffer() {
        Set<String> seen = new HashSet<>();
        for (long start = 4_194_200; start < 4_194_304; start++) {
            LinkAddresses free = LinkAddresses.free(HEAD, start).orElseThrow();
            assertThat(free.near()).matches("198\\.1[89]\\.\\d+\\.\\d+");
            assertThat(seen.add(free.near())).isTrue();
        }
        assertThat(LinkAddresses.free(HEAD, LinkAddresses.NETWORKS - 1))
                .contains(new LinkAddresses("198.19.255.253", "198.19.255.254"));
    }
}
