package dev.tare.load.engine;

import dev.tare.load.connection.EndpointPlan;
import dev.tare.load.connection.TargetPlan;
import dev.tare.load.ledger.TransportRecorder;
import dev.tare.load.spec.LoadHooks;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.load.spec.UnsendableRequestException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that the requests of the user's code go to, found one after the other while the
 * load runs: each is a target, and an endpoint of the results.
 *
 * <p>Thread-safety: any thread. Allocation: for an address that was not there before.
 */
final class AddressPlans {
    /** The most addresses of a load: each has results and connections of its own. */
    static final int MAX_ADDRESSES = LoadSpec.MAX_ENDPOINTS;

    /**
     * One of the addresses.
     *
     * @param endpoint what its results are
     * @param target where its connections lead
     */
    record AddressPlan(EndpointPlan endpoint, TargetPlan target) {}

    private final LoadHooks hooks;
    private final List<AddressPlan> plans = new ArrayList<>();

    /**
     * None but the load's own target.
     *
     * @param plan of one endpoint
     */
    AddressPlans(LoadHooks hooks, LoadPlan plan) {
        this.hooks = hooks;
        plans.add(new AddressPlan(plan.endpoints().getFirst(), plan.targets().getFirst()));
    }

    /**
     * The plan of an address.
     *
     * @param number as {@link LoadHooks.ThreadPart#address} gives it
     * @throws UnsendableRequestException when no request of this load can go there
     */
    synchronized AddressPlan plan(int number) {
        AddressPlan own = plans.getFirst();
        if (number == LoadHooks.OWN_TARGET) {
            return own;
        }
        InetSocketAddress address = hooks.address(number);
        Target target = own.target().target();
        if (!target.unixSocket().isEmpty()) {
            throw new UnsendableRequestException(
                    "a request is to go to %s, but the load goes through the unix socket %s"
                                    .formatted(TransportRecorder.text(address), target.unixSocket())
                            + " only: leave that out to reach other addresses");
        }
        for (AddressPlan plan : plans) {
            // A name with several addresses is none of them: its connections use them in turn.
            if (plan.target().addresses().equals(List.of(address))) {
                return plan;
            }
        }
        if (plans.size() == MAX_ADDRESSES) {
            throw new UnsendableRequestException(
                    "requests go to more than %d addresses: make several loads of them"
                            .formatted(MAX_ADDRESSES));
        }
        EndpointPlan like = own.endpoint();
        AddressPlan found =
                new AddressPlan(
                        new EndpointPlan(
                                plans.size(),
                                like.endpoint(),
                                plans.size(),
                                like.check(),
                                like.headRequest(),
                                like.makers()),
                        own.target().at(address));
        plans.add(found);
        return found;
    }

    /** Names for the results, in the order of the endpoints. */
    synchronized List<String> names() {
        AddressPlan own = plans.getFirst();
        if (plans.size() == 1) {
            return List.of(own.endpoint().endpoint().name());
        }
        List<String> names = new ArrayList<>();
        for (AddressPlan plan : plans) {
            boolean oneAddress = plan.target().addresses().size() == 1;
            names.add(
                    oneAddress
                            ? TransportRecorder.text(plan.target().addresses().getFirst())
                            : plan.target().target().host() + ":" + plan.target().target().port());
        }
        return names;
    }
}
