package dev.tare.specimen.link;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands that make a link, as words: pure.
 *
 * <p>Source: ip-link(8), ip-address(8), tc-tbf(8), tc-netem(8), unshare(1), nsenter(1).
 *
 * @param holder pid of the process that the namespace lives with
 * @param addresses of both ends
 * @param shape of both ends
 */
record LinkCommands(long holder, LinkAddresses addresses, LinkShape shape) {
    /** A largest packet of a connection with its head: it passes in one piece. */
    private static final long MIN_BURST_BYTES = 66_000;

    /** What may pass at once after a pause, as a time at the full rate: timers are as coarse. */
    private static final long BURST_US = 250;

    /** How long packets may wait for the wire before they are dropped, as in a switch. */
    private static final String LONGEST_WAIT = "50ms";

    /** Packets under way in one direction: more than all connections of a plan have. */
    private static final long MAX_PACKETS = 1_000_000;

    private static final long BITS_PER_BYTE_AND_US_PER_S = 8L * 1_000_000;

    /** Something that is done at one end of a link. */
    record Command(LinkStep step, List<String> words) {
        Command {
            words = List.copyOf(words);
        }
    }

    /** Keeps a new namespace until its input ends. */
    static Command hold() {
        return new Command(LinkStep.NAMESPACE, List.of("unshare", "--net", "cat"));
    }

    /** The interface at the load's end; a pid leaves the name within the 15 bytes it may have. */
    String near() {
        return "tare" + holder + "a";
    }

    /** The interface at the services' end. */
    String far() {
        return "tare" + holder + "b";
    }

    /** The same words, run behind the link. */
    List<String> inside(List<String> words) {
        List<String> all =
                new ArrayList<>(
                        List.of("nsenter", "--target", String.valueOf(holder), "--net", "--"));
        all.addAll(words);
        return all;
    }

    private Command inside(Command command) {
        LinkStep step = command.step() == LinkStep.PAIR ? LinkStep.ENTERING : command.step();
        return new Command(step, inside(command.words()));
    }

    /** Everything that has to be done once the namespace is there, in that order. */
    List<Command> make() {
        List<Command> commands = new ArrayList<>();
        // The far end is born within the namespace: there is no moment at which it could be left.
        String[] pair =
                "ip link add %s type veth peer name %s netns %d"
                        .formatted(near(), far(), holder)
                        .split(" ", -1);
        commands.add(new Command(LinkStep.PAIR, List.of(pair)));
        commands.addAll(up(near(), addresses.near()));
        commands.add(inside(ip("ip link set lo up")));
        up(far(), addresses.far()).forEach(command -> commands.add(inside(command)));
        commands.addAll(shaped(near()));
        shaped(far()).forEach(command -> commands.add(inside(command)));
        return commands;
    }

    private static Command ip(String words) {
        return new Command(LinkStep.PAIR, List.of(words.split(" ", -1)));
    }

    private static List<Command> up(String device, String address) {
        return List.of(
                ip(
                        "ip address add %s/%d dev %s"
                                .formatted(address, LinkAddresses.PREFIX_LENGTH, device)),
                ip("ip link set %s up".formatted(device)));
    }

    /**
     * What leaves by that interface is held back by netem, and then by tbf where both are asked.
     */
    private List<Command> shaped(String device) {
        boolean delayed = shape.roundTripNs() != LinkShape.UNSHAPED;
        List<Command> commands = new ArrayList<>();
        if (delayed) {
            String words =
                    "tc qdisc add dev %s root handle 1: netem delay %dus limit %d"
                            .formatted(device, shape.oneWayUs(), MAX_PACKETS);
            commands.add(new Command(LinkStep.ROUND_TRIP, List.of(words.split(" ", -1))));
        }
        if (shape.rateBitsPerSec() != LinkShape.UNSHAPED) {
            String words =
                    "tc qdisc add dev %s %s tbf rate %dbit burst %d latency %s"
                            .formatted(
                                    device,
                                    delayed ? "parent 1:1 handle 10:" : "root handle 1:",
                                    shape.rateBitsPerSec(),
                                    burstBytes(),
                                    LONGEST_WAIT);
            commands.add(new Command(LinkStep.RATE, List.of(words.split(" ", -1))));
        }
        return commands;
    }

    private long burstBytes() {
        return Math.max(
                MIN_BURST_BYTES, shape.rateBitsPerSec() * BURST_US / BITS_PER_BYTE_AND_US_PER_S);
    }

    /** Tells how the load's end is shaped, and how many packets it has let through. */
    Command showNear() {
        return shown(near());
    }

    /** The same of the services' end. */
    Command showFar() {
        return inside(shown(far()));
    }

    private static Command shown(String device) {
        return new Command(LinkStep.RATE, List.of("tc", "-s", "qdisc", "show", "dev", device));
    }

    /** Tells the version of what shapes. */
    static Command version() {
        return new Command(LinkStep.RATE, List.of("tc", "-V"));
    }
}
