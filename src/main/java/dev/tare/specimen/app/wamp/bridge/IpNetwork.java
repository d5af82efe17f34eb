package dev.tare.specimen.app.wamp.bridge;

import java.net.InetAddress;

/**
 * A block of IP addresses.
 *
 * @param address any in it
 * @param prefixBits how many bits all in it share, 0 to 32 or 128
 */
public record IpNetwork(InetAddress address, int prefixBits) {
    public IpNetwork {
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException(
                    "prefix of %s: %d must be 0 to %d"
                            .formatted(address.getHostAddress(), prefixBits, bits));
        }
    }

    /**
     * Reads a block as people write it: {@code 10.0.0.0/8}, or a single address.
     *
     * @throws IllegalArgumentException that names the text
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress literal = InetAddress.ofLiteral(address);
            int whole = literal.getAddress().length * Byte.SIZE;
            return new IpNetwork(
                    literal, slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no block of IP addresses such as 10.0.0.0/8".formatted(text), e);
        }
    }

    boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] its = other.getAddress();
        if (own.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int difference = own[bit / Byte.SIZE] ^ its[bit / Byte.SIZE];
            if ((difference & (0x80 >> (bit % Byte.SIZE))) != 0) {
                return false;
            }
        }
        return true;
    }
}
