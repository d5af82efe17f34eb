package dev.tare.load.engine;

import dev.tare.load.connection.ClientConnection;
import dev.tare.load.connection.Pool;
import dev.tare.load.engine.AddressPlans.AddressPlan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a loop's requests have gone to, each with its pool of connections.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: for an address that no request of this
 * loop has gone to before.
 */
final class AddressPools {
    private final Traffic traffic;
    private final AddressPlans plans;

    /** By the number that the user's code has for it; several numbers may mean one address. */
    private @Nullable AddressWork[] byNumber = {};

    /** By the index of its pool. */
    private AddressWork[] all = {};

    AddressPools(Traffic traffic, AddressPlans plans) {
        this.traffic = traffic;
        this.plans = plans;
    }

    /**
     * The loop's part of an address; its pool is made where there is none yet, and opens nothing.
     *
     * @throws dev.tare.load.spec.UnsendableRequestException when no request can go there
     */
    AddressWork at(int number) {
        AddressWork known = number < byNumber.length ? byNumber[number] : null;
        return known == null ? find(number) : known;
    }

    private AddressWork find(int number) {
        AddressPlan plan = plans.plan(number);
        AddressWork found = null;
        for (AddressWork each : all) {
            if (each.endpoint().index() == plan.endpoint().index()) {
                found = each;
            }
        }
        if (found == null) {
            Pool pool = traffic.addPool(plan.target());
            found = new AddressWork(traffic.work(plan.endpoint(), pool), pool);
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = found;
        }
        if (number >= byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, Math.max(number + 1, 2 * byNumber.length));
        }
        byNumber[number] = found;
        return found;
    }

    /** What a connection leads to. */
    AddressWork of(ClientConnection connection) {
        return all[connection.pool().index()];
    }

    /** All of them so far. */
    AddressWork[] all() {
        return all;
    }
}
