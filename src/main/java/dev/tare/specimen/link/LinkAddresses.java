package dev.tare.specimen.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the addresses of a link: a network of four out of 198.18.0.0/15, which RFC 2544 (appendix
 * C.2.2) sets aside for measuring, and which nobody else on the machine has a way to.
 *
 * <p>Source: {@code proc(5)}, {@code /proc/net/route}: destination and mask in hexadecimal, in the
 * machine's byte order, which is little-endian wherever Tare runs.
 *
 * @param near the load's end
 * @param far the services' end
 */
record LinkAddresses(String near, String far) {
    /** Of the network of both. */
    static final int PREFIX_LENGTH = 30;

    private static final int RANGE = 198 << 24 | 18 << 16;

    /** Networks of four addresses in a /15. */
    static final int NETWORKS = 1 << (PREFIX_LENGTH - 15);

    private static final int NETWORK_MASK = -1 << (32 - PREFIX_LENGTH);
    private static final int COLUMN_DESTINATION = 1;
    private static final int COLUMN_MASK = 7;

    /** A way that the machine has. */
    private record Route(int destination, int mask) {
        boolean overlaps(int network) {
            int common = mask & NETWORK_MASK;
            return mask != 0 && (destination & common) == (network & common);
        }
    }

    /**
     * The first network from {@code start} on that no route of the table leads to, the default
     * route aside; empty where there is none.
     *
     * @param routes the text of {@code /proc/net/route}
     * @param start any number, such as a pid, so that two runs do not try the same one at once
     */
    static Optional<LinkAddresses> free(String routes, long start) {
        List<Route> taken = parse(routes);
        for (int i = 0; i < NETWORKS; i++) {
            int network = RANGE + (int) Math.floorMod(start + i, (long) NETWORKS) * 4;
            if (taken.stream().noneMatch(route -> route.overlaps(network))) {
                return Optional.of(new LinkAddresses(dotted(network + 1), dotted(network + 2)));
            }
        }
        return Optional.empty();
    }

    private static List<Route> parse(String routes) {
        List<Route> parsed = new ArrayList<>();
        for (String line : routes.lines().skip(1).toList()) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length > COLUMN_MASK) {
                parsed.add(
                        new Route(
                                address(columns[COLUMN_DESTINATION]),
                                address(columns[COLUMN_MASK])));
            }
        }
        return parsed;
    }

    private static int address(String hexadecimal) {
        return Integer.reverseBytes(Integer.parseUnsignedInt(hexadecimal, 16));
    }

    private static String dotted(int address) {
        return "%d.%d.%d.%d"
                .formatted(
                        address >>> 24,
                        address >>> 16 & 0xff,
                        address >>> 8 & 0xff,
                        address & 0xff);
    }
}
