package dev.tare.specimen.app.wamp.transport;

import java.util.concurrent.atomic.LongAdder;

/**
 * What has become of links.
 *
 * <p>Thread-safety: any thread; one for all loops of a process.
 */
public final class LinkCounters {
    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder faults = new LongAdder();
    final LongAdder slow = new LongAdder();
    final LongAdder silent = new LongAdder();
    final LongAdder unsendable = new LongAdder();

    /** Links that were opened, by either side. */
    public long opened() {
        return opened.sum();
    }

    /** Links that have ended, in whatever way. */
    public long closed() {
        return closed.sum();
    }

    /** Peers that were not let in: a wrong handshake, page or serializer, or too many links. */
    public long refused() {
        return refused.sum();
    }

    /** Links that have brought what is no message. */
    public long faults() {
        return faults.sum();
    }

    /** Links that were cut off because their peers did not take what was sent. */
    public long slow() {
        return slow.sum();
    }

    /** Links that were cut off because nothing came, not even the answer to a ping. */
    public long silent() {
        return silent.sum();
    }

    /** Messages that were not sent, for they are longer than their peer takes. */
    public long unsendable() {
        return unsendable.sum();
    }

    /** All of them in Prometheus' text format. */
    public String prometheus() {
        StringBuilder text = new StringBuilder();
        metric(text, "opened", "Links opened by either side.", opened());
        metric(text, "closed", "Links that have ended.", closed());
        metric(text, "refused", "Peers that were not let in.", refused());
        metric(text, "faults", "Links that brought what is no message.", faults());
        metric(text, "slow", "Links cut off for their peers took too little.", slow());
        metric(text, "silent", "Links cut off for nothing came.", silent());
        metric(text, "unsendable_messages", "Messages longer than peers take.", unsendable());
        return text.toString();
    }

    private static void metric(StringBuilder text, String name, String help, long value) {
        String whole = "wamp_links_" + name + "_total";
        text.append("# HELP ").append(whole).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(whole).append(" counter\n");
        text.append(whole).append(' ').append(value).append('\n');
    }
}
