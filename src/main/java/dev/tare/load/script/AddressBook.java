package dev.tare.load.script;

import dev.tare.load.spec.LoadHooks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses that a script knows, by number: Lua holds the numbers. Number {@value #OWN} is that
 * of threads which no script has given another: the URL's, however many addresses its name has.
 *
 * <p>Thread-safety: any thread. Allocation: {@link #address} none.
 */
final class AddressBook {
    /** The most addresses that a script can look up. */
    static final int MAX_ADDRESSES = 100_000;

    /** The number of where the URL leads. */
    static final int OWN = LoadHooks.OWN_TARGET;

    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final Map<InetSocketAddress, Integer> numbers = new HashMap<>();

    /**
     * A book with one address.
     *
     * @param own what {@link #OWN} is shown as
     */
    AddressBook(InetSocketAddress own) {
        addresses.add(own);
    }

    /** The address's number: the one it has, or a new one. */
    synchronized int number(InetSocketAddress address) {
        Integer known = numbers.get(address);
        if (known != null) {
            return known;
        }
        if (addresses.size() == MAX_ADDRESSES) {
            throw new ScriptException(
                    "the script has looked up more than " + MAX_ADDRESSES + " addresses");
        }
        numbers.put(address, addresses.size());
        addresses.add(address);
        return addresses.size() - 1;
    }

    synchronized InetSocketAddress address(int number) {
        return addresses.get(number);
    }

    /**
     * Looks a host up.
     *
     * @throws ScriptException when the name has no address, or the service no port
     */
    List<Integer> lookup(String host, String service) {
        int port = ServiceNames.port(service);
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new ScriptException(
                    "unable to resolve " + host + ":" + service + ": no such host", e);
        }
        List<Integer> result = new ArrayList<>();
        for (InetAddress address : found) {
            result.add(number(new InetSocketAddress(address, port)));
        }
        return result;
    }

    /** As scripts see it: the literal address, a colon, the port. */
    String text(int number) {
        InetSocketAddress address = address(number);
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
