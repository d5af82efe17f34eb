package dev.tare.lab.cost;

/**
 * What a machine's parts cost, in a currency of the user's.
 *
 * @param vcpuHour of one core for an hour, 0 to {@link #LARGEST}
 * @param gbHour of 10^9 bytes of memory for an hour, 0 to {@link #LARGEST}
 */
public record Prices(double vcpuHour, double gbHour) {
    /** A larger price is a slip of the pen. */
    public static final double LARGEST = 1e6;

    public Prices {
        require("vcpu-hour", vcpuHour);
        require("gb-hour", gbHour);
    }

    private static void require(String name, double price) {
        if (!(price >= 0 && price <= LARGEST)) {
            throw new IllegalArgumentException(
                    "%s %s must lie from 0 to %.0f".formatted(name, price, LARGEST));
        }
    }
}
